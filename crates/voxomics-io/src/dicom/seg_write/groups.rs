//! Functional groups: what all frames share, and what each frame says of itself (PS3.3, C.7.6.16).

use dicom_core::{PrimitiveValue, Tag};
use voxomics_volume::Geometry;

use super::attributes::{Element, Object, decimals, has, item, items};
use super::segment::Code;
use super::slices::Slice;
use super::source::Source;
use crate::dicom::plane::Plane;
use crate::dicom::stack::Frame;
use crate::dicom::tags;

/// By what frames are told apart: segment, and place along the normal.
const DIMENSIONS: [[Tag; 2]; 2] = [
    [
        tags::REFERENCED_SEGMENT_NUMBER,
        tags::SEGMENT_IDENTIFICATION_SEQUENCE,
    ],
    [tags::IMAGE_POSITION_PATIENT, tags::PLANE_POSITION_SEQUENCE],
];

/// The dimensions, under the UID of their organisation (PS3.3, C.7.6.17).
pub(super) fn dimensions(uid: &str) -> [Element; 2] {
    let dimensions = DIMENSIONS.map(|[attribute, group]| {
        Object::from_element_iter([
            has(tags::DIMENSION_ORGANIZATION_UID, uid),
            has(tags::DIMENSION_INDEX_POINTER, attribute),
            has(tags::FUNCTIONAL_GROUP_POINTER, group),
        ])
    });
    [
        item(
            tags::DIMENSION_ORGANIZATION_SEQUENCE,
            [has(tags::DIMENSION_ORGANIZATION_UID, uid)],
        ),
        items(tags::DIMENSION_INDEX_SEQUENCE, dimensions.into()),
    ]
}

/// What all frames share. Voxels fill the space between slices, so that they are as thick as slices are apart, whatever
/// thickness the scanner states.
pub(super) fn shared(plane: &Plane, grid: &Geometry) -> Element {
    let [x, y] = plane.spacing;
    let [_, _, between] = grid.spacing();
    let orientation = [plane.along_row, plane.along_column];
    item(
        tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE,
        [
            item(
                tags::PLANE_ORIENTATION_SEQUENCE,
                [decimals(
                    tags::IMAGE_ORIENTATION_PATIENT,
                    orientation.as_flattened(),
                )],
            ),
            item(
                tags::PIXEL_MEASURES_SEQUENCE,
                [
                    decimals(tags::SLICE_THICKNESS, &[between]),
                    decimals(tags::SPACING_BETWEEN_SLICES, &[between]),
                    // Between rows first, then between columns.
                    decimals(tags::PIXEL_SPACING, &[y, x]),
                ],
            ),
        ],
    )
}

/// What each frame says of itself.
pub(super) fn per_frame(frames: &[Slice], images: &[Frame], source: &Source) -> Element {
    let mut places: Vec<usize> = frames.iter().map(|frame| frame.slice).collect();
    places.sort_unstable();
    places.dedup();
    let groups = frames.iter().map(|frame| {
        // Places count from 1 on, without gaps.
        let place = places.partition_point(|&slice| slice <= frame.slice);
        let position = images[frame.slice].facts.place.position;
        group(*frame, place, &position, source)
    });
    items(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, groups.collect())
}

fn group(frame: Slice, place: usize, position: &[f64; 3], source: &Source) -> Object {
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    let index = [u32::from(frame.segment), place];
    Object::from_element_iter([
        item(
            tags::FRAME_CONTENT_SEQUENCE,
            [has(
                tags::DIMENSION_INDEX_VALUES,
                PrimitiveValue::U32(index.into_iter().collect()),
            )],
        ),
        item(
            tags::PLANE_POSITION_SEQUENCE,
            [decimals(tags::IMAGE_POSITION_PATIENT, position)],
        ),
        item(
            tags::SEGMENT_IDENTIFICATION_SEQUENCE,
            [has(tags::REFERENCED_SEGMENT_NUMBER, frame.segment)],
        ),
        derivation(frame.slice, source),
    ])
}

/// That the frame was segmented on an image, pixel on pixel.
fn derivation(slice: usize, source: &Source) -> Element {
    let segmentation = Code::new("DCM", "113076", "Segmentation");
    let purpose = Code::new(
        "DCM",
        "121322",
        "Source image for image processing operation",
    );
    let mut image = source.image(slice);
    image.put(has(tags::SPATIAL_LOCATIONS_PRESERVED, "YES"));
    image.put(purpose.within(tags::PURPOSE_OF_REFERENCE_CODE_SEQUENCE));
    item(
        tags::DERIVATION_IMAGE_SEQUENCE,
        [
            segmentation.within(tags::DERIVATION_CODE_SEQUENCE),
            items(tags::SOURCE_IMAGE_SEQUENCE, vec![image]),
        ],
    )
}
