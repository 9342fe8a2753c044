//! Writing a DICOM SEG (PS3.3, A.51 and C.8.20): masks of a volume as a viewer opens them on top of it.

mod attributes;
mod groups;
mod segment;
mod slices;
mod source;
mod uid;

use std::io::Write;
use std::path::Path;

use dicom_core::{DataElement, PrimitiveValue, VR};
use dicom_dictionary_std::uids;
use dicom_object::FileMetaTableBuilder;
use voxomics_volume::Geometry;
use voxomics_volume::geometry::Tolerance;

use self::attributes::{Element, Object, empty, has, items};
use self::slices::Slices;
use self::source::Source;
use self::uid::Fingerprint;
use super::stack::Frame;
use super::tags;
use crate::error::{Fault, Kind};
use crate::staged::Staged;
use crate::{Error, Limits};

pub use self::segment::{Code, NewSegment};

/// How far a mask's grid may be from the volume's: geometry in single precision, as NIfTI has it, is within.
const TOLERANCE: f64 = 1e-4;

/// The volume that was segmented.
pub(super) struct Target<'a> {
    pub(super) frames: &'a [Frame],
    pub(super) grid: &'a Geometry,
    pub(super) frame_of_reference: Option<&'a str>,
    pub(super) limits: &'a Limits,
}

/// Writes segments drawn on a volume.
pub(super) fn write(
    path: &Path,
    target: &Target<'_>,
    segments: &[NewSegment],
) -> Result<(), Error> {
    let named = |fault: Fault| fault.at(path);
    check(segments, target.grid).map_err(named)?;
    let [columns, rows, _] = target.grid.size();
    let slices = Slices::of(segments, columns * rows).map_err(named)?;
    let source = Source::read(target.frames, target.limits)?;
    let object = content(target, segments, slices, &source);
    let file = complete(object, &source).map_err(named)?;
    publish(path, &file).map_err(named)
}

/// That there are segments, not too many, each named and on the grid.
fn check(segments: &[NewSegment], grid: &Geometry) -> Result<(), Fault> {
    if segments.is_empty() {
        return Err(Fault::new(Kind::EmptyMask, "there is no segment to write"));
    }
    if segments.len() > usize::from(u16::MAX) {
        let count = segments.len();
        let message = format!(
            "{count} segments: a DICOM SEG numbers no more than {}",
            u16::MAX
        );
        return Err(Fault::new(Kind::Unsupported, message));
    }
    for segment in segments {
        segment.check_texts()?;
        let same = grid.check_same(segment.mask.geometry(), Tolerance::uniform(TOLERANCE));
        same.map_err(|error| {
            let message = format!(
                "segment `{}` is not on the volume's grid: {error}",
                segment.label
            );
            Fault::new(Kind::Inconsistent, message)
        })?;
    }
    Ok(())
}

/// All of the data set but patient, study and its own UIDs.
fn content(
    target: &Target<'_>,
    segments: &[NewSegment],
    slices: Slices,
    source: &Source,
) -> Object {
    let plane = &target.frames[0].facts.place;
    let numbered = (1..=u16::MAX).zip(segments);
    let segments = numbered.map(|(number, segment)| segment.item(number));
    let mut object = Object::from_element_iter(series_and_equipment());
    let frame_of_reference = target.frame_of_reference.map(|uid| {
        [
            has(tags::FRAME_OF_REFERENCE_UID, uid),
            empty(tags::POSITION_REFERENCE_INDICATOR),
        ]
    });
    let elements = frame_of_reference
        .into_iter()
        .flatten()
        .chain(image(target, &slices))
        .chain(source.repeated())
        .chain([
            source.series(),
            items(tags::SEGMENT_SEQUENCE, segments.collect()),
            groups::shared(plane, target.grid),
            groups::per_frame(&slices.frames, target.frames, source),
            // The dictionary leaves bytes or words open; packed bits are bytes.
            DataElement::new(tags::PIXEL_DATA, VR::OB, PrimitiveValue::from(slices.bits)),
        ]);
    for element in elements {
        object.put(element);
    }
    object
}

/// Series, equipment, and the instance without its UID.
fn series_and_equipment() -> [Element; 11] {
    [
        has(tags::SPECIFIC_CHARACTER_SET, "ISO_IR 192"),
        has(tags::SOP_CLASS_UID, uids::SEGMENTATION_STORAGE),
        has(tags::MODALITY, "SEG"),
        has(tags::SERIES_DESCRIPTION, "Segmentation"),
        // High, so that it is listed below the images.
        has(tags::SERIES_NUMBER, "1000"),
        has(tags::INSTANCE_NUMBER, "1"),
        has(tags::MANUFACTURER, "voxomics"),
        has(tags::MANUFACTURER_MODEL_NAME, env!("CARGO_PKG_NAME")),
        // Software has no serial number, and the attribute must have a value.
        has(tags::DEVICE_SERIAL_NUMBER, "0"),
        has(tags::SOFTWARE_VERSIONS, env!("CARGO_PKG_VERSION")),
        has(tags::CONTENT_LABEL, "SEGMENTATION"),
    ]
}

/// Pixels, and what they are.
fn image(target: &Target<'_>, slices: &Slices) -> [Element; 15] {
    let format = &target.frames[0].store.format;
    [
        has(tags::IMAGE_TYPE, "DERIVED\\PRIMARY"),
        empty(tags::CONTENT_DESCRIPTION),
        empty(tags::CONTENT_CREATOR_NAME),
        has(tags::NUMBER_OF_FRAMES, slices.frames.len().to_string()),
        has(tags::ROWS, format.rows),
        has(tags::COLUMNS, format.columns),
        has(tags::SAMPLES_PER_PIXEL, 1_u16),
        has(tags::PHOTOMETRIC_INTERPRETATION, "MONOCHROME2"),
        has(tags::BITS_ALLOCATED, 1_u16),
        has(tags::BITS_STORED, 1_u16),
        has(tags::HIGH_BIT, 0_u16),
        has(tags::PIXEL_REPRESENTATION, 0_u16),
        has(tags::SEGMENTATION_TYPE, "BINARY"),
        has(
            tags::SEGMENTS_OVERLAP,
            if slices.overlap { "YES" } else { "NO" },
        ),
        has(tags::BURNED_IN_ANNOTATION, "NO"),
    ]
}

/// The bytes of the file, its UIDs told from its content.
fn complete(object: Object, source: &Source) -> Result<Vec<u8>, Fault> {
    let (content, mut object) = encoded(object, "")?;
    let fingerprint = Fingerprint::of(&content);
    drop(content);
    let instance = fingerprint.uid("instance");
    let uids = [
        has(tags::SOP_INSTANCE_UID, instance.as_str()),
        has(tags::SERIES_INSTANCE_UID, fingerprint.uid("series")),
    ];
    let dimensions = groups::dimensions(&fingerprint.uid("dimensions"));
    for element in uids.into_iter().chain(dimensions).chain(source.patient()) {
        object.put(element);
    }
    Ok(encoded(object, &instance)?.0)
}

/// A file in explicit little endian, and the data set again, which is not copied for it.
fn encoded(object: Object, instance: &str) -> Result<(Vec<u8>, Object), Fault> {
    let meta = FileMetaTableBuilder::new()
        .transfer_syntax(uids::EXPLICIT_VR_LITTLE_ENDIAN)
        .media_storage_sop_class_uid(uids::SEGMENTATION_STORAGE)
        .media_storage_sop_instance_uid(instance);
    let meta = meta.build().map_err(|error| unwritable(&error))?;
    let file = object.with_exact_meta(meta);
    let mut bytes = Vec::new();
    let written = file.write_all(&mut bytes);
    written.map_err(|error| unwritable(&error))?;
    Ok((bytes, file.into_inner()))
}

fn unwritable(error: &dyn std::error::Error) -> Fault {
    Fault::new(Kind::Unsupported, format!("cannot be encoded: {error}"))
}

/// Puts the file in its place, whole or not at all.
fn publish(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let mut file = Staged::new(path)?;
    let written = file.write_all(bytes).and_then(|()| file.finish());
    let published = written.and_then(|()| file.publish());
    published.map_err(|error| Fault::io("written", &error))
}
