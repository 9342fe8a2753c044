//! Grey-level run-length matrices.

use rayon::prelude::*;

use crate::average::nan_mean;
use crate::discretise::Levels;
use crate::feature_set::feature_set;
use crate::neighbours::{Neighbourhood, Offset, for_each_alike, line_pairs};
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
    let runs = |&direction: &Offset| {
        has_lines(levels, direction).then(|| runs(levels, direction, longest))
    };
    let features = |counts: &[f64]| {
        let matrix = SizeMatrix::from_dense(counts, longest);
        Features::from(matrix.emphases(&grey))
    };
    match options.weighting {
        None => {
            let of = |direction| runs(direction).map(|counts| features(&counts));
            nan_mean(&directions.par_iter().filter_map(of).collect::<Vec<_>>())
        }
        Some(norm) => {
            let mut sum = vec![0.0; grey.len() * longest];
            for direction in &directions {
                let weight = norm.length(*direction, levels.spacing()).unwrap_or(1.0);
                for (sum, count) in sum.iter_mut().zip(runs(direction).into_iter().flatten()) {
                    *sum += weight * count;
                }
            }
            features(&sum)
        }
    }
}

/// Runs along a direction, `counts[rank * longest + length]`, ranks from 0.
///
/// One sweep gives every voxel its place in its run, from 1. As many runs have a length as there are
/// voxels at that place but not at the next, so that only voxels which continue a run are looked at.
fn runs(levels: &Levels, direction: Offset, longest: usize) -> Vec<f64> {
    let size = levels.size();
    let ranks = levels.ranks();
    let mut places = vec![0_u32; (levels.grey().len() + 1) * longest];
    let mut place = vec![1_u32; ranks.len()];
    let back = direction.map(|step| -step);
    for pair in line_pairs(size, back) {
        let (from, to) = (
            &ranks[pair.from..][..pair.len],
            &ranks[pair.to..][..pair.len],
        );
        for_each_alike(from, to, |x| {
            let here = place[pair.to + x] + 1;
            place[pair.from + x] = here;
            places[usize::from(from[x]) * longest + here as usize] += 1;
        });
    }
    let mut counts = Vec::with_capacity(levels.grey().len() * longest);
    for (&voxels, places) in levels
        .counts()
        .iter()
        .zip(places.chunks_exact_mut(longest).skip(1))
    {
        let voxels = u32::try_from(voxels).expect("a box has fewer than 2^32 voxels");
        places[1] = voxels - places.iter().sum::<u32>();
        let after = places[2..].iter().copied().chain([0]);
        counts.push(0.0);
        counts.extend(
            places[1..]
                .iter()
                .zip(after)
                .map(|(&here, after)| f64::from(here - after)),
        );
    }
    counts
}

/// Whether some line along a direction holds two voxels of the mask, touching or not.
fn has_lines(levels: &Levels, direction: Offset) -> bool {
    let size = levels.size();
    let ranks = levels.ranks();
    let touching = line_pairs(size, direction).any(|pair| {
        let from = &ranks[pair.from..][..pair.len];
        let to = &ranks[pair.to..][..pair.len];
        from.iter().zip(to).any(|(&from, &to)| from != 0 && to != 0)
    });
    touching || has_line_with_gaps(levels, direction)
}

/// The slow question, asked only where no two voxels touch along the direction: does the same line
/// begin behind two of them?
fn has_line_with_gaps(levels: &Levels, direction: Offset) -> bool {
    let [nx, ny, nz] = levels.size();
    let inside = levels
        .ranks()
        .iter()
        .enumerate()
        .filter(|&(_, &rank)| rank != 0);
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
