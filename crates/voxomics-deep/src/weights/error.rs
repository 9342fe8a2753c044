//! Why a file of weights was refused.

use std::io;
use std::path::{Path, PathBuf};

use voxomics_core::ErrorClass;

/// Why a file of weights was refused; its text begins with the file's name.
///
/// ```
/// use voxomics_deep::weights;
///
/// let error = weights::read("absent.pth").unwrap_err();
/// assert_eq!(error.to_string(), "absent.pth: cannot be read: there is no such file");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {fault}", path.display())]
pub struct Error {
    path: PathBuf,
    fault: Fault,
}

impl Error {
    pub(super) fn new(path: &Path, fault: Fault) -> Self {
        let path = path.to_owned();
        Self { path, fault }
    }

    /// The file, as the caller named it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is wrong with it.
    #[must_use]
    pub fn fault(&self) -> &Fault {
        &self.fault
    }

    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        self.fault.class()
    }
}

/// What is wrong with a file of weights.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The operating system refused.
    #[error("cannot be read: {message}")]
    Io {
        /// The system's kind of error.
        kind: io::ErrorKind,
        /// The system's word.
        message: String,
    },
    /// A folder, a pipe or a device.
    #[error("this is no plain file: name the file of weights itself")]
    NotAFile,
    /// No bytes at all.
    #[error("the file is empty: fetch the weights again")]
    Empty,
    /// More bytes than any checkpoint of a ResNet-18.
    #[error(
        "the file has {bytes} bytes, and at most {limit} are read: a ResNet-18 has 47 million; \
         save its state dict alone"
    )]
    TooLarge {
        /// Bytes of the file.
        bytes: u64,
        /// Bytes that are read.
        limit: u64,
    },
    /// Something else that is often saved under the name of weights.
    #[error("this is {what}: {remedy}")]
    Foreign {
        /// What it is.
        what: &'static str,
        /// What to do about it.
        remedy: &'static str,
    },
    /// None of the formats that are read.
    #[error(
        "neither safetensors nor a file of torch.save: it begins with the bytes {head}; \
         give a .safetensors or .pth file"
    )]
    Unknown {
        /// The first bytes in hexadecimal digits.
        head: String,
    },
    /// The file ends before what it declares.
    #[error(
        "the file ends within {what}: {declared} bytes are declared, {there} are there; \
         fetch it again"
    )]
    Truncated {
        /// The part that is cut.
        what: String,
        /// Bytes that it should have.
        declared: u64,
        /// Bytes from its beginning to the end of the file.
        there: u64,
    },
    /// The container of the tensors is damaged.
    #[error("the {container} is damaged: {message}; fetch the file again or save it anew")]
    Container {
        /// Its name.
        container: &'static str,
        /// What is wrong.
        message: String,
    },
    /// It may be right, but this version does not read it.
    #[error("{0}")]
    Unsupported(String),
    /// The pickle is damaged, or does what no state dict needs.
    #[error("the pickle cannot be read at byte {at}: {message}; save the state dict anew")]
    Pickle {
        /// Where in the pickle.
        at: usize,
        /// What is wrong.
        message: String,
    },
    /// The pickle asks for code.
    #[error(
        "the pickle asks for `{name}`, which no state dict needs; nothing of it was run. \
         If you trust the file, save its state dict alone: torch.save(model.state_dict(), path)"
    )]
    Global {
        /// The function or class, with its module.
        name: String,
    },
    /// A tensor that cannot be as it is declared.
    #[error("tensor `{name}`: {message}")]
    Tensor {
        /// Its name.
        name: String,
        /// What is wrong, with the numbers.
        message: String,
    },
    /// Readable, but not a dictionary of tensors.
    #[error("there is no state dict: {found}; save it by torch.save(model.state_dict(), path)")]
    NoStateDict {
        /// What there is instead.
        found: String,
    },
    /// Two tensors have one name.
    #[error("tensor `{name}` is there twice: which one is meant?")]
    Duplicate {
        /// The name, without `module.`.
        name: String,
    },
    /// Tensors that show the same bytes so often that they would fill the memory.
    #[error(
        "the tensors would take {bytes} bytes, more than {limit}, four times the file's: \
         save each with its own storage"
    )]
    Expanded {
        /// Bytes of all tensors together.
        bytes: u64,
        /// Bytes that are allowed.
        limit: u64,
    },
}

impl Fault {
    fn class(&self) -> ErrorClass {
        match self {
            Self::Io { kind, .. } => match kind {
                io::ErrorKind::OutOfMemory | io::ErrorKind::Interrupted => ErrorClass::Resource,
                _ => ErrorClass::Input,
            },
            Self::Unsupported(_) => ErrorClass::Unsupported,
            Self::NotAFile
            | Self::Empty
            | Self::TooLarge { .. }
            | Self::Foreign { .. }
            | Self::Unknown { .. }
            | Self::Truncated { .. }
            | Self::Container { .. }
            | Self::Pickle { .. }
            | Self::Global { .. }
            | Self::Tensor { .. }
            | Self::NoStateDict { .. }
            | Self::Duplicate { .. }
            | Self::Expanded { .. } => ErrorClass::Input,
        }
    }

    pub(super) fn io(source: &io::Error) -> Self {
        let message = match source.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            _ => source.to_string(),
        };
        let kind = source.kind();
        Self::Io { kind, message }
    }

    pub(super) fn container(container: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::Container { container, message }
    }

    pub(super) fn pickle(at: usize, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::Pickle { at, message }
    }

    pub(super) fn tensor(name: &str, message: impl Into<String>) -> Self {
        let (name, message) = (name.to_owned(), message.into());
        Self::Tensor { name, message }
    }
}
