//! Standard output of the commands that print a text, and the places that commands write to.

use std::fs;
use std::path::Path;

use voxomics::batch::Output;
use voxomics::batch::output::Existing;

use crate::exit::Stop;

/// All of `text` on standard output.
pub(crate) fn print(text: &str) -> Result<(), Stop> {
    let mut output = Output::stdout();
    output.add(text.as_bytes())?;
    output.commit()?;
    Ok(())
}

/// A file that is whole or not there.
pub(crate) fn file(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), Stop> {
    let mut output = Output::file(path, existing)?;
    output.add(bytes)?;
    output.commit()?;
    Ok(())
}

/// What `--overwrite` says about a file that is there.
pub(crate) fn existing(overwrite: bool) -> Existing {
    if overwrite {
        Existing::Overwrite
    } else {
        Existing::Refuse
    }
}

/// Refuses to replace a file; `hint` says what the user can do.
pub(crate) fn refuse_existing(path: &Path, hint: &str) -> Result<(), Stop> {
    if path.exists() {
        return Err(Stop::refused(format!("`{}` exists", path.display())).hint(hint));
    }
    Ok(())
}

/// The folder `path`, made if it is not there.
pub(crate) fn make_folder(path: &Path) -> Result<(), Stop> {
    fs::create_dir_all(path).map_err(|error| {
        Stop::refused(format!(
            "folder `{}` cannot be made: {error}",
            path.display()
        ))
    })
}
