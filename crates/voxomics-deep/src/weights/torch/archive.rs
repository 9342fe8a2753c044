//! The container since torch 1.6: a zip of stored entries, `NAME/data.pkl` and `NAME/data/KEY`.

use std::collections::BTreeMap;
use std::io::{self, Cursor};

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::state::{self, Found, Store};
use crate::weights::Fault;
use crate::weights::pickle::{self, Id, Pickle};
use crate::weights::view::{Named, Storage};

const CONTAINER: &str = "zip container";
const PICKLE: &str = "data.pkl";

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Named<'_>>, Fault> {
    let entries = entries(bytes)?;
    let prefix = prefix(&entries)?;
    let entry = |name: &str| entries.get(&format!("{prefix}{name}")).copied();
    if entry("byteorder").is_some_and(|order| order != b"little") {
        return Err(super::big_endian());
    }
    let pickle = pickle::run(entry(PICKLE).expect("what the prefix was found by"))?;
    state::read(
        &pickle,
        &Entries {
            entries: &entries,
            prefix,
        },
    )
}

struct Entries<'e, 'a> {
    entries: &'e BTreeMap<String, &'a [u8]>,
    prefix: &'e str,
}

impl<'a> Store<'a> for Entries<'_, 'a> {
    fn find(&self, pickle: &Pickle<'a>, name: Id) -> Result<Found<'a>, String> {
        let (element, key, elements) = state::storage_name(pickle, name)?;
        let entry = format!("{}data/{key}", self.prefix);
        let Some(&bytes) = self.entries.get(&entry) else {
            return Err(format!(
                "its storage, the entry `{entry}` of the zip, is absent"
            ));
        };
        if elements.checked_mul(element.bytes()) != Some(bytes.len()) {
            let there = bytes.len();
            return Err(format!(
                "its storage, the entry `{entry}` of the zip, has {there} bytes and should have \
                 {elements} elements of {}",
                element.bytes()
            ));
        }
        Ok(Found::Storage(Storage { element, bytes }))
    }
}

/// The bytes of every entry, whose checksums are tested.
fn entries(bytes: &[u8]) -> Result<BTreeMap<String, &[u8]>, Fault> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut entries = BTreeMap::new();
    let mut total = 0_usize;
    for index in 0..zip.len() {
        let (name, content) = entry(&mut zip, index, bytes)?;
        // Entries that share their bytes would be tested over and over.
        total = total.saturating_add(content.len());
        if total > bytes.len() {
            return Err(Fault::container(CONTAINER, "entries overlap"));
        }
        let mut tested = zip.by_index(index).map_err(|error| damaged(&error))?;
        io::copy(&mut tested, &mut io::sink())
            .map_err(|error| Fault::container(CONTAINER, format!("entry `{name}`: {error}")))?;
        entries.insert(name, content);
    }
    Ok(entries)
}

/// The name of an entry and its bytes, which are stored as they are.
fn entry<'a>(
    zip: &mut ZipArchive<Cursor<&'a [u8]>>,
    index: usize,
    bytes: &'a [u8],
) -> Result<(String, &'a [u8]), Fault> {
    let entry = zip.by_index_raw(index).map_err(|error| damaged(&error))?;
    let name = entry.name().map_err(|error| damaged(&error))?.into_owned();
    if entry.compression() != CompressionMethod::Stored || entry.encrypted() {
        return Err(Fault::Unsupported(format!(
            "entry `{name}` of the zip is compressed or encrypted, as torch.save never writes: \
             save the state dict anew"
        )));
    }
    if entry.size() != entry.compressed_size() {
        let message = format!("entry `{name}` is stored and has two sizes");
        return Err(Fault::container(CONTAINER, message));
    }
    let start = entry
        .data_start()
        .and_then(|start| usize::try_from(start).ok());
    let range = start.and_then(|start| {
        let length = usize::try_from(entry.size()).ok()?;
        Some(start..start.checked_add(length)?)
    });
    match range.and_then(|range| bytes.get(range)) {
        Some(content) => Ok((name, content)),
        None => Err(Fault::Truncated {
            what: format!("entry `{name}` of the zip"),
            declared: entry.size(),
            there: (bytes.len() as u64).saturating_sub(entry.data_start().unwrap_or(0)),
        }),
    }
}

/// What the names begin with: the one `NAME/` whose entry is `NAME/data.pkl`.
fn prefix<'e>(entries: &'e BTreeMap<String, &[u8]>) -> Result<&'e str, Fault> {
    let prefix = |name: &'e String| name.strip_suffix(PICKLE);
    let mut found = entries.keys().filter_map(prefix);
    let mut found = found
        .by_ref()
        .filter(|prefix| prefix.is_empty() || prefix.ends_with('/'));
    match (found.next(), found.next()) {
        (Some(prefix), None) if entries.contains_key(&format!("{prefix}constants.pkl")) => {
            Err(Fault::Foreign {
                what: "a program of TorchScript",
                remedy: "save its state dict: torch.save(torch.jit.load(path).state_dict(), new)",
            })
        }
        (Some(prefix), None) => Ok(prefix),
        (None, _) => Err(Fault::container(CONTAINER, "it has no data.pkl")),
        (Some(_), Some(_)) => Err(Fault::container(CONTAINER, "it has several data.pkl")),
    }
}

fn damaged(error: &ZipError) -> Fault {
    match error {
        ZipError::UnsupportedArchive(what) => Fault::Unsupported(format!(
            "the zip cannot be read: {what}; save the state dict anew"
        )),
        error => Fault::container(CONTAINER, error.to_string()),
    }
}
