//! Neighbouring grey-tone difference matrices.

use std::ops::{Add, Sub};

use voxomics_core::vectorised;

use crate::discretise::{Levels, for_ranks};
use crate::feature_set::feature_set;
use crate::grid::{Grid, Rank, lanes};
use crate::neighbours::Neighbourhood;

/// Which voxels are compared with their surroundings; the defaults are `PyRadiomics`'.
///
/// ```
/// assert_eq!(voxomics_features::ngtdm::Options::default().neighbourhood.distances, [1]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Which voxels are neighbours.
    pub neighbourhood: Neighbourhood,
}

feature_set! {
    /// NGTDM features of `p_i`, the share of the `N` voxels that have grey level `i`, and `s_i`, the sum of
    /// their absolute differences from the mean of their neighbours inside the mask; `n` is the number of
    /// levels present, sums run over ordered pairs of them.
    ///
    /// A voxel without a neighbour counts in `p_i` and adds nothing to `s_i`: that is what `PyRadiomics`
    /// does, whatever its documentation says.
    pub struct Features {
        /// `Σ p_i s_i / Σ |i p_i - j p_j|`; 0 where the divisor is 0.
        busyness: "Busyness",
        /// `1 / Σ p_i s_i`; 10⁶ where the sum is 0.
        coarseness: "Coarseness",
        /// `Σ |i - j| (p_i s_i + p_j s_j) / (p_i + p_j) / N`.
        complexity: "Complexity",
        /// `Σ p_i p_j (i - j)² Σ s_i / (n (n - 1) N)`; 0 for a single level.
        contrast: "Contrast",
        /// `Σ (p_i + p_j) (i - j)² / Σ s_i`; 0 where the divisor is 0.
        strength: "Strength",
    }
}

/// NGTDM features of a region in grey levels.
///
/// Time is proportional to voxels times neighbours, plus levels squared.
///
/// # References
///
/// Amadasun M, King R. *IEEE Trans Syst Man Cybern* 1989;19:1264-1274.
///
/// # Example
///
/// ```
/// use voxomics_features::discretise::{Binning, Levels};
/// use voxomics_features::ngtdm::{Options, features};
/// use voxomics_features::roi::{Roi, RoiMask};
///
/// // 1 3: each differs from its only neighbour by 2, so that s = (2, 2) and p = (1/2, 1/2).
/// let mask = RoiMask::new([2, 1, 1], [1.0; 3], vec![1; 2]).expect("a byte per voxel");
/// let roi = Roi::new(mask, vec![1.0, 3.0]).expect("a value per voxel");
/// let levels = Levels::new(&roi, Binning::Width(1.0))?;
/// assert_eq!(features(&levels, &Options::default()).coarseness, 0.5);
/// # Ok::<(), voxomics_features::discretise::Error>(())
/// ```
#[must_use]
pub fn features(levels: &Levels, options: &Options) -> Features {
    let n = levels.voxels() as f64;
    let sums = differences(levels, &options.neighbourhood);
    let greys = levels.grey_f64();
    let rows = greys.iter().zip(levels.counts()).zip(&sums);
    let rows: Vec<Row> = rows
        .map(|((&i, &count), &s)| Row {
            i,
            p: count as f64 / n,
            s,
        })
        .collect();
    of_rows(&rows, n)
}

/// The features of a matrix, row by row, and the `n` voxels that it counts.
pub(crate) fn of_rows(rows: &[Row], n: f64) -> Features {
    let pairs = |term: fn(&Row, &Row) -> f64| -> f64 {
        let of = |a| rows.iter().map(|b| term(a, b)).sum::<f64>();
        rows.iter().map(of).sum()
    };
    let products: f64 = rows.iter().map(|row| row.p * row.s).sum();
    let total: f64 = rows.iter().map(|row| row.s).sum();
    let present = rows.len() as f64;
    let or_zero = |numerator: f64, divisor: f64| {
        if divisor == 0.0 {
            0.0
        } else {
            numerator / divisor
        }
    };
    let square = |a: &Row, b: &Row| (a.i - b.i) * (a.i - b.i);
    Features {
        busyness: or_zero(products, pairs(|a, b| (a.i * a.p - b.i * b.p).abs())),
        coarseness: if products == 0.0 { 1e6 } else { 1.0 / products },
        complexity: pairs(|a, b| (a.i - b.i).abs() * (a.p * a.s + b.p * b.s) / (a.p + b.p)) / n,
        contrast: or_zero(
            pairs(|a, b| a.p * b.p * (a.i - b.i) * (a.i - b.i)) * total / n,
            present * (present - 1.0),
        ),
        strength: or_zero(
            rows.iter()
                .map(|a| rows.iter().map(|b| (a.p + b.p) * square(a, b)).sum::<f64>())
                .sum(),
            total,
        ),
    }
}

/// A grey level that is present, its share and its sum of differences.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) i: f64,
    pub(crate) p: f64,
    pub(crate) s: f64,
}

/// `s_i` by rank.
///
/// The level of a voxel and the mean of the `count` around it, which add up to `sum`, differ by
/// `|level count - sum| / count`. Numerators are whole numbers, added up by rank and count without rounding.
fn differences(levels: &Levels, neighbourhood: &Neighbourhood) -> Vec<f64> {
    for_ranks!(levels.grid(), grid => {
        let grid = grid.with_margin(neighbourhood.reach(levels.size()));
        let around = Around::new(&grid, neighbourhood, levels.size());
        let grey = levels.grey_grid(&grid);
        let most = levels.grey().last().map_or(0, |&level| usize::from(level));
        let present = levels.grey().len();
        let numerators = if u16::try_from(most * (around.voxels + 1)).is_ok() {
            numerators::<_, u16>(&grid, &grey, &around, present)
        } else {
            numerators::<_, u32>(&grid, &grey, &around, present)
        };
        let of_rank = |numerators: &[u64]| {
            let terms = (1..).zip(&numerators[1..]);
            terms.map(|(count, &numerator)| numerator as f64 / f64::from(count)).sum()
        };
        numerators.chunks_exact(around.voxels + 1).map(of_rank).collect()
    })
}

/// The voxels around a voxel.
struct Around {
    /// How many.
    voxels: usize,
    /// Steps to each; if they fill a cube, to the middle of each of its rows along x.
    steps: Vec<isize>,
    is_cube: bool,
}

impl Around {
    fn new<T: Rank>(grid: &Grid<T>, neighbourhood: &Neighbourhood, size: [usize; 3]) -> Self {
        let offsets = neighbourhood.offsets(size);
        let is_cube = neighbourhood.distances == [1] && neighbourhood.flat_axis != Some(0);
        let mut rows = offsets.clone();
        if is_cube {
            rows.retain(|&[x, _, _]| x == 0);
            rows.push([0; 3]);
        }
        Self {
            voxels: offsets.len(),
            steps: rows.iter().map(|&offset| grid.step(offset)).collect(),
            is_cube,
        }
    }
}

/// By rank, from 0, and count; sums of levels around a voxel fit into `S`.
fn numerators<T: Rank, S: Sum>(
    ranks: &Grid<T>,
    grey: &Grid<u16>,
    around: &Around,
    levels: usize,
) -> Vec<u64> {
    let counts = around.voxels + 1;
    // Ranks from 0, so that voxels outside need no question.
    let mut numerators = vec![0_u64; (levels + 1) * counts];
    let (mut rows, mut sums) = (Sums::<S>::default(), Sums::<S>::default());
    for line in ranks.lines() {
        sums.resize(line.len());
        let centres = &grey.cells()[line.clone()];
        if around.is_cube {
            rows.resize(line.len() + LANES);
            add_up(&mut rows, grey.cells(), line.start - 1, &around.steps);
            add_threes(&mut sums, &rows, grey.cells(), line.start);
        } else {
            add_up(&mut sums, grey.cells(), line.start, &around.steps);
        }
        let voxels = ranks.cells()[line].iter().zip(centres);
        for ((&rank, &level), (&sum, &count)) in voxels.zip(sums.levels.iter().zip(&sums.counts)) {
            let difference = (u32::from(level) * u32::from(count)).abs_diff(sum.into());
            let at = Into::<usize>::into(rank) * counts + usize::from(count);
            numerators[at] += u64::from(difference);
        }
    }
    numerators.split_off(counts)
}

/// A number that holds sums of levels.
trait Sum: Copy + Default + From<u16> + Into<u32> + Add<Output = Self> + Sub<Output = Self> {}

impl Sum for u16 {}

impl Sum for u32 {}

/// Numbers of a vector.
const LANES: usize = 16;

/// Sums of the levels around voxels, and how many there are inside the mask.
#[derive(Default)]
struct Sums<S> {
    levels: Vec<S>,
    counts: Vec<u16>,
}

impl<S: Sum> Sums<S> {
    /// For so many voxels and those that fill the last vector.
    fn resize(&mut self, voxels: usize) {
        let len = voxels.next_multiple_of(LANES);
        self.levels.resize(len, S::default());
        self.counts.resize(len, 0);
    }

    /// Vectors of both.
    fn lanes_mut(&mut self) -> impl Iterator<Item = (&mut [S; LANES], &mut [u16; LANES])> {
        let (levels, _) = self.levels.as_chunks_mut();
        levels.iter_mut().zip(self.counts.as_chunks_mut().0)
    }
}

vectorised! {
    /// Over the voxels `steps` away from those that begin at `start`.
    fn add_up[S: Sum](sums: &mut Sums<S>, cells: &[u16], start: usize, steps: &[isize]) {
        for (start, (levels, counts)) in (start..).step_by(LANES).zip(sums.lanes_mut()) {
            let (mut sum, mut count) = ([S::default(); LANES], [0; LANES]);
            for &step in steps {
                let cells: &[u16; LANES] = lanes(cells, start.wrapping_add_signed(step));
                for x in 0..LANES {
                    sum[x] = sum[x] + S::from(cells[x]);
                    count[x] += u16::from(cells[x] != 0);
                }
            }
            (*levels, *counts) = (sum, count);
        }
    }

    /// Over three neighbours of `rows`, which begin one voxel before `start`, without the voxel itself.
    fn add_threes[S: Sum](sums: &mut Sums<S>, rows: &Sums<S>, cells: &[u16], start: usize) {
        for (first, (levels, counts)) in (0..).step_by(LANES).zip(sums.lanes_mut()) {
            let cells: &[u16; LANES] = lanes(cells, start + first);
            let rows_levels = [0, 1, 2].map(|x| lanes::<S, LANES>(&rows.levels, first + x));
            let rows_counts = [0, 1, 2].map(|x| lanes::<u16, LANES>(&rows.counts, first + x));
            let ([a, b, c], [p, q, r]) = (rows_levels, rows_counts);
            for x in 0..LANES {
                levels[x] = a[x] + b[x] + c[x] - S::from(cells[x]);
                counts[x] = p[x] + q[x] + r[x] - u16::from(cells[x] != 0);
            }
        }
    }
}
