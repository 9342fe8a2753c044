//! Maps of features as files beside the table.

use std::path::{Path, PathBuf};

use voxomics::batch::{Case, Key, Reason};
use voxomics::core::ErrorClass;
use voxomics::features::extractor::{Map, Mapped};

use crate::args::{Extract, MapFormat};
use crate::exit::Stop;
use crate::listed::{Seals, slashed};
use crate::out;

/// Where maps go, and how they are named: `Case-1_original_glcm_Contrast.nrrd`, as PyRadiomics does.
pub(crate) struct Maps {
    folder: PathBuf,
    format: MapFormat,
    /// Whether files of an earlier run may be replaced.
    replaces: bool,
    unix_path: bool,
    seals: Seals,
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
            seals: Seals::new(
                args.listed.out_dir.as_deref().unwrap_or(Path::new("")),
                "maps",
            ),
        })
    }

    /// Writes what `make` hands over, and returns each map's name with its path.
    pub(super) fn write(
        &self,
        case: &Case,
        key: &Key,
        make: impl FnOnce(&mut dyn FnMut(Map)) -> Result<Mapped, Reason>,
    ) -> Result<(Mapped, Vec<(String, String)>), Reason> {
        self.seals.unseal(case)?;
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
        self.seals.seal(case, key)?;
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

    /// What results depend on besides the case and its parameters.
    pub(super) fn part_of_key(&self) -> &'static str {
        self.format.extension()
    }

    /// Whether the files of a row are there, and those of this key.
    pub(super) fn are_intact<'p>(
        &self,
        case: &Case,
        key: &Key,
        paths: impl Iterator<Item = &'p str>,
    ) -> bool {
        self.seals.hold(case, key, paths)
    }
}
