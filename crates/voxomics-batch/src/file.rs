//! Files: opened with their path in the error, written beside their place and renamed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use voxomics_core::ErrorClass;

/// The end of a temporary's name; its beginning is a dot and the name of the file that it becomes.
const SUFFIX: &str = ".part";

/// The one place where files are opened for reading; every caller's error carries the path.
#[expect(clippy::disallowed_methods, reason = "callers add the path")]
pub(crate) fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// What can be done about an error of the file system.
pub(crate) fn class(error: &io::Error) -> ErrorClass {
    match error.kind() {
        io::ErrorKind::NotFound
        | io::ErrorKind::PermissionDenied
        | io::ErrorKind::NotADirectory
        | io::ErrorKind::IsADirectory
        | io::ErrorKind::InvalidInput
        | io::ErrorKind::InvalidFilename
        | io::ErrorKind::AlreadyExists
        | io::ErrorKind::ReadOnlyFilesystem => ErrorClass::Input,
        _ => ErrorClass::Resource,
    }
}

/// The folder of `path`, `.` for a bare name.
pub(crate) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// `.NAME` and `ending`, beside `path`.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    folder(path).join(format!(".{name}{ending}"))
}

/// A file under a name of its own beside its place; gone when dropped, unless renamed.
#[derive(Debug)]
pub(crate) struct Temporary {
    path: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Temporary {
    /// A new, empty file beside `target`.
    pub(crate) fn beside(target: &Path) -> io::Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = beside(target, &format!(".{}-{count}{SUFFIX}", process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    let file = Some(BufWriter::new(file));
                    return Ok(Self { path, file });
                }
                // Of a process that had our number before, or has it on another machine.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Everything on the disk, then the name: `target` has its old content or all of the new.
    pub(crate) fn rename(mut self, target: &Path) -> io::Result<()> {
        let writer = self.file.take().expect("taken here and nowhere else");
        let file = writer
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        if let Ok(old) = fs::metadata(target) {
            // Best effort: a table that a group could read stays readable.
            let _ = file.set_permissions(old.permissions());
        }
        file.sync_all()?;
        drop(file);
        fs::rename(&self.path, target)?;
        self.path = PathBuf::new();
        sync_folder(folder(target))
    }

    fn writer(&mut self) -> &mut BufWriter<File> {
        self.file.as_mut().expect("only renaming takes the file")
    }
}

impl Write for Temporary {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer().flush()
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // After the rename the name may belong to a process on another machine.
        if self.path != Path::new("") {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// `bytes` under the name `target`, all of them or none.
pub(crate) fn commit(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = Temporary::beside(target)?;
    temporary.write_all(bytes)?;
    temporary.rename(target)
}

/// The temporaries in `folder` whose file would have been accepted by `of`.
pub(crate) fn temporaries(folder: &Path, of: impl Fn(&str) -> bool) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let stem = name.to_str().and_then(|name| name.strip_prefix('.'));
        let stem = stem.and_then(|stem| stem.strip_suffix(SUFFIX));
        let target = stem.and_then(|stem| stem.rsplit_once('.'));
        if target.is_some_and(|(target, _)| of(target)) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// A renamed file survives a power cut once its folder is on the disk.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match open(folder)?.sync_all() {
        // Not every file system knows how.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        outcome => outcome,
    }
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
