//! One run at a time for each output.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process;

use super::Error;
use crate::file;

/// A lock of the operating system on a file beside the output; it goes with the process that holds
/// it, however that ends, so that a lock file left behind by a killed run hinders nobody.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// `None` where the file system has no locks (some network ones): then only the check for an
    /// existing output protects it, and each run's own temporary keeps contents apart.
    file: Option<File>,
}

impl Lock {
    pub(super) fn take(output: &Path) -> Result<Self, Error> {
        let path = file::beside(output, ".lock");
        let failed = |source| Error::Create {
            path: output.to_owned(),
            source,
        };
        loop {
            let mut file = OpenOptions::new()
                .create(true)
                .truncate(false)
                .read(true)
                .write(true)
                .open(&path)
                .map_err(failed)?;
            match file.try_lock() {
                Ok(()) if !is_at(&file, &path) => {} // its holder has just removed it
                Ok(()) => {
                    sign(&mut file).map_err(failed)?;
                    let file = Some(file);
                    return Ok(Self { path, file });
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::Locked {
                        path: output.to_owned(),
                        holder: holder(&mut file),
                        lock: path,
                    });
                }
                Err(TryLockError::Error(_)) => {
                    let _ = fs::remove_file(&path);
                    return Ok(Self { path, file: None });
                }
            }
        }
    }

    /// Whether no other run can be at this output.
    pub(super) fn is_held(&self) -> bool {
        self.file.is_some()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still held, so that nobody locks a file that is about to go. Where the next
        // run could not tell, the empty file stays.
        if self.is_held() && cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// For the message of a run that comes second.
fn sign(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    write!(file, "{}", process::id())
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    match file.read_to_string(&mut text) {
        Ok(_) if !text.is_empty() => format!("process {text}"),
        _ => "another process".to_owned(),
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}
