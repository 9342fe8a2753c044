//! The boxes in which JPEG 2000 and JPEG XL keep a codestream (ISO/IEC 15444-1 annex I, 18181-2).

use super::bytes::{Bytes, corrupt};
use crate::error::Fault;

/// The content of the first box of one of these kinds, with its kind.
pub(super) fn find<'a>(stream: &'a [u8], kinds: &[[u8; 4]]) -> Result<([u8; 4], &'a [u8]), Fault> {
    let mut bytes = Bytes::new(stream);
    loop {
        let (length, kind) = (bytes.u32()?, bytes.array()?);
        // The length counts its own field and the kind; 0 is up to the end.
        let length = match length {
            0 => Some(bytes.rest().len()),
            1 => usize::try_from(bytes.u64()?)
                .ok()
                .and_then(|length| length.checked_sub(16)),
            _ => (length as usize).checked_sub(8),
        };
        let length = length.ok_or_else(|| corrupt("a box shorter than its own head"))?;
        let content = bytes.take(length)?;
        if kinds.contains(&kind) {
            return Ok((kind, content));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_passed_by_until_one_is_found() {
        let file = b"\0\0\0\x0aftyp..\0\0\0\x01jp2c\0\0\0\0\0\0\0\x12ab\0\0\0\0last...";
        assert_eq!(find(file, &[*b"jp2c"]), Ok((*b"jp2c", &b"ab"[..])));
        assert_eq!(find(file, &[*b"last", *b"none"]).unwrap().1, b"...");
        assert!(find(file, &[*b"none"]).is_err());
    }

    #[test]
    fn a_box_lies_within_the_stream() {
        assert!(find(b"\0\0\0\x09jp2c", &[*b"jp2c"]).is_err());
        assert!(find(b"\0\0\0\x07jp2c", &[*b"jp2c"]).is_err());
        assert!(
            find(
                b"\0\0\0\x01jp2c\xff\xff\xff\xff\xff\xff\xff\xff",
                &[*b"jp2c"]
            )
            .is_err()
        );
    }
}
