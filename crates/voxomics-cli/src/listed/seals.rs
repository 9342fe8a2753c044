//! Files that say for which case and settings the maps of a row are.

use std::path::{Path, PathBuf};
use std::{fs, io};

use voxomics::batch::{Case, Key, Reason};
use voxomics::core::ErrorClass;

/// The seals of a folder; the next run of other settings replaces maps under the same names.
pub(crate) struct Seals {
    folder: PathBuf,
    extension: &'static str,
}

impl Seals {
    /// Of the files that a command writes; without a folder there are none.
    pub(crate) fn new(folder: &Path, extension: &'static str) -> Self {
        Self {
            folder: folder.to_owned(),
            extension,
        }
    }

    /// After the last map is written.
    pub(crate) fn seal(&self, case: &Case, key: &Key) -> Result<(), Reason> {
        if self.folder.as_os_str().is_empty() {
            return Ok(());
        }
        let path = self.path(case);
        fs::write(&path, key.to_string()).map_err(|error| cannot("be written", &error, &path))
    }

    /// Before the first map is replaced: a run that ends half way leaves maps of two kinds.
    pub(crate) fn unseal(&self, case: &Case) -> Result<(), Reason> {
        if self.folder.as_os_str().is_empty() {
            return Ok(());
        }
        let path = self.path(case);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(cannot("be removed", &error, &path))
            }
            _ => Ok(()),
        }
    }

    /// Whether the files of a row are there, and those of this key.
    pub(crate) fn hold<'p>(
        &self,
        case: &Case,
        key: &Key,
        mut paths: impl Iterator<Item = &'p str>,
    ) -> bool {
        let sealed = fs::read_to_string(self.path(case));
        sealed.is_ok_and(|sealed| sealed == key.to_string())
            && paths.all(|path| Path::new(path).is_file())
    }

    fn path(&self, case: &Case) -> PathBuf {
        self.folder
            .join(format!("Case-{}.{}", case.row(), self.extension))
    }
}

fn cannot(what: &str, error: &io::Error, path: &Path) -> Reason {
    Reason::new(ErrorClass::Resource, format!("cannot {what}: {error}")).at(path)
}
