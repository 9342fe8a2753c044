//! Where the bytes of a DICOM file come from: a file, or an entry of a zip.

use std::fmt;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use zip::ZipArchive;

use crate::error::{Error, Fault, Kind};
use crate::file;

/// A place with the bytes of one DICOM file.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    File(PathBuf),
    /// The entry of that number, whose name is for messages only.
    Entry {
        archive: Arc<Archive>,
        index: usize,
        name: String,
    },
}

/// An origin that was opened.
pub(super) struct Opened {
    pub(super) stream: Stream,
    /// Bytes of it; of an entry as many as the archive declares.
    pub(super) length: u64,
}

pub(super) enum Stream {
    File(File),
    Memory(std::io::Cursor<Vec<u8>>),
}

impl Origin {
    pub(super) fn open(&self, limit: u64) -> Result<Opened, Fault> {
        match self {
            Self::File(path) => {
                let (file, length) = file::open(path)?;
                let stream = Stream::File(file);
                Ok(Opened { stream, length })
            }
            Self::Entry { archive, index, .. } => {
                let bytes = archive.entry(*index, limit)?;
                let length = bytes.len() as u64;
                let stream = Stream::Memory(std::io::Cursor::new(bytes));
                Ok(Opened { stream, length })
            }
        }
    }

    /// The fault with this place's name.
    pub(super) fn error(&self, fault: Fault) -> Error {
        match self {
            Self::File(path) => fault.at(path),
            Self::Entry { archive, name, .. } => {
                fault.about(&format!("entry `{name}`")).at(&archive.path)
            }
        }
    }

    /// The last part of its name.
    pub(super) fn short_name(&self) -> String {
        let name = match self {
            Self::File(path) => path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned()),
            Self::Entry { name, .. } => name.rsplit('/').next().map(str::to_owned),
        };
        name.unwrap_or_default()
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Stream {
    fn seek(&mut self, place: SeekFrom) -> std::io::Result<u64> {
        match self {
            Self::File(file) => file.seek(place),
            Self::Memory(bytes) => bytes.seek(place),
        }
    }
}

/// A zip whose directory was read, once for all of its entries.
pub(super) struct Archive {
    path: PathBuf,
    zip: ZipArchive<Shared>,
}

impl fmt::Debug for Archive {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Archive").field(&self.path).finish()
    }
}

impl Archive {
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        let (file, length) = file::open(path)?;
        let shared = Shared {
            file: Arc::new(Mutex::new(file)),
            at: 0,
            length,
        };
        Ok(Self {
            path: path.to_owned(),
            zip: ZipArchive::new(shared).map_err(|error| damaged(&error))?,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.zip.len()
    }

    /// The name of an entry, if it is a file.
    pub(super) fn file_name(&self, index: usize) -> Result<Option<String>, Fault> {
        let mut zip = self.zip.clone();
        let entry = zip.by_index_raw(index).map_err(|error| damaged(&error))?;
        let name = || match entry.name() {
            Ok(name) => name.into_owned(),
            Err(_) => format!("entry {index}"),
        };
        Ok(entry.is_file().then(name))
    }

    /// The bytes of an entry, as many as it declares and not more than `limit`; its checksum is tested.
    fn entry(&self, index: usize, limit: u64) -> Result<Vec<u8>, Fault> {
        let mut zip = self.zip.clone();
        let entry = zip.by_index(index).map_err(|error| damaged(&error))?;
        let declared = entry.size();
        if declared > limit {
            let message = format!("{declared} bytes of one entry exceed the limit of {limit}");
            return Err(Fault::new(Kind::LimitExceeded, message));
        }
        // Grows with what arrives: the size is only declared.
        let mut bytes = Vec::new();
        let read = entry.take(declared + 1).read_to_end(&mut bytes);
        read.map_err(|error| Fault::new(Kind::Corrupt, format!("the zip is damaged: {error}")))?;
        if bytes.len() as u64 == declared {
            Ok(bytes)
        } else {
            let found = bytes.len();
            let message = format!("the zip declares {declared} bytes of an entry that has {found}");
            Err(Fault::new(Kind::Corrupt, message))
        }
    }
}

/// A file that several threads read, each from a place of its own.
#[derive(Clone)]
struct Shared {
    file: Arc<Mutex<File>>,
    at: u64,
    length: u64,
}

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Shared {
    fn seek(&mut self, place: SeekFrom) -> std::io::Result<u64> {
        let at = match place {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(std::io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

fn damaged(error: &zip::result::ZipError) -> Fault {
    use zip::result::ZipError;
    match error {
        ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => {
            Fault::io("read", error)
        }
        ZipError::UnsupportedArchive(what) => {
            Fault::new(Kind::Unsupported, format!("the zip cannot be read: {what}"))
        }
        error => Fault::new(Kind::Corrupt, format!("the zip is damaged: {error}")),
    }
}
