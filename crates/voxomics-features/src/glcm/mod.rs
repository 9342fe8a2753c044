//! Grey-level co-occurrence matrices.

mod matrix;
mod mcc;
mod shares;
mod values;

use rayon::prelude::*;

pub(crate) use mcc::{Tridiagonal, maximal_correlation};
pub(crate) use shares::Shares;
pub(crate) use values::{Cell, Information, Marginals, Parts};

use crate::average::nan_mean;
use crate::discretise::{Levels, for_ranks};
use crate::feature_set::feature_set;
use crate::grid::{Grid, Rank};
use crate::neighbours::Neighbourhood;
use crate::weighting::Norm;

/// The most grey levels for which an extraction computes co-occurrences: matrices hold only the pairs that occur, but
/// MCC may need a whole one, 134 MB at this number.
pub const MOST_LEVELS: usize = 4096;

/// How co-occurrences are counted; the defaults are `PyRadiomics`'.
///
/// ```
/// let options = voxomics_features::glcm::Options::default();
/// assert!(options.symmetrical && options.weighting.is_none());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Which voxels are neighbours.
    pub neighbourhood: Neighbourhood,
    /// Whether each pair counts in both orders; `symmetricalGLCM`.
    pub symmetrical: bool,
    /// `None` averages the features of the directions; a norm adds up their matrices with weights
    /// `exp(-d²)`, `d` the length of a step in mm.
    pub weighting: Option<Norm>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            neighbourhood: Neighbourhood::default(),
            symmetrical: true,
            weighting: None,
        }
    }
}

feature_set! {
    /// GLCM features of `p(i, j)`, the share of neighbours with grey levels `i` and `j`; `pₓ` and `p_y`
    /// are its row and column sums, `μ` and `σ` their means and standard deviations, `p₊(k)` the sum of
    /// `p` over `i + j = k` and `p₋(k)` over `|i - j| = k`, `N_g` the largest level, `ε` is 2⁻⁵².
    pub struct Features {
        /// `Σ p i j`.
        autocorrelation: "Autocorrelation",
        /// `Σ p (i + j - μₓ - μ_y)⁴`.
        cluster_prominence: "ClusterProminence",
        /// `Σ p (i + j - μₓ - μ_y)³`.
        cluster_shade: "ClusterShade",
        /// `Σ p (i + j - μₓ - μ_y)²`.
        cluster_tendency: "ClusterTendency",
        /// `Σ p (i - j)²`.
        contrast: "Contrast",
        /// `Σ p (i - μₓ)(j - μ_y) / (σₓ σ_y + ε)`; 1 for a single grey level.
        correlation: "Correlation",
        /// `Σ k p₋(k)`.
        difference_average: "DifferenceAverage",
        /// `-Σ p₋ log₂(p₋ + ε)`, bits.
        difference_entropy: "DifferenceEntropy",
        /// `Σ p₋(k) (k - DifferenceAverage)²`.
        difference_variance: "DifferenceVariance",
        /// Inverse difference, `Σ p₋(k) / (1 + k)`.
        id: "Id",
        /// Inverse difference moment, `Σ p₋(k) / (1 + k²)`.
        idm: "Idm",
        /// Inverse difference moment normalised, `Σ p₋(k) / (1 + k² / N_g²)`.
        idmn: "Idmn",
        /// Inverse difference normalised, `Σ p₋(k) / (1 + k / N_g)`.
        idn: "Idn",
        /// Informational measure of correlation, `(HXY - HXY₁) / max(HX, HY)`, `HXY₁ = -Σ p log₂(pₓ p_y + ε)`;
        /// 0 for a single grey level.
        imc1: "Imc1",
        /// `√(1 - exp(-2 (HXY₂ - HXY)))`, `HXY₂ = -Σ pₓ p_y log₂(pₓ p_y + ε)`, entropies in bits; NaN for a
        /// direction where rounding makes the difference negative.
        imc2: "Imc2",
        /// `Σ_{k ≥ 1} p₋(k) / k²`.
        inverse_variance: "InverseVariance",
        /// `μₓ`.
        joint_average: "JointAverage",
        /// `Σ p²`.
        joint_energy: "JointEnergy",
        /// `HXY = -Σ p log₂(p + ε)`, bits.
        joint_entropy: "JointEntropy",
        /// Maximal correlation coefficient: root of the second largest eigenvalue of
        /// `Q(i, j) = Σ_k p(i, k) p(j, k) / (pₓ(i) p_y(k))`; 1 for a single grey level.
        mcc: "MCC",
        /// `max p`.
        maximum_probability: "MaximumProbability",
        /// `Σ k p₊(k)`; twice the joint average if the matrix is symmetrical.
        sum_average: "SumAverage",
        /// `-Σ p₊ log₂(p₊ + ε)`, bits.
        sum_entropy: "SumEntropy",
        /// `Σ p (i - μₓ)²`.
        sum_squares: "SumSquares",
    }
}

/// GLCM features of a region in grey levels.
///
/// Every direction has a matrix of its own; directions without a pair of neighbours are left out, and
/// where none is left every feature is NaN, as in `PyRadiomics` (but for its `MCC` of 1, or its
/// `InverseVariance` of 0, where there is one level). Time is proportional to voxels times
/// directions; levels whose squares are more than that are kept in lists of the pairs that occur. `HXY₂` takes a
/// logarithm for each two levels, beyond 1,024 levels for each two different sums of rows and columns; MCC takes some products with the matrix more.
///
/// # References
///
/// Haralick RM, Shanmugam K, Dinstein I. *IEEE Trans Syst Man Cybern* 1973;3:610-621.
///
/// # Example
///
/// ```
/// use voxomics_features::discretise::{Binning, Levels};
/// use voxomics_features::glcm::{Options, features};
/// use voxomics_features::roi::{Roi, RoiMask};
///
/// // 1 1 2 in a row: pairs (1, 1) and (1, 2), each counted both ways.
/// let mask = RoiMask::new([3, 1, 1], [1.0; 3], vec![1; 3]).expect("a byte per voxel");
/// let roi = Roi::new(mask, vec![1.0, 1.0, 2.0]).expect("a value per voxel");
/// let levels = Levels::new(&roi, Binning::Width(1.0))?;
/// let features = features(&levels, &Options::default());
/// assert_eq!((features.contrast, features.maximum_probability), (0.5, 0.5));
/// # Ok::<(), voxomics_features::discretise::Error>(())
/// ```
#[must_use]
#[doc(alias("greycomatrix", "graycomatrix"))]
pub fn features(levels: &Levels, options: &Options) -> Features {
    for_ranks!(levels.grid(), grid => {
        let reach = options.neighbourhood.reach(levels.size());
        of_grid(&grid.with_margin(reach), levels, options)
    })
}

/// Of the ranks of `levels`, with a margin as wide as neighbours are far.
fn of_grid<T: Rank>(grid: &Grid<T>, levels: &Levels, options: &Options) -> Features {
    let directions = options.neighbourhood.directions(levels.size());
    let (grey, symmetrical) = (levels.grey_f64(), options.symmetrical);
    let sets: Vec<Features> = match options.weighting {
        None => {
            let of = |&direction| {
                let counts = matrix::counts(grid, grey.len(), direction, symmetrical);
                Some(values::features(&counts.normalised()?, &grey))
            };
            directions.par_iter().filter_map(of).collect()
        }
        Some(norm) => {
            let sum = matrix::weighted(grid, levels, &directions, norm, symmetrical);
            let shares = sum.normalised();
            shares
                .map(|shares| values::features(&shares, &grey))
                .into_iter()
                .collect()
        }
    };
    let features = nan_mean(&sets);
    if sets.is_empty() && grey.len() == 1 {
        let has_matrix = directions.len() == 1 || options.weighting.is_some();
        return of_one_level(features, has_matrix);
    }
    features
}

/// What `PyRadiomics` has for isolated voxels of one level, besides NaN: the `MCC` of no matrix at all is
/// 1, and in a single empty one there is nothing to add up for `InverseVariance`.
pub(crate) fn of_one_level(features: Features, has_matrix: bool) -> Features {
    if has_matrix {
        Features {
            inverse_variance: 0.0,
            ..features
        }
    } else {
        Features {
            mcc: 1.0,
            ..features
        }
    }
}
