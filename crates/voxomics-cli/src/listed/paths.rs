//! How the columns `Image` and `Mask` show their paths.

use std::path::{Component, Path, PathBuf, absolute};

use crate::args::PathStyle;
use crate::exit::Stop;

/// What `--format-path` and `--unix-path` ask for.
pub(super) struct Style {
    form: PathStyle,
    forward_slashes: bool,
    /// The folder that `relative` counts from: the list's, or the current one.
    start: PathBuf,
}

impl Style {
    /// `origin` is the list, or a bare name.
    pub(super) fn new(form: PathStyle, unix: bool, origin: &Path) -> Result<Self, Stop> {
        let folder = origin.parent().unwrap_or(Path::new(""));
        let here = std::env::current_dir().map_err(|error| {
            Stop::refused(format!("the current folder cannot be told: {error}"))
        })?;
        Ok(Self {
            form,
            forward_slashes: unix,
            start: tidy(&here.join(folder)),
        })
    }

    pub(super) fn show(&self, path: &Path) -> String {
        let shown = match self.form {
            PathStyle::Absolute => tidy(path),
            PathStyle::Relative => relative(&tidy(path), &self.start),
            PathStyle::Basename => PathBuf::from(path.file_name().unwrap_or(path.as_os_str())),
        };
        slashed(&shown, self.forward_slashes)
    }
}

/// A path as text, with forward slashes where they are asked for.
pub(crate) fn slashed(path: &Path, forward: bool) -> String {
    let shown = path.display().to_string();
    if forward && std::path::MAIN_SEPARATOR != '/' {
        return shown.replace(std::path::MAIN_SEPARATOR, "/");
    }
    shown
}

/// How `absolute`, the default, shows a path.
pub(crate) fn shown_absolute(path: &Path) -> String {
    tidy(path).display().to_string()
}

/// Absolute, without `.` and `..`; as Python's `abspath`, links are not followed.
fn tidy(path: &Path) -> PathBuf {
    let path = absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut tidied = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                tidied.pop();
            }
            other => tidied.push(other),
        }
    }
    tidied
}

/// `path` as seen from `start`, both tidy.
fn relative(path: &Path, start: &Path) -> PathBuf {
    let shared = path
        .components()
        .zip(start.components())
        .take_while(|(a, b)| a == b)
        .count();
    if shared == 0 {
        return path.to_owned();
    }
    let up = start
        .components()
        .skip(shared)
        .map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared)).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use std::path::Path;

    use super::{relative, tidy};

    #[test]
    fn as_python_has_them() {
        assert_eq!(tidy(Path::new("/a/./b/../c")), Path::new("/a/c"));
        assert_eq!(tidy(Path::new("/../a")), Path::new("/a"));
        assert_eq!(
            relative(Path::new("/a/b/c.nii"), Path::new("/a/d")),
            Path::new("../b/c.nii")
        );
        assert_eq!(
            relative(Path::new("/a/c.nii"), Path::new("/a")),
            Path::new("c.nii")
        );
    }
}
