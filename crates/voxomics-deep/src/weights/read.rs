//! A file of weights, of whatever format its content is.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::mem;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::view::{Named, View};
use super::{Checkpoint, Error, Fault, Origin, Skipped, StateDict, Tensor, safetensors, torch};

/// The most bytes of a file that are read: 1 GiB, twenty times a ResNet-18.
pub const LIMIT: u64 = 1 << 30;

/// The tensors of a `.safetensors` file or of what `torch.save` wrote, and which file it is.
///
/// The format is told by content, not by name. Of `torch.save` all containers are read: zip (torch
/// 1.6 and later), the pickle stream before it, and the tar of the first releases, which torchvision's
/// older upload is. The state dict may lie under `state_dict` and its names may begin with `module.`;
/// both are taken off. Tensors may be parameters, strided and share storages. Half-precision and
/// double values are rounded to `f32`; tensors of other types are named but not read.
///
/// Pickles are interpreted by a machine that knows dictionaries and tensors and nothing else: nothing
/// is imported or called. Memory grows with the bytes of the file, not with what it declares.
///
/// # Errors
///
/// [`Error`] names the file, what is wrong, and what to do: a file that is damaged, is something else
/// (a web page, a pointer of Git LFS), or asks for code.
///
/// ```no_run
/// use voxomics_deep::network::Network;
/// use voxomics_deep::weights;
///
/// let checkpoint = weights::read(weights::locate(None)?)?;
/// println!("{} ({})", checkpoint.origin, checkpoint.sha256);
/// let network = Network::from_state_dict(&checkpoint.state)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "torch.load")]
pub fn read(path: impl AsRef<Path>) -> Result<Checkpoint, Error> {
    let path = path.as_ref();
    load(path)
        .and_then(|bytes| checkpoint(&bytes))
        .map_err(|fault| Error::new(path, fault))
}

fn checkpoint(bytes: &[u8]) -> Result<Checkpoint, Fault> {
    let state = state_dict(bytes)?;
    let mut sha256 = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        write!(sha256, "{byte:02x}").expect("text takes all");
    }
    let origin = Origin::of(&sha256);
    Ok(Checkpoint {
        state,
        sha256,
        origin,
    })
}

#[expect(clippy::disallowed_methods, reason = "the caller adds the path")]
fn load(path: &Path) -> Result<Vec<u8>, Fault> {
    let io = |error| Fault::io(&error);
    let metadata = path.metadata().map_err(io)?;
    if !metadata.is_file() {
        return Err(Fault::NotAFile);
    }
    let too_large = |bytes| Fault::TooLarge {
        bytes,
        limit: LIMIT,
    };
    if metadata.len() > LIMIT {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    let file = File::open(path).map_err(io)?;
    // A file may grow while it is read.
    file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(io)?;
    match bytes.len() as u64 {
        0 => Err(Fault::Empty),
        length if length > LIMIT => Err(too_large(length)),
        _ => Ok(bytes),
    }
}

fn state_dict(bytes: &[u8]) -> Result<StateDict, Fault> {
    let views = if let Some((what, remedy)) = foreign(bytes) {
        return Err(Fault::Foreign { what, remedy });
    } else if torch::recognises(bytes) {
        torch::read(bytes)?
    } else if safetensors::recognises(bytes) {
        safetensors::read(bytes)?
    } else {
        let head = bytes.iter().take(8).map(|byte| format!("{byte:02x}"));
        let head = head.collect::<Vec<_>>().join(" ");
        return Err(Fault::Unknown { head });
    };
    gather(views, bytes.len() as u64)
}

/// What is often saved under the name of weights, and what to do about it.
fn foreign(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let text = bytes.trim_ascii_start();
    let begins = |with: &[u8]| {
        text.get(..with.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(with))
    };
    if begins(b"<!doctype") || begins(b"<html") || begins(b"<?xml") {
        let remedy =
            "the link led to an error or a login; fetch the file itself and look at its size";
        Some(("a web page", remedy))
    } else if begins(b"version https://git-lfs") {
        let remedy = "the file itself was not fetched; run `git lfs pull` in that repository";
        Some(("a pointer of Git LFS", remedy))
    } else if bytes.starts_with(&[0x1f, 0x8b]) {
        Some(("compressed by gzip", "unpack it first"))
    } else if bytes.starts_with(b"\x89HDF\r\n") {
        Some((
            "an HDF5 file, as Keras writes",
            "give the weights of torchvision's ResNet-18",
        ))
    } else {
        None
    }
}

/// The values of the floating tensors, the names of the others.
fn gather(mut views: Vec<Named<'_>>, file: u64) -> Result<StateDict, Fault> {
    const PREFIX: &str = "module.";
    if views.iter().all(|(name, _)| name.starts_with(PREFIX)) {
        for (name, _) in &mut views {
            *name = match mem::take(name) {
                Cow::Borrowed(name) => Cow::Borrowed(&name[PREFIX.len()..]),
                Cow::Owned(name) => Cow::Owned(name[PREFIX.len()..].to_owned()),
            };
        }
    }
    let floating = |view: &&View<'_>| view.element().other().is_none();
    let tensors = views.iter().map(|(_, view)| view).filter(floating);
    let bytes = tensors.fold(0_u64, |sum, view| sum.saturating_add(4 * view.len() as u64));
    let limit = 4 * file;
    if bytes > limit {
        return Err(Fault::Expanded { bytes, limit });
    }
    let mut state = StateDict::default();
    for (name, view) in views {
        if state.tensors.contains_key(&*name) || state.skipped.contains_key(&*name) {
            let name = name.into_owned();
            return Err(Fault::Duplicate { name });
        }
        let name = name.into_owned();
        let shape = view.shape().to_vec();
        if let Some(element) = view.element().other() {
            let element = element.to_owned();
            state.skipped.insert(name, Skipped { shape, element });
        } else {
            let values = view.values();
            state.tensors.insert(name, Tensor { shape, values });
        }
    }
    Ok(state)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{checkpoint, state_dict};
    use crate::weights::{Fault, Origin};

    #[test]
    fn digests_are_those_of_sha256sum() {
        let file = b"\x02\0\0\0\0\0\0\0{}";
        let read = checkpoint(file).unwrap();
        assert_eq!(
            read.sha256,
            "411a485216e432ece6b9af94fa32154cf79a2a56d4f81266baa50063f45092bd"
        );
        assert_eq!(read.origin, Origin::Unknown);
    }

    #[test]
    fn what_is_saved_by_mistake_is_told() {
        for (bytes, word) in [
            (&b"\n\n <!DOCTYPE html>"[..], "web page"),
            (b"<?xml version='1.0'?><Error>", "web page"),
            (
                b"version https://git-lfs.github.com/spec/v1\n",
                "git lfs pull",
            ),
            (b"\x1f\x8b\x08\0", "unpack"),
            (b"\x89HDF\r\n\x1a\n", "Keras"),
            (b"PK", "50 4b"),
            (b"\0", "00"),
        ] {
            let message = state_dict(bytes).unwrap_err().to_string();
            assert!(message.contains(word), "{message}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Err(Fault::Io { message, .. }) = state_dict(&bytes) {
                prop_assert!(false, "{}", message);
            }
        }
    }
}
