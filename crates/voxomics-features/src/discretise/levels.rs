//! A region in levels, and in their ranks.

use voxomics_core::vectorised;

use super::edges::Edges;
use super::{Binning, Error};
use crate::grid::{Grid, Rank};
use crate::roi::{Roi, RoiMask, Span};

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
