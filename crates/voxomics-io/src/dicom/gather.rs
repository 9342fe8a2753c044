//! The files of a folder, a zip or a DICOMDIR.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::instance::Instance;
use super::origin::{Archive, Origin};
use crate::error::{Fault, Kind};
use crate::{Error, Limits};

/// More files than this are no study.
const MOST_FILES: usize = 1_000_000;
const ZIP: &[u8] = b"PK\x03\x04";

/// DICOM files that were found, and how many others were passed by.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) instances: Vec<Instance>,
    pub(super) skipped: usize,
    /// Those of them that hold no bytes, which may have been slices.
    pub(super) empty: usize,
}

/// Whether a file begins as a zip does.
pub(crate) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(ZIP)
}

/// Reads the attributes of all DICOM files in a folder and the folders in it, in a zip, or of a DICOMDIR.
pub(super) fn gather(path: &Path, limits: &Limits) -> Result<Found, Error> {
    let named = |fault: Fault| fault.at(path);
    let mut found = Found::default();
    if path.is_dir() {
        let mut files = Vec::new();
        walk(path, &mut files).map_err(named)?;
        // A DICOMDIR lists what the walk has found anyway, if it does not lie.
        read_all(files.into_iter().map(Origin::File), limits, &mut found)?;
    } else if is_zip(&head(path).map_err(named)?) {
        read_all(
            entries(path).map_err(named)?.into_iter(),
            limits,
            &mut found,
        )?;
    } else {
        let file = Origin::File(path.to_owned());
        match Instance::read(&file, limits)? {
            Some(Instance::Directory(names)) => {
                let files = listed(path, &names).map_err(named)?;
                read_all(files.into_iter(), limits, &mut found)?;
            }
            Some(instance) => found.instances.push(instance),
            None => return Err(named(no_dicom())),
        }
    }
    if found.instances.is_empty() {
        let skipped = found.skipped;
        let message =
            format!("none of the {skipped} files here is DICOM with content that is read");
        return Err(named(Fault::new(Kind::NotDicom, message)));
    }
    Ok(found)
}

pub(crate) fn no_dicom() -> Fault {
    let message = "this is no DICOM file: it has no `DICM` at byte 128, nor begins with a data set";
    Fault::new(Kind::NotDicom, message)
}

fn read_all(
    origins: impl Iterator<Item = Origin>,
    limits: &Limits,
    found: &mut Found,
) -> Result<(), Error> {
    for origin in origins {
        match Instance::read(&origin, limits) {
            Ok(None | Some(Instance::Directory(_) | Instance::Other)) => found.skipped += 1,
            Ok(Some(instance)) => found.instances.push(instance),
            Err(error) if error.kind() == Kind::Empty => {
                found.skipped += 1;
                found.empty += 1;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn head(path: &Path) -> Result<Vec<u8>, Fault> {
    use std::io::Read;
    let (file, _) = crate::file::open(path)?;
    let mut head = Vec::new();
    let read = file.take(ZIP.len() as u64).read_to_end(&mut head);
    read.map_err(|error| Fault::io("read", &error))?;
    Ok(head)
}

/// All plain files below a folder, in the order of their names; links to folders are not followed.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Fault> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| Fault::io("listed", &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Fault::io("listed", &error))?;
            let kind = entry
                .file_type()
                .map_err(|error| Fault::io("listed", &error))?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() || entry.path().is_file() {
                files.push(entry.path());
            }
            if files.len() > MOST_FILES {
                let message = format!("more than {MOST_FILES} files are not read");
                return Err(Fault::new(Kind::LimitExceeded, message));
            }
        }
    }
    files.sort();
    Ok(())
}

/// The entries of a zip that can be DICOM; zips within are passed by.
fn entries(path: &Path) -> Result<Vec<Origin>, Fault> {
    let archive = Arc::new(Archive::open(path)?);
    if archive.len() > MOST_FILES {
        let message = format!("more than {MOST_FILES} entries are not read");
        return Err(Fault::new(Kind::LimitExceeded, message));
    }
    let entry = |index| {
        let name = archive.file_name(index)?;
        Ok(name.map(|name| Origin::Entry {
            archive: Arc::clone(&archive),
            index,
            name,
        }))
    };
    let entries = (0..archive.len()).map(entry);
    entries.filter_map(Result::transpose).collect()
}

/// The files that a DICOMDIR names, each once, links followed no further than its folder.
fn listed(directory: &Path, names: &[PathBuf]) -> Result<Vec<Origin>, Fault> {
    let folder = directory.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    let root = folder
        .canonicalize()
        .map_err(|error| Fault::io("opened", &error))?;
    let locate = |name: &PathBuf| {
        let path = present(folder, name).ok_or_else(|| {
            let message = format!("the file `{}` that it names is not there", name.display());
            Fault::new(Kind::MissingCompanion, message)
        })?;
        let is_inside = path
            .canonicalize()
            .is_ok_and(|path| path.starts_with(&root));
        if is_inside {
            return Ok(Origin::File(path));
        }
        let message = format!(
            "the file `{}` is a link that leaves the folder",
            name.display()
        );
        Err(Fault::new(Kind::UnsafePath, message))
    };
    // Twice the same file would be a copy of each of its slices.
    let mut seen = HashSet::new();
    let names = names.iter().filter(|name| seen.insert(*name));
    names.map(locate).collect()
}

/// The path of a name, which many systems write in lower case on the way from a disc.
fn present(folder: &Path, name: &Path) -> Option<PathBuf> {
    let lower = name.as_os_str().to_ascii_lowercase();
    [name.as_os_str(), &lower]
        .into_iter()
        .map(|name: &OsStr| folder.join(name))
        .find(|path| path.is_file())
}
