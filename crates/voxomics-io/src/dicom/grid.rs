//! The grid of a stack of slices: evenly spaced, straight, and complete, or refused.

use voxomics_volume::Geometry;

use super::plane::{Plane, dot};
use super::stack::Frame;
use crate::error::{Fault, Kind};

/// How far gaps between slices may differ, mm and of their median.
const GAP: [f64; 2] = [1e-3, 0.01];
/// How far a slice may lie from its place on an even grid, mm and of a step.
const DRIFT: [f64; 2] = [1e-3, 0.05];
/// How far slices may lie beside the normal, mm and of a pixel.
const ASIDE: [f64; 2] = [1e-2, 0.01];

/// A grid, and what is odd about it.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub(super) geometry: Geometry,
    pub(super) warnings: Vec<String>,
}

/// The grid of frames that lie along their normal in places of their own; there is at least one.
pub(super) fn grid(frames: &[Frame]) -> Result<Grid, Fault> {
    let first = &frames[0];
    let plane = first.facts.place;
    let normal = plane.normal();
    let heights: Vec<f64> = frames
        .iter()
        .map(|frame| dot(&frame.facts.place.position, &normal))
        .collect();
    let mut warnings = Vec::new();
    let between = match gaps(&heights)? {
        Some(between) => {
            check_straight(&plane, frames, &heights)?;
            between
        }
        None => lone_spacing(first, &mut warnings),
    };
    let format = &first.store.format;
    let size = [
        usize::from(format.columns),
        usize::from(format.rows),
        frames.len(),
    ];
    let [x, y] = plane.spacing;
    let direction =
        std::array::from_fn(|row| [plane.along_row[row], plane.along_column[row], normal[row]]);
    let geometry = Geometry::new(size, [x, y, between], plane.position, direction)?;
    Ok(Grid { geometry, warnings })
}

/// The distance of slices, from the first to the last; nothing if there is one.
fn gaps(heights: &[f64]) -> Result<Option<f64>, Fault> {
    let (Some(first), Some(last)) = (heights.first(), heights.last()) else {
        return Ok(None);
    };
    if heights.len() < 2 {
        return Ok(None);
    }
    let gaps: Vec<f64> = heights.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mut sorted = gaps.clone();
    sorted.sort_by(f64::total_cmp);
    let median = sorted[sorted.len() / 2];
    let tolerance = GAP[0].max(GAP[1] * median);
    let odd = gaps.iter().position(|gap| (gap - median).abs() > tolerance);
    match odd {
        None => {
            let step = (last - first) / (heights.len() - 1) as f64;
            check_drift(heights, step)?;
            Ok(Some(step))
        }
        Some(at) => Err(uneven(heights, &gaps, at, median)),
    }
}

/// That small differences of gaps do not add up: every slice lies where an even grid has it.
fn check_drift(heights: &[f64], step: f64) -> Result<(), Fault> {
    let off = |(index, height): (usize, &f64)| (height - heights[0] - index as f64 * step).abs();
    let worst = heights.iter().enumerate().map(off).fold(0.0, f64::max);
    if worst <= DRIFT[0].max(DRIFT[1] * step) {
        return Ok(());
    }
    let message = format!(
        "slices are spaced unevenly: one lies {worst:.3} mm from where steps of {step} mm lead; resample or separate them"
    );
    Err(Fault::new(Kind::UnevenSpacing, message))
}

/// Gaps of about a whole number of slices are slices that are missing.
fn uneven(heights: &[f64], gaps: &[f64], at: usize, median: f64) -> Fault {
    let steps = |gap: &f64| gap / median;
    let is_whole = |gap: &f64| {
        let steps = steps(gap);
        steps.round() >= 1.0 && (steps - steps.round()).abs() <= GAP[1] * steps.round().max(1.0)
    };
    let [below, above] = [heights[at], heights[at + 1]];
    if gaps.iter().all(is_whole) {
        let missing: f64 = gaps.iter().map(|gap| steps(gap).round() - 1.0).sum();
        let message = format!(
            "slices are missing: {missing}, between {below} and {above} mm along the normal, where slices follow \
             each other at {median} mm, for one"
        );
        return Fault::new(Kind::MissingSlice, message);
    }
    let message = format!(
        "slices are spaced unevenly: {} mm between {below} and {above} mm along the normal, {median} mm elsewhere; \
         resample or separate them",
        gaps[at]
    );
    Fault::new(Kind::UnevenSpacing, message)
}

/// That slices lie above each other.
fn check_straight(plane: &Plane, frames: &[Frame], heights: &[f64]) -> Result<(), Fault> {
    let normal = plane.normal();
    let tolerance = ASIDE[0].max(ASIDE[1] * plane.spacing[0].min(plane.spacing[1]));
    for (frame, height) in frames.iter().zip(heights) {
        let rise = height - heights[0];
        let aside: [f64; 3] = std::array::from_fn(|axis| {
            frame.facts.place.position[axis] - plane.position[axis] - rise * normal[axis]
        });
        let aside = dot(&aside, &aside).sqrt();
        if aside > tolerance {
            let degrees = aside.atan2(rise.abs()).to_degrees();
            let message = format!(
                "the slices do not lie above each other: they are sheared by {degrees:.2} degrees, as a tilted gantry \
                 does it; resample them to a straight grid"
            );
            return Err(Fault::new(Kind::GantryTilt, message));
        }
    }
    Ok(())
}

/// What stands in for the distance of slices where there is one.
fn lone_spacing(frame: &Frame, warnings: &mut Vec<String>) -> f64 {
    let stated = frame.facts.stated_spacing;
    warnings.push(match stated {
        Some(mm) => format!("one slice: its spacing of {mm} mm is what the header states"),
        None => {
            "one slice whose header states no thickness: its spacing is taken for 1 mm".to_owned()
        }
    });
    stated.unwrap_or(1.0)
}
