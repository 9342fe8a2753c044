//! DICOM's own run-length code, PS3.5 annex G.
//!
//! A header of 16 little-endian numbers: how many segments, and where each begins. A segment is one
//! byte plane of the frame, the most significant first, packed as runs (G.3.1).

use super::bytes::{corrupt, truncated};
use super::samples::room;
use super::shape::FrameShape;
use crate::error::{Fault, Kind};

/// Bytes of the header.
const HEADER: usize = 64;
/// One byte of a segment stands for fewer: a run of 128 takes two.
const LARGEST_RATIO: usize = 128;
/// A careless encoder writes two bytes for one, and pads.
const LONGEST_RATIO: usize = 2;
const SPARE: usize = 1 << 12;

pub(super) fn decode(stream: &[u8], shape: &FrameShape) -> Result<Vec<u8>, Fault> {
    let planes = shape.bytes_per_pixel()?;
    let most = HEADER + LONGEST_RATIO * shape.bytes()? + SPARE;
    if stream.len() > most {
        let message = format!(
            "{} bytes of run lengths are no frame of {} bytes, which takes {most} at most",
            stream.len(),
            shape.bytes()?
        );
        return Err(Fault::new(Kind::Inconsistent, message));
    }
    let segments = segments(stream, planes)?;
    let pixels = shape.pixels();
    if segments
        .iter()
        .any(|packed| packed.len() < pixels / LARGEST_RATIO)
    {
        return Err(too_short(pixels));
    }
    let mut frame = room(shape.bytes()?)?;
    frame.resize(shape.bytes()?, 0);
    let mut plane = room(pixels)?;
    for (index, packed) in segments.iter().enumerate() {
        plane.clear();
        unpack(packed, pixels, &mut plane)?;
        // The last plane is the lowest byte, which comes first.
        let from = planes - 1 - index;
        for (pixel, &byte) in frame.chunks_exact_mut(planes).zip(&plane) {
            pixel[from] = byte;
        }
    }
    Ok(frame)
}

/// The segments of a stream that must have `planes` of them.
fn segments(stream: &[u8], planes: usize) -> Result<Vec<&[u8]>, Fault> {
    let header = stream.get(..HEADER).ok_or_else(truncated)?;
    let (numbers, _) = header.as_chunks();
    let mut numbers = numbers.iter().map(|&bytes| u32::from_le_bytes(bytes));
    let count = numbers.next().unwrap_or_default();
    if usize::try_from(count) != Ok(planes) {
        let message = format!(
            "{count} run-length segments cannot be a frame of {planes} bytes a pixel: \
             {planes} are needed"
        );
        return Err(corrupt(message));
    }
    let starts: Vec<u32> = numbers.take(planes).collect();
    let mut segments = Vec::with_capacity(planes);
    for (index, &start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map(|&next| next as usize);
        let segment = stream.get(start as usize..end.unwrap_or(stream.len()));
        let segment = segment.filter(|bytes| start as usize >= HEADER && !bytes.is_empty());
        segments.push(segment.ok_or_else(|| bad_offset(index, start, stream.len()))?);
    }
    Ok(segments)
}

fn bad_offset(index: usize, start: u32, length: usize) -> Fault {
    corrupt(format!(
        "run-length segment {} at byte {start}: it must follow the header of {HEADER} bytes, end where \
         the next one begins and lie within the {length} bytes of the frame",
        index + 1
    ))
}

/// Appends the first `count` bytes that `packed` stands for; what follows them is padding.
fn unpack(mut packed: &[u8], count: usize, plane: &mut Vec<u8>) -> Result<(), Fault> {
    let cut = || corrupt("a run-length segment ends within a run");
    while plane.len() < count {
        let left = count - plane.len();
        let (&code, rest) = packed.split_first().ok_or_else(|| too_short(count))?;
        packed = match code {
            0..=127 => {
                let length = usize::from(code) + 1;
                let (literal, rest) = rest.split_at_checked(length).ok_or_else(cut)?;
                plane.extend_from_slice(&literal[..length.min(left)]);
                rest
            }
            // Reserved: it stands for nothing.
            128 => rest,
            129..=255 => {
                let (&byte, rest) = rest.split_first().ok_or_else(cut)?;
                let length = 257 - usize::from(code);
                plane.resize(plane.len() + length.min(left), byte);
                rest
            }
        };
    }
    Ok(())
}

fn too_short(pixels: usize) -> Fault {
    let message = format!("a run-length segment ends before its {pixels} bytes");
    Fault::new(Kind::Truncated, message)
}

#[cfg(test)]
mod tests {
    use super::super::shape::tests::shape;
    use super::*;

    /// A stream of these segments, one after the other.
    fn stream(segments: &[&[u8]]) -> Vec<u8> {
        let mut header = vec![segments.len()];
        let mut end = HEADER;
        for segment in segments {
            header.push(end);
            end += segment.len();
        }
        header.resize(HEADER / 4, 0);
        let number = |&value: &usize| u32::try_from(value).unwrap().to_le_bytes();
        let mut stream: Vec<u8> = header.iter().flat_map(number).collect();
        stream.extend(segments.concat());
        stream
    }

    fn kind(stream: &[u8], shape: &FrameShape) -> Kind {
        let fault = decode(stream, shape).unwrap_err();
        fault.at(std::path::Path::new("f")).kind()
    }

    #[test]
    fn runs_and_literals_are_unpacked() {
        let packed = stream(&[&[1, 5, 6, 0x80, 0xfe, 9, 0, 7]]);
        let frame = decode(&packed, &shape(3, 2, 8)).unwrap();
        assert_eq!(frame, [5, 6, 9, 9, 9, 7]);
    }

    #[test]
    fn the_first_plane_is_the_highest() {
        let packed = stream(&[&[1, 0x12, 0x34], &[0xff, 0x56]]);
        let frame = decode(&packed, &shape(2, 1, 16)).unwrap();
        assert_eq!(frame, [0x56, 0x12, 0x56, 0x34]);
        let packed = stream(&[&[0, 1], &[0, 2], &[0, 3], &[0, 4]]);
        assert_eq!(decode(&packed, &shape(1, 1, 32)).unwrap(), [4, 3, 2, 1]);
    }

    #[test]
    fn bytes_beyond_the_frame_are_padding() {
        let packed = stream(&[&[0x81, 9, 0, 7, 0]]);
        assert_eq!(decode(&packed, &shape(2, 2, 8)).unwrap(), [9; 4]);
    }

    #[test]
    fn a_short_segment_is_truncated() {
        for segment in [&[0x80][..], &[0, 7], &[0xff, 1]] {
            let packed = stream(&[segment]);
            assert_eq!(kind(&packed, &shape(3, 1, 8)), Kind::Truncated);
        }
        assert_eq!(kind(&[0; 63], &shape(3, 1, 8)), Kind::Truncated);
        // Nothing is allocated for a frame that so few bytes cannot be.
        let packed = stream(&[&[0x81, 9]]);
        assert_eq!(kind(&packed, &shape(65535, 65535, 8)), Kind::Truncated);
    }

    #[test]
    fn a_run_lies_within_its_segment() {
        for segment in [&[0][..], &[2, 1, 1], &[0xff]] {
            let packed = stream(&[segment]);
            assert_eq!(kind(&packed, &shape(3, 1, 8)), Kind::Corrupt);
        }
    }

    #[test]
    fn counts_and_offsets_must_fit() {
        let good = stream(&[&[0, 1], &[0, 2]]);
        assert_eq!(kind(&good, &shape(1, 1, 8)), Kind::Corrupt);
        for (position, value) in [(0, 3), (4, 63), (4, 66), (4, 200), (8, 64), (8, 69)] {
            let mut bad = good.clone();
            bad[position] = value;
            assert_eq!(kind(&bad, &shape(1, 1, 16)), Kind::Corrupt, "{position}");
        }
    }
}
