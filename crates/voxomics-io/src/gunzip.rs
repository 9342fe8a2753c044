//! Gzip streams as they are found: several members, padding, checksums.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// Inflates all members of a gzip stream, each checked against its CRC32 and ISIZE.
///
/// Zeros after the last member are padding; anything else there is an error.
pub(crate) struct Gunzip<R> {
    member: Option<GzDecoder<R>>,
}

/// Whether a stream that begins like this is gzip.
pub(crate) fn recognises(head: &[u8]) -> bool {
    head.starts_with(&[0x1f, 0x8b])
}

impl<R: BufRead> Gunzip<R> {
    pub(crate) fn new(stream: R) -> Self {
        Self {
            member: Some(GzDecoder::new(stream)),
        }
    }
}

impl<R: BufRead> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while let Some(member) = &mut self.member {
            let count = member.read(buffer)?;
            if count > 0 {
                return Ok(count);
            }
            let rest = self.member.take().map(GzDecoder::into_inner);
            self.member = rest.map(next_member).transpose()?.flatten();
        }
        Ok(0)
    }
}

fn next_member<R: BufRead>(mut stream: R) -> io::Result<Option<GzDecoder<R>>> {
    let mut padded = false;
    loop {
        let bytes = stream.fill_buf()?;
        match bytes {
            [] => return Ok(None),
            [0x1f, ..] if !padded => return Ok(Some(GzDecoder::new(stream))),
            _ if bytes.iter().all(|&byte| byte == 0) => {
                let count = bytes.len();
                stream.consume(count);
                padded = true;
            }
            _ => {
                let message = "other bytes follow the last gzip member";
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
        }
    }
}
