//! What a file says of each of its frames: where it lies, its values, and what tells it from others in its place.

use std::borrow::Cow;
use std::sync::Arc;

use dicom_core::Tag;

use super::dataset::{Dataset, required};
use super::pixels::{Format, Rescale};
use super::plane::Plane;
use super::tags;
use crate::error::{Fault, Kind};

/// More frames than this in one file are not read.
pub(super) const MOST_FRAMES: usize = 100_000;

/// A frame as its file describes it.
#[derive(Debug, Clone)]
pub(super) struct FrameFacts {
    pub(super) place: Plane,
    pub(super) rescale: Rescale,
    /// Thickness and spacing as the file states them; they are used where there is one slice only.
    pub(super) stated_spacing: Option<f64>,
    pub(super) phase: PhaseKeys,
    pub(super) instance_number: Option<i64>,
    /// Frames of different stacks are different volumes, wherever they lie.
    pub(super) stack: Option<Box<str>>,
    /// Segment of a segmentation.
    pub(super) segment: Option<u16>,
}

/// Attributes by which the phases of a series can differ, in the order in which they are tried.
pub(super) const PHASE_TAGS: [Tag; 9] = [
    tags::TEMPORAL_POSITION_IDENTIFIER,
    tags::ECHO_TIME,
    tags::ECHO_NUMBERS,
    tags::DIFFUSION_B_VALUE,
    tags::ACQUISITION_NUMBER,
    tags::TRIGGER_TIME,
    tags::ACQUISITION_TIME,
    tags::CONTENT_TIME,
    tags::IMAGE_TYPE,
];

/// The value of each of [`PHASE_TAGS`].
pub(super) type PhaseKeys = [Option<Arc<str>>; PHASE_TAGS.len()];

/// Longer values tell no phases apart: each frame may have a copy.
const MOST_KEY: usize = 1024;

/// The groups that are asked for, of those that all frames share.
const SHARED: [Tag; 9] = [
    tags::PIXEL_MEASURES_SEQUENCE,
    tags::PLANE_POSITION_SEQUENCE,
    tags::PLANE_ORIENTATION_SEQUENCE,
    tags::PIXEL_VALUE_TRANSFORMATION_SEQUENCE,
    tags::SEGMENT_IDENTIFICATION_SEQUENCE,
    tags::FRAME_CONTENT_SEQUENCE,
    tags::MR_ECHO_SEQUENCE,
    tags::MR_DIFFUSION_SEQUENCE,
    tags::CARDIAC_SYNCHRONIZATION_SEQUENCE,
];

/// The frames of a file, in its order; one if it is no multi-frame image.
pub(super) fn read(data: &Dataset<'_>, format: &Format) -> Result<Vec<FrameFacts>, Fault> {
    let count = count(data)?;
    if count > MOST_FRAMES {
        let message =
            format!("{count} frames are more than the {MOST_FRAMES} that are read of a file");
        return Err(Fault::new(Kind::LimitExceeded, message));
    }
    let per_frame = data.items(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE)?;
    let shared = data.item(tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE)?;
    let is_functional = shared.is_some() || !per_frame.is_empty();
    let shared = shared.map(|shared| shared.into_owned().opened(&SHARED));
    // What does not depend on the frame is read once: there may be many frames, and much of it.
    let groups = Groups {
        data,
        table: Rescale::table(data, format)?,
        keys: PHASE_TAGS.map(|tag| data.text(tag).and_then(key)),
        frame: None,
        shared: shared.as_ref(),
    };
    if !is_functional && count == 1 {
        return Ok(vec![groups.facts()?]);
    }
    if per_frame.len() != count {
        let described = per_frame.len();
        let message = format!("{count} frames are declared and {described} are described");
        return Err(Fault::new(Kind::Inconsistent, message));
    }
    let frames = per_frame.iter();
    frames.map(|frame| groups.of(frame).facts()).collect()
}

/// Frames of a file, which says nothing of them if there is one.
pub(super) fn count(data: &Dataset<'_>) -> Result<usize, Fault> {
    let declared = data.integer(tags::NUMBER_OF_FRAMES)?.unwrap_or(1);
    usize::try_from(declared)
        .ok()
        .filter(|&count| count > 0)
        .ok_or_else(|| {
            let message = format!("{declared} frames are declared");
            Fault::new(Kind::BadHeader, message)
        })
}

/// Where the attributes of a frame may stand: in its own groups, in those that all frames share, or in the data set.
#[derive(Clone)]
struct Groups<'d, 'a> {
    data: &'d Dataset<'a>,
    /// The modality LUT of the data set.
    table: Option<Rescale>,
    /// The phase's keys of the data set.
    keys: PhaseKeys,
    frame: Option<&'d Dataset<'a>>,
    shared: Option<&'d Dataset<'a>>,
}

impl<'d, 'a> Groups<'d, 'a> {
    /// The same of one of the frames.
    fn of(&self, frame: &'d Dataset<'a>) -> Self {
        Self {
            frame: Some(frame),
            ..self.clone()
        }
    }

    /// The functional group of a frame; of a file without groups the data set itself.
    fn group(&self, sequence: Tag) -> Result<Option<Cow<'d, Dataset<'a>>>, Fault> {
        let levels = [self.frame, self.shared].into_iter().flatten();
        for level in levels {
            if let Some(item) = level.item(sequence)? {
                return Ok(Some(item));
            }
        }
        let is_plain = self.frame.is_none() && self.shared.is_none();
        Ok(is_plain.then_some(Cow::Borrowed(self.data)))
    }

    fn facts(&self) -> Result<FrameFacts, Fault> {
        let measures = self
            .group(tags::PIXEL_MEASURES_SEQUENCE)?
            .unwrap_or_default();
        Ok(FrameFacts {
            place: self.plane(&measures)?,
            rescale: self.rescale()?,
            stated_spacing: stated_spacing(&measures)?,
            phase: self.phase()?,
            instance_number: self.data.integer(tags::INSTANCE_NUMBER).unwrap_or_default(),
            stack: self.stack()?,
            segment: self.segment()?,
        })
    }

    fn stack(&self) -> Result<Option<Box<str>>, Fault> {
        let content = self
            .group(tags::FRAME_CONTENT_SEQUENCE)?
            .unwrap_or_default();
        Ok(content.text(tags::STACK_ID).map(Box::from))
    }

    fn plane(&self, measures: &Dataset<'a>) -> Result<Plane, Fault> {
        let position = self
            .group(tags::PLANE_POSITION_SEQUENCE)?
            .unwrap_or_default();
        let position = position.exactly::<3>(tags::IMAGE_POSITION_PATIENT)?;
        let position = required(tags::IMAGE_POSITION_PATIENT, position)?;
        let orientation = self
            .group(tags::PLANE_ORIENTATION_SEQUENCE)?
            .unwrap_or_default();
        let orientation = orientation.exactly::<6>(tags::IMAGE_ORIENTATION_PATIENT)?;
        let orientation = required(tags::IMAGE_ORIENTATION_PATIENT, orientation)?;
        let spacing = measures.exactly::<2>(tags::PIXEL_SPACING)?;
        // Between rows first, then between columns.
        let [between_rows, between_columns] = required(tags::PIXEL_SPACING, spacing)?;
        let [a, b, c, d, e, f] = orientation;
        Plane {
            position,
            along_row: [a, b, c],
            along_column: [d, e, f],
            spacing: [between_columns, between_rows],
        }
        .checked()
    }

    fn rescale(&self) -> Result<Rescale, Fault> {
        if let Some(table) = &self.table {
            return Ok(table.clone());
        }
        let group = self.group(tags::PIXEL_VALUE_TRANSFORMATION_SEQUENCE)?;
        let own = group
            .map(|group| Rescale::read(&group))
            .transpose()?
            .flatten();
        match own {
            Some(rescale) => Ok(rescale),
            None => Ok(Rescale::read(self.data)?.unwrap_or(Rescale::NONE)),
        }
    }

    fn segment(&self) -> Result<Option<u16>, Fault> {
        let group = self.group(tags::SEGMENT_IDENTIFICATION_SEQUENCE)?;
        group.map_or(Ok(None), |group| {
            group.short(tags::REFERENCED_SEGMENT_NUMBER)
        })
    }

    fn phase(&self) -> Result<PhaseKeys, Fault> {
        let mut keys = self.keys.clone();
        if self.frame.is_none() {
            if let Some(value) = self
                .data
                .double(tags::DIFFUSION_B_VALUE)
                .unwrap_or_default()
            {
                set(&mut keys, tags::DIFFUSION_B_VALUE, &value);
            }
            return Ok(keys);
        }
        let content = self
            .group(tags::FRAME_CONTENT_SEQUENCE)?
            .unwrap_or_default();
        if let Some(index) = content.long(tags::TEMPORAL_POSITION_INDEX)? {
            set(&mut keys, tags::TEMPORAL_POSITION_IDENTIFIER, &index);
        }
        let groups = [
            (
                tags::MR_ECHO_SEQUENCE,
                tags::EFFECTIVE_ECHO_TIME,
                tags::ECHO_TIME,
            ),
            (
                tags::MR_DIFFUSION_SEQUENCE,
                tags::DIFFUSION_B_VALUE,
                tags::DIFFUSION_B_VALUE,
            ),
            (
                tags::CARDIAC_SYNCHRONIZATION_SEQUENCE,
                tags::NOMINAL_CARDIAC_TRIGGER_DELAY_TIME,
                tags::TRIGGER_TIME,
            ),
        ];
        for (sequence, attribute, key) in groups {
            let group = self.group(sequence)?.unwrap_or_default();
            if let Some(value) = group.double(attribute)? {
                set(&mut keys, key, &value);
            }
        }
        Ok(keys)
    }
}

fn set(keys: &mut PhaseKeys, tag: Tag, value: &dyn ToString) {
    let place = PHASE_TAGS.iter().position(|&other| other == tag);
    if let Some(place) = place.and_then(|place| keys.get_mut(place)) {
        *place = key(&value.to_string());
    }
}

fn key(text: &str) -> Option<Arc<str>> {
    (text.len() <= MOST_KEY).then(|| text.into())
}

/// The distance of slices as stated, or else their thickness.
fn stated_spacing(measures: &Dataset<'_>) -> Result<Option<f64>, Fault> {
    let between = measures.number(tags::SPACING_BETWEEN_SLICES)?;
    let stated = match between {
        Some(between) => Some(between),
        None => measures.number(tags::SLICE_THICKNESS)?,
    };
    Ok(stated.map(f64::abs).filter(|&mm| mm > 0.0))
}
