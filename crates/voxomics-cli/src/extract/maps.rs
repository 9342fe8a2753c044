//! Maps of features as files beside the table.

use std::path::{Path, PathBuf};
use std::{fs, io};

use voxomics::batch::{Case, Key, Reason};
use voxomics::core::ErrorClass;
use voxomics::features::extractor::{Map, Mapped};

use crate::args::{Extract, MapFormat};
use crate::exit::Stop;
use crate::listed::slashed;
use crate::out;

/// Where maps go, and how they are named: `Case-1_original_glcm_Contrast.nrrd`, as PyRadiomics does.
pub(crate) struct Maps {
    folder: PathBuf,
    format: MapFormat,
    /// Whether files of an earlier run may be replaced.
    replaces: bool,
    unix_path: bool,
}

impl Maps {
    /// In `--out-dir`, or else in the current folder.
    ///
    /// `is_ours` says that the folder is that of an earlier run; maps in another are somebody else's.
    pub(super) fn new(args: &Extract, is_ours: bool) -> Result<Self, Stop> {
        if let Some(folder) = &args.listed.out_dir {
            out::make_folder(folder)?;
        }
        Ok(Self {
            folder: args.listed.out_dir.clone().unwrap_or_default(),
            format: args.map_format,
            replaces: args.listed.overwrite || is_ours,
            unix_path: args.listed.unix_path,
        })
    }

    /// Writes what `make` hands over, and returns each map's name with its path.
    pub(super) fn write(
        &self,
        case: &Case,
        key: &Key,
        make: impl FnOnce(&mut dyn FnMut(Map)) -> Result<Mapped, Reason>,
    ) -> Result<(Mapped, Vec<(String, String)>), Reason> {
        self.unseal(case)?;
        let (mut written, mut failed) = (Vec::new(), None);
        let mapped = make(&mut |map| {
            if failed.is_none() {
                match self.save(case, map) {
                    Ok(saved) => written.push(saved),
                    Err(reason) => failed = Some(reason),
                }
            }
        });
        if let Some(reason) = failed {
            return Err(reason);
        }
        let mapped = mapped?;
        self.seal(case, key)?;
        Ok((mapped, written))
    }

    fn save(&self, case: &Case, map: Map) -> Result<(String, String), Reason> {
        let name = format!(
            "Case-{}_{}.{}",
            case.row(),
            map.name,
            self.format.extension()
        );
        let path = self.folder.join(name);
        if !self.replaces && path.exists() {
            let message = "there is a file of this name: give another --out-dir, or --overwrite";
            return Err(Reason::new(ErrorClass::Input, message).at(&path));
        }
        voxomics::io::write(&path, &map.volume.into())
            .map_err(|error| Reason::new(error.class(), error).at(&path))?;
        Ok((map.name, slashed(&path, self.unix_path)))
    }

    /// Says for which case and settings the maps of a row are: the next run of other settings replaces
    /// them under the same names.
    fn seal(&self, case: &Case, key: &Key) -> Result<(), Reason> {
        if self.folder.as_os_str().is_empty() {
            return Ok(());
        }
        let path = self.seal_of(case);
        fs::write(&path, key.to_string()).map_err(|error| cannot("be written", &error, &path))
    }

    /// Before the first map is replaced: a run that ends half way leaves maps of two kinds.
    fn unseal(&self, case: &Case) -> Result<(), Reason> {
        if self.folder.as_os_str().is_empty() {
            return Ok(());
        }
        let path = self.seal_of(case);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(cannot("be removed", &error, &path))
            }
            _ => Ok(()),
        }
    }

    fn seal_of(&self, case: &Case) -> PathBuf {
        self.folder.join(format!("Case-{}.maps", case.row()))
    }

    /// What results depend on besides the case and its parameters.
    pub(super) fn part_of_key(&self) -> &'static str {
        self.format.extension()
    }

    /// Whether the files of a row are there, and those of this key.
    pub(super) fn are_intact<'p>(
        &self,
        case: &Case,
        key: &Key,
        mut paths: impl Iterator<Item = &'p str>,
    ) -> bool {
        let sealed = fs::read_to_string(self.seal_of(case));
        sealed.is_ok_and(|sealed| sealed == key.to_string())
            && paths.all(|path| Path::new(path).is_file())
    }
}

fn cannot(what: &str, error: &io::Error, path: &Path) -> Reason {
    Reason::new(ErrorClass::Resource, format!("cannot {what}: {error}")).at(path)
}
