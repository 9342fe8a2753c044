//! Intensities to values from 0 to 1.

use voxomics_stats::quantile::{self, Type};

use super::frame::part_of;
use super::recipe::{Intensity, Over, Window};
use super::{Error, Frame, Plane};

/// `clip((x - low) / width, 0, 1)`; 0 everywhere where there is no width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    low: f64,
    width: f64,
}

impl Scale {
    pub(super) fn of(self, value: f64) -> f64 {
        if self.width > 0.0 {
            ((value - self.low) / self.width).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }

    fn window(window: Window) -> Self {
        Self {
            low: window.centre - window.width / 2.0,
            width: window.width,
        }
    }

    fn between(low: f64, high: f64) -> Result<Self, Error> {
        let width = high - low;
        if width.is_finite() {
            Ok(Self { low, width })
        } else {
            Err(Error::Range { low, high })
        }
    }

    /// One for each channel, from what lies in the slice and in the box.
    pub(super) fn channels(
        plane: &Plane,
        frame: Frame,
        intensity: &Intensity,
    ) -> Result<[Self; 3], Error> {
        let values = |over| values(plane, frame, over);
        let one = match *intensity {
            Intensity::Windows(windows) => return Ok(windows.map(Self::window)),
            Intensity::Window(window) => Self::window(window),
            Intensity::Range { low, high } => Self::between(low, high)?,
            Intensity::MinMax { over } => {
                let (low, high) = extremes(&values(over)?);
                Self::between(low, high)?
            }
            Intensity::Percentiles { low, high, over } => {
                percentiles(&values(over)?, [low / 100.0, high / 100.0])?
            }
            Intensity::ZScore { over, reach } => z_score(&values(over)?, reach)?,
        };
        Ok([one; 3])
    }
}

/// What a range is found on, all finite, at least one.
fn values(plane: &Plane, frame: Frame, over: Over) -> Result<Vec<f64>, Error> {
    let part = match over {
        Over::Roi => Frame::around(plane)?,
        Over::Box => frame.within(plane),
        Over::Slice => Frame::whole(plane),
    };
    finite_where(plane, part, |inside| inside || over != Over::Roi)?;
    let (pixels, mask) = (part_of(plane.pixels(), part), part_of(plane.mask(), part));
    let pairs = pixels.into_iter().zip(mask);
    let kept = pairs.filter(|(_, inside)| **inside || over != Over::Roi);
    let values: Vec<f64> = kept.map(|(value, _)| *value).collect();
    if values.is_empty() {
        return Err(Error::EmptyMask);
    }
    Ok(values)
}

fn percentiles(values: &[f64], shares: [f64; 2]) -> Result<Scale, Error> {
    let found = quantile::quantiles(values, &shares, Type::Seven).map_err(|_| Error::EmptyMask)?;
    Scale::between(found[0], found[1])
}

/// From `reach` standard deviations (of divisor n) below the mean to as many above.
fn z_score(values: &[f64], reach: f64) -> Result<Scale, Error> {
    let (low, high) = extremes(values);
    if low >= high {
        // The mean may be a last bit away from values that are all the same.
        return Scale::between(low, high);
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let square = |value: &f64| (value - mean) * (value - mean);
    let sd = (values.iter().map(square).sum::<f64>() / n).sqrt();
    let scale = Scale {
        low: mean - reach * sd,
        width: 2.0 * reach * sd,
    };
    if scale.low.is_finite() && scale.width.is_finite() {
        Ok(scale)
    } else {
        Err(Error::Range { low, high })
    }
}

fn extremes(values: &[f64]) -> (f64, f64) {
    let ends = (f64::INFINITY, f64::NEG_INFINITY);
    let wider = |(low, high): (f64, f64), value: &f64| (low.min(*value), high.max(*value));
    values.iter().fold(ends, wider)
}

/// Whether all pixels of a slice that lie in a box are numbers.
pub(super) fn finite(plane: &Plane, frame: Frame) -> Result<(), Error> {
    finite_where(plane, frame.within(plane), |_| true)
}

/// The same of those whose mask is asked for, of a box within the slice.
fn finite_where(plane: &Plane, part: Frame, asked: impl Fn(bool) -> bool) -> Result<(), Error> {
    let (pixels, mask) = (part_of(plane.pixels(), part), part_of(plane.mask(), part));
    let [rows, columns] = part.from([0, 0]);
    for (((row, column), &value), &inside) in pixels.indexed_iter().zip(mask) {
        if !value.is_finite() && asked(inside) {
            let (row, column) = (rows.start + row, columns.start + column);
            return Err(Error::NotFinite { row, column, value });
        }
    }
    Ok(())
}
