//! Grey-level run-length matrices.

use rayon::prelude::*;
use voxomics_core::vectorised;

use crate::average::nan_mean;
use crate::discretise::{Levels, for_ranks};
use crate::feature_set::feature_set;
use crate::grid::{Grid, Rank, for_each_bit};
use crate::neighbours::{Neighbourhood, Offset};
use crate::size_matrix::{Emphases, SizeMatrix};
use crate::weighting::Norm;

/// How runs are counted; the defaults are `PyRadiomics`'.
///
/// ```
/// assert!(voxomics_features::glrlm::Options::default().weighting.is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Axis along which no run goes, 0 = x, 1 = y, 2 = z; `force2D`.
    pub flat_axis: Option<usize>,
    /// `None` averages the features of the directions; a norm adds up their matrices, each weighted with
    /// the length `d` of a step in mm (not `exp(-d²)`, as for the GLCM).
    pub weighting: Option<Norm>,
}

feature_set! {
    /// GLRLM features of `n(i, j)`, the number of runs of grey level `i` and length `j` voxels, `N_r` runs
    /// in all; `p = n / N_r`, `ε` is 2⁻⁵².
    pub struct Features {
        /// `Σ_i (Σ_j n)² / N_r`.
        gray_level_non_uniformity: "GrayLevelNonUniformity",
        /// `Σ_i (Σ_j n)² / N_r²`.
        gray_level_non_uniformity_normalized: "GrayLevelNonUniformityNormalized",
        /// `Σ p (i - μ)²`, `μ = Σ p i`.
        gray_level_variance: "GrayLevelVariance",
        /// `Σ p i²`.
        high_gray_level_run_emphasis: "HighGrayLevelRunEmphasis",
        /// `Σ p j²`.
        long_run_emphasis: "LongRunEmphasis",
        /// `Σ p i² j²`.
        long_run_high_gray_level_emphasis: "LongRunHighGrayLevelEmphasis",
        /// `Σ p j² / i²`.
        long_run_low_gray_level_emphasis: "LongRunLowGrayLevelEmphasis",
        /// `Σ p / i²`.
        low_gray_level_run_emphasis: "LowGrayLevelRunEmphasis",
        /// `-Σ p log₂(p + ε)`, bits.
        run_entropy: "RunEntropy",
        /// `Σ_j (Σ_i n)² / N_r`.
        run_length_non_uniformity: "RunLengthNonUniformity",
        /// `Σ_j (Σ_i n)² / N_r²`.
        run_length_non_uniformity_normalized: "RunLengthNonUniformityNormalized",
        /// `N_r / Σ n j`.
        run_percentage: "RunPercentage",
        /// `Σ p (j - μ)²`, `μ = Σ p j`.
        run_variance: "RunVariance",
        /// `Σ p / j²`.
        short_run_emphasis: "ShortRunEmphasis",
        /// `Σ p i² / j²`.
        short_run_high_gray_level_emphasis: "ShortRunHighGrayLevelEmphasis",
        /// `Σ p / (i² j²)`.
        short_run_low_gray_level_emphasis: "ShortRunLowGrayLevelEmphasis",
    }
}

/// GLRLM features of a region in grey levels.
///
/// A run is a line of touching voxels of one level; it ends where the mask does. As in `PyRadiomics`, a
/// direction in which no line holds two voxels of the mask is left out, and where none is left every
/// feature is NaN. Time is proportional to voxels times directions.
///
/// # References
///
/// Galloway MM. *Comput Graph Image Process* 1975;4:172-179.
///
/// # Example
///
/// ```
/// use voxomics_features::discretise::{Binning, Levels};
/// use voxomics_features::glrlm::{Options, features};
/// use voxomics_features::roi::{Roi, RoiMask};
///
/// // Runs of 1 1 1 2: one of length 3, one of length 1.
/// let mask = RoiMask::new([4, 1, 1], [1.0; 3], vec![1; 4]).expect("a byte per voxel");
/// let roi = Roi::new(mask, vec![1.0, 1.0, 1.0, 2.0]).expect("a value per voxel");
/// let levels = Levels::new(&roi, Binning::Width(1.0))?;
/// let features = features(&levels, &Options::default());
/// assert_eq!((features.long_run_emphasis, features.run_percentage), (5.0, 0.5));
/// # Ok::<(), voxomics_features::discretise::Error>(())
/// ```
#[must_use]
pub fn features(levels: &Levels, options: &Options) -> Features {
    let neighbourhood = Neighbourhood::new(vec![1], options.flat_axis);
    let directions = neighbourhood.directions(levels.size());
    let longest = levels.size().into_iter().max().unwrap_or(0) + 1;
    let grey = levels.grey_f64();
    let runs = |places: &mut Vec<u32>, &direction: &Offset| {
        has_lines(levels, direction).then(|| runs(levels, direction, longest, places))
    };
    let features = |counts: &[f64]| {
        let matrix = SizeMatrix::from_dense(counts, longest);
        Features::from(matrix.emphases(&grey))
    };
    match options.weighting {
        None => {
            let of = |places: &mut Vec<u32>, direction| {
                runs(places, direction).map(|counts| features(&counts))
            };
            let sets = directions.par_iter().map_init(Vec::new, of);
            nan_mean(&sets.flatten().collect::<Vec<_>>())
        }
        Some(norm) => {
            let (mut sum, mut places) = (vec![0.0; grey.len() * longest], Vec::new());
            for direction in &directions {
                let weight = norm.length(*direction, levels.spacing()).unwrap_or(1.0);
                for (sum, count) in sum
                    .iter_mut()
                    .zip(runs(&mut places, direction).into_iter().flatten())
                {
                    *sum += weight * count;
                }
            }
            let features = features(&sum);
            if sum.iter().all(|&count| count == 0.0) {
                return of_no_run(features);
            }
            features
        }
    }
}

/// What `PyRadiomics` makes of a weighted sum without a run: NaN, but for two sums over nothing.
fn of_no_run(features: Features) -> Features {
    Features {
        run_entropy: 0.0,
        run_variance: 0.0,
        ..features
    }
}

/// Runs along a direction, `counts[rank * longest + length]`, ranks from 0; `places` is overwritten.
fn runs(levels: &Levels, direction: Offset, longest: usize, places: &mut Vec<u32>) -> Vec<f64> {
    let mut counts = vec![0.0; levels.grey().len() * longest];
    let mut voxels: Vec<usize> = vec![0; levels.grey().len()];
    for_ranks!(levels.grid(), grid => for_each_long_run(grid, direction, places, |rank, length| {
        let rank = Into::<usize>::into(rank) - 1;
        counts[rank * longest + length] += 1.0;
        voxels[rank] += length;
    }));
    let counts_of = counts.chunks_exact_mut(longest);
    for ((counts, voxels), all) in counts_of.zip(voxels).zip(levels.counts()) {
        counts[1] = (all - voxels) as f64;
    }
    counts
}

/// Calls `found` with the rank and the length of every run of two voxels and more.
///
/// Every voxel gets its place in its run, from 1, from the line before; a run is as long as the place of its
/// last voxel says. Only last voxels are looked at one by one.
fn for_each_long_run<T: Rank>(
    grid: &Grid<T>,
    direction: Offset,
    places: &mut Vec<u32>,
    mut found: impl FnMut(T, usize),
) {
    let step = grid.step(direction);
    // What an earlier direction left does no harm: only places that were written are gone on from.
    places.resize(grid.cells().len(), 0);
    let (mut continued, mut goes_on) = (Vec::new(), Vec::new());
    for line in grid.lines() {
        let ranks = &grid.cells()[line.clone()];
        let before = grid.beside(&line, -step);
        grid.alike(&line, -step, &mut continued);
        grid.alike(&line, step, &mut goes_on);
        if step == 1 {
            for x in line.clone() {
                let same = grid.cells()[x] == grid.cells()[x - 1];
                places[x] = (places[x - 1] * u32::from(same)).wrapping_add(1);
            }
        } else {
            let (done, here) = places.split_at_mut(line.start);
            let done = &done[line.start.wrapping_add_signed(-step)..];
            next_places(here, done, ranks, before);
        }
        let last = continued
            .iter()
            .zip(&goes_on)
            .map(|(continued, goes_on)| continued & !goes_on);
        for_each_bit(last, |x| found(ranks[x], places[line.start + x] as usize));
    }
}

vectorised! {
    /// The place of every voxel in its run, from that of the voxel before.
    fn next_places[T: Rank](places: &mut [u32], done: &[u32], ranks: &[T], before: &[T]) {
        let pairs = ranks.iter().zip(before);
        for ((place, &done), (left, right)) in places.iter_mut().zip(done).zip(pairs) {
            *place = (done * u32::from(left == right)).wrapping_add(1);
        }
    }
}

/// Whether some line along a direction holds two voxels of the mask, touching or not.
fn has_lines(levels: &Levels, direction: Offset) -> bool {
    let touching = for_ranks!(levels.grid(), grid => {
        let inside = |rank| Into::<usize>::into(rank) != 0;
        let step = grid.step(direction);
        grid.lines().any(|line| {
            let pairs = grid.cells()[line.clone()].iter().zip(grid.beside(&line, step));
            pairs.into_iter().any(|(&from, &to)| inside(from) && inside(to))
        })
    });
    touching || has_line_with_gaps(levels, direction)
}

/// The slow question, asked only where no two voxels touch along the direction: does the same line
/// begin behind two of them?
fn has_line_with_gaps(levels: &Levels, direction: Offset) -> bool {
    let [nx, ny, nz] = levels.size();
    let ranks = levels.ranks();
    let inside = ranks.iter().enumerate().filter(|&(_, &rank)| rank != 0);
    let mut starts: Vec<[isize; 3]> = inside
        .map(|(at, _)| {
            let index = [at % nx, at / nx % ny, at / nx / ny];
            let steps = (0..3).filter_map(|axis| match direction[axis] {
                0 => None,
                step if step > 0 => Some(index[axis]),
                _ => Some([nx, ny, nz][axis] - 1 - index[axis]),
            });
            let steps = steps.min().unwrap_or(0).cast_signed();
            std::array::from_fn(|axis| index[axis].cast_signed() - steps * direction[axis])
        })
        .collect();
    starts.sort_unstable();
    starts.windows(2).any(|pair| pair[0] == pair[1])
}

impl From<Emphases> for Features {
    fn from(runs: Emphases) -> Self {
        Self {
            gray_level_non_uniformity: runs.grey_non_uniformity,
            gray_level_non_uniformity_normalized: runs.grey_non_uniformity_normalized,
            gray_level_variance: runs.grey_variance,
            high_gray_level_run_emphasis: runs.high_grey,
            long_run_emphasis: runs.large,
            long_run_high_gray_level_emphasis: runs.large_high_grey,
            long_run_low_gray_level_emphasis: runs.large_low_grey,
            low_gray_level_run_emphasis: runs.low_grey,
            run_entropy: runs.entropy,
            run_length_non_uniformity: runs.size_non_uniformity,
            run_length_non_uniformity_normalized: runs.size_non_uniformity_normalized,
            run_percentage: runs.percentage,
            run_variance: runs.size_variance,
            short_run_emphasis: runs.small,
            short_run_high_gray_level_emphasis: runs.small_high_grey,
            short_run_low_gray_level_emphasis: runs.small_low_grey,
        }
    }
}
