//! Where the file of weights lies.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use voxomics_core::ErrorClass;

/// The environment variable that names the file.
pub const VARIABLE: &str = "VOXOMICS_RESNET18";

/// Where torchvision's file is published.
pub const DOWNLOAD: &str = "https://download.pytorch.org/models/resnet18-f37072fd.pth";

/// The name that torch gives it.
const FILE: &str = "resnet18-f37072fd.pth";

/// There is no file of weights where it was looked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotFound {
    /// The path that was given leads nowhere.
    #[error("there are no weights at `{}`: name a .pth or .safetensors file of a ResNet-18", .0.display())]
    Given(PathBuf),
    /// The environment variable leads nowhere.
    #[error(
        "{VARIABLE} is set to `{}`, where there are no weights: set it to a .pth or .safetensors \
         file of a ResNet-18, or unset it",
        .0.display()
    )]
    Variable(PathBuf),
    /// Nothing was given, and torch's cache has no such file.
    #[error(
        "no weights were named, {VARIABLE} is not set, and there is no `{}`: fetch {DOWNLOAD}, \
         and name the file by argument or set {VARIABLE} to its path; nothing is downloaded here",
        .0.display()
    )]
    Nowhere(PathBuf),
}

impl NotFound {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        ErrorClass::Input
    }
}

/// The file of weights: `given`, else what the environment's `VOXOMICS_RESNET18` names, else
/// torchvision's `resnet18-f37072fd.pth` in the cache of torch hub (`$TORCH_HOME`, else
/// `$XDG_CACHE_HOME/torch`, else `~/.cache/torch`; below it `hub/checkpoints`).
///
/// Nothing is downloaded, and the first place that is named counts: a wrong path is an error, not a
/// reason to look further.
///
/// # Errors
///
/// [`NotFound`], which says where to get the file and how to name it.
pub fn locate(given: Option<&Path>) -> Result<PathBuf, NotFound> {
    locate_in(given, |name| {
        env::var_os(name).filter(|value| !value.is_empty())
    })
}

fn locate_in(
    given: Option<&Path>,
    variable: impl Fn(&str) -> Option<OsString>,
) -> Result<PathBuf, NotFound> {
    let there = |path: PathBuf, error: fn(PathBuf) -> NotFound| {
        if path.exists() {
            Ok(path)
        } else {
            Err(error(path))
        }
    };
    if let Some(path) = given {
        return there(path.to_owned(), NotFound::Given);
    }
    if let Some(path) = variable(VARIABLE) {
        return there(PathBuf::from(path), NotFound::Variable);
    }
    let home = || variable("HOME").or_else(|| variable("USERPROFILE"));
    let cache = || {
        let cache = variable("XDG_CACHE_HOME").map(PathBuf::from);
        cache.unwrap_or_else(|| PathBuf::from(home().unwrap_or_default()).join(".cache"))
    };
    let torch = variable("TORCH_HOME").map(PathBuf::from);
    let torch = torch.unwrap_or_else(|| cache().join("torch"));
    there(torch.join("hub/checkpoints").join(FILE), NotFound::Nowhere)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::ffi::OsString;
    use std::fs;
    use std::path::Path;

    use super::{FILE, NotFound, VARIABLE, locate_in};

    #[test]
    fn the_first_place_that_is_named_counts() {
        let folder = tempfile::tempdir().unwrap();
        let checkpoints = folder.path().join("hub/checkpoints");
        fs::create_dir_all(&checkpoints).unwrap();
        let cached = checkpoints.join(FILE);
        fs::write(&cached, "cached").unwrap();
        let other = folder.path().join("other.pth");
        fs::write(&other, "other").unwrap();

        let mut variables = HashMap::from([("TORCH_HOME", folder.path().as_os_str().to_owned())]);
        let look = |given: Option<&Path>, variables: &HashMap<&str, OsString>| {
            locate_in(given, |name| variables.get(name).cloned())
        };
        assert_eq!(look(None, &variables), Ok(cached));
        variables.insert(VARIABLE, other.clone().into_os_string());
        assert_eq!(look(None, &variables), Ok(other.clone()));
        let wrong = folder.path().join("absent.pth");
        assert_eq!(
            look(Some(&wrong), &variables),
            Err(NotFound::Given(wrong.clone()))
        );
        variables.insert(VARIABLE, wrong.clone().into_os_string());
        assert_eq!(look(None, &variables), Err(NotFound::Variable(wrong)));
        assert_eq!(look(Some(&other), &variables), Ok(other));
    }

    #[test]
    fn torch_homes_in_the_order_of_torch() {
        for (variables, want) in [
            (vec![("HOME", "/h")], "/h/.cache/torch"),
            (vec![("HOME", "/h"), ("XDG_CACHE_HOME", "/x")], "/x/torch"),
            (vec![("XDG_CACHE_HOME", "/x"), ("TORCH_HOME", "/t")], "/t"),
        ] {
            let variables: HashMap<&str, &str> = variables.into_iter().collect();
            let found = locate_in(None, |name| variables.get(name).map(OsString::from));
            let want = Path::new(want).join("hub/checkpoints").join(FILE);
            assert_eq!(found, Err(NotFound::Nowhere(want)));
        }
    }

    #[test]
    fn the_error_says_where_to_get_it_and_how_to_name_it() {
        let error = locate_in(None, |_| None).unwrap_err().to_string();
        for part in [
            "download.pytorch.org/models/resnet18-f37072fd.pth",
            VARIABLE,
            "argument",
        ] {
            assert!(error.contains(part), "{error}");
        }
    }
}
