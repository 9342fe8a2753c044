//! Where in the parameters something stands.

use std::fmt;

/// The path of a key through the sections, and the line of the file, where there is one.
///
/// ```
/// use voxomics_features::params::{Error, Params};
///
/// let error = Params::from_yaml("setting:\n  label: 0\n").unwrap_err();
/// let Error::Invalid { place, .. } = error else { unreachable!() };
/// assert_eq!((place.path(), place.line()), ("setting.label", Some(2)));
/// assert_eq!(place.to_string(), "setting.label (line 2)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    path: String,
    line: Option<usize>,
}

impl Place {
    pub(super) fn new(path: impl Into<String>, line: Option<usize>) -> Self {
        let path = path.into();
        Self { path, line }
    }

    /// The part before the first dot.
    pub(super) fn section(&self) -> &str {
        self.path.split('.').next().unwrap_or_default()
    }

    /// A key within this place; on the same line if its own is not known.
    pub(super) fn key(&self, key: &str, line: Option<usize>) -> Self {
        let path = match self.path.as_str() {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        };
        Self::new(path, line.or(self.line))
    }

    /// An item of the list at this place, from 0.
    pub(super) fn item(&self, index: usize) -> Self {
        Self::new(format!("{}[{index}]", self.path), self.line)
    }

    /// Keys from the top, joined by full stops: `imageType.LoG.sigma[0]`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line of the file, from 1; `None` for JSON and for values set from outside a file.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "{} (line {line})", self.path),
            None => formatter.write_str(&self.path),
        }
    }
}
