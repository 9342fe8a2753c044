//! Grey-level run-length matrices.

use std::ops::Range;

use rayon::prelude::*;
use voxomics_core::vectorised;

use crate::average::nan_mean;
use crate::discretise::{Levels, for_ranks};
use crate::feature_set::feature_set;
use crate::grid::{BLOCK, Grid, Rank, WORD, for_each_bit, lanes};
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
    let runs = |places: &mut Vec<u8>, &direction: &Offset| {
        has_lines(levels, direction).then(|| runs(levels, direction, longest, places))
    };
    let features = |counts: &[f64]| {
        let matrix = SizeMatrix::from_dense(counts, longest);
        Features::from(matrix.emphases(&grey))
    };
    match options.weighting {
        None => {
            let of = |places: &mut Vec<u8>, direction| {
                runs(places, direction).map(|counts| features(&counts))
            };
            let sets = directions.par_iter().map_init(Vec::new, of);
            nan_mean(&sets.flatten().collect::<Vec<_>>())
        }
        Some(norm) => {
            let (mut sum, mut places) = (vec![0.0; grey.len() * longest], Vec::new());
            for direction in &directions {
                let weight = norm.length(*direction, levels.spacing()).unwrap_or(1.0);
                let counts = runs(&mut places, direction).into_iter().flatten();
                for (sum, count) in sum.iter_mut().zip(counts) {
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
fn runs(levels: &Levels, direction: Offset, longest: usize, places: &mut Vec<u8>) -> Vec<f64> {
    let mut long = vec![0_u32; levels.grey().len() * longest];
    for_ranks!(levels.grid(), grid => for_each_long_run(grid, direction, places, |rank, length| {
        long[(Into::<usize>::into(rank) - 1) * longest + length] += 1;
    }));
    let mut counts: Vec<f64> = long.into_iter().map(f64::from).collect();
    for (counts, &voxels) in counts.chunks_exact_mut(longest).zip(levels.counts()) {
        let in_long: f64 = counts
            .iter()
            .enumerate()
            .map(|(length, count)| length as f64 * count)
            .sum();
        counts[1] = voxels as f64 - in_long;
    }
    counts
}

/// Calls `found` with the rank and the length of every run of two voxels and more.
///
/// Every voxel gets its place in its run from the voxel a step before; a run is as long as the place of its last
/// voxel says. Only last voxels, found by words of bits, are looked at one by one.
fn for_each_long_run<T: Rank>(
    grid: &Grid<T>,
    direction: Offset,
    places: &mut Vec<u8>,
    mut found: impl FnMut(T, usize),
) {
    let step = grid.step(direction).unsigned_abs();
    let cells = grid.cells();
    // What an earlier direction left does no harm: only places that were written are gone on from.
    places.resize(cells.len(), 0);
    let has_places = step >= LANES;
    let (mut continued, mut goes_on) = ([0; BLOCK], [0; BLOCK]);
    for block in grid.blocks() {
        let first = block.start * WORD;
        let voxels = first..block.end * WORD;
        if step >= 2 * LANES {
            find_places(places, cells, step, voxels, [0; 2 * LANES]);
        } else if has_places {
            find_places(places, cells, step, voxels, [0; LANES]);
        }
        grid.alike(
            -step.cast_signed(),
            block.clone(),
            &mut continued[..block.len()],
        );
        grid.alike(
            step.cast_signed(),
            block.clone(),
            &mut goes_on[..block.len()],
        );
        let words = continued.iter().zip(&goes_on).take(block.len());
        let last = words.map(|(continued, goes_on)| continued & !goes_on);
        for_each_bit(last, |bit| {
            let voxel = first + bit;
            let place = places[voxel];
            let length = if has_places && place < u8::MAX {
                usize::from(place) + 1
            } else {
                length_back_from(cells, voxel, step)
            };
            found(cells[voxel], length);
        });
    }
}

/// The length of the run that ends at a voxel.
fn length_back_from<T: Rank>(cells: &[T], mut voxel: usize, step: usize) -> usize {
    let mut length = 1;
    while cells[voxel] == cells[voxel - step] {
        length += 1;
        voxel -= step;
    }
    length
}

/// The fewest voxels whose places are found side by side; along a shorter step runs are followed voxel by voxel.
const LANES: usize = 16;

vectorised! {
    /// The place of every voxel in its run, from 0 to 255; outside the mask too, where nobody asks; as
    /// many at a time as `nothing` is long.
    fn find_places[T: Rank, const N: usize](
        places: &mut [u8],
        cells: &[T],
        step: usize,
        voxels: Range<usize>,
        nothing: [u8; N],
    ) {
        for start in voxels.step_by(N) {
            let (done, here) = places.split_at_mut(start);
            let here: &mut [u8; N] = here.first_chunk_mut().expect("whole words");
            let done: &[u8; N] = lanes(done, start - step);
            let left: &[T; N] = lanes(cells, start);
            let right: &[T; N] = lanes(cells, start - step);
            let mut places = nothing;
            for x in 0..N {
                let same = 0_u8.wrapping_sub(u8::from(left[x] == right[x]));
                places[x] = done[x].saturating_add(1) & same;
            }
            *here = places;
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

#[cfg(test)]
mod tests {
    use voxomics_core::Seed;

    use super::runs;
    use crate::discretise::{Binning, Levels};
    use crate::neighbours::{Neighbourhood, Offset};
    use crate::roi::{Roi, RoiMask};

    /// Runs followed from their first voxels, one by one.
    fn followed(levels: &Levels, direction: Offset, longest: usize) -> Vec<f64> {
        let (size, ranks) = (levels.size(), levels.ranks());
        let at = |index: [isize; 3]| {
            let inside = (0..3).all(|axis| (0..size[axis].cast_signed()).contains(&index[axis]));
            let [x, y, z] = index.map(isize::cast_unsigned);
            if inside {
                ranks[(z * size[1] + y) * size[0] + x]
            } else {
                0
            }
        };
        let stepped = |index: [isize; 3], steps: isize| -> [isize; 3] {
            std::array::from_fn(|axis| index[axis] + steps * direction[axis])
        };
        let mut counts = vec![0.0; levels.grey().len() * longest];
        for voxel in 0..ranks.len() {
            let index = [
                voxel % size[0],
                voxel / size[0] % size[1],
                voxel / size[0] / size[1],
            ];
            let index = index.map(usize::cast_signed);
            let rank = at(index);
            if rank == 0 || at(stepped(index, -1)) == rank {
                continue;
            }
            let length = (1..400)
                .find(|&steps| at(stepped(index, steps)) != rank)
                .unwrap();
            counts[(usize::from(rank) - 1) * longest + length.cast_unsigned()] += 1.0;
        }
        counts
    }

    /// Steps longer and shorter than a vector, and runs beyond what a byte can count.
    #[test]
    fn runs_are_those_that_can_be_followed() {
        let mut stream = Seed(31).stream("runs", 0);
        for (size, kinds) in [
            ([7, 6, 5], 3),
            ([70, 9, 4], 4),
            ([5, 300, 3], 1),
            ([3, 20, 290], 1),
        ] {
            let voxels: usize = size.iter().product();
            let inside = (0..voxels).map(|_| u8::from(kinds == 1 || stream.below(9) > 0));
            let mask = RoiMask::new(size, [1.0; 3], inside.collect()).unwrap();
            let values = (0..voxels).map(|_| stream.below(kinds) as f64).collect();
            let roi = Roi::new(mask, values).unwrap();
            let levels = Levels::new(&roi, Binning::Width(1.0)).unwrap();
            let longest = 301;
            let mut places = Vec::new();
            for direction in Neighbourhood::default().directions(size) {
                let got = runs(&levels, direction, longest, &mut places);
                assert_eq!(
                    got,
                    followed(&levels, direction, longest),
                    "{size:?} {direction:?}"
                );
            }
        }
    }
}
