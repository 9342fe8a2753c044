//! DICOM SEG: masks stored as frames that say where they lie and which segment they belong to.

use std::collections::BTreeSet;
use std::sync::Arc;

use voxomics_volume::{Geometry, Volume, VoxelType};

use super::dataset::{Dataset, required};
use super::frame::FrameFacts;
use super::pixels::Store;
use super::plane::Plane;
use super::tags;
use crate::Limits;
use crate::error::{Fault, Kind};

/// How far planes may lie beside the image's, of a voxel.
const OFF: f64 = 0.01;

/// A segmentation.
#[derive(Debug)]
pub(super) struct Segmentation {
    pub(super) kind: Coded,
    pub(super) segments: Vec<Segment>,
    pub(super) frame_of_reference: Option<String>,
    pub(super) store: Arc<Store>,
    frames: Vec<FrameFacts>,
    limits: Limits,
}

/// How frames tell what is inside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Coded {
    /// One segment a frame, 0 or 1.
    Binary,
    /// One segment a frame, from 0 to this number, which is all of a voxel.
    Fractional(f64),
    /// Every pixel is the number of its segment.
    LabelMap,
}

/// A segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) number: u16,
    pub(super) label: String,
    /// Type of what was segmented: scheme and value, `SCT:4147007`.
    pub(super) code: Option<String>,
}

impl Segmentation {
    pub(super) fn read(
        data: &Dataset<'_>,
        store: Arc<Store>,
        frames: Vec<FrameFacts>,
        limits: &Limits,
    ) -> Result<Self, Fault> {
        let kind = match data.text(tags::SEGMENTATION_TYPE) {
            Some("BINARY") => Coded::Binary,
            Some("FRACTIONAL") => {
                let most = data.short(tags::MAXIMUM_FRACTIONAL_VALUE)?;
                let most = required(
                    tags::MAXIMUM_FRACTIONAL_VALUE,
                    most.filter(|&most| most > 0),
                )?;
                Coded::Fractional(f64::from(most))
            }
            Some("LABELMAP") => Coded::LabelMap,
            Some(other) => {
                let message = format!("a segmentation of type `{other}` is not known");
                return Err(Fault::new(Kind::Unsupported, message));
            }
            None => return required(tags::SEGMENTATION_TYPE, None),
        };
        let segmentation = Self {
            kind,
            segments: segments(data, kind)?,
            frame_of_reference: data.text(tags::FRAME_OF_REFERENCE_UID).map(str::to_owned),
            store,
            frames,
            limits: limits.clone(),
        };
        segmentation.check()?;
        Ok(segmentation)
    }

    /// That each frame belongs to a segment that is listed.
    fn check(&self) -> Result<(), Fault> {
        if self.kind == Coded::LabelMap {
            return Ok(());
        }
        let numbers: BTreeSet<u16> = self.segments.iter().map(|segment| segment.number).collect();
        for frame in &self.frames {
            let number = required(tags::REFERENCED_SEGMENT_NUMBER, frame.segment)?;
            if !numbers.contains(&number) {
                let message = format!("a frame belongs to segment {number}, which is not listed");
                return Err(Fault::new(Kind::Inconsistent, message));
            }
        }
        Ok(())
    }

    /// The voxels of a grid that belong to any of these segments; of fractions at least a half.
    pub(super) fn mask(&self, numbers: &[u16], grid: &Geometry) -> Result<Volume<u8>, Fault> {
        let mut mask = vec![0_u8; grid.voxels()];
        self.draw(numbers, grid, |voxel, share| {
            mask[voxel] |= u8::from(share >= 0.5);
        })?;
        if !mask.contains(&1) {
            let message = "the segment holds no voxel of the image: it is empty, or lies elsewhere";
            return Err(Fault::new(Kind::EmptyMask, message));
        }
        Ok(Volume::new(*grid, mask).expect("the mask was made for the grid"))
    }

    /// How much of each voxel of a grid belongs to a segment, from 0 to 1.
    pub(super) fn fractions(&self, number: u16, grid: &Geometry) -> Result<Volume<f64>, Fault> {
        let mut fractions = vec![0.0; grid.voxels()];
        self.draw(&[number], grid, |voxel, share| fractions[voxel] = share)?;
        Ok(Volume::new(*grid, fractions).expect("the fractions were made for the grid"))
    }

    /// How much of a voxel these segments fill by its stored number, from 0 to 1.
    fn share(&self, numbers: &[u16], stored: f64) -> f64 {
        let is_whole = match self.kind {
            Coded::Fractional(most) => return stored / most,
            Coded::Binary => stored >= 1.0,
            Coded::LabelMap => numbers.iter().any(|&number| is(number, stored)),
        };
        f64::from(u8::from(is_whole))
    }

    /// That no pixel holds more than all of its voxel, or less than nothing.
    fn check_values(&self, values: &[f64]) -> Result<(), Fault> {
        let Coded::Fractional(most) = self.kind else {
            return Ok(());
        };
        let odd = values.iter().find(|stored| !(0.0..=most).contains(*stored));
        odd.map_or(Ok(()), |odd| {
            let name = tags::name(tags::MAXIMUM_FRACTIONAL_VALUE);
            let message = format!("a pixel holds {odd}, and {name} is {most}");
            Err(Fault::new(Kind::Inconsistent, message))
        })
    }

    /// Hands over the voxel of each pixel of the frames that can hold one of the segments, and how much they fill of it.
    fn draw(
        &self,
        numbers: &[u16],
        grid: &Geometry,
        mut pixel: impl FnMut(usize, f64),
    ) -> Result<(), Fault> {
        let wanted = |frame: &FrameFacts| {
            frame.segment.is_none_or(|number| numbers.contains(&number))
                || self.kind == Coded::LabelMap
        };
        let chosen = (0..self.frames.len()).filter(|&frame| wanted(&self.frames[frame]));
        let pixels = self.store.format.pixels() as u64 * chosen.clone().count() as u64;
        self.limits.check(pixels, VoxelType::F64)?;
        let columns = usize::from(self.store.format.columns);
        let [width, height, _] = grid.size();
        self.store.for_each(chosen, |frame, values| {
            self.check_values(values)?;
            let [x, y, z] = corner(&self.frames[frame].place, self.store.size(), grid)?;
            for (row, line) in values.chunks_exact(columns).enumerate() {
                let start = ((z * height) + y + row) * width + x;
                for (column, &stored) in line.iter().enumerate() {
                    pixel(start + column, self.share(numbers, stored));
                }
            }
            Ok(())
        })
    }
}

/// Whether a stored number, which is whole, is this one.
fn is(number: u16, stored: f64) -> bool {
    (stored - f64::from(number)).abs() < 0.5
}

fn segments(data: &Dataset<'_>, kind: Coded) -> Result<Vec<Segment>, Fault> {
    let set = data.text(tags::SPECIFIC_CHARACTER_SET);
    let items = data.items(tags::SEGMENT_SEQUENCE)?;
    let segments = items.iter().map(|item| {
        let number = item.short(tags::SEGMENT_NUMBER)?;
        Ok(Segment {
            number: required(tags::SEGMENT_NUMBER, number)?,
            label: item.decoded(tags::SEGMENT_LABEL, set).unwrap_or_default(),
            code: code(item)?,
        })
    });
    let mut segments: Vec<Segment> = segments.collect::<Result<_, Fault>>()?;
    // Of a label map number 0 is what belongs to no segment.
    segments.retain(|segment| segment.number != 0 || kind != Coded::LabelMap);
    if segments.is_empty() {
        return required(tags::SEGMENT_SEQUENCE, None);
    }
    Ok(segments)
}

fn code(segment: &Dataset<'_>) -> Result<Option<String>, Fault> {
    let Some(item) = segment.item(tags::SEGMENTED_PROPERTY_TYPE_CODE_SEQUENCE)? else {
        return Ok(None);
    };
    let parts = item
        .text(tags::CODING_SCHEME_DESIGNATOR)
        .zip(item.text(tags::CODE_VALUE));
    Ok(parts.map(|(scheme, value)| format!("{scheme}:{value}")))
}

/// The voxel of a frame's first pixel: frames lie on slices of the grid, pixel on voxel.
fn corner(
    plane: &Plane,
    [columns, rows]: [usize; 2],
    grid: &Geometry,
) -> Result<[usize; 3], Fault> {
    let direction = grid.direction();
    let axis = |axis: usize| [direction[0][axis], direction[1][axis], direction[2][axis]];
    let [x, y, _] = grid.spacing();
    let image = Plane {
        along_row: axis(0),
        along_column: axis(1),
        spacing: [x, y],
        ..*plane
    };
    let elsewhere = |why: String| {
        let message = format!("a frame of the segmentation {why}: resample it to the image");
        Fault::new(Kind::Inconsistent, message)
    };
    if !plane.is_like(&image) {
        return Err(elsewhere(
            "has other axes or spacings than the image".to_owned(),
        ));
    }
    let index = grid.to_index(plane.position);
    let size = grid.size();
    let extent = [columns, rows, 1];
    let fits = |axis: usize| {
        let at = index[axis].round();
        (index[axis] - at).abs() <= OFF
            && at >= 0.0
            && at + extent[axis] as f64 <= size[axis] as f64
    };
    if !(0..3).all(fits) {
        let [x, y, z] = index;
        return Err(elsewhere(format!(
            "begins at voxel {x:.3}, {y:.3}, {z:.3} of an image of {size:?}, between voxels or beyond it"
        )));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the grid"
    )]
    Ok(index.map(|at| at.round() as usize))
}
