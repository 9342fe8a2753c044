//! Where a table goes: standard output, memory, or a file that is whole or not there.
//!
//! A file is written under a name of its own beside its place, synced and renamed at the end. What
//! stood there before is harmed by no full disk, crash or kill. Until the end the rows are in
//! `.NAME.*.part`, which the next run removes: to keep finished cases of a run that is killed, give
//! the run a [`Store`](crate::Store).

mod error;
mod lock;

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

pub use error::Error;
use lock::Lock;

use crate::file::{self, Temporary};

/// What to do with a file that is already there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existing {
    /// Leave it alone.
    #[default]
    Refuse,
    /// Add rows to it, if it has the same columns.
    Append,
    /// Replace it, once the new one is whole.
    Overwrite,
}

/// Where bytes go; nothing is there before [`commit`](Self::commit) unless it is a stream.
#[derive(Debug)]
pub struct Output {
    name: String,
    target: Target,
}

enum Target {
    Stream(BufWriter<Box<dyn Write + Send>>),
    File(Box<Pending>),
    Committed,
}

/// A file that is not yet what its name says.
struct Pending {
    path: PathBuf,
    existing: Existing,
    temporary: Temporary,
    /// Dropped last: until then nobody else may begin.
    _lock: Lock,
}

impl Output {
    /// Standard output.
    #[must_use]
    pub fn stdout() -> Self {
        Self::stream("standard output", io::stdout())
    }

    /// Any writer; `name` is what messages call it.
    pub fn stream(name: impl Into<String>, writer: impl Write + Send + 'static) -> Self {
        Self {
            name: name.into(),
            target: Target::Stream(BufWriter::with_capacity(1 << 16, Box::new(writer))),
        }
    }

    /// A file, from now on locked against other runs; dropped before it is committed, nothing
    /// happened. A device or a pipe under that name is written to as it is.
    ///
    /// # Errors
    ///
    /// [`Error::Exists`] if it is there and `existing` is [`Existing::Refuse`], [`Error::Locked`] if
    /// another run is writing it, [`Error::Create`] if its folder cannot be written to.
    pub fn file(path: &Path, existing: Existing) -> Result<Self, Error> {
        let failed = |source| Error::Create {
            path: path.to_owned(),
            source,
        };
        if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
            let device = OpenOptions::new().write(true).open(path).map_err(failed)?;
            return Ok(Self::stream(quoted(path), device));
        }
        if fs::metadata(path).is_ok_and(|there| there.is_dir()) {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        refuse_existing(path, existing)?;
        // Of a symbolic link the file is replaced, not the link.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let lock = Lock::take(&target)?;
        // Again: another run may have ended in between.
        refuse_existing(&target, existing)?;
        if lock.is_held() {
            remove_leftovers(&target);
        }
        let temporary = Temporary::beside(&target).map_err(failed)?;
        let pending = Pending {
            path: target,
            existing,
            temporary,
            _lock: lock,
        };
        Ok(Self {
            name: quoted(path),
            target: Target::File(Box::new(pending)),
        })
    }

    /// The file to append to, if that was asked for and it is there.
    #[must_use]
    pub fn previous(&self) -> Option<&Path> {
        match &self.target {
            Target::File(pending) if pending.existing == Existing::Append => {
                pending.path.exists().then_some(&pending.path)
            }
            _ => None,
        }
    }

    /// Adds `bytes`.
    ///
    /// # Errors
    ///
    /// [`Error::BrokenPipe`] if nobody reads them, [`Error::Write`] if the system refuses.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.write_all(bytes).map_err(|source| self.error(source))
    }

    /// Everything is written: now the file gets its name. The second call does nothing.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add), and [`Error::Exists`] if somebody else was faster.
    pub fn commit(&mut self) -> Result<(), Error> {
        let outcome = match std::mem::replace(&mut self.target, Target::Committed) {
            Target::Stream(mut writer) => writer.flush(),
            Target::File(pending) => {
                refuse_existing(&pending.path, pending.existing)?;
                pending.temporary.rename(&pending.path)
            }
            Target::Committed => Ok(()),
        };
        outcome.map_err(|source| self.error(source))
    }

    pub(crate) fn error(&self, source: io::Error) -> Error {
        Error::write(self.name.clone(), source)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.target {
            Target::Stream(writer) => writer.write(bytes),
            Target::File(pending) => pending.temporary.write(bytes),
            Target::Committed => Err(io::Error::other("it was finished before")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.target {
            Target::Stream(writer) => writer.flush(),
            Target::File(pending) => pending.temporary.flush(),
            Target::Committed => Ok(()),
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Stream(_) => "Stream",
            Self::File(_) => "File",
            Self::Committed => "Committed",
        })
    }
}

fn quoted(path: &Path) -> String {
    format!("`{}`", path.display())
}

fn refuse_existing(path: &Path, existing: Existing) -> Result<(), Error> {
    if existing == Existing::Refuse && path.exists() {
        let path = path.to_owned();
        return Err(Error::Exists { path });
    }
    Ok(())
}

/// What killed runs left of this output; nobody else is at it now.
fn remove_leftovers(target: &Path) {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let leftovers = file::temporaries(file::folder(target), |of| of == name);
    for path in leftovers.unwrap_or_default() {
        let _ = fs::remove_file(path);
    }
}

/// The file to append to, read from its beginning.
pub(crate) fn open_previous(path: &Path) -> Result<File, Error> {
    file::open(path).map_err(|source| Error::Create {
        path: path.to_owned(),
        source,
    })
}
