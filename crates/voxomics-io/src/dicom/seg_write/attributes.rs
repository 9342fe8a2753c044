//! Elements of a data set to be written, and decimal strings.

use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_core::value::DataSetSequence;
use dicom_core::{DataElement, PrimitiveValue, Tag, VR};
use dicom_dictionary_std::StandardDataDictionary;
use dicom_object::InMemDicomObject;

/// A data set, or an item of a sequence.
pub(super) type Object = InMemDicomObject;
/// An attribute and its value.
pub(super) type Element = DataElement<Object>;

/// Characters of a decimal string (PS3.5, 6.2).
const DECIMAL: usize = 16;

/// An attribute with a value, represented as the dictionary says.
pub(super) fn has(tag: Tag, value: impl Into<PrimitiveValue>) -> Element {
    let entry = StandardDataDictionary.by_tag(tag);
    let representation = entry.map_or(VR::UN, |entry| entry.vr().relaxed());
    DataElement::new(tag, representation, value.into())
}

/// An attribute that is there without a value.
pub(super) fn empty(tag: Tag) -> Element {
    has(tag, PrimitiveValue::Empty)
}

/// A sequence.
pub(super) fn items(tag: Tag, items: Vec<Object>) -> Element {
    DataElement::new(tag, VR::SQ, DataSetSequence::from(items))
}

/// A sequence of one item.
pub(super) fn item<const N: usize>(tag: Tag, elements: [Element; N]) -> Element {
    items(tag, vec![Object::from_element_iter(elements)])
}

/// An attribute whose values are decimal strings.
pub(super) fn decimals(tag: Tag, numbers: &[f64]) -> Element {
    let words: Vec<String> = numbers.iter().map(|&number| decimal(number)).collect();
    has(tag, words.join("\\"))
}

/// The number in 16 characters: exact if it fits, or else the nearest that does.
fn decimal(number: f64) -> String {
    // No negative zero, which would look odd.
    let number = number + 0.0;
    let plain = number.to_string();
    if plain.len() <= DECIMAL {
        return plain;
    }
    let digits = (0..DECIMAL).rev();
    let rounded =
        digits.flat_map(|digits| [format!("{number:.digits$}"), format!("{number:.digits$e}")]);
    let fitting = rounded.filter(|text| text.len() <= DECIMAL);
    let error = |text: &String| {
        let value: f64 = text.parse().unwrap_or(f64::INFINITY);
        (value - number).abs()
    };
    // Every finite number fits with its first digit and its exponent.
    let nearest = fitting.min_by(|a, b| error(a).total_cmp(&error(b)));
    nearest.unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn decimal_strings_are_exact_where_they_fit() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (-101.5, "-101.5"),
            (0.976_562_5, "0.9765625"),
            (-0.577_350_269_189_625_8, "-0.5773502691896"),
            (-6.123_233_995_736_766e-17, "-6.123233996e-17"),
            (-123_456.789_012_345_67, "-123456.78901235"),
            (f64::MAX, "1.79769313e308"),
        ];
        for (number, text) in cases {
            assert_eq!(decimal(number), text);
        }
    }
}
