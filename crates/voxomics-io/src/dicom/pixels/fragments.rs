//! Encapsulated pixels: which fragments make which frame, PS3.5 section A.4.

use std::ops::Range;

use crate::error::{Fault, Kind};

const ITEM: [u8; 4] = [0xFE, 0xFF, 0x00, 0xE0];
const END: [u8; 4] = [0xFE, 0xFF, 0xDD, 0xE0];

/// The compressed stream of each of `frames` frames; `bytes` begins behind the header of the pixel element, and
/// `extended` are the offsets of an extended offset table.
pub(super) fn frames(
    bytes: &[u8],
    frames: usize,
    extended: Option<&[u64]>,
) -> Result<Vec<Vec<u8>>, Fault> {
    let items = items(bytes)?;
    let Some((table, fragments)) = items.split_first() else {
        return Err(corrupt("has no items"));
    };
    if fragments.is_empty() {
        return Err(corrupt("has no fragments"));
    }
    let starts = starts(bytes, table, fragments, frames, extended)?;
    let ends = starts.iter().skip(1).copied().chain([fragments.len()]);
    let streams = starts.iter().zip(ends).map(|(&start, end)| {
        let parts = fragments[start..end]
            .iter()
            .map(|part| &bytes[part.clone()]);
        parts.collect::<Vec<_>>().concat()
    });
    Ok(streams.collect())
}

/// The items up to the delimiter.
fn items(bytes: &[u8]) -> Result<Vec<Range<usize>>, Fault> {
    let mut items = Vec::new();
    let mut at = 0;
    loop {
        let header = bytes.get(at..at + 8);
        let Some((&tag, length)) = header.and_then(<[u8]>::split_first_chunk::<4>) else {
            return Err(Fault::new(
                Kind::Truncated,
                "the compressed pixels end without their delimiter",
            ));
        };
        if tag == END {
            return Ok(items);
        }
        if tag != ITEM {
            return Err(corrupt(&format!("has no item at byte {at}")));
        }
        let length = length
            .first_chunk()
            .map_or(0, |four| u32::from_le_bytes(*four));
        let start = at + 8;
        let end = start.saturating_add(length as usize);
        if end > bytes.len() {
            let left = bytes.len() - start;
            let message = format!("a fragment declares {length} bytes where {left} are left");
            return Err(Fault::new(Kind::Truncated, message));
        }
        items.push(start..end);
        at = end;
    }
}

/// The first fragment of every frame.
fn starts(
    bytes: &[u8],
    table: &Range<usize>,
    fragments: &[Range<usize>],
    frames: usize,
    extended: Option<&[u64]>,
) -> Result<Vec<usize>, Fault> {
    if frames == 1 {
        return Ok(vec![0]);
    }
    if fragments.len() == frames {
        return Ok((0..frames).collect());
    }
    let basic: Vec<u64> = bytes[table.clone()]
        .as_chunks::<4>()
        .0
        .iter()
        .map(|four| u64::from(u32::from_le_bytes(*four)))
        .collect();
    let first = fragments[0].start as u64;
    for offsets in [extended.unwrap_or_default(), &basic] {
        if offsets.len() != frames {
            continue;
        }
        let place = |offset: &u64| {
            let start = first.checked_add(*offset)?;
            let found = fragments.binary_search_by_key(&start, |part| part.start as u64);
            found.ok()
        };
        let starts: Option<Vec<usize>> = offsets.iter().map(place).collect();
        if let Some(starts) = starts.filter(|starts| starts[0] == 0 && starts.is_sorted()) {
            return Ok(starts);
        }
        return Err(corrupt("has an offset table that leads nowhere"));
    }
    let starts: Vec<usize> = (0..fragments.len())
        .filter(|&index| begins_stream(&bytes[fragments[index].clone()]))
        .collect();
    if starts.len() == frames && starts[0] == 0 {
        return Ok(starts);
    }
    let found = fragments.len();
    let message =
        format!("{found} fragments without offsets cannot be told apart as {frames} frames");
    Err(Fault::new(Kind::Inconsistent, message))
}

/// JPEG, JPEG-LS and JPEG 2000 streams begin with a marker that nothing else begins with.
fn begins_stream(fragment: &[u8]) -> bool {
    matches!(fragment, [0xFF, 0xD8 | 0x4F, 0xFF, ..])
}

fn corrupt(what: &str) -> Fault {
    Fault::new(Kind::Corrupt, format!("the compressed pixel data {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        [&ITEM, &length, content].concat()
    }

    fn pixels(table: &[u32], fragments: &[&[u8]]) -> Vec<u8> {
        let table: Vec<u8> = table
            .iter()
            .flat_map(|offset| offset.to_le_bytes())
            .collect();
        let fragments = fragments.iter().map(|fragment| item(fragment));
        let items: Vec<Vec<u8>> = std::iter::once(item(&table)).chain(fragments).collect();
        [items.concat(), [END.as_slice(), &[0; 4]].concat()].concat()
    }

    #[test]
    fn one_frame_takes_all_fragments() {
        let bytes = pixels(&[], &[&[1, 2], &[3, 4]]);
        assert_eq!(frames(&bytes, 1, None).unwrap(), [[1, 2, 3, 4]]);
    }

    #[test]
    fn offsets_part_fragments() {
        let bytes = pixels(&[0, 20], &[&[1, 2], &[3, 4], &[5, 6]]);
        let want = [vec![1, 2, 3, 4], vec![5, 6]];
        assert_eq!(frames(&bytes, 2, None).unwrap(), want);
        let bytes = pixels(&[], &[&[1, 2], &[3, 4], &[5, 6]]);
        assert_eq!(frames(&bytes, 2, Some(&[0, 20])).unwrap(), want);
        for nowhere in [19, u64::MAX] {
            assert_eq!(
                frames(&bytes, 2, Some(&[0, nowhere])).unwrap_err(),
                corrupt("has an offset table that leads nowhere")
            );
        }
    }

    #[test]
    fn markers_part_fragments() {
        let start = [0xFF, 0xD8, 0xFF, 0xC0];
        let bytes = pixels(&[], &[&start, &[3, 4], &start]);
        assert_eq!(frames(&bytes, 2, None).unwrap()[0].len(), 6);
        let bytes = pixels(&[], &[&[1, 2], &[3, 4], &start]);
        assert!(frames(&bytes, 2, None).is_err());
    }
}
