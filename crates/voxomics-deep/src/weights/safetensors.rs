//! The format safetensors: the length of a header, the header as JSON, and the tensors back to back.
//!
//! # References
//!
//! Hugging Face, *safetensors*, section "Format" of its README: <https://github.com/huggingface/safetensors>.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::Fault;
use super::element::Element;
use super::view::{Named, Storage, View};

const LENGTH: usize = 8;

pub(super) fn recognises(bytes: &[u8]) -> bool {
    bytes.get(LENGTH) == Some(&b'{')
}

/// The tensors in the order of the header.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Named<'_>>, Fault> {
    let (header, data) = parts(bytes)?;
    let header: Header = serde_json::from_slice(header)
        .map_err(|error| Fault::container("header of safetensors", error.to_string()))?;
    covered(&header.0, data.len() as u64)?;
    let view = |(name, entry): (String, Entry)| {
        let view = entry
            .view(data)
            .map_err(|message| Fault::tensor(&name, message))?;
        Ok((Cow::Owned(name), view))
    };
    header.0.into_iter().map(view).collect()
}

/// The header and the data behind it.
fn parts(bytes: &[u8]) -> Result<(&[u8], &[u8]), Fault> {
    let (length, rest) = bytes
        .split_first_chunk()
        .expect("a byte behind it was recognised");
    let declared = u64::from_le_bytes(*length);
    let length = usize::try_from(declared)
        .ok()
        .filter(|&length| length <= rest.len());
    let length = length.ok_or_else(|| Fault::Truncated {
        what: "the header of safetensors".to_owned(),
        declared,
        there: rest.len() as u64,
    })?;
    Ok(rest.split_at(length))
}

/// Fails unless the tensors cover all data, none twice.
fn covered(entries: &[(String, Entry)], data: u64) -> Result<(), Fault> {
    let mut ends: Vec<_> = entries
        .iter()
        .map(|(name, entry)| (entry.data_offsets, name))
        .collect();
    ends.sort_unstable();
    let mut end = 0;
    for ([start, stop], name) in ends {
        if start != end || stop < start {
            return Err(Fault::tensor(
                name,
                format!("its data_offsets are [{start}, {stop}], and {end} bytes lie before it"),
            ));
        }
        end = stop;
    }
    if end > data {
        return Err(Fault::Truncated {
            what: "the tensors".to_owned(),
            declared: end,
            there: data,
        });
    }
    if end < data {
        let message = format!("{} bytes follow the last tensor", data - end);
        return Err(Fault::container("file of safetensors", message));
    }
    Ok(())
}

/// What the header says about one tensor.
#[derive(Debug, serde::Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<u64>,
    data_offsets: [u64; 2],
}

impl Entry {
    fn view<'a>(&self, data: &'a [u8]) -> Result<View<'a>, String> {
        let (dtype, shape) = (&self.dtype, &self.shape);
        let element = Element::of_safetensors(dtype)
            .ok_or_else(|| format!("its type `{dtype}` is not known: convert it to F32"))?;
        let bytes = self.range().and_then(|range| data.get(range));
        let bytes = bytes.expect("offsets that cover the data lie in it");
        let lengths = shape.iter().map(|&length| usize::try_from(length).ok());
        let lengths: Option<Vec<usize>> = lengths.collect();
        let fits = |lengths: &Vec<usize>| {
            let elements = super::view::count(lengths);
            elements.and_then(|count| count.checked_mul(element.bytes())) == Some(bytes.len())
        };
        let shape = lengths.filter(fits).ok_or_else(|| {
            format!(
                "shape {shape:?} of {dtype} does not fill its {} bytes",
                bytes.len()
            )
        })?;
        View::contiguous(Storage { element, bytes }, shape)
    }

    fn range(&self) -> Option<std::ops::Range<usize>> {
        let [start, stop] = self.data_offsets.map(usize::try_from);
        Some(start.ok()?..stop.ok()?)
    }
}

/// The tensors of a header in its order; a map would forget one of two with the same name.
struct Header(Vec<(String, Entry)>);

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Header;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object of tensors")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Header, A::Error> {
                let mut entries = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    if name == "__metadata__" {
                        map.next_value::<IgnoredAny>()?;
                    } else {
                        entries.push((name, map.next_value()?));
                    }
                }
                Ok(Header(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, read, recognises};

    fn file(header: &str, data: usize) -> Vec<u8> {
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(header.as_bytes());
        bytes.resize(bytes.len() + data, 0);
        bytes
    }

    fn fault(header: &str, data: usize) -> String {
        let bytes = file(header, data);
        assert!(recognises(&bytes));
        read(&bytes).map(drop).unwrap_err().to_string()
    }

    #[test]
    fn empty_tensors_scalars_padding_and_metadata_are_fine() {
        let header = r#"{"__metadata__":{"format":"pt"},
            "none":{"dtype":"F32","shape":[3,0],"data_offsets":[0,0]},
            "one":{"dtype":"F64","shape":[],"data_offsets":[0,8]}}   "#;
        let bytes = file(header, 8);
        let views = read(&bytes).unwrap();
        let shapes: Vec<_> = views
            .iter()
            .map(|(name, view)| (&**name, view.shape()))
            .collect();
        assert_eq!(shapes, [("none", &[3, 0][..]), ("one", &[])]);
    }

    #[test]
    fn a_name_that_is_there_twice_is_kept_for_the_caller_to_refuse() {
        let header = r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},
            "a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#;
        assert_eq!(read(&file(header, 8)).unwrap().len(), 2);
    }

    #[test]
    fn messages_name_the_tensor_and_its_numbers() {
        for (header, data, words) in [
            (
                r#"{"a":{"dtype":"F24","shape":[4],"data_offsets":[0,12]}}"#,
                12,
                ["`a`", "`F24`"],
            ),
            (
                r#"{"a":{"dtype":"F32","shape":[5],"data_offsets":[0,16]}}"#,
                16,
                ["[5]", "16 bytes"],
            ),
            (
                r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
                8,
                ["`a`", "[4, 8]"],
            ),
            (
                r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
                9,
                ["5 bytes", "last"],
            ),
            (
                r#"{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}"#,
                9,
                ["36", "9 are there"],
            ),
            (
                r#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
                4,
                ["-1", "column"],
            ),
            (
                r#"{"a":{"dtype":"F32","shape":[1]}}"#,
                4,
                ["data_offsets", "missing"],
            ),
        ] {
            let message = fault(header, data);
            for word in words {
                assert!(message.contains(word), "{message}");
            }
        }
    }

    #[test]
    fn a_header_longer_than_the_file_is_truncated() {
        let mut bytes = file("{}", 0);
        bytes[7] = 0x80;
        let there = 2;
        let declared = 2 + (1 << 63);
        let what = "the header of safetensors".to_owned();
        let want = Fault::Truncated {
            what,
            declared,
            there,
        };
        assert_eq!(read(&bytes).map(drop), Err(want));
    }
}
