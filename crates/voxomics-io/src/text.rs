//! Voxels as text: decimal numbers, and hexadecimal bytes.

use std::str::FromStr;

use voxomics_volume::Voxel;

use crate::binary;
use crate::error::{Fault, Kind};
use crate::source::Source;

/// Longer than any number; what is longer is none.
const LONGEST: usize = 64;

/// Appends `count` decimal numbers, separated by white space.
pub(crate) fn append<T: Voxel + FromStr>(
    voxels: &mut Vec<T>,
    source: &mut Source,
    count: usize,
) -> Result<(), Fault> {
    // A digit and a space each, but for the last.
    source.require((count as u64).saturating_mul(2).saturating_sub(1), 0)?;
    binary::reserve(voxels, count)?;
    let mut token = Vec::with_capacity(LONGEST);
    for position in 0..count {
        next_token(source, &mut token)?;
        let text = str::from_utf8(&token).unwrap_or("");
        let value = text.parse().map_err(|_| {
            let text = String::from_utf8_lossy(&token);
            Fault::new(
                Kind::BadValue,
                format!(
                    "`{text}`, voxel {position}, is not a number of type {}",
                    T::TYPE
                ),
            )
        })?;
        voxels.push(value);
    }
    Ok(())
}

fn next_token(source: &mut Source, token: &mut Vec<u8>) -> Result<(), Fault> {
    token.clear();
    loop {
        let bytes = source.peek()?;
        if bytes.is_empty() {
            break;
        }
        let blank = bytes
            .iter()
            .take_while(|byte| token.is_empty() && byte.is_ascii_whitespace());
        let blank = blank.count();
        let rest = &bytes[blank..];
        let end = rest.iter().position(u8::is_ascii_whitespace);
        let taken = end.unwrap_or(rest.len()).min(LONGEST - token.len());
        token.extend(&rest[..taken]);
        source.consume(blank + taken);
        if end.is_some() && !token.is_empty() || token.len() == LONGEST {
            break;
        }
    }
    if token.is_empty() {
        let message = "the text ends early: there are fewer numbers than voxels";
        return Err(Fault::new(Kind::Truncated, message));
    }
    Ok(())
}

/// Appends `count` voxels, two hexadecimal digits a byte, white space ignored.
pub(crate) fn append_hex<T: Voxel>(
    voxels: &mut Vec<T>,
    source: &mut Source,
    count: usize,
) -> Result<(), Fault> {
    let digits = (count as u64).saturating_mul(2 * size_of::<T>() as u64);
    source.require(digits, 0)?;
    let from = voxels.len();
    binary::grow(voxels, count)?;
    for byte in bytemuck::cast_slice_mut::<T, u8>(&mut voxels[from..]) {
        *byte = next_digit(source)? << 4 | next_digit(source)?;
    }
    Ok(())
}

fn next_digit(source: &mut Source) -> Result<u8, Fault> {
    loop {
        let Some(&byte) = source.peek()?.first() else {
            let message =
                "the text ends early: there are fewer hexadecimal digits than voxels take";
            return Err(Fault::new(Kind::Truncated, message));
        };
        source.consume(1);
        match byte {
            b'0'..=b'9' => return Ok(byte - b'0'),
            b'a'..=b'f' => return Ok(byte - b'a' + 10),
            b'A'..=b'F' => return Ok(byte - b'A' + 10),
            byte if byte.is_ascii_whitespace() => {}
            byte => {
                let message = format!("`{}` is no hexadecimal digit", byte.escape_ascii());
                return Err(Fault::new(Kind::BadValue, message));
            }
        }
    }
}
