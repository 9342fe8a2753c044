//! The container of torch 0.1.10 to 1.5: five pickles, then the storages.

use std::collections::BTreeMap;

use super::state::{self, Found, Store};
use crate::weights::Fault;
use crate::weights::element::Element;
use crate::weights::pickle::{self, Id, Pickle, Value};
use crate::weights::view::{Named, Storage};

const CONTAINER: &str = "pickle stream of torch.save";

/// The number that the first pickle holds.
const MAGIC: i128 = 0x1950_a86a_20f9_469c_fc6c;
const VERSION: i128 = 1001;

/// Bytes before a storage: its length.
const LENGTH: usize = 8;

/// A first pickle that is the magic number, under whatever protocol.
pub(super) fn recognises(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(32)];
    pickle::run(head).is_ok_and(|pickle| pickle.integer(pickle.root()) == Some(MAGIC))
}

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Named<'_>>, Fault> {
    let mut at = 0;
    let mut next = || {
        let pickle = pickle::run(&bytes[at..]).map_err(|fault| shifted(fault, at))?;
        at += pickle.end();
        Ok(pickle)
    };
    let [_, version, about, object, keys] = [next()?, next()?, next()?, next()?, next()?];
    if version.integer(version.root()) != Some(VERSION) {
        let found = version.describe(version.root());
        let message = format!("its version is {found}, and {VERSION} is read");
        return Err(Fault::container(CONTAINER, message));
    }
    super::little_endian(&about)?;
    let storages = Storages::read(&bytes[at..], &object, &keys)?;
    state::read(&object, &storages)
}

/// The fault of a pickle that does not begin at the first byte.
fn shifted(fault: Fault, by: usize) -> Fault {
    match fault {
        Fault::Pickle { at, message } => Fault::Pickle {
            at: at + by,
            message,
        },
        fault => fault,
    }
}

struct Storages<'a>(BTreeMap<&'a str, Storage<'a>>);

impl<'a> Storages<'a> {
    /// The storages `keys`, back to back in `bytes`; of what type, the tensors of `object` tell.
    fn read(bytes: &'a [u8], object: &Pickle<'a>, keys: &Pickle<'a>) -> Result<Self, Fault> {
        let fault = |message: String| Fault::container(CONTAINER, message);
        let elements = elements(object).map_err(fault)?;
        let keys_listed = keys.items(keys.root());
        let keys_listed =
            keys_listed.ok_or_else(|| fault("its storages have no list".to_owned()))?;
        let (mut storages, mut rest) = (BTreeMap::new(), bytes);
        for &key in keys_listed {
            let element = keys.text(key).and_then(|key| elements.get_key_value(key));
            let Some((&key, &element)) = element else {
                let key = keys.describe(key);
                return Err(fault(format!(
                    "no tensor tells the type of the storage {key}"
                )));
            };
            let storage;
            (storage, rest) = split(rest, element, key)?;
            storages.insert(key, storage);
        }
        if rest.is_empty() {
            Ok(Self(storages))
        } else {
            let left = rest.len();
            Err(fault(format!("{left} bytes follow the last storage")))
        }
    }
}

/// The types of the storages that a pickle names, by key.
fn elements<'a>(object: &Pickle<'a>) -> Result<BTreeMap<&'a str, Element>, String> {
    let mut elements = BTreeMap::new();
    for name in object.persistent() {
        let (element, key, _) = state::storage_name(object, name)?;
        if elements
            .insert(key, element)
            .is_some_and(|other| other != element)
        {
            return Err(format!("the storage `{key}` has two types"));
        }
    }
    Ok(elements)
}

/// The storage at the beginning of `bytes`, and the bytes behind it.
pub(super) fn split<'a>(
    bytes: &'a [u8],
    element: Element,
    key: &str,
) -> Result<(Storage<'a>, &'a [u8]), Fault> {
    let truncated = |declared| Fault::Truncated {
        what: format!("the storage `{key}`"),
        declared,
        there: (bytes.len() as u64).saturating_sub(LENGTH as u64),
    };
    let (length, rest) = bytes
        .split_first_chunk()
        .ok_or_else(|| truncated(LENGTH as u64))?;
    let elements = u64::from_le_bytes(*length);
    let declared = elements.saturating_mul(element.bytes() as u64);
    let length = usize::try_from(declared)
        .ok()
        .filter(|&length| length <= rest.len());
    let (bytes, rest) = rest.split_at(length.ok_or_else(|| truncated(declared))?);
    Ok((Storage { element, bytes }, rest))
}

impl<'a> Store<'a> for Storages<'a> {
    fn find(&self, pickle: &Pickle<'a>, name: Id) -> Result<Found<'a>, String> {
        let (_, key, elements) = state::storage_name(pickle, name)?;
        let Some(&storage) = self.0.get(key) else {
            return Err(format!("its storage `{key}` is absent"));
        };
        if storage.len() != elements {
            let there = storage.len();
            return Err(format!(
                "its storage `{key}` has {there} elements and should have {elements}"
            ));
        }
        // Releases before 0.4 gave a storage within a storage: its key, offset and length.
        let within = pickle.items(name).and_then(|name| name.get(5));
        let part = match within.map(|&within| (within, pickle.get(within))) {
            None | Some((_, Value::None)) => return Ok(Found::Storage(storage)),
            Some((within, _)) => pickle.items(within).and_then(|within| match *within {
                [_, offset, length] => {
                    let index = |id| state::index(pickle, id).ok();
                    storage.part(index(offset)?, index(length)?)
                }
                _ => None,
            }),
        };
        let part = part.ok_or_else(|| format!("it lies beyond its storage `{key}`"))?;
        Ok(Found::Storage(part))
    }
}
