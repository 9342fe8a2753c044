//! The content of a case as a name: same content, same key, whatever its row or file is called.

mod digest;

use std::fmt;

pub use digest::{Digest, Digests, Error};
use sha2::{Digest as _, Sha256};

/// The content of a case: everything that its result depends on, and nothing else.
///
/// SHA-256 over the parts of a [`Builder`]: for each its name, then its value, each preceded by its
/// length as eight bytes, little endian. Its text is 64 hexadecimal digits.
///
/// ```
/// use voxomics_batch::Key;
///
/// let key = |width: &str| {
///     Key::builder().part("program", "sizes 1.0").part("binWidth", width).finish()
/// };
/// assert_eq!(key("25").to_string().len(), 64);
/// assert_ne!(key("25"), key("5"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(Digest);

impl Key {
    /// A key without parts yet.
    #[must_use]
    pub fn builder() -> Builder {
        Builder(Parts::default())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// Gathers the parts of a [`Key`]; their order matters.
pub struct Builder(Parts);

impl Builder {
    /// Text: parameters, a label, the program and its version.
    #[must_use]
    pub fn part(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.0.push(name.as_bytes(), value.to_string().as_bytes());
        self
    }

    /// The content of a file, from [`Digests`].
    #[must_use]
    pub fn file(mut self, name: &str, digest: Digest) -> Self {
        self.0.push(name.as_bytes(), &digest.0);
        self
    }

    /// The key of these parts.
    #[must_use]
    pub fn finish(self) -> Key {
        Key(self.0.finish())
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Builder").finish_non_exhaustive()
    }
}

/// Named parts, hashed so that no two lists of parts look alike: each name and each value is
/// preceded by its length.
#[derive(Default)]
struct Parts(Sha256);

impl Parts {
    fn push(&mut self, name: &[u8], value: &[u8]) {
        for part in [name, value] {
            self.0.update((part.len() as u64).to_le_bytes());
            self.0.update(part);
        }
    }

    fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}
