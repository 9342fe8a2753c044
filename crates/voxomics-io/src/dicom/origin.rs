//! Where the bytes of a DICOM file come from: a file, or an entry of a zip.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::error::{Error, Fault, Kind};
use crate::file;

/// A place with the bytes of one DICOM file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    File(PathBuf),
    /// The entry of that number, whose name is for messages only.
    Entry {
        archive: PathBuf,
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
                let bytes = entry(&mut open_archive(archive)?, *index, limit)?;
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
                fault.about(&format!("entry `{name}`")).at(archive)
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

pub(super) type Archive = ZipArchive<BufReader<File>>;

pub(super) fn open_archive(path: &Path) -> Result<Archive, Fault> {
    let (file, _) = file::open(path)?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(&error))
}

/// The bytes of an entry, as many as it declares and not more than `limit`; its checksum is tested.
pub(super) fn entry(archive: &mut Archive, index: usize, limit: u64) -> Result<Vec<u8>, Fault> {
    let entry = archive.by_index(index).map_err(|error| damaged(&error))?;
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

pub(super) fn damaged(error: &zip::result::ZipError) -> Fault {
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
