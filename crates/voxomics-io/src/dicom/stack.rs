//! From frames to volumes: which belong together, in which order, and on which grid.

use std::sync::Arc;

use super::frame::FrameFacts;
use super::grid;
use super::instance::{Content, ImageFile, Series};
use super::origin::Origin;
use super::pet::Pet;
use super::phase;
use super::pixels::Store;
use super::plane::Plane;
use crate::Error;
use crate::error::{Fault, Kind};

/// A frame, and the file that it is in.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) store: Arc<Store>,
    /// Its place in the file.
    pub(super) number: usize,
    pub(super) facts: FrameFacts,
    pub(super) padding: Option<f64>,
    pub(super) pet: Option<Arc<Pet>>,
}

/// Frames that make one volume, or the reason why they do not.
#[derive(Debug)]
pub(super) struct Stack {
    pub(super) series: Series,
    pub(super) frames: Vec<Frame>,
    /// By what this phase was told from others of its series, and which of them it is.
    pub(super) phase: Option<phase::Phase>,
    pub(super) outcome: Result<grid::Grid, Error>,
}

/// Frames of the same series in parallel planes.
struct Group {
    series: Series,
    plane: Plane,
    frames: Vec<Frame>,
}

/// Groups that are kept apart; each frame is compared with all of them.
const MOST_GROUPS: usize = 4096;

impl Stack {
    fn refused(series: Series, error: Error) -> Self {
        Self {
            series,
            frames: Vec::new(),
            phase: None,
            outcome: Err(error),
        }
    }
}

fn too_many(origin: &Origin) -> Error {
    let message = format!("more than {MOST_GROUPS} series or orientations are not read together");
    origin.error(Fault::new(Kind::LimitExceeded, message))
}

/// The volumes of images, series by series in the order in which they were found.
pub(super) fn stacks(images: Vec<ImageFile>) -> Vec<Stack> {
    let mut groups: Vec<Group> = Vec::new();
    let mut refused: Vec<(Series, Error)> = Vec::new();
    for image in images {
        match image.content {
            Ok(content) => {
                let origin = content.store.origin.clone();
                for frame in frames(content, image.padding, image.pet.as_ref()) {
                    join(&mut groups, &image.series, frame);
                    if groups.len() > MOST_GROUPS {
                        return vec![Stack::refused(image.series, too_many(&origin))];
                    }
                }
            }
            // One reason a series is enough.
            Err(error) if refused.iter().all(|(series, _)| *series != image.series) => {
                refused.push((image.series, error));
            }
            Err(_) => {}
        }
    }
    let complete = groups.into_iter().flat_map(volumes);
    let complete: Vec<Stack> = complete.collect();
    let mut stacks = Vec::new();
    for mut stack in complete {
        // A volume must not be read without the slices that were refused.
        if let Some((_, error)) = refused
            .iter()
            .find(|(series, _)| series.uid == stack.series.uid)
        {
            stack.outcome = Err(error.clone());
        }
        stacks.push(stack);
    }
    for (series, error) in refused {
        if stacks.iter().all(|stack| stack.series.uid != series.uid) {
            stacks.push(Stack::refused(series, error));
        }
    }
    stacks
}

fn frames(
    content: Content,
    padding: Option<f64>,
    pet: Option<&Arc<Pet>>,
) -> impl Iterator<Item = Frame> {
    let Content { store, frames } = content;
    let frames = frames.into_iter().enumerate();
    frames.map(move |(number, facts)| Frame {
        store: Arc::clone(&store),
        number,
        facts,
        padding,
        pet: pet.cloned(),
    })
}

fn join(groups: &mut Vec<Group>, series: &Series, frame: Frame) {
    let plane = frame.facts.place;
    let known = groups.iter_mut().rev().find(|group| {
        group.series == *series
            && group.plane.is_like(&plane)
            && group.frames[0].facts.stack == frame.facts.stack
    });
    match known {
        Some(group) => group.frames.push(frame),
        None => groups.push(Group {
            series: series.clone(),
            plane,
            frames: vec![frame],
        }),
    }
}

/// The volumes of a group: one for each of its phases.
fn volumes(group: Group) -> Vec<Stack> {
    let Group { series, frames, .. } = group;
    match phase::split(frames) {
        Ok(phases) => phases
            .into_iter()
            .map(|(phase, frames, dropped)| stack(series.clone(), phase, frames, dropped))
            .collect(),
        Err((frames, fault)) => {
            let outcome = Err(blame(&frames, fault));
            vec![Stack {
                series,
                frames,
                phase: None,
                outcome,
            }]
        }
    }
}

fn stack(series: Series, phase: Option<phase::Phase>, frames: Vec<Frame>, dropped: usize) -> Stack {
    let outcome = grid::grid(&frames).map_err(|fault| blame(&frames, fault));
    let outcome = outcome.map(|mut grid| {
        if dropped > 0 {
            let message = format!("slices that are there twice are read once: {dropped}");
            grid.warnings.push(message);
        }
        grid
    });
    Stack {
        series,
        frames,
        phase,
        outcome,
    }
}

/// The fault, with the first file of the frames.
fn blame(frames: &[Frame], fault: Fault) -> Error {
    let store = &frames[0].store;
    store.origin.error(fault)
}
