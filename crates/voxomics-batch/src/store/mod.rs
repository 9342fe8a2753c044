//! Finished cases on disk: a run that was killed goes on where it stopped.
//!
//! One file for each case, named by its [`Key`]. It is written beside its place, synced and
//! renamed, so that its name stands for a whole result, even if the process is killed or the power
//! fails, and two processes may share the folder. A second line holds length and hash of the first:
//! a file that was cut or edited since is noticed and computed again. Failures are never stored.

mod record;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

pub use record::{Defect, Rows};
use voxomics_core::ErrorClass;

use crate::{Key, Value, file};

/// Older temporaries belong to no living process.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// Why the folder of finished cases cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder cannot be made or listed.
    #[error("folder `{}` cannot be used: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// A finished case cannot be written.
    #[error("finished case `{}` cannot be written: {source}", path.display())]
    Write {
        /// Its file.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Folder { source, .. } | Self::Write { source, .. } => file::class(source),
        }
    }
}

/// A stored case that is not used, and computed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged {
    /// Its file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub defect: Defect,
}

impl std::fmt::Display for Damaged {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { path, defect } = self;
        write!(
            formatter,
            "stored case `{}` {defect}: computed again",
            path.display()
        )
    }
}

/// A folder of finished cases.
///
/// ```
/// use voxomics_batch::{Key, Store, Value};
///
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// let store = Store::open(&folder.join("cases"))?;
/// let key = Key::builder().part("program", "sizes 1.0").finish();
/// let (columns, rows) = (["Bytes".to_owned()], vec![vec![Value::Integer(352)]]);
/// assert_eq!(store.load(&key, &columns), Ok(None));
/// store.save(&key, &columns, &rows)?;
/// assert_eq!(store.load(&key, &columns), Ok(Some(rows)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// The store in `folder`, which is made if it is not there. What killed runs left half-written
    /// more than a day ago is removed.
    ///
    /// # Errors
    ///
    /// [`Error::Folder`] if the folder cannot be made or listed.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let prepare = || {
            fs::create_dir_all(folder)?;
            for path in file::temporaries(folder, is_ours)? {
                if is_stale(&path) {
                    // A process that shares the folder may have been faster.
                    let _ = fs::remove_file(path);
                }
            }
            Ok(())
        };
        prepare().map_err(|source| Error::Folder {
            path: folder.to_owned(),
            source,
        })?;
        let folder = folder.to_owned();
        Ok(Self { folder })
    }

    /// The file in which the case with `key` is stored, if it is.
    #[must_use]
    pub fn path(&self, key: &Key) -> PathBuf {
        self.folder.join(format!("{key}.jsonl"))
    }

    /// The rows of the case with `key`, if it was finished; each has one value for each of `columns`.
    ///
    /// # Errors
    ///
    /// [`Damaged`] for a file that cannot be used: compute the case again, and tell the user.
    pub fn load(&self, key: &Key, columns: &[String]) -> Result<Option<Rows>, Damaged> {
        let path = self.path(key);
        let rows = match fs::read(&path) {
            Ok(text) => record::decode(&text, columns),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => Err(Defect::Unreadable(error.to_string())),
        };
        rows.map(Some).map_err(|defect| Damaged { path, defect })
    }

    /// Commits the rows of a finished case.
    ///
    /// # Errors
    ///
    /// [`Error::Write`]; nothing is left under the case's name then.
    pub fn save(&self, key: &Key, columns: &[String], rows: &[Vec<Value>]) -> Result<(), Error> {
        let path = self.path(key);
        let text = record::encode(columns, rows);
        file::commit(&path, text.as_bytes()).map_err(|source| Error::Write { path, source })
    }
}

fn is_ours(name: &str) -> bool {
    let key = name.strip_suffix(".jsonl").unwrap_or_default();
    key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_stale(path: &Path) -> bool {
    let modified = fs::metadata(path).and_then(|metadata| metadata.modified());
    let age = modified.map(|modified| SystemTime::now().duration_since(modified));
    matches!(age, Ok(Ok(age)) if age > STALE)
}
