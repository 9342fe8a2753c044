//! JPEG 2000 (ISO/IEC 15444-1) and its high-throughput block coder (part 15), lossless and lossy.

mod codestream;
mod tiling;

use jpeg2k::{DecodeParameters, Image};

use super::bytes::corrupt;
use super::shape::FrameShape;
use super::{boxes, foreign, samples};
use crate::error::Fault;

/// What a file in boxes begins with, rather than with the codestream itself.
const SIGNATURE: [u8; 12] = *b"\0\0\0\x0cjP  \r\n\x87\n";

pub(super) fn decode(stream: &[u8], shape: &FrameShape) -> Result<Vec<u8>, Fault> {
    let codestream = codestream(stream)?;
    let precision = codestream::check(codestream, shape)?;
    let shape = *shape;
    foreign::call(move || {
        let strictly = DecodeParameters::new().strict(true);
        let image = Image::from_bytes_with(codestream, strictly)
            .map_err(|error| corrupt(format!("JPEG 2000: {error}")))?;
        let [component] = image.components() else {
            return Err(corrupt("a JPEG 2000 picture of several components"));
        };
        let size = (component.width(), component.height());
        if size != (shape.columns.into(), shape.rows.into()) {
            return Err(corrupt("a JPEG 2000 picture with pixels missing"));
        }
        samples::store(component.data().iter().copied(), precision, &shape)
    })
}

/// The codestream, which DICOM wants bare but some writers leave in the boxes of a JP2 file.
fn codestream(stream: &[u8]) -> Result<&[u8], Fault> {
    if !stream.starts_with(&SIGNATURE) {
        return Ok(stream);
    }
    boxes::find(stream, &[*b"jp2c"]).map(|(_, content)| content)
}

#[cfg(test)]
mod tests {
    use super::super::shape::tests::shape;
    use super::*;
    use crate::Kind;

    /// 3 rows of 4 pixels, 5 to 225 in steps of 20, made with `OpenJPEG`.
    const STREAM: [u8; 98] = [
        0xff, 0x4f, 0xff, 0x51, 0x00, 0x29, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00,
        0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00,
        0x00, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x07, 0x01, 0x01,
        0xff, 0x52, 0x00, 0x0c, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x04, 0x04, 0x00, 0x01, 0xff,
        0x5c, 0x00, 0x04, 0x40, 0x40, 0xff, 0x90, 0x00, 0x0a, 0x00, 0x00, 0x00, 0x00, 0x00, 0x1f,
        0x00, 0x01, 0xff, 0x93, 0xcf, 0xb4, 0x38, 0x07, 0x72, 0xe4, 0x0c, 0x1e, 0x27, 0xb6, 0x29,
        0xc4, 0xda, 0x23, 0x92, 0x45, 0x7f, 0xff, 0xd9,
    ];
    /// The same through the high-throughput coder, made with `OpenJPH`.
    const HIGH_THROUGHPUT: [u8; 140] = [
        0xff, 0x4f, 0xff, 0x51, 0x00, 0x29, 0x40, 0x00, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00,
        0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00,
        0x00, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x07, 0x01, 0x01,
        0xff, 0x50, 0x00, 0x08, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0xff, 0x52, 0x00, 0x0c, 0x00,
        0x02, 0x00, 0x01, 0x00, 0x05, 0x04, 0x04, 0x40, 0x01, 0xff, 0x5c, 0x00, 0x13, 0x20, 0x48,
        0x50, 0x50, 0x50, 0x50, 0x50, 0x50, 0x50, 0x50, 0x50, 0x50, 0x50, 0x50, 0x48, 0x48, 0x48,
        0xff, 0x90, 0x00, 0x0a, 0x00, 0x00, 0x00, 0x00, 0x00, 0x30, 0x00, 0x01, 0xff, 0x93, 0xc0,
        0x25, 0xe7, 0x00, 0x07, 0x74, 0x00, 0x00, 0x00, 0x00, 0xc0, 0x12, 0xc0, 0x12, 0x80, 0xd8,
        0x00, 0x87, 0x74, 0x00, 0x3e, 0x01, 0x87, 0x74, 0x00, 0xc0, 0x26, 0x00, 0xc6, 0xfc, 0x00,
        0x02, 0x74, 0x00, 0xff, 0xd9,
    ];

    fn kind(stream: &[u8], shape: &FrameShape) -> Kind {
        let fault = decode(stream, shape).unwrap_err();
        fault.at(std::path::Path::new("f")).kind()
    }

    /// The stream with a byte changed, counted from behind a marker.
    fn changed(marker: u8, offset: usize, byte: u8) -> Vec<u8> {
        let mut stream = STREAM.to_vec();
        let start = stream.windows(2).position(|pair| pair == [0xff, marker]);
        stream[start.unwrap() + 2 + offset] = byte;
        stream
    }

    #[test]
    fn lossless_samples_are_exact() {
        let pixels: Vec<u8> = (5..=225).step_by(20).collect();
        assert_eq!(decode(&STREAM, &shape(4, 3, 8)).unwrap(), pixels);
        assert_eq!(decode(&HIGH_THROUGHPUT, &shape(4, 3, 8)).unwrap(), pixels);
        let wide: Vec<u8> = pixels.iter().flat_map(|&pixel| [pixel, 0]).collect();
        assert_eq!(decode(&STREAM, &shape(4, 3, 16)).unwrap(), wide);
    }

    #[test]
    fn streams_cut_anywhere_are_a_fault() {
        // The end marker may be absent.
        for length in 0..STREAM.len() - 2 {
            assert_eq!(
                kind(&STREAM[..length], &shape(4, 3, 8)),
                Kind::Truncated,
                "{length}"
            );
        }
        for length in 0..HIGH_THROUGHPUT.len() - 2 {
            assert!(
                decode(&HIGH_THROUGHPUT[..length], &shape(4, 3, 8)).is_err(),
                "{length}"
            );
        }
    }

    #[test]
    fn headers_that_ask_for_too_much_are_refused() {
        // Other columns, tiles of no width, samples of 9 bits, half the samples.
        for (offset, byte) in [(7, 5), (23, 0), (38, 8), (39, 2)] {
            let stream = changed(0x51, offset, byte);
            assert_eq!(
                kind(&stream, &shape(4, 3, 8)),
                Kind::Corrupt,
                "SIZ {offset}"
            );
        }
        // A tile for each pixel has no room.
        let mut stream = changed(0x51, 23, 1);
        stream[4 + 27] = 1;
        assert_eq!(kind(&stream, &shape(4, 3, 8)), Kind::Truncated);
        // 65281 layers, 33 levels, code-blocks of 2^16 samples.
        for (offset, byte) in [(4, 0xff), (7, 33), (8, 8)] {
            let stream = changed(0x52, offset, byte);
            assert_eq!(
                kind(&stream, &shape(4, 3, 8)),
                Kind::Corrupt,
                "COD {offset}"
            );
        }
        // No guard bits.
        let stream = changed(0x5c, 2, 0);
        assert_eq!(kind(&stream, &shape(4, 3, 8)), Kind::Unsupported);
        // A tile that the frame does not have.
        let stream = changed(0x90, 3, 1);
        assert_eq!(kind(&stream, &shape(4, 3, 8)), Kind::Corrupt);
    }

    #[test]
    fn the_codestream_of_a_file_in_boxes_is_found() {
        let file = [&SIGNATURE[..], b"\0\0\0\0jp2c", &STREAM].concat();
        let pixels = decode(&STREAM, &shape(4, 3, 8));
        assert_eq!(decode(&file, &shape(4, 3, 8)), pixels);
    }
}
