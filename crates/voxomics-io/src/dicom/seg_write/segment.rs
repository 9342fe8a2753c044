//! What a caller says of a segment, and its item in the file.

use voxomics_volume::{Mask, Volume};

use super::attributes::{Element, Object, has, items};
use crate::dicom::tags;
use crate::error::{Fault, Kind};
use crate::{Error, Image, Segment};

/// Characters that a long string, a short string of DICOM holds (PS3.5, 6.2).
const LONG: usize = 64;
const SHORT: usize = 16;

/// A segment to be written: a mask on a volume's grid, and what it shows.
///
/// ```
/// use voxomics_io::dicom::{Code, NewSegment};
/// use voxomics_volume::{Geometry, Volume};
///
/// let mask = Volume::new(Geometry::axis_aligned([2, 1, 1], [1.0; 3])?, vec![0, 1])?;
/// let mut segment = NewSegment::new("GTV", mask);
/// segment.algorithm = Some("a network, version 2".to_owned());
/// segment.category = Code::new("SCT", "49755003", "Morphologically abnormal structure");
/// segment.kind = Code::new("SCT", "4147007", "Mass");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct NewSegment {
    /// Its name, 1 to 64 characters.
    pub label: String,
    /// Not 0 where the segment is.
    pub mask: Volume<u8>,
    /// The kind of thing that was segmented; by default [`Code::tissue`].
    pub category: Code,
    /// The thing itself; by default [`Code::tissue`].
    pub kind: Code,
    /// The name of the algorithm that made it, `AUTOMATIC`; `MANUAL` without one.
    pub algorithm: Option<String>,
}

impl NewSegment {
    /// A segment of unknown tissue, drawn by hand.
    #[must_use]
    pub fn new(label: impl Into<String>, mask: Volume<u8>) -> Self {
        Self {
            label: label.into(),
            mask,
            category: Code::tissue(),
            kind: Code::tissue(),
            algorithm: None,
        }
    }

    /// The segments of an image of labels: those that its header names, or else one for each label, `label 3`.
    ///
    /// # Errors
    ///
    /// [`Kind::BadValue`] if the voxels are no labels, which are whole numbers from 0 on.
    pub fn of_labels(labels: &Image) -> Result<Vec<Self>, Error> {
        let named = &labels.info().segments;
        let segments = if named.is_empty() {
            unnamed(labels)?
        } else {
            named.clone()
        };
        let segments = segments.into_iter().map(|segment| {
            let mask = labels.mask_of(&segment);
            Self::new(segment.name, mask)
        });
        Ok(segments.collect())
    }

    /// That its texts fit their attributes.
    pub(super) fn check_texts(&self) -> Result<(), Fault> {
        check_text("the label", &self.label, LONG)?;
        if let Some(algorithm) = &self.algorithm {
            check_text("the name of the algorithm", algorithm, LONG)?;
        }
        self.category.check()?;
        self.kind.check()
    }

    /// Its item of the segment sequence (PS3.3, C.8.20.4).
    pub(super) fn item(&self, number: u16) -> Object {
        let mut elements = vec![
            has(tags::SEGMENT_NUMBER, number),
            has(tags::SEGMENT_LABEL, self.label.as_str()),
            self.category
                .within(tags::SEGMENTED_PROPERTY_CATEGORY_CODE_SEQUENCE),
            self.kind
                .within(tags::SEGMENTED_PROPERTY_TYPE_CODE_SEQUENCE),
        ];
        match &self.algorithm {
            None => elements.push(has(tags::SEGMENT_ALGORITHM_TYPE, "MANUAL")),
            Some(name) => elements.extend([
                has(tags::SEGMENT_ALGORITHM_TYPE, "AUTOMATIC"),
                has(tags::SEGMENT_ALGORITHM_NAME, name.as_str()),
            ]),
        }
        Object::from_element_iter(elements)
    }
}

/// A segment for each label, which is all its name.
fn unnamed(labels: &Image) -> Result<Vec<Segment>, Error> {
    let mask = Mask::new(labels.only_volume()?.clone())
        .map_err(|error| labels.error(Fault::new(Kind::BadValue, error.to_string())))?;
    let segments = mask.labels().iter().map(|label| Segment {
        name: format!("label {}", label.value()),
        label: label.value(),
        layer: 0,
    });
    Ok(segments.collect())
}

/// A concept of a terminology: `SCT`, `4147007`, Mass.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Code {
    /// The terminology, 1 to 16 characters: `SCT` is SNOMED CT.
    pub scheme: String,
    /// The concept in it, 1 to 16 characters.
    pub value: String,
    /// What it means to a reader, 1 to 64 characters.
    pub meaning: String,
}

impl Code {
    /// The concept `value` of the terminology `scheme`.
    #[must_use]
    pub fn new(
        scheme: impl Into<String>,
        value: impl Into<String>,
        meaning: impl Into<String>,
    ) -> Self {
        Self {
            scheme: scheme.into(),
            value: value.into(),
            meaning: meaning.into(),
        }
    }

    /// SNOMED CT's tissue: what 3D Slicer and dcmqi write for category and type where nobody said what was segmented.
    #[must_use]
    pub fn tissue() -> Self {
        Self::new("SCT", "85756007", "Tissue")
    }

    fn check(&self) -> Result<(), Fault> {
        check_text("the scheme of a code", &self.scheme, SHORT)?;
        check_text("the value of a code", &self.value, SHORT)?;
        check_text("the meaning of a code", &self.meaning, LONG)
    }

    /// A sequence of this code alone.
    pub(super) fn within(&self, sequence: dicom_core::Tag) -> Element {
        let code = Object::from_element_iter([
            has(tags::CODE_VALUE, self.value.as_str()),
            has(tags::CODING_SCHEME_DESIGNATOR, self.scheme.as_str()),
            has(tags::CODE_MEANING, self.meaning.as_str()),
        ]);
        items(sequence, vec![code])
    }
}

/// That a text is one value of 1 to `most` characters.
fn check_text(what: &str, text: &str, most: usize) -> Result<(), Fault> {
    let count = text.chars().count();
    let message = if text.trim().is_empty() {
        format!("{what} is empty")
    } else if count > most {
        format!("{what} has {count} characters where DICOM holds {most}")
    } else if text.contains(|character: char| character == '\\' || character.is_control()) {
        format!("{what} has a backslash or control character, which DICOM cannot hold")
    } else {
        return Ok(());
    };
    Err(Fault::new(Kind::Unsupported, message))
}
