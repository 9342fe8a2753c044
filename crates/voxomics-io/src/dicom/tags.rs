//! The attributes that are read, and their names in messages.
//!
//! Nothing else of a file is looked at, and nothing that identifies a person leaves the reader: patient and study are read
//! for a segmentation that is written beside their images, and go nowhere but into that file.

use dicom_core::Tag;
use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_dictionary_std::StandardDataDictionary;

pub(super) use dicom_dictionary_std::tags::*;

/// `PixelSpacing (0028,0030)`.
pub(super) fn name(tag: Tag) -> String {
    let number = format!("({:04X},{:04X})", tag.group(), tag.element());
    match StandardDataDictionary.by_tag(tag) {
        Some(entry) => format!("{} {number}", entry.alias()),
        None => format!("element {number}"),
    }
}
