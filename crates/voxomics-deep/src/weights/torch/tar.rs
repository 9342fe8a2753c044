//! The container before torch 0.1.10: a tar of `storages`, `tensors` and `pickle`.
//!
//! torchvision's older upload, `resnet18-5c106cde.pth`, is one.

use std::collections::BTreeMap;

use super::state::{self, Found, Store};
use super::stream::split;
use crate::weights::Fault;
use crate::weights::pickle::{self, Global, Id, Pickle, Value};
use crate::weights::view::{Named, Storage, View};

const CONTAINER: &str = "tar of torch.save";

/// Of a header, and what every member is padded to.
const BLOCK: usize = 512;

pub(super) fn recognises(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar")
}

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Named<'_>>, Fault> {
    let members = members(bytes)?;
    let member = |name: &str| {
        let absent = || Fault::container(CONTAINER, format!("it has no member `{name}`"));
        members.get(name).copied().ok_or_else(absent)
    };
    if let Some(about) = members.get("sys_info") {
        super::little_endian(&pickle::run(about)?)?;
    }
    let storages = storages(member("storages")?)?;
    let tensors = tensors(member("tensors")?, &storages)?;
    let pickle = pickle::run(member("pickle")?)?;
    state::read(&pickle, &Objects { storages, tensors })
}

/// The plain members by name.
fn members(bytes: &[u8]) -> Result<BTreeMap<&str, &[u8]>, Fault> {
    let mut members = BTreeMap::new();
    let mut rest = bytes;
    while let Some((header, data)) = rest.split_at_checked(BLOCK) {
        if header.iter().all(|&byte| byte == 0) {
            break;
        }
        let damaged = || Fault::container(CONTAINER, "a header's checksum is wrong");
        let size = size(header).ok_or_else(damaged)?;
        let name = header[..100]
            .split(|&byte| byte == 0)
            .next()
            .unwrap_or_default();
        let name = str::from_utf8(name).map_err(|_| damaged())?;
        let Some(content) = data.get(..size) else {
            return Err(Fault::Truncated {
                what: format!("member `{name}` of the tar"),
                declared: size as u64,
                there: data.len() as u64,
            });
        };
        // Others are attributes of the member that follows.
        if matches!(header[156], b'0' | 0) {
            members.insert(name.trim_start_matches("./"), content);
        }
        rest = data.get(size.next_multiple_of(BLOCK)..).unwrap_or_default();
    }
    Ok(members)
}

/// The size in a header whose checksum is right.
fn size(header: &[u8]) -> Option<usize> {
    let octal = |field: &[u8]| {
        let text = str::from_utf8(field).ok()?.trim_matches([' ', '\0']);
        usize::from_str_radix(text, 8).ok()
    };
    // The checksum counts its own eight bytes as blanks.
    let sum = |bytes: &[u8]| bytes.iter().map(|&byte| usize::from(byte)).sum::<usize>();
    let counted = sum(&header[..148]) + 8 * usize::from(b' ') + sum(&header[156..]);
    // Less than anything whose padding could not be counted.
    let size = octal(&header[124..136]).filter(|&size| size < usize::MAX / 2);
    size.filter(|_| octal(&header[148..156]) == Some(counted))
}

/// Bytes that are taken from the front, pickles and numbers in turn.
struct Reader<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Reader<'a> {
    fn pickle(&mut self) -> Result<Pickle<'a>, Fault> {
        let pickle = pickle::run(self.rest)?;
        self.rest = &self.rest[pickle.end()..];
        Ok(pickle)
    }

    /// A pickled count.
    fn count(&mut self) -> Result<usize, Fault> {
        let pickle = self.pickle()?;
        state::index(&pickle, pickle.root()).map_err(|found| self.fault(&found))
    }

    fn fault(&self, found: &str) -> Fault {
        Fault::container(
            CONTAINER,
            format!("member `{}`: {found} is unexpected", self.what),
        )
    }

    fn number(&mut self) -> Result<i64, Fault> {
        let Some((number, rest)) = self.rest.split_first_chunk() else {
            return Err(self.fault("its end"));
        };
        self.rest = rest;
        Ok(i64::from_le_bytes(*number))
    }

    fn index(&mut self) -> Result<usize, Fault> {
        let number = self.number()?;
        usize::try_from(number).map_err(|_| self.fault(&format!("the number {number}")))
    }

    fn indices(&mut self, count: usize) -> Result<Vec<usize>, Fault> {
        (0..count).map(|_| self.index()).collect()
    }
}

/// How many there are; each a pickle of key, location and class, its length, its bytes; then parts
/// of storages as key, key of the whole, offset and length.
fn storages(bytes: &[u8]) -> Result<BTreeMap<i128, Storage<'_>>, Fault> {
    let what = "storages";
    let mut reader = Reader { rest: bytes, what };
    let mut storages = BTreeMap::new();
    for _ in 0..reader.count()? {
        let about = reader.pickle()?;
        let parts = about.items(about.root()).and_then(|items| match *items {
            [key, _, class] => match *about.get(class) {
                Value::Global(Global::Storage(element)) => Some((about.integer(key)?, element)),
                _ => None,
            },
            _ => None,
        });
        let parts = parts.ok_or_else(|| reader.fault(&about.describe(about.root())));
        let (key, element) = parts?;
        let storage;
        (storage, reader.rest) = split(reader.rest, element, &key.to_string())?;
        storages.insert(key, storage);
    }
    let views = reader.pickle()?;
    for &view in views.items(views.root()).unwrap_or_default() {
        let part = views.items(view).and_then(|items| match *items {
            [key, whole, offset, length] => {
                let index = |id| state::index(&views, id).ok();
                let whole: &Storage<'_> = storages.get(&views.integer(whole)?)?;
                Some((
                    views.integer(key)?,
                    whole.part(index(offset)?, index(length)?)?,
                ))
            }
            _ => None,
        });
        let (key, part) = part.ok_or_else(|| reader.fault("a part of a storage"))?;
        storages.insert(key, part);
    }
    Ok(storages)
}

/// How many there are; each a pickle of key, key of the storage and class, then axes, lengths,
/// strides and offset as numbers.
fn tensors<'a>(
    bytes: &'a [u8],
    storages: &BTreeMap<i128, Storage<'a>>,
) -> Result<BTreeMap<i128, View<'a>>, Fault> {
    let what = "tensors";
    let mut reader = Reader { rest: bytes, what };
    let mut tensors = BTreeMap::new();
    for _ in 0..reader.count()? {
        let about = reader.pickle()?;
        let parts = about.items(about.root()).and_then(|items| match *items {
            [key, storage, _] => {
                let storage = storages.get(&about.integer(storage)?)?;
                Some((about.integer(key)?, *storage))
            }
            _ => None,
        });
        let (key, storage) = parts.ok_or_else(|| reader.fault("a tensor without storage"))?;
        // Four bytes count; the four behind them may hold anything.
        let axes = reader.number()?.to_le_bytes();
        let axes = u32::from_le_bytes([axes[0], axes[1], axes[2], axes[3]]) as usize;
        let (shape, strides) = (reader.indices(axes)?, reader.indices(axes)?);
        let offset = reader.index()?;
        let view = View::new(storage, offset, shape, strides);
        let view = view.map_err(|message| Fault::tensor(&format!("number {key}"), message))?;
        tensors.insert(key, view);
    }
    Ok(tensors)
}

struct Objects<'a> {
    storages: BTreeMap<i128, Storage<'a>>,
    tensors: BTreeMap<i128, View<'a>>,
}

impl<'a> Store<'a> for Objects<'a> {
    fn find(&self, pickle: &Pickle<'a>, name: Id) -> Result<Found<'a>, String> {
        let key = state::name_of(pickle, name).and_then(|name| name.parse().ok());
        let key: i128 = key.ok_or_else(|| format!("it is named by {}", pickle.describe(name)))?;
        let tensor = || self.tensors.get(&key).cloned().map(Found::Tensor);
        let storage = || self.storages.get(&key).copied().map(Found::Storage);
        tensor()
            .or_else(storage)
            .ok_or_else(|| format!("number {key} is absent"))
    }
}
