//! The edges of bins, with numpy's operations in numpy's order.

use voxomics_core::vectorised;

use super::{Binning, Error};
use crate::roi::Precision;

/// More bins than a list of edges may have, 16 million: far beyond any use, and no memory is asked for.
const MOST_LISTED: usize = 1 << 24;

/// More edges than a double counts one by one: 2⁵³.
const MOST_EDGES: f64 = 9_007_199_254_740_992.0;

/// The edges of the bins; level `k` holds `edge(k - 1) ≤ x < edge(k)`, counted from 1.
#[derive(Debug, Clone)]
pub(super) enum Edges {
    /// At equal distances, computed where they are needed.
    Even(Even),
    /// Edges one by one, ascending.
    Listed(Vec<f64>),
}

impl Edges {
    /// The edges for intensities between `minimum` and `maximum`.
    pub(super) fn new(
        binning: Binning,
        [minimum, maximum]: [f64; 2],
        precision: Precision,
    ) -> Result<Self, Error> {
        match binning {
            Binning::Width(width) if width > 0.0 && width.is_finite() => {
                Self::of_width(width, minimum, maximum)
            }
            Binning::WidthFrom { origin, width } if width > 0.0 && width.is_finite() => {
                Self::from_origin(origin, width, minimum, maximum)
            }
            Binning::Width(width) | Binning::WidthFrom { width, .. } => Err(Error::BinWidth(width)),
            Binning::Count(0) => Err(Error::BinCount),
            Binning::Count(count) if count > MOST_LISTED => Err(Error::TooManyLevels {
                minimum,
                maximum,
                levels: count as u64,
            }),
            Binning::Count(count) => Ok(Self::of_count(count, minimum, maximum, precision)),
        }
    }

    fn from_origin(origin: f64, width: f64, minimum: f64, maximum: f64) -> Result<Self, Error> {
        if minimum < origin {
            return Err(Error::BelowOrigin { minimum, origin });
        }
        Self::between(origin, width, minimum, maximum)
    }

    fn of_width(width: f64, minimum: f64, maximum: f64) -> Result<Self, Error> {
        let low = minimum - floor_modulo(minimum, width);
        Self::between(low, width, minimum, maximum)
    }

    /// Bins of a width from `low` on.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates, in a message"
    )]
    fn between(low: f64, width: f64, minimum: f64, maximum: f64) -> Result<Self, Error> {
        let high = maximum + 2.0 * width;
        let count = ((high - low) / width).ceil();
        if count > MOST_EDGES {
            return Err(Error::TooManyLevels {
                minimum,
                maximum,
                levels: count as u64,
            });
        }
        if count <= 1.0 {
            return Ok(Self::Listed(vec![low - 0.5, low + 0.5]));
        }
        Ok(Self::Even(Even {
            low,
            width,
            step: (low + width) - low,
            count,
        }))
    }

    /// `numpy.histogram(values, count)[1]` with its last edge moved up by one.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "numpy makes the edges of float32 values float32"
    )]
    fn of_count(count: usize, minimum: f64, maximum: f64, precision: Precision) -> Self {
        let (first, last) = if minimum < maximum {
            (minimum, maximum)
        } else {
            (minimum - 0.5, maximum + 0.5)
        };
        let step = (last - first) / count as f64;
        let mut edges: Vec<f64> = (0..=count).map(|k| k as f64 * step + first).collect();
        edges[count] = last;
        if precision == Precision::Single {
            for edge in &mut edges {
                *edge = f64::from(*edge as f32);
            }
            edges[count] = f64::from(edges[count] as f32 + 1.0);
        } else {
            edges[count] += 1.0;
        }
        Self::Listed(edges)
    }

    /// How many edges are not above `x`: `numpy.digitize`.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates, and levels that large are refused"
    )]
    pub(super) fn level(&self, x: f64) -> u64 {
        match self {
            Self::Listed(edges) => edges.partition_point(|&edge| edge <= x) as u64,
            Self::Even(edges) => {
                // Where rounding makes the step 0, all edges are equal, and `x` is above all of them.
                let guess = ((x - edges.low) / edges.step).min(edges.count) as i64;
                edges.settle(x, guess as f64) as u64
            }
        }
    }

    /// [`level`](Self::level) of values whose levels are known to fit into 16 bits, for those that `inside`
    /// marks with 1; 0 for others.
    pub(super) fn levels(&self, values: &[f64], inside: &[u8], levels: &mut [u16]) {
        const STRETCH: usize = 32;
        let chunks = values.chunks(STRETCH).zip(inside.chunks(STRETCH));
        for ((values, inside), levels) in chunks.zip(levels.chunks_mut(STRETCH)) {
            let guessed = match self {
                Self::Even(edges) => guess(edges, values, inside, levels),
                Self::Listed(_) => false,
            };
            if guessed {
                continue;
            }
            for ((level, &value), &inside) in levels.iter_mut().zip(values).zip(inside) {
                *level = if inside == 1 {
                    self.level_u16(value)
                } else {
                    0
                };
            }
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the largest level was checked"
    )]
    fn level_u16(&self, x: f64) -> u16 {
        self.level(x) as u16
    }
}

/// `numpy.arange(low, high, width)`: edges `low`, `low + width`, then `low + k step`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Even {
    low: f64,
    width: f64,
    /// Distance between the first two edges, which rounding may have moved away from `width`.
    step: f64,
    count: f64,
}

impl Even {
    #[expect(clippy::float_cmp, reason = "whole numbers")]
    fn edge(&self, k: f64) -> f64 {
        self.low + if k == 1.0 { self.width } else { k * self.step }
    }

    /// How many edges are not above `x`, a whole number, from the guess that `below` of them are but
    /// one: rounding moves it by a step at most.
    fn settle(&self, x: f64, below: f64) -> f64 {
        let mut level = (below + 1.0).clamp(0.0, self.count);
        while level > 0.0 && self.edge(level - 1.0) > x {
            level -= 1.0;
        }
        while level < self.count && self.edge(level) <= x {
            level += 1.0;
        }
        level
    }
}

vectorised! {
    /// The levels of a few values, right if it returns true.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::needless_bitwise_bool,
        reason = "checked by comparing with the edges; no branches"
    )]
    fn guess(edges: &Even, values: &[f64], inside: &[u8], levels: &mut [u16]) -> bool {
        // Values on an edge should not fall below it.
        const NUDGE: f64 = 1e-9;
        let (low, step) = (edges.low, edges.step);
        // Else the second edge is not where the others say.
        let mut right = (low + edges.width).to_bits() == (low + step).to_bits();
        let per_step = 1.0 / step;
        for ((level, &value), &inside) in levels.iter_mut().zip(values).zip(inside) {
            let below = ((value - low) * per_step + NUDGE) as i32;
            let edge = |k: i32| low + f64::from(k) * step;
            let fits = (edge(below) <= value) & (value < edge(below.wrapping_add(1)));
            right &= fits | (inside == 0);
            *level = (below.wrapping_add(1) as u16) * u16::from(inside);
        }
        right
    }
}

/// Python's `%`: the remainder with the sign of the divisor.
fn floor_modulo(x: f64, divisor: f64) -> f64 {
    let remainder = x % divisor;
    if remainder != 0.0 && (remainder < 0.0) != (divisor < 0.0) {
        remainder + divisor
    } else {
        remainder
    }
}

#[cfg(test)]
mod tests {
    use super::{Binning, Edges, floor_modulo};
    use crate::roi::Precision;

    fn levels(binning: Binning, values: &[f64], precision: Precision) -> Vec<u64> {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let edges = Edges::new(binning, [low, high], precision).unwrap();
        values.iter().map(|&value| edges.level(value)).collect()
    }

    #[test]
    fn modulo_is_pythons() {
        // Python: [-7 % 3, 7 % 3, -6 % 3, -0.1 % 25]
        for (x, divisor, want) in [(-7.0, 3.0, 2.0), (7.0, 3.0, 1.0), (-0.1, 25.0, 24.9)] {
            assert!((floor_modulo(x, divisor) - want).abs() < 1e-15);
        }
    }

    #[test]
    fn the_top_value_has_its_own_bin() {
        let got = levels(
            Binning::Width(25.0),
            &[50.0, 149.9, 150.0],
            Precision::Double,
        );
        assert_eq!(got, [1, 4, 5]);
    }

    /// numpy 1.26: edges of doubles, and of float32 values, which begin a bin lower or not.
    #[test]
    fn edges_are_those_of_arange() {
        let width = Binning::Width(0.1);
        assert_eq!(
            levels(width, &[0.3, 0.7, 1.1], Precision::Double),
            [1, 5, 9]
        );
        let single = [0.3_f32, 0.7, 1.1].map(f64::from);
        assert_eq!(levels(width, &single, Precision::Single), [1, 4, 9]);
    }

    #[test]
    fn a_flat_region_has_the_middle_bin_of_a_count() {
        for (count, want) in [(8, 5), (32, 17), (2, 2), (1, 1), (4, 3)] {
            assert_eq!(
                levels(Binning::Count(count), &[5.0], Precision::Double),
                [want]
            );
        }
    }
}
