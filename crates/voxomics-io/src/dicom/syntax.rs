//! Transfer syntaxes: how a file is written down.

use dicom_dictionary_std::uids;

use super::codec::Codec;
use super::parse::Encoding;
use crate::error::{Fault, Kind};

/// What a transfer syntax says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Syntax {
    pub(super) encoding: Encoding,
    pub(super) is_deflated: bool,
    pub(super) pixels: Coding,
}

/// How pixels are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Native,
    Encapsulated(Codec),
    /// Encapsulated by a codec that is not here.
    Unknown(&'static str),
}

impl Syntax {
    pub(super) const IMPLICIT: Self = Self::native(Encoding::IMPLICIT);
    pub(super) const EXPLICIT: Self = Self::native(Encoding::EXPLICIT);

    const fn native(encoding: Encoding) -> Self {
        Self {
            encoding,
            is_deflated: false,
            pixels: Coding::Native,
        }
    }

    /// The syntax of that UID.
    pub(super) fn of(uid: &str) -> Result<Self, Fault> {
        Ok(match uid {
            uids::IMPLICIT_VR_LITTLE_ENDIAN => Self::IMPLICIT,
            uids::EXPLICIT_VR_LITTLE_ENDIAN => Self::EXPLICIT,
            uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN => Self {
                is_deflated: true,
                ..Self::EXPLICIT
            },
            EXPLICIT_BIG_ENDIAN => Self::native(Encoding {
                is_explicit: true,
                is_big_endian: true,
            }),
            uid => Self {
                pixels: coding(uid)?,
                ..Self::EXPLICIT
            },
        })
    }
}

/// Retired, and still in archives.
const EXPLICIT_BIG_ENDIAN: &str = "1.2.840.10008.1.2.2";

fn coding(uid: &str) -> Result<Coding, Fault> {
    if let Some(codec) = Codec::of(uid) {
        return Ok(Coding::Encapsulated(codec));
    }
    // Enough to name the codec that is missing.
    let families = [
        ("1.2.840.10008.1.2.4.5", "a rare process of JPEG"),
        ("1.2.840.10008.1.2.4.6", "a rare process of JPEG"),
        ("1.2.840.10008.1.2.4.92", "part 2 of JPEG 2000"),
        ("1.2.840.10008.1.2.4.93", "part 2 of JPEG 2000"),
        ("1.2.840.10008.1.2.4.94", "JPIP, pixels on a server"),
        ("1.2.840.10008.1.2.4.95", "JPIP, pixels on a server"),
        ("1.2.840.10008.1.2.4.10", "MPEG video"),
        ("1.2.840.10008.1.2.7", "SMPTE video"),
    ];
    let family = families.iter().find(|(begin, _)| uid.starts_with(begin));
    if let Some((_, name)) = family {
        return Ok(Coding::Unknown(name));
    }
    let message = format!("transfer syntax {uid} is not known");
    Err(Fault::new(Kind::Unsupported, message))
}
