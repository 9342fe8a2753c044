//! Grey levels: intensities put into bins.
//!
//! `PyRadiomics` finds bin edges in floating point, and texture depends on which side of an edge a
//! voxel falls. So the same operations are done here in the same order, down to numpy's `arange` and
//! `linspace`, and not the textbook formula `⌊x / w⌋ - ⌊min / w⌋ + 1`, which differs for up to 43 % of
//! minima that are multiples of a width such as 0.1.

use voxomics_core::{ErrorClass, vectorised};

use crate::grid::{Grid, Rank};
use crate::roi::{Precision, Roi, RoiMask, Span};

/// Why intensities cannot be put into bins.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No voxel inside.
    #[error("the region of interest is empty: there is nothing to discretise")]
    Empty,

    /// A bin width that is no width.
    #[error("bin width {0} is not a positive number")]
    BinWidth(f64),

    /// Intensities below the first bin.
    #[error(
        "intensities go down to {minimum}, below the binOrigin {origin}: resegment from there, or lower it"
    )]
    BelowOrigin {
        /// Smallest intensity.
        minimum: f64,
        /// Where the first bin begins.
        origin: f64,
    },

    /// A bin count of zero.
    #[error("bin count 0 leaves no grey level: ask for at least one")]
    BinCount,

    /// NaN or an infinity.
    #[error("the region of interest holds {0}, which belongs to no bin")]
    NonFinite(f64),

    /// More grey levels than a texture matrix can have.
    #[error(
        "intensities from {minimum} to {maximum} make {levels} grey levels, and textures can have {}: \
         choose a larger binWidth or a binCount",
        Levels::MAX
    )]
    TooManyLevels {
        /// Smallest intensity.
        minimum: f64,
        /// Largest intensity.
        maximum: f64,
        /// Levels that they would make.
        levels: u64,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Empty
            | Self::BinWidth(_)
            | Self::BelowOrigin { .. }
            | Self::BinCount
            | Self::NonFinite(_)
            | Self::TooManyLevels { .. } => ErrorClass::Input,
        }
    }
}

/// More bins than a list of edges may have, 16 million: far beyond any use, and no memory is asked for.
const MOST_LISTED: usize = 1 << 24;

/// More edges than a double counts one by one: 2⁵³.
const MOST_EDGES: f64 = 9_007_199_254_740_992.0;

/// How intensities are put into bins.
///
/// ```
/// use voxomics_features::discretise::Binning;
///
/// assert_eq!(Binning::default(), Binning::Width(25.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Binning {
    /// Bins of a width `w`, anchored at a multiple of `w`: `binWidth`.
    Width(f64),
    /// Bins of a width, the first from an intensity on which the region must not fall below: IBSI's fixed
    /// bin size; `binOrigin`.
    WidthFrom {
        /// Where the first bin begins.
        origin: f64,
        /// The width.
        width: f64,
    },
    /// A number of equal bins between the smallest and the largest intensity: `binCount`.
    Count(usize),
}

impl Default for Binning {
    fn default() -> Self {
        Self::Width(25.0)
    }
}

/// The edges of the bins; level `k` holds `edge(k - 1) ≤ x < edge(k)`, counted from 1.
#[derive(Debug, Clone)]
pub(crate) enum Edges {
    /// At equal distances, computed where they are needed.
    Even(Even),
    /// Edges one by one, ascending.
    Listed(Vec<f64>),
}

impl Edges {
    /// The edges for intensities between `minimum` and `maximum`.
    pub(crate) fn new(
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
    pub(crate) fn level(&self, x: f64) -> u64 {
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
    fn levels(&self, values: &[f64], inside: &[u8], levels: &mut [u16]) {
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
pub(crate) struct Even {
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

/// A region of interest in grey levels: what every texture matrix is made from.
///
/// Voxels hold the *rank* of their level among the levels present, from 1, and 0 outside the mask, so
/// that matrices have no empty rows; [`grey`](Self::grey) gives the levels themselves.
///
/// ```
/// use voxomics_features::discretise::{Binning, Levels};
/// use voxomics_features::roi::{Roi, RoiMask};
///
/// let mask = RoiMask::new([4, 1, 1], [1.0; 3], vec![1, 1, 1, 0]).expect("a byte per voxel");
/// let roi = Roi::new(mask, vec![-10.0, 30.0, 80.0, 500.0]).expect("a value per voxel");
/// let levels = Levels::new(&roi, Binning::Width(25.0))?;
/// assert_eq!(levels.grey(), [1, 3, 5]);
/// assert_eq!(levels.ranks(), [1, 2, 3, 0]);
/// # Ok::<(), voxomics_features::discretise::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[doc(alias("binImage", "discretize"))]
pub struct Levels {
    size: [usize; 3],
    spacing: [f64; 3],
    ranks: Ranks,
    grey: Vec<u16>,
    counts: Vec<usize>,
}

/// Ranks in the smallest type that holds them, with a margin of one voxel.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ranks {
    Narrow(Grid<u8>),
    Wide(Grid<u16>),
}

/// Runs code on the [`Grid`] of ranks, whatever its type.
macro_rules! for_ranks {
    ($ranks:expr, $grid:ident => $code:expr) => {
        match $ranks {
            $crate::discretise::Ranks::Narrow($grid) => $code,
            $crate::discretise::Ranks::Wide($grid) => $code,
        }
    };
}
pub(crate) use for_ranks;

impl Levels {
    /// The largest grey level that a texture matrix can have.
    pub const MAX: u16 = u16::MAX - 1;

    /// Puts the intensities inside the mask into bins.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without a voxel, [`Error::NonFinite`] for NaN and infinities, [`Error::BinWidth`]
    /// and [`Error::BinCount`] for impossible bins, [`Error::TooManyLevels`] where the largest level
    /// exceeds [`Levels::MAX`] (`PyRadiomics` runs out of memory there).
    pub fn new(roi: &Roi, binning: Binning) -> Result<Self, Error> {
        let range = range(roi)?;
        let edges = Edges::new(binning, range, roi.precision())?;
        let top = edges.level(range[1]);
        let levels = u16::try_from(top).ok().filter(|&top| top <= Self::MAX);
        let top = levels.ok_or(Error::TooManyLevels {
            minimum: range[0],
            maximum: range[1],
            levels: top,
        })?;
        let mut levels = vec![0; roi.mask().spans().iter().map(|span| span.len).sum()];
        let mut histogram = vec![0_usize; usize::from(top) + 1];
        for (span, levels) in spans(roi.mask(), &mut levels) {
            let (values, inside) = (
                &roi.values()[span.range()],
                &roi.mask().inside()[span.range()],
            );
            edges.levels(values, inside, levels);
            for &level in &*levels {
                histogram[usize::from(level)] += 1;
            }
        }
        histogram[0] = 0; // outside the mask
        Ok(Self::ranked(roi.mask(), &levels, &histogram))
    }

    /// Replaces the levels of every span by their ranks among the levels present.
    fn ranked(mask: &RoiMask, levels: &[u16], histogram: &[usize]) -> Self {
        let present = histogram
            .iter()
            .enumerate()
            .filter(|&(_, &count)| count > 0);
        let (grey, counts): (Vec<u16>, Vec<usize>) = present
            .map(|(level, &count)| {
                (
                    u16::try_from(level).expect("levels fit into 16 bits"),
                    count,
                )
            })
            .unzip();
        let mut rank_of = vec![0_u16; histogram.len()];
        for (rank, &level) in (1..).zip(&grey) {
            rank_of[usize::from(level)] = rank;
        }
        let narrow = u8::try_from(grey.len()).is_ok();
        let ranks = if narrow {
            let rank_of: Vec<u8> = rank_of.iter().map(|&rank| rank.to_le_bytes()[0]).collect();
            Ranks::Narrow(looked_up(mask, levels, &rank_of))
        } else {
            Ranks::Wide(looked_up(mask, levels, &rank_of))
        };
        Self {
            size: mask.size(),
            spacing: mask.spacing(),
            ranks,
            grey,
            counts,
        }
    }

    /// Voxels of the box along each axis, `[x, y, z]`.
    #[must_use]
    pub fn size(&self) -> [usize; 3] {
        self.size
    }

    /// Distance between neighbouring voxels along each axis, mm.
    #[must_use]
    pub fn spacing(&self) -> [f64; 3] {
        self.spacing
    }

    /// Rank of every voxel's level, from 1, x fastest; 0 outside the mask.
    #[must_use]
    pub fn ranks(&self) -> Vec<u16> {
        match &self.ranks {
            Ranks::Narrow(grid) => grid.to_box().into_iter().map(u16::from).collect(),
            Ranks::Wide(grid) => grid.to_box(),
        }
    }

    /// The same as the classes take them.
    pub(crate) fn grid(&self) -> &Ranks {
        &self.ranks
    }

    /// The levels present, ascending.
    #[must_use]
    pub fn grey(&self) -> &[u16] {
        &self.grey
    }

    /// How many voxels have each of the levels present.
    #[must_use]
    pub fn counts(&self) -> &[usize] {
        &self.counts
    }

    /// The largest level, `Ng` of the formulas, which counts absent levels too.
    #[must_use]
    pub fn largest(&self) -> u16 {
        self.grey.last().copied().unwrap_or(0)
    }

    /// How many voxels lie inside the mask.
    #[must_use]
    pub fn voxels(&self) -> usize {
        self.counts.iter().sum()
    }

    /// The levels of a grid of ranks; 0 outside.
    pub(crate) fn grey_grid<T: Rank>(&self, ranks: &Grid<T>) -> Grid<u16> {
        let mut grey = vec![0];
        grey.extend(&self.grey);
        ranks.map(|rank| grey[Into::<usize>::into(rank)])
    }

    /// The levels present as floats.
    pub(crate) fn grey_f64(&self) -> Vec<f64> {
        self.grey.iter().map(|&level| f64::from(level)).collect()
    }
}

/// How many voxels have each of the levels present, whatever their number.
///
/// # Errors
///
/// As [`Levels::new`], without a limit to the levels.
pub(crate) fn histogram(roi: &Roi, binning: Binning) -> Result<Vec<usize>, Error> {
    match Levels::new(roi, binning) {
        Ok(levels) => return Ok(levels.counts),
        Err(Error::TooManyLevels { .. }) => {}
        Err(error) => return Err(error),
    }
    let edges = Edges::new(binning, range(roi)?, roi.precision())?;
    let inside = roi.inside_values().into_iter();
    let mut levels: Vec<u64> = inside.map(|value| edges.level(value)).collect();
    levels.sort_unstable();
    Ok(levels
        .chunk_by(|left, right| left == right)
        .map(<[u64]>::len)
        .collect())
}

/// Every span of a mask with its part of a list that has as many items as the spans have voxels.
fn spans<'a, T>(
    mask: &'a RoiMask,
    items: &'a mut [T],
) -> impl Iterator<Item = (Span, &'a mut [T])> {
    let mut rest = items;
    mask.spans().iter().map(move |&span| {
        let (items, behind) = std::mem::take(&mut rest).split_at_mut(span.len);
        rest = behind;
        (span, items)
    })
}

/// The ranks of the levels of every span.
fn looked_up<T: Rank>(mask: &RoiMask, levels: &[u16], rank_of: &[T]) -> Grid<T> {
    let mut grid = Grid::new(mask, 1);
    let mut rest = levels;
    for (line, _) in grid.lines_mut() {
        let (levels, behind) = rest.split_at(line.len());
        rest = behind;
        for (rank, &level) in line.iter_mut().zip(levels) {
            *rank = rank_of[usize::from(level)];
        }
    }
    grid
}

/// Smallest and largest intensity inside the mask.
fn range(roi: &Roi) -> Result<[f64; 2], Error> {
    let mut range = [f64::INFINITY, f64::NEG_INFINITY];
    let mut finite = true;
    for span in roi.mask().spans() {
        let values = &roi.values()[span.range()];
        let inside = &roi.mask().inside()[span.range()];
        finite &= widen(&mut range, values, inside);
    }
    if !finite {
        let bad = roi
            .inside_values()
            .into_iter()
            .find(|value| !value.is_finite());
        return Err(Error::NonFinite(bad.unwrap_or(f64::NAN)));
    }
    if range[0] > range[1] {
        return Err(Error::Empty);
    }
    Ok(range)
}

vectorised! {
    /// Takes in the values that `inside` marks with 1, and says whether they are finite.
    #[expect(clippy::needless_bitwise_bool, reason = "no branches")]
    fn widen(range: &mut [f64; 2], values: &[f64], inside: &[u8]) -> bool {
        const LANES: usize = 8;
        let (mut low, mut high) = ([range[0]; LANES], [range[1]; LANES]);
        let mut finite = [true; LANES];
        let mut take = |lane: usize, value: f64, inside: u8| {
            let inside = inside == 1;
            finite[lane] &= !inside | value.is_finite();
            low[lane] = if inside & (value < low[lane]) {
                value
            } else {
                low[lane]
            };
            high[lane] = if inside & (value > high[lane]) {
                value
            } else {
                high[lane]
            };
        };
        let (values, value_rest) = values.as_chunks::<LANES>();
        let (insides, inside_rest) = inside.as_chunks::<LANES>();
        for (values, insides) in values.iter().zip(insides) {
            for lane in 0..LANES {
                take(lane, values[lane], insides[lane]);
            }
        }
        for (&value, &inside) in value_rest.iter().zip(inside_rest) {
            take(0, value, inside);
        }
        *range = [
            low.into_iter().fold(range[0], f64::min),
            high.into_iter().fold(range[1], f64::max),
        ];
        finite == [true; LANES]
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
