//! Files that appear whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Fault, Kind};

/// Tells apart the files that this process is writing.
static COUNTER: AtomicU64 = AtomicU64::new(0);

/// A file written beside its place; dropped before [`publish`](Self::publish), it leaves nothing.
pub(crate) struct Staged {
    file: BufWriter<File>,
    part: PathBuf,
    target: PathBuf,
}

impl Staged {
    pub(crate) fn new(target: &Path) -> Result<Self, Fault> {
        if let Ok(metadata) = target.metadata()
            && !metadata.is_file()
        {
            return Err(Fault::not_a_file(metadata.is_dir()));
        }
        let folder = folder_of(target);
        if !folder.is_dir() {
            let message = format!("there is no folder `{}` to write into", folder.display());
            return Err(Fault::new(Kind::Io, message).blaming_input());
        }
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let count = COUNTER.fetch_add(1, Ordering::Relaxed);
        let part = folder.join(format!(".{name}.{}-{count}.part", std::process::id()));
        let file = File::create_new(&part).map_err(|error| Fault::io("written", &error))?;
        Ok(Self {
            file: BufWriter::new(file),
            part,
            target: target.to_owned(),
        })
    }

    /// Brings everything to the disk.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_all()
    }

    /// Puts the finished file in its place.
    pub(crate) fn publish(mut self) -> io::Result<()> {
        fs::rename(&self.part, &self.target)?;
        // Nothing is left to remove.
        self.part = PathBuf::new();
        sync_folder(folder_of(&self.target))
    }
}

impl Write for Staged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.part.as_os_str().is_empty() {
            // The first error is the one to report.
            let _ = fs::remove_file(&self.part);
        }
    }
}

fn folder_of(target: &Path) -> &Path {
    target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Makes the new name survive a power cut, where folders can be synced.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        OpenOptions::new().read(true).open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;

    use super::Staged;

    #[test]
    fn nothing_is_left_of_what_was_not_published() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.nii");
        fs::write(&target, b"old").unwrap();
        let mut staged = Staged::new(&target).unwrap();
        staged.write_all(b"half").unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        drop(staged);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(fs::read(&target).unwrap(), b"old");
    }

    #[test]
    fn what_is_published_replaces_the_old() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.nii");
        fs::write(&target, b"old").unwrap();
        let mut staged = Staged::new(&target).unwrap();
        staged.write_all(b"new").unwrap();
        staged.finish().unwrap();
        staged.publish().unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(fs::read(&target).unwrap(), b"new");
    }
}
