//! What files hold, in 32 bytes.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};
use voxomics_core::ErrorClass;

use super::Parts;
use crate::file;

/// Folders within folders; more is a symbolic link in a circle.
const MAX_DEPTH: usize = 32;

/// Why a file has no digest.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It cannot be read.
    #[error("`{}` cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// A device, a pipe or the like.
    #[error("`{}` is neither a file nor a folder", path.display())]
    NeitherFileNorFolder {
        /// What was given.
        path: PathBuf,
    },
    /// A folder in which folders do not end.
    #[error(
        "`{}` is nested deeper than {MAX_DEPTH} folders: is there a symbolic link in a circle?",
        path.display()
    )]
    TooDeep {
        /// Where the search was given up.
        path: PathBuf,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Read { source, .. } => file::class(source),
            Self::NeitherFileNorFolder { .. } | Self::TooDeep { .. } => ErrorClass::Input,
        }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Read { path, .. }
            | Self::NeitherFileNorFolder { path }
            | Self::TooDeep { path } => path,
        }
    }
}

/// SHA-256 of what a file or a folder holds; its text is 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(pub(super) [u8; 32]);

impl Digest {
    /// SHA-256 of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// SHA-256 of `parts`, one after the other, of which one at a time is in memory.
    ///
    /// ```
    /// use voxomics_batch::key::Digest;
    ///
    /// assert_eq!(Digest::of_parts([b"vox", b"els"]), Digest::of(b"voxels"));
    /// ```
    #[must_use]
    pub fn of_parts(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Digest({self})")
    }
}

/// Digests of files; a file that several cases share is read once.
///
/// A file's digest is the SHA-256 of its bytes, as `sha256sum` prints it. A folder's (a DICOM
/// series) covers the names and bytes of all files below it.
#[derive(Debug, Default)]
pub struct Digests {
    known: Mutex<HashMap<PathBuf, Arc<Mutex<Option<Digest>>>>>,
}

impl Digests {
    /// No file read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The digest of the file or folder at `path`; waits if another thread is just reading it.
    ///
    /// # Errors
    ///
    /// [`Error`], which is not remembered: a later call tries again.
    pub fn of(&self, path: &Path) -> Result<Digest, Error> {
        self.of_with(path, || digest(path, 0))
    }

    /// The digest that `compute` gives for what belongs to `path`, computed once.
    ///
    /// # Errors
    ///
    /// That of `compute`, which is not remembered.
    pub fn of_with<E>(
        &self,
        path: &Path,
        compute: impl FnOnce() -> Result<Digest, E>,
    ) -> Result<Digest, E> {
        let slot = {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(known.entry(path.to_owned()).or_default())
        };
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(digest) = *slot {
            return Ok(digest);
        }
        let digest = compute()?;
        *slot = Some(digest);
        Ok(digest)
    }
}

fn digest(path: &Path, depth: usize) -> Result<Digest, Error> {
    let read = |source| Error::Read {
        path: path.to_owned(),
        source,
    };
    if depth > MAX_DEPTH {
        let path = path.to_owned();
        return Err(Error::TooDeep { path });
    }
    let kind = fs::metadata(path).map_err(read)?;
    if kind.is_file() {
        return digest_file(path).map_err(read);
    }
    if !kind.is_dir() {
        let path = path.to_owned();
        return Err(Error::NeitherFileNorFolder { path });
    }
    let entries = fs::read_dir(path).map_err(read)?;
    let names = entries.map(|entry| entry.map(|entry| entry.file_name()));
    let mut names: Vec<_> = names.collect::<io::Result<_>>().map_err(read)?;
    names.sort_unstable();
    let mut parts = Parts::default();
    for name in names {
        let digest = digest(&path.join(&name), depth + 1)?;
        parts.push(name.as_encoded_bytes(), &digest.0);
    }
    Ok(parts.finish())
}

fn digest_file(path: &Path) -> io::Result<Digest> {
    let mut file = file::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(Digest(hash.finalize().into())),
            Ok(length) => hash.update(&buffer[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
