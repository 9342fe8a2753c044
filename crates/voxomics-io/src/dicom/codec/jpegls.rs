//! JPEG-LS (ISO/IEC 14495-1, ITU-T T.87), lossless and near-lossless.

use std::borrow::Cow;

use super::bytes::{Bytes, corrupt, unsupported};
use super::jpeg::markers::{Markers, SOS};
use super::shape::{Declared, FrameShape};
use super::{foreign, samples};
use crate::error::{Fault, Kind};
use jpegls::CodecError;

/// The frame header's marker, SOF55.
const SOF55: u8 = 0xf7;
/// The end of a stream.
const EOI: [u8; 2] = [0xff, 0xd9];

pub(super) fn decode(stream: &[u8], shape: &FrameShape) -> Result<Vec<u8>, Fault> {
    let declared = declared(stream, shape)?;
    let stream = without_fill(stream);
    let samples = foreign::call(|| {
        let (columns, rows) = (declared.columns, declared.rows);
        let decoded = jpegls::decode(&stream, columns, rows).map_err(|error| fault(&error))?;
        Ok(decoded.0)
    })?;
    let samples = samples.into_iter().map(i32::from);
    samples::store(samples, declared.precision, shape)
}

/// What the stream says of its frame, in agreement with `shape`.
fn declared(stream: &[u8], shape: &FrameShape) -> Result<Declared, Fault> {
    let mut markers = Markers::new(stream)?;
    let mut declared = None;
    loop {
        let (marker, segment) = markers.next()?;
        match marker {
            // A codec might take the last of several.
            SOF55 if declared.is_some() => return Err(corrupt("a second JPEG-LS frame header")),
            SOF55 => {
                let header = frame_header(segment)?;
                shape.check(header)?;
                declared = Some(header);
            }
            SOS => return declared.ok_or_else(|| corrupt("no JPEG-LS frame header")),
            _ => {}
        }
    }
}

fn frame_header(mut segment: Bytes<'_>) -> Result<Declared, Fault> {
    Ok(Declared {
        precision: segment.u8()?.into(),
        rows: segment.u16()?.into(),
        columns: segment.u16()?.into(),
        components: segment.u8()?.into(),
    })
}

/// The stream without the bytes FF that may stand before its end marker, which the codec refuses.
///
/// They cannot be data: in those, a byte below 80 follows every FF. DCMTK writes one to make the
/// length even.
fn without_fill(stream: &[u8]) -> Cow<'_, [u8]> {
    let end = stream.windows(2).rposition(|pair| pair == EOI);
    let Some((data, rest)) = end.map(|end| stream.split_at(end)) else {
        return Cow::Borrowed(stream);
    };
    let kept = data
        .iter()
        .rposition(|&byte| byte != 0xff)
        .map_or(0, |last| last + 1);
    if kept == data.len() {
        return Cow::Borrowed(stream);
    }
    Cow::Owned([&data[..kept], rest].concat())
}

/// The codec's error as ours.
fn fault(error: &CodecError) -> Fault {
    match error {
        CodecError::Unsupported(what) => unsupported(format!("JPEG-LS: {what}")),
        CodecError::Truncated { .. } => Fault::new(Kind::Truncated, format!("JPEG-LS: {error}")),
        _ => corrupt(format!("JPEG-LS: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::shape::tests::shape;
    use super::*;

    fn kind(stream: &[u8], shape: &FrameShape) -> Kind {
        let fault = decode(stream, shape).unwrap_err();
        fault.at(std::path::Path::new("f")).kind()
    }

    fn stream() -> Vec<u8> {
        let mut stream = Vec::new();
        jpegls::encode(&[0, 300, 4095, 7, 7, 7], 3, 2, &mut stream).unwrap();
        stream
    }

    const PIXELS: [u8; 12] = [0, 0, 0x2c, 1, 0xff, 0xf, 7, 0, 7, 0, 7, 0];

    #[test]
    fn samples_come_back() {
        assert_eq!(decode(&stream(), &shape(3, 2, 16)).unwrap(), PIXELS);
    }

    #[test]
    fn fill_before_the_end_is_passed_by() {
        let mut filled = stream();
        let end = filled.len() - 2;
        filled.splice(end..end, [0xff, 0xff]);
        filled.push(0);
        assert_eq!(decode(&filled, &shape(3, 2, 16)).unwrap(), PIXELS);
    }

    #[test]
    fn a_frame_of_another_shape_is_refused() {
        for other in [shape(2, 3, 16), shape(3, 2, 8)] {
            assert_eq!(kind(&stream(), &other), Kind::Corrupt);
        }
        let mut huge = stream();
        let header = huge.iter().position(|&byte| byte == SOF55).unwrap();
        huge[header + 4..header + 8].fill(0xff);
        assert_eq!(kind(&huge, &shape(3, 2, 16)), Kind::Corrupt);
    }

    #[test]
    fn streams_cut_anywhere_are_a_fault() {
        let stream = stream();
        for length in 0..stream.len() {
            assert!(
                decode(&stream[..length], &shape(3, 2, 16)).is_err(),
                "{length}"
            );
        }
    }
}
