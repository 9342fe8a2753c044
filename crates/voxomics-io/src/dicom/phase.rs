//! Several phases, echoes or repetitions in one series: which frame belongs to which.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use dicom_core::Tag;

use super::frame::PHASE_TAGS;
use super::plane::dot;
use super::stack::Frame;
use super::tags;
use crate::error::{Fault, Kind};

/// Slices nearer than this, mm, lie in one place.
const SAME_PLACE: f64 = 1e-3;

/// One of several volumes of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Phase {
    /// From 1 on.
    pub(super) number: usize,
    pub(super) count: usize,
    /// The attribute that told them apart.
    pub(super) by: &'static str,
}

/// A phase, its frames along the normal, and how many were dropped since they are there twice.
pub(super) type Part = (Option<Phase>, Vec<Frame>, usize);

/// Parts frames of parallel planes so that no two of a part lie in one place.
///
/// # Errors
///
/// The frames, and why they cannot be told apart.
pub(super) fn split(mut frames: Vec<Frame>) -> Result<Vec<Part>, (Vec<Frame>, Fault)> {
    sort(&mut frames);
    if is_unique(&frames) {
        return Ok(vec![(None, frames, 0)]);
    }
    if let Some((by, groups)) = by_attribute(&frames).or_else(|| by_instance_number(&frames)) {
        let count = groups.len();
        let parts = groups.into_iter().enumerate().map(|(index, frames)| {
            let number = index + 1;
            (Some(Phase { number, count, by }), frames, 0)
        });
        return Ok(parts.collect());
    }
    match without_copies(&frames) {
        Ok(unique) => {
            let dropped = frames.len() - unique.len();
            Ok(vec![(None, unique, dropped)])
        }
        Err(fault) => Err((frames, fault)),
    }
}

/// Along the normal of the first frame.
fn sort(frames: &mut [impl Borrow<Frame>]) {
    let place = |frame: &Frame| frame.facts.place;
    let Some(normal) = frames.first().map(|frame| place(frame.borrow()).normal()) else {
        return;
    };
    let height = |frame: &Frame| dot(&place(frame).position, &normal);
    frames.sort_by(|a, b| height(a.borrow()).total_cmp(&height(b.borrow())));
}

/// Whether frames along the normal all lie in places of their own.
fn is_unique(frames: &[impl Borrow<Frame>]) -> bool {
    frames
        .windows(2)
        .all(|pair| !are_together(pair[0].borrow(), pair[1].borrow()))
}

fn are_together(a: &Frame, b: &Frame) -> bool {
    let [a, b] = [a, b].map(|frame| &frame.facts.place);
    let apart = std::array::from_fn(|axis| b.position[axis] - a.position[axis]);
    dot(&apart, &a.normal()).abs() <= SAME_PLACE
}

/// By the first attribute, or pair of them, that gives as many frames to each of its values, all in places of their own.
fn by_attribute(frames: &[Frame]) -> Option<(&'static str, Vec<Vec<Frame>>)> {
    let single = (0..PHASE_TAGS.len()).map(|at| [at, at]);
    let pairs = (0..PHASE_TAGS.len())
        .flat_map(|first| (first + 1..PHASE_TAGS.len()).map(move |second| [first, second]));
    single
        .chain(pairs)
        .find_map(|places| Some((name(PHASE_TAGS[places[0]]), group(frames, places)?)))
}

/// The frames of each value of two attributes, in the order of these values.
fn group(frames: &[Frame], places: [usize; 2]) -> Option<Vec<Vec<Frame>>> {
    let mut groups: BTreeMap<[&str; 2], Vec<&Frame>> = BTreeMap::new();
    for frame in frames {
        let [first, second] = places.map(|place| frame.facts.phase[place].as_deref());
        groups.entry([first?, second?]).or_default().push(frame);
    }
    let mut groups: Vec<([&str; 2], Vec<&Frame>)> = groups.into_iter().collect();
    groups.sort_by(|([a, b], _), ([c, d], _)| ordering(a, c).then_with(|| ordering(b, d)));
    are_phases(
        groups.into_iter().map(|(_, members)| members).collect(),
        places_of(frames),
    )
}

/// How many places frames along the normal lie in.
fn places_of(frames: &[Frame]) -> usize {
    let steps = frames
        .windows(2)
        .filter(|pair| !are_together(&pair[0], &pair[1]));
    1 + steps.count()
}

/// Groups with a frame in each of so many places.
fn are_phases(groups: Vec<Vec<&Frame>>, places: usize) -> Option<Vec<Vec<Frame>>> {
    let is_right = groups.len() > 1
        && groups
            .iter()
            .all(|group| group.len() == places && is_unique(group));
    is_right.then(|| {
        groups
            .into_iter()
            .map(|group| group.into_iter().cloned().collect())
            .collect()
    })
}

/// Numbers as numbers, before anything else as text.
fn ordering(a: &str, b: &str) -> Ordering {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => a.total_cmp(&b),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => a.cmp(b),
    }
}

/// By runs of instance numbers, as many as frames lie in each place.
fn by_instance_number(frames: &[Frame]) -> Option<(&'static str, Vec<Vec<Frame>>)> {
    let places = places_of(frames);
    let mut numbered: Vec<(i64, &Frame)> = frames
        .iter()
        .map(|frame| Some((frame.facts.instance_number?, frame)))
        .collect::<Option<_>>()?;
    numbered.sort_by_key(|(number, _)| *number);
    let is_counted = numbered.windows(2).all(|pair| pair[0].0 < pair[1].0);
    if !is_counted || !frames.len().is_multiple_of(places) {
        return None;
    }
    let runs = numbered.chunks(places).map(|run| {
        let mut run: Vec<&Frame> = run.iter().map(|(_, frame)| *frame).collect();
        sort(&mut run);
        run
    });
    Some((
        name(tags::INSTANCE_NUMBER),
        are_phases(runs.collect(), places)?,
    ))
}

/// The frames without those that repeat another bit for bit.
fn without_copies(frames: &[Frame]) -> Result<Vec<Frame>, Fault> {
    let mut unique: Vec<Frame> = Vec::new();
    for frame in frames {
        match unique.last() {
            Some(last) if are_together(last, frame) => {
                if !is_copy(last, frame)? {
                    return Err(duplicate(last, frame));
                }
            }
            _ => unique.push(frame.clone()),
        }
    }
    Ok(unique)
}

/// Whether two frames are the same image, their pixels included.
fn is_copy(a: &Frame, b: &Frame) -> Result<bool, Fault> {
    // Files of many frames are not compared: opening both once a frame could take for ever.
    let are_single = [a, b].iter().all(|frame| frame.store.frames == 1);
    if a.facts.rescale != b.facts.rescale || !are_single {
        return Ok(false);
    }
    let [first, second] = [a, b].map(|frame| frame.store.values(frame.number));
    Ok(first? == second?)
}

fn duplicate(a: &Frame, b: &Frame) -> Fault {
    let [x, y, z] = a.facts.place.position;
    let [first, second] = [a, b].map(|frame| frame.store.origin.short_name());
    let message = format!(
        "`{first}` and `{second}` both lie at {x}, {y}, {z} mm, and no attribute tells phases apart: \
         remove one, or separate the series"
    );
    Fault::new(Kind::DuplicatePosition, message)
}

fn name(tag: Tag) -> &'static str {
    match tag {
        tags::TEMPORAL_POSITION_IDENTIFIER => "TemporalPositionIdentifier",
        tags::ECHO_TIME => "EchoTime",
        tags::ECHO_NUMBERS => "EchoNumbers",
        tags::DIFFUSION_B_VALUE => "DiffusionBValue",
        tags::ACQUISITION_NUMBER => "AcquisitionNumber",
        tags::TRIGGER_TIME => "TriggerTime",
        tags::ACQUISITION_TIME => "AcquisitionTime",
        tags::CONTENT_TIME => "ContentTime",
        tags::IMAGE_TYPE => "ImageType",
        _ => "InstanceNumber",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_one_order() {
        // Neither as numbers nor as text alone: `9` is before `10`, which is before `1a`, which is before `9` as text.
        let mut values = ["1a", "10", "b", "9", "-1"];
        values.sort_by(|a, b| ordering(a, b));
        assert_eq!(values, ["-1", "9", "10", "1a", "b"]);
    }
}
