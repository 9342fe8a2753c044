//! Compressed frames: one codec for each family of encapsulated transfer syntaxes.
//!
//! The frame header inside a stream is compared with what the DICOM header says before any codec
//! sees the stream, so that no codec allocates for a size that nobody else believes in.

mod boxes;
mod bytes;
mod foreign;
mod jpeg;
mod jpeg2000;
mod jpegls;
mod jpegxl;
mod rle;
mod samples;
mod shape;

pub(crate) use shape::FrameShape;

use crate::error::{Fault, Kind};

/// How one frame was compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Codec {
    /// As they are, though in fragments, frame by frame.
    Uncompressed,
    /// Run lengths of byte planes (PS3.5 annex G).
    Rle,
    /// JPEG: baseline, extended or lossless, as the stream says.
    Jpeg,
    /// JPEG-LS, lossless or near-lossless.
    JpegLs,
    /// JPEG 2000 and its high-throughput part 15.
    Jpeg2000,
    /// JPEG XL.
    JpegXl,
}

impl Codec {
    /// The codec of an encapsulated transfer syntax; `None` if there is none for it.
    pub(crate) fn of(uid: &str) -> Option<Self> {
        match uid {
            "1.2.840.10008.1.2.1.98" => return Some(Self::Uncompressed),
            "1.2.840.10008.1.2.5" => return Some(Self::Rle),
            _ => {}
        }
        match uid.strip_prefix("1.2.840.10008.1.2.4.")? {
            "50" | "51" | "57" | "70" => Some(Self::Jpeg),
            "80" | "81" => Some(Self::JpegLs),
            "90" | "91" | "201" | "202" | "203" => Some(Self::Jpeg2000),
            "110" | "111" | "112" => Some(Self::JpegXl),
            _ => None,
        }
    }
}

/// The stored values of one frame of one sample a pixel, little endian, row by row.
///
/// As many bytes as [`FrameShape::bytes`] says. The low `bits_stored` bits of a value are the stored
/// value, two's complement if it is signed; what stands above them is the stream's affair: the sign
/// repeated, zeros or an old overlay. Mask, then extend the sign.
pub(crate) fn decode(codec: Codec, stream: &[u8], shape: &FrameShape) -> Result<Vec<u8>, Fault> {
    if shape.pixels() == 0 {
        return Err(Fault::new(Kind::BadHeader, "a frame without pixels"));
    }
    let bytes = match codec {
        Codec::Uncompressed => uncompressed(stream, shape),
        Codec::Rle => rle::decode(stream, shape),
        Codec::Jpeg => jpeg::decode(stream, shape),
        Codec::JpegLs => jpegls::decode(stream, shape),
        Codec::Jpeg2000 => jpeg2000::decode(stream, shape),
        Codec::JpegXl => jpegxl::decode(stream, shape),
    }?;
    if bytes.len() != shape.bytes()? {
        let message = format!(
            "the codec made {} bytes of a frame of {}",
            bytes.len(),
            shape.bytes()?
        );
        return Err(Fault::new(Kind::Corrupt, message));
    }
    Ok(bytes)
}

/// The frame itself, with what makes its length even.
fn uncompressed(stream: &[u8], shape: &FrameShape) -> Result<Vec<u8>, Fault> {
    let bytes = shape.bytes()?;
    if stream.len() == bytes || stream.len() == bytes + bytes % 2 {
        return Ok(stream[..bytes].to_vec());
    }
    let message = format!("a frame of {bytes} bytes has {}", stream.len());
    Err(Fault::new(Kind::Inconsistent, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfer_syntaxes_name_their_codec() {
        let of = |suffix: &str| Codec::of(&format!("1.2.840.10008.1.2.{suffix}"));
        assert_eq!(of("5"), Some(Codec::Rle));
        assert_eq!(of("1.98"), Some(Codec::Uncompressed));
        for suffix in ["4.50", "4.51", "4.57", "4.70"] {
            assert_eq!(of(suffix), Some(Codec::Jpeg), "{suffix}");
        }
        for suffix in ["4.80", "4.81"] {
            assert_eq!(of(suffix), Some(Codec::JpegLs), "{suffix}");
        }
        for suffix in ["4.90", "4.91", "4.201", "4.202", "4.203"] {
            assert_eq!(of(suffix), Some(Codec::Jpeg2000), "{suffix}");
        }
        for suffix in ["4.110", "4.111", "4.112"] {
            assert_eq!(of(suffix), Some(Codec::JpegXl), "{suffix}");
        }
    }

    #[test]
    fn a_frame_has_pixels() {
        for codec in [
            Codec::Uncompressed,
            Codec::Rle,
            Codec::Jpeg,
            Codec::JpegLs,
            Codec::Jpeg2000,
            Codec::JpegXl,
        ] {
            let fault = decode(codec, &[], &shape::tests::shape(0, 2, 8)).unwrap_err();
            assert_eq!(fault.at(std::path::Path::new("f")).kind(), Kind::BadHeader);
        }
    }

    #[test]
    fn frames_as_they_are() {
        let shape = shape::tests::shape(1, 3, 8);
        let frame = |stream: &[u8]| decode(Codec::Uncompressed, stream, &shape).ok();
        assert_eq!(frame(&[1, 2, 3, 0]), Some(vec![1, 2, 3]));
        assert_eq!(frame(&[1, 2]), None);
    }

    #[test]
    fn transfer_syntaxes_without_a_codec_have_none() {
        let implicit_and_native = ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", ""];
        let retired_jpip_mpeg = ["53", "55", "92", "94", "95", "100", "102", "5", "", "500"]
            .map(|suffix| format!("1.2.840.10008.1.2.4.{suffix}"));
        for uid in implicit_and_native {
            assert_eq!(Codec::of(uid), None, "{uid}");
        }
        for uid in &retired_jpip_mpeg {
            assert_eq!(Codec::of(uid), None, "{uid}");
        }
    }
}
