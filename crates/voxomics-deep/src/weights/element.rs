//! Types of a tensor's elements.

use half::{bf16, f16};

/// What one element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    F16,
    Bf16,
    F32,
    F64,
    /// Of another type, of which only the name and the bytes matter.
    Other(&'static str, usize),
}

/// The names of safetensors, those of torch's storages (less `Storage`), and what they stand for.
const NAMES: [(&str, &str, Element); 14] = [
    ("F16", "Half", Element::F16),
    ("BF16", "BFloat16", Element::Bf16),
    ("F32", "Float", Element::F32),
    ("F64", "Double", Element::F64),
    ("I64", "Long", Element::Other("int64", 8)),
    ("I32", "Int", Element::Other("int32", 4)),
    ("I16", "Short", Element::Other("int16", 2)),
    ("I8", "Char", Element::Other("int8", 1)),
    ("U8", "Byte", Element::Other("uint8", 1)),
    ("BOOL", "Bool", Element::Other("bool", 1)),
    ("U16", "", Element::Other("uint16", 2)),
    ("U32", "", Element::Other("uint32", 4)),
    ("U64", "", Element::Other("uint64", 8)),
    ("C64", "ComplexFloat", Element::Other("complex64", 8)),
];

impl Element {
    /// By its name in a header of safetensors.
    pub(super) fn of_safetensors(name: &str) -> Option<Self> {
        NAMES.iter().find(|(own, ..)| *own == name).map(|row| row.2)
    }

    /// By its storage class, `FloatStorage`.
    pub(super) fn of_storage(class: &str) -> Option<Self> {
        let name = class
            .strip_suffix("Storage")
            .filter(|name| !name.is_empty())?;
        NAMES
            .iter()
            .find(|(_, own, _)| *own == name)
            .map(|row| row.2)
    }

    pub(super) fn bytes(self) -> usize {
        match self {
            Self::F16 | Self::Bf16 => 2,
            Self::F32 => 4,
            Self::F64 => 8,
            Self::Other(_, bytes) => bytes,
        }
    }

    /// The name of a type that is no floating number.
    pub(super) fn other(self) -> Option<&'static str> {
        match self {
            Self::Other(name, _) => Some(name),
            _ => None,
        }
    }

    /// The little-endian element at the beginning of `bytes`, rounded to `f32`; 0 for other types.
    pub(super) fn value(self, bytes: &[u8]) -> f32 {
        match (self, bytes) {
            (Self::F16, &[a, b, ..]) => f16::from_le_bytes([a, b]).to_f32(),
            (Self::Bf16, &[a, b, ..]) => bf16::from_le_bytes([a, b]).to_f32(),
            (Self::F32, &[a, b, c, d, ..]) => f32::from_le_bytes([a, b, c, d]),
            (Self::F64, &[a, b, c, d, e, f, g, h, ..]) => {
                rounded(f64::from_le_bytes([a, b, c, d, e, f, g, h]))
            }
            _ => 0.0,
        }
    }

    /// All elements of `bytes`, rounded to `f32`; 0 for other types.
    pub(super) fn values(self, bytes: &[u8]) -> Vec<f32> {
        match self {
            Self::F16 => each(bytes, |bytes| f16::from_le_bytes(bytes).to_f32()),
            Self::Bf16 => each(bytes, |bytes| bf16::from_le_bytes(bytes).to_f32()),
            Self::F32 => each(bytes, f32::from_le_bytes),
            Self::F64 => each(bytes, |bytes| rounded(f64::from_le_bytes(bytes))),
            Self::Other(_, size) => vec![0.0; bytes.len() / size],
        }
    }
}

fn each<const N: usize>(bytes: &[u8], value: impl Fn([u8; N]) -> f32) -> Vec<f32> {
    let elements = bytes.as_chunks().0.iter();
    elements.map(|&bytes| value(bytes)).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the rounding that is documented"
)]
fn rounded(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::Element;

    #[test]
    fn halves_are_exact_and_doubles_rounded() {
        for (element, bytes, want) in [
            (Element::F16, &[0x00, 0xc0][..], -2.0),
            (Element::F16, &[0x01, 0x00], 5.960_464_5e-8),
            (Element::Bf16, &[0x80, 0x3f], 1.0),
            (Element::F32, &1.5_f32.to_le_bytes(), 1.5),
            (Element::F64, &0.1_f64.to_le_bytes(), 0.1_f32),
        ] {
            assert_eq!(
                element.value(bytes).to_bits(),
                f32::to_bits(want),
                "{element:?}"
            );
            assert_eq!(element.bytes(), bytes.len());
            assert_eq!(element.values(&bytes.repeat(3)), [want; 3]);
        }
    }

    #[test]
    fn unknown_types_have_no_element() {
        for class in ["Storage", "UntypedStorage", "Float", ""] {
            assert_eq!(Element::of_storage(class), None, "{class}");
        }
        assert_eq!(Element::of_safetensors("F24"), None);
        assert_eq!(Element::of_safetensors(""), None);
        assert_eq!(Element::of_storage("HalfStorage"), Some(Element::F16));
    }
}
