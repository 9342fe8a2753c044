//! JPEG XL (ISO/IEC 18181), lossless and lossy.

mod header;

use std::error::Error;

use jxl_oxide::frame::Encoding;
use jxl_oxide::{AllocTracker, FrameHeader, InitializeResult, JxlImage, Render};

use super::bytes::{corrupt, truncated, unsupported};
use super::shape::FrameShape;
use super::{boxes, foreign, samples};
use crate::error::Fault;

/// What a file in boxes begins with, rather than with the codestream itself.
const SIGNATURE: [u8; 12] = *b"\0\0\0\x0cJXL \r\n\x87\n";
/// Memory that the codec may have whatever the size of the frame.
const ROOM: usize = 32 << 20;
/// Memory that it may have for each pixel besides: several planes of 4 bytes.
const ROOM_PER_PIXEL: usize = 64;
/// The codec's samples are single precision: they hold integers of so many bits.
const WIDEST: u32 = 16;

pub(super) fn decode(stream: &[u8], shape: &FrameShape) -> Result<Vec<u8>, Fault> {
    if shape.is_signed {
        return Err(unsupported("signed pixels in JPEG XL are not read"));
    }
    let precision = header::check(codestream(stream)?, shape)?;
    if precision > WIDEST {
        let message = format!("JPEG XL samples of {precision} bits are not read: {WIDEST} are");
        return Err(unsupported(message));
    }
    let shape = *shape;
    foreign::call(move || {
        let image = open(stream, &shape)?;
        if !image.is_loading_done() {
            return Err(truncated());
        }
        if image.num_loaded_keyframes() != 1 {
            return Err(corrupt("a JPEG XL frame that is not one picture"));
        }
        check_size(&image, precision, &shape)?;
        check_rows(&image)?;
        let render = image.render_frame(0).map_err(|error| fault(&*error))?;
        samples::store(
            rows(&render, precision, &shape)?.into_iter(),
            precision,
            &shape,
        )
    })
}

/// Where the codestream begins, bare or in boxes: all of it, or the first part.
fn codestream(stream: &[u8]) -> Result<&[u8], Fault> {
    if !stream.starts_with(&SIGNATURE) {
        return Ok(stream);
    }
    let (kind, content) = boxes::find(stream, &[*b"jxlc", *b"jxlp"])?;
    match &kind {
        // The part's number comes first.
        b"jxlp" => content.get(4..).ok_or_else(truncated),
        _ => Ok(content),
    }
}

/// The image with all its bytes taken in.
fn open(stream: &[u8], shape: &FrameShape) -> Result<JxlImage, Fault> {
    let room = ROOM.saturating_add(shape.pixels().saturating_mul(ROOM_PER_PIXEL));
    let tracker = AllocTracker::with_limit(room);
    let mut codec = JxlImage::builder().alloc_tracker(tracker).build_uninit();
    codec.feed_bytes(stream).map_err(|error| fault(&*error))?;
    match codec.try_init().map_err(|error| fault(&*error))? {
        InitializeResult::NeedMoreData(_) => Err(truncated()),
        InitializeResult::Initialized(image) => Ok(image),
    }
}

/// Refuses pictures of which the codec has read another header than the one that was checked.
fn check_size(image: &JxlImage, precision: u32, shape: &FrameShape) -> Result<(), Fault> {
    let bits = image.image_header().metadata.bit_depth.bits_per_sample();
    let (rows, columns) = (u32::from(shape.rows), u32::from(shape.columns));
    if (image.height(), image.width(), bits) == (rows, columns, precision) {
        return Ok(());
    }
    Err(corrupt("JPEG XL with two headers that do not agree"))
}

/// Refuses lossy pictures of a single row, which the codec gets wrong (0.12.6 against libjxl).
fn check_rows(image: &JxlImage) -> Result<(), Fault> {
    let is_transformed = |header: &FrameHeader| header.encoding == Encoding::VarDct;
    let is_lossy = image.image_header().metadata.xyb_encoded
        || image.frame_header(0).is_some_and(is_transformed);
    if is_lossy && image.height() == 1 {
        return Err(unsupported("lossy JPEG XL of a single row is not read"));
    }
    Ok(())
}

/// The samples of a picture of one component, row by row.
#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to what the samples hold; NaN becomes 0"
)]
fn rows(render: &Render, precision: u32, shape: &FrameShape) -> Result<Vec<i32>, Fault> {
    let mut stream = render.stream();
    let size = (stream.height(), stream.width(), stream.channels());
    if size != (shape.rows.into(), shape.columns.into(), 1) {
        return Err(corrupt(
            "a JPEG XL picture of another size than its header says",
        ));
    }
    let pixels = shape.pixels();
    let mut values: Vec<f32> = samples::room(pixels)?;
    values.resize(pixels, 0.0);
    if stream.write_to_buffer(&mut values) != pixels {
        return Err(corrupt("a JPEG XL picture with pixels missing"));
    }
    // 0 to 1 stand for the smallest and the largest sample.
    let largest = f64::from((1_u32 << precision) - 1);
    let to_sample = |value: f32| (f64::from(value) * largest).round().clamp(0.0, largest) as i32;
    Ok(values.into_iter().map(to_sample).collect())
}

/// The codec's error as ours.
fn fault(error: &(dyn Error + Send + Sync)) -> Fault {
    corrupt(format!("JPEG XL: {error}"))
}

#[cfg(test)]
mod tests {
    use super::super::shape::tests::shape;
    use super::*;
    use crate::Kind;

    /// 3 rows of 4 pixels, 5 to 225 in steps of 20, made with libjxl.
    const STREAM: [u8; 38] = [
        0xff, 0x0a, 0x10, 0x30, 0x10, 0x14, 0x37, 0x02, 0x08, 0x04, 0x01, 0x00, 0x60, 0x00, 0x4b,
        0x12, 0xc5, 0x82, 0x85, 0x24, 0x12, 0x83, 0xf3, 0x00, 0x48, 0xa0, 0xbe, 0xc3, 0x3f, 0x02,
        0x00, 0x3c, 0x43, 0x8b, 0xf1, 0xa1, 0x6b, 0x04,
    ];

    fn kind(stream: &[u8], shape: &FrameShape) -> Kind {
        let fault = decode(stream, shape).unwrap_err();
        fault.at(std::path::Path::new("f")).kind()
    }

    #[test]
    fn lossless_samples_are_exact() {
        let pixels: Vec<u8> = (5..=225).step_by(20).collect();
        assert_eq!(decode(&STREAM, &shape(4, 3, 8)).unwrap(), pixels);
        let wide: Vec<u8> = pixels.iter().flat_map(|&pixel| [pixel, 0]).collect();
        assert_eq!(decode(&STREAM, &shape(4, 3, 16)).unwrap(), wide);
    }

    #[test]
    fn a_frame_of_another_shape_is_refused() {
        assert_eq!(kind(&STREAM, &shape(3, 4, 8)), Kind::Corrupt);
        let signed = FrameShape {
            is_signed: true,
            ..shape(4, 3, 8)
        };
        assert_eq!(kind(&STREAM, &signed), Kind::Unsupported);
    }

    #[test]
    fn streams_cut_anywhere_are_a_fault() {
        for length in 0..STREAM.len() {
            assert!(
                decode(&STREAM[..length], &shape(4, 3, 8)).is_err(),
                "{length}"
            );
        }
    }
}
