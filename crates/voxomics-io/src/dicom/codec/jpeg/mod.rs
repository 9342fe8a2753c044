//! JPEG (ISO/IEC 10918-1) of one component: sequential DCT of 8 and 12 bits, and lossless.
//!
//! Written here because no Rust crate reads 12 bits, and because the lossless scans of
//! `jpeg-decoder` 0.3 come out wrong, without an error, where a stream uses restart intervals or a
//! point transform. Sections and figures are those of ITU-T T.81.

mod bits;
mod dct;
mod frame;
mod huffman;
mod lossless;
pub(super) mod markers;

use super::samples;
use super::shape::FrameShape;
use crate::error::Fault;
use frame::Process;

pub(super) fn decode(stream: &[u8], shape: &FrameShape) -> Result<Vec<u8>, Fault> {
    let (frame, tables, scan) = frame::read(stream, shape)?;
    let samples = match frame.process {
        Process::Sequential => dct::decode(&frame, &tables, &scan)?,
        Process::Lossless => lossless::decode(&frame, &tables, &scan, shape.is_signed)?,
    };
    samples::store(samples.into_iter().map(i32::from), frame.precision, shape)
}

#[cfg(test)]
mod tests {
    use super::super::shape::tests::shape;
    use super::*;
    use crate::Kind;

    /// A segment with its marker and length.
    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap();
        let mut segment = vec![0xff, marker];
        segment.extend(length.to_be_bytes());
        segment.extend(content);
        segment
    }

    /// A frame header of one component.
    fn frame(marker: u8, bits: u8, columns: u8, rows: u8) -> Vec<u8> {
        segment(marker, &[bits, 0, rows, 0, columns, 1, 1, 0x11, 0])
    }

    /// A table of the codes 00, 01, 10, 110 and 1110 for these values.
    fn codes(class: u8, values: [u8; 5]) -> Vec<u8> {
        let counts = [0, 3, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        segment(0xc4, &[&[class << 4][..], &counts, &values].concat())
    }

    /// Bytes of a scan, its bits written as text and filled up with ones.
    fn scan(header: [u8; 3], bits: &str) -> Vec<u8> {
        let [selection, end, low] = header;
        let mut stream = segment(0xda, &[1, 1, 0, selection, end, low]);
        let digits: Vec<char> = bits.chars().filter(|digit| *digit != ' ').collect();
        for byte in digits.chunks(8) {
            let text: String = byte.iter().collect();
            stream.push(u8::from_str_radix(&format!("{text:1<8}"), 2).unwrap());
            if stream.ends_with(&[0xff]) {
                stream.push(0);
            }
        }
        stream.extend([0xff, 0xd9]);
        stream
    }

    fn image(segments: &[Vec<u8>]) -> Vec<u8> {
        [vec![0xff, 0xd8], segments.concat()].concat()
    }

    /// 12-bit blocks: steps of 2, and codes for DC and AC.
    fn extended(columns: u8, rows: u8, bits: &str) -> Vec<u8> {
        image(&[
            segment(0xdb, &[&[0][..], &[2; 64]].concat()),
            frame(0xc1, 12, columns, rows),
            codes(0, [0, 8, 9, 10, 11]),
            codes(1, [0, 0xf0, 0x03, 0x13, 0x63]),
            scan([0, 63, 0], bits),
        ])
    }

    /// Lossless differences of 0, 1, 2, 3 and 16 bits.
    fn lossless(bits: u8, columns: u8, rows: u8, header: [u8; 3], data: &str) -> Vec<u8> {
        image(&[
            frame(0xc3, bits, columns, rows),
            codes(0, [0, 1, 2, 3, 16]),
            scan(header, data),
        ])
    }

    fn numbers(pixels: &[u8]) -> Vec<u16> {
        let (pixels, _) = pixels.as_chunks();
        pixels
            .iter()
            .map(|&pixel| u16::from_le_bytes(pixel))
            .collect()
    }

    fn kind(stream: &[u8], shape: &FrameShape) -> Kind {
        let fault = decode(stream, shape).unwrap_err();
        fault.at(std::path::Path::new("f")).kind()
    }

    #[test]
    fn twelve_bits_are_shifted_to_their_middle() {
        // DC 200 of 8 bits, end of block; then a difference of -200: 2048 + 2 * 200 / 8.
        let stream = extended(10, 3, "01 11001000 00  01 00110111 00");
        let pixels = numbers(&decode(&stream, &shape(10, 3, 16)).unwrap());
        let row = [2098, 2098, 2098, 2098, 2098, 2098, 2098, 2098, 2048, 2048];
        assert_eq!(pixels, row.repeat(3));
    }

    #[test]
    fn coefficients_stand_where_the_zigzag_puts_them() {
        // The second coefficient, 7 of 3 bits, is the first cosine along a row.
        let stream = extended(8, 2, "00 10 111 00");
        let pixels = numbers(&decode(&stream, &shape(8, 2, 16)).unwrap());
        // 2048 + 14/8 sqrt(2) cos((2x + 1)pi/16)
        let row = [2050, 2050, 2049, 2048, 2048, 2047, 2046, 2046];
        assert_eq!(pixels, row.repeat(2));
        // The third, behind one zero, is the first cosine down a column.
        let stream = extended(1, 8, "00 110 111 00");
        let pixels = numbers(&decode(&stream, &shape(1, 8, 16)).unwrap());
        assert_eq!(pixels, row);
    }

    #[test]
    fn a_block_has_64_coefficients() {
        // Three runs of sixteen zeros, two of six and one coefficient: 63; then one or two more.
        let run = "01 01 01 1110 111 1110 111";
        let good = extended(8, 8, &format!("00 {run} 10 111"));
        assert!(decode(&good, &shape(8, 8, 16)).is_ok());
        for end in ["110 111 00", "01 00"] {
            let bad = extended(8, 8, &format!("00 {run} {end}"));
            assert_eq!(kind(&bad, &shape(8, 8, 16)), Kind::Corrupt, "{end}");
        }
    }

    #[test]
    fn lossless_samples_follow_their_predictor() {
        // 128 + 1, + 3; above - 1, then each predictor of left 128, above 132, corner 129, and + 0.
        for (selection, last) in (1..=7).zip([128, 132, 129, 131, 129, 131, 130]) {
            let stream = lossless(8, 2, 2, [selection, 0, 0], "01 1  10 11  01 0  00");
            let pixels = decode(&stream, &shape(2, 2, 8)).unwrap();
            assert_eq!(pixels, [129, 132, 128, last], "predictor {selection}");
        }
    }

    #[test]
    fn lossless_restarts_begin_anew() {
        let restart = segment(0xdd, &[0, 2]);
        let mut stream = lossless(8, 2, 1, [1, 0, 0], "01 1  10 11");
        let end = stream.len() - 2;
        stream.splice(end.., [0xff, 0xd0, 0b0000_1111, 0xff, 0xd9]);
        stream.splice(2..2, restart);
        let rows = stream.iter().position(|&byte| byte == 0xc3).unwrap() + 5;
        stream[rows] = 2;
        let pixels = decode(&stream, &shape(2, 2, 8)).unwrap();
        assert_eq!(pixels, [129, 132, 128, 128]);
        let marker = stream.len() - 4;
        stream[marker] = 0xd1;
        assert_eq!(kind(&stream, &shape(2, 2, 8)), Kind::Corrupt);
    }

    #[test]
    fn lossless_point_transforms_shift_at_the_end() {
        // 6 bits are left: 32 + 1, + 3.
        let stream = lossless(8, 2, 1, [1, 0, 2], "01 1  10 11");
        assert_eq!(decode(&stream, &shape(2, 1, 8)).unwrap(), [132, 144]);
        let stream = lossless(8, 2, 1, [1, 0, 8], "01 1  10 11");
        assert_eq!(kind(&stream, &shape(2, 1, 8)), Kind::Corrupt);
    }

    #[test]
    fn lossless_samples_of_16_bits_go_round() {
        // 32768 + 32768 is 0, and - 1 is 65535.
        let stream = lossless(16, 2, 1, [1, 0, 0], "1110  01 0");
        let pixels = numbers(&decode(&stream, &shape(2, 1, 16)).unwrap());
        assert_eq!(pixels, [0, 65535]);
    }

    #[test]
    fn samples_beyond_their_bits_are_damage_or_a_sign() {
        // 2 - 3, of two bits.
        let stream = lossless(2, 1, 1, [1, 0, 0], "10 00");
        assert_eq!(kind(&stream, &shape(1, 1, 8)), Kind::Corrupt);
        let signed = FrameShape {
            is_signed: true,
            ..shape(1, 1, 8)
        };
        assert_eq!(decode(&stream, &signed), Ok(vec![0xff]));
    }

    #[test]
    fn a_frame_of_another_shape_is_refused() {
        let stream = lossless(8, 2, 1, [1, 0, 0], "01 1  10 11");
        for other in [shape(1, 1, 8), shape(2, 2, 8)] {
            assert_eq!(kind(&stream, &other), Kind::Corrupt);
        }
        let stream = lossless(12, 2, 1, [1, 0, 0], "01 1  10 11");
        assert_eq!(kind(&stream, &shape(2, 1, 8)), Kind::Corrupt);
        assert!(decode(&stream, &shape(2, 1, 16)).is_ok());
    }

    #[test]
    fn other_processes_are_named() {
        for (marker, name) in [
            (0xc2, "progressive"),
            (0xc5, "hierarchical"),
            (0xc9, "arithmetic"),
        ] {
            let stream = image(&[frame(marker, 12, 2, 1)]);
            let fault = decode(&stream, &shape(2, 1, 16)).unwrap_err();
            let error = fault.at(std::path::Path::new("f"));
            assert_eq!(error.kind(), Kind::Unsupported);
            assert!(error.to_string().contains(name), "{error}");
        }
    }

    #[test]
    fn streams_cut_anywhere_are_a_fault() {
        let streams = [
            (extended(8, 8, "01 11001000 10 111 00"), shape(8, 8, 16)),
            (
                lossless(8, 2, 2, [4, 0, 0], "01 1  10 11  01 0  00"),
                shape(2, 2, 8),
            ),
        ];
        for (stream, shape) in streams {
            // All but the end marker and the fill before it are needed.
            for length in 0..stream.len() - 2 {
                assert!(decode(&stream[..length], &shape).is_err(), "{length}");
            }
        }
    }

    #[test]
    fn tables_that_are_not_there_are_a_fault() {
        let scan = scan([1, 0, 0], "00");
        let stream = image(&[frame(0xc3, 8, 1, 1), scan.clone()]);
        assert_eq!(kind(&stream, &shape(1, 1, 8)), Kind::Corrupt);
        let stream = image(&[codes(0, [0, 1, 2, 3, 16]), scan]);
        assert_eq!(kind(&stream, &shape(1, 1, 8)), Kind::Corrupt);
    }
}
