//! The one error of this crate: which file, what is wrong with it, what can be done.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use voxomics_core::ErrorClass;

/// What is wrong with a file, in as many words as a program needs.
///
/// ```
/// assert_eq!(voxomics_io::Kind::MissingCompanion.to_string(), "missing_companion");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// No bytes at all.
    Empty,
    /// The content is none of the formats that are read.
    BadMagic,
    /// No DICOM where DICOM is due.
    NotDicom,
    /// The file ends before the data that its header declares.
    Truncated,
    /// A compressed stream is damaged: its code, checksum or length is wrong.
    Corrupt,
    /// A header field is absent or cannot be.
    BadHeader,
    /// A voxel written as text is no number of the file's type.
    BadValue,
    /// Spacing, origin or direction cannot be.
    BadGeometry,
    /// Two statements of a header contradict each other.
    Inconsistent,
    /// An attribute without which nothing can be read is absent.
    MissingAttribute,
    /// A data file that the header speaks of is not there.
    MissingCompanion,
    /// Slices of a series are not there.
    MissingSlice,
    /// Slices of a series follow each other at different distances.
    UnevenSpacing,
    /// Slices of a series lie in the same place, and nothing tells them apart.
    DuplicatePosition,
    /// Slices of a series do not lie above each other.
    GantryTilt,
    /// The axes are not at right angles.
    NonOrthonormalDirection,
    /// A region holds no voxel of the image.
    EmptyMask,
    /// There are several, and nothing says which is meant.
    Ambiguous,
    /// Nothing has the name that was asked for.
    NoSuchName,
    /// Valid, but this version does not do it.
    Unsupported,
    /// The header names a data file outside its own folder, or one that is no plain file.
    UnsafePath,
    /// More than [`Limits`](crate::Limits) or the memory allow.
    LimitExceeded,
    /// The operating system refused.
    Io,
}

/// The name in snake case, as in tables of failures.
impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Empty => "empty",
            Self::BadMagic => "bad_magic",
            Self::NotDicom => "not_dicom",
            Self::Truncated => "truncated",
            Self::Corrupt => "corrupt",
            Self::BadHeader => "bad_header",
            Self::BadValue => "bad_value",
            Self::BadGeometry => "bad_geometry",
            Self::Inconsistent => "inconsistent",
            Self::MissingAttribute => "missing_attribute",
            Self::MissingCompanion => "missing_companion",
            Self::MissingSlice => "missing_slice",
            Self::UnevenSpacing => "uneven_spacing",
            Self::DuplicatePosition => "duplicate_position",
            Self::GantryTilt => "gantry_tilt",
            Self::NonOrthonormalDirection => "non_orthonormal_direction",
            Self::EmptyMask => "empty_mask",
            Self::Ambiguous => "ambiguous",
            Self::NoSuchName => "no_such_name",
            Self::Unsupported => "unsupported",
            Self::UnsafePath => "unsafe_path",
            Self::LimitExceeded => "limit_exceeded",
            Self::Io => "io",
        })
    }
}

/// Why a file could not be read or written; its text begins with the file's name.
///
/// Opaque, because formats have many ways to be wrong and a caller few ways to react: match on
/// [`kind`](Self::kind) or [`class`](Self::class), print the rest.
///
/// ```
/// use voxomics_io::Kind;
///
/// let error = voxomics_io::read("absent.nii").unwrap_err();
/// assert_eq!(error.kind(), Kind::Io);
/// assert_eq!(error.to_string(), "absent.nii: there is no such file");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", path.display(), fault.message)]
pub struct Error {
    path: PathBuf,
    fault: Fault,
}

impl Error {
    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.fault.kind
    }

    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        self.fault.class
    }

    /// The file, as the caller named it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// An [`Error`] that does not know its file yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    kind: Kind,
    class: ErrorClass,
    message: String,
}

impl Fault {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        let class = match kind {
            Kind::Unsupported => ErrorClass::Unsupported,
            Kind::LimitExceeded | Kind::Io => ErrorClass::Resource,
            _ => ErrorClass::Input,
        };
        Self {
            kind,
            class,
            message: message.into(),
        }
    }

    /// The operating system's error while the file was being `done`.
    pub(crate) fn io(done: &str, source: &io::Error) -> Self {
        let (class, message) = match source.kind() {
            io::ErrorKind::NotFound => (ErrorClass::Input, "there is no such file".to_owned()),
            io::ErrorKind::PermissionDenied => (
                ErrorClass::Input,
                format!("cannot be {done}: permission denied"),
            ),
            _ => (ErrorClass::Resource, format!("cannot be {done}: {source}")),
        };
        Self {
            kind: Kind::Io,
            class,
            message,
        }
    }

    /// A path that leads to something other than a plain file.
    pub(crate) fn not_a_file(is_folder: bool) -> Self {
        let what = if is_folder {
            "a folder"
        } else {
            "a device or pipe"
        };
        Self::new(Kind::Io, format!("this is {what}, not a file")).blaming_input()
    }

    /// The same fault, which no retry will cure.
    pub(crate) fn blaming_input(self) -> Self {
        Self {
            class: ErrorClass::Input,
            ..self
        }
    }

    /// The same fault, found in the data file `name` of a header.
    pub(crate) fn within(self, name: &str) -> Self {
        self.about(&format!("data file `{name}`"))
    }

    /// The same fault, of the part `what` of a file.
    pub(crate) fn about(self, what: &str) -> Self {
        Self {
            message: format!("{what}: {}", self.message),
            ..self
        }
    }

    pub(crate) fn at(self, path: &Path) -> Error {
        Error {
            path: path.to_owned(),
            fault: self,
        }
    }
}

impl From<voxomics_volume::geometry::Error> for Fault {
    fn from(error: voxomics_volume::geometry::Error) -> Self {
        use voxomics_volume::geometry::Error;
        let kind = match error {
            Error::EmptyAxis { .. } => Kind::BadHeader,
            Error::TooLarge { .. } => Kind::LimitExceeded,
            _ => Kind::BadGeometry,
        };
        Self::new(kind, error.to_string())
    }
}
