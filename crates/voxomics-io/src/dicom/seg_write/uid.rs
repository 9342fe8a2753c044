//! UIDs that come from content: the same masks on the same images give the same file.

use sha2::{Digest, Sha256};

/// What the UIDs of a file are made of: a hash of all else that it says, patient and study left out, so that a UID tells
/// nothing of a person.
pub(super) struct Fingerprint(Sha256);

impl Fingerprint {
    pub(super) fn of(content: &[u8]) -> Self {
        Self(Sha256::new().chain_update(content))
    }

    /// The UID of what has this role in the file: `2.25.` and a UUID of version 8 as one number (PS3.5, B.2; RFC 9562,
    /// 5.8), of the first 128 bits of SHA-256 over content and role.
    pub(super) fn uid(&self, role: &str) -> String {
        const VERSION: u128 = 0xf << 76;
        const VARIANT: u128 = 0b11 << 62;
        let digest = self.0.clone().chain_update(role).finalize();
        let bits = digest[..16]
            .iter()
            .fold(0, |bits: u128, &byte| bits << 8 | u128::from(byte));
        let uuid = bits & !VERSION & !VARIANT | 8 << 76 | 0b10 << 62;
        format!("2.25.{uuid}")
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    #[test]
    fn uids_hang_on_content_and_role() {
        let [a, b] = [b"a", b"b"].map(|content| Fingerprint::of(content));
        assert_eq!(a.uid("series"), Fingerprint::of(b"a").uid("series"));
        assert_ne!(a.uid("series"), a.uid("instance"));
        assert_ne!(a.uid("series"), b.uid("series"));
        let number: u128 = a.uid("series")["2.25.".len()..].parse().unwrap();
        assert_eq!((number >> 76 & 0xf, number >> 62 & 0b11), (8, 0b10));
    }
}
