//! Grey-level dependence matrices.

use crate::discretise::Levels;
use crate::feature_set::feature_set;
use crate::neighbours::{Neighbourhood, Offset, line_pair};
use crate::size_matrix::{Emphases, SizeMatrix};

/// How dependences are counted; the defaults are `PyRadiomics`'.
///
/// ```
/// assert_eq!(voxomics_features::gldm::Options::default().alpha, 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Which voxels are neighbours.
    pub neighbourhood: Neighbourhood,
    /// Largest difference of grey levels at which a neighbour depends on the centre; `gldm_a`.
    pub alpha: u16,
}

feature_set! {
    /// GLDM features of `n(i, j)`, the number of voxels of grey level `i` whose dependence is `j`, `N`
    /// voxels in all; `p = n / N`, `ε` is 2⁻⁵². The dependence is one more than the number of neighbours
    /// inside the mask whose level differs by `α` at most.
    pub struct Features {
        /// `-Σ p log₂(p + ε)`, bits.
        dependence_entropy: "DependenceEntropy",
        /// `Σ_j (Σ_i n)² / N`.
        dependence_non_uniformity: "DependenceNonUniformity",
        /// `Σ_j (Σ_i n)² / N²`.
        dependence_non_uniformity_normalized: "DependenceNonUniformityNormalized",
        /// `Σ p (j - μ)²`, `μ = Σ p j`.
        dependence_variance: "DependenceVariance",
        /// `Σ_i (Σ_j n)² / N`.
        gray_level_non_uniformity: "GrayLevelNonUniformity",
        /// `Σ p (i - μ)²`, `μ = Σ p i`.
        gray_level_variance: "GrayLevelVariance",
        /// `Σ p i²`.
        high_gray_level_emphasis: "HighGrayLevelEmphasis",
        /// `Σ p j²`.
        large_dependence_emphasis: "LargeDependenceEmphasis",
        /// `Σ p i² j²`.
        large_dependence_high_gray_level_emphasis: "LargeDependenceHighGrayLevelEmphasis",
        /// `Σ p j² / i²`.
        large_dependence_low_gray_level_emphasis: "LargeDependenceLowGrayLevelEmphasis",
        /// `Σ p / i²`.
        low_gray_level_emphasis: "LowGrayLevelEmphasis",
        /// `Σ p / j²`.
        small_dependence_emphasis: "SmallDependenceEmphasis",
        /// `Σ p i² / j²`.
        small_dependence_high_gray_level_emphasis: "SmallDependenceHighGrayLevelEmphasis",
        /// `Σ p / (i² j²)`.
        small_dependence_low_gray_level_emphasis: "SmallDependenceLowGrayLevelEmphasis",
    }
}

/// GLDM features of a region in grey levels.
///
/// Time is proportional to voxels times neighbours.
///
/// # References
///
/// Sun C, Wee WG. *Comput Vis Graph Image Process* 1983;23:341-352.
///
/// # Example
///
/// ```
/// use voxomics_features::discretise::{Binning, Levels};
/// use voxomics_features::gldm::{Options, features};
/// use voxomics_features::roi::{Roi, RoiMask};
///
/// // In 1 1 2, each 1 depends on the other, and the 2 on nothing.
/// let mask = RoiMask::new([3, 1, 1], [1.0; 3], vec![1; 3]).expect("a byte per voxel");
/// let roi = Roi::new(mask, vec![1.0, 1.0, 2.0]).expect("a value per voxel");
/// let levels = Levels::new(&roi, Binning::Width(1.0))?;
/// let features = features(&levels, &Options::default());
/// assert_eq!(features.large_dependence_emphasis, (4.0 + 4.0 + 1.0) / 3.0);
/// # Ok::<(), voxomics_features::discretise::Error>(())
/// ```
#[must_use]
#[doc(alias = "NGLDM")]
pub fn features(levels: &Levels, options: &Options) -> Features {
    let size = levels.size();
    let offsets = options.neighbourhood.offsets(size);
    let sizes = offsets.len() + 2;
    let mut counts = vec![0.0; levels.grey().len() * sizes];
    let grey = levels.grey_voxels();
    let mut dependence = vec![0_u32; size[0]];
    for z in 0..size[2] {
        for y in 0..size[1] {
            count_line(
                &grey,
                size,
                [y, z],
                &offsets,
                options.alpha,
                &mut dependence,
            );
            let line = (z * size[1] + y) * size[0];
            for (&rank, &dependence) in levels.ranks()[line..].iter().zip(&dependence) {
                if rank != 0 {
                    counts[(usize::from(rank) - 1) * sizes + dependence as usize] += 1.0;
                }
            }
        }
    }
    SizeMatrix::from_dense(&counts, sizes)
        .emphases(&levels.grey_f64())
        .into()
}

/// The dependence of every voxel of a line, right where the voxel lies inside the mask.
fn count_line(
    grey: &[u16],
    size: [usize; 3],
    [y, z]: [usize; 2],
    offsets: &[Offset],
    alpha: u16,
    dependence: &mut [u32],
) {
    dependence.fill(1);
    let line = (z * size[1] + y) * size[0];
    for pair in offsets
        .iter()
        .filter_map(|&offset| line_pair(size, offset, y, z))
    {
        let centres = &grey[pair.from..][..pair.len];
        let neighbours = &grey[pair.to..][..pair.len];
        let dependence = &mut dependence[pair.from - line..][..pair.len];
        for ((dependence, &centre), &neighbour) in
            dependence.iter_mut().zip(centres).zip(neighbours)
        {
            let alike = centre.abs_diff(neighbour) <= alpha;
            *dependence += u32::from(alike && neighbour != 0);
        }
    }
}

impl From<Emphases> for Features {
    fn from(voxels: Emphases) -> Self {
        Self {
            dependence_entropy: voxels.entropy,
            dependence_non_uniformity: voxels.size_non_uniformity,
            dependence_non_uniformity_normalized: voxels.size_non_uniformity_normalized,
            dependence_variance: voxels.size_variance,
            gray_level_non_uniformity: voxels.grey_non_uniformity,
            gray_level_variance: voxels.grey_variance,
            high_gray_level_emphasis: voxels.high_grey,
            large_dependence_emphasis: voxels.large,
            large_dependence_high_gray_level_emphasis: voxels.large_high_grey,
            large_dependence_low_gray_level_emphasis: voxels.large_low_grey,
            low_gray_level_emphasis: voxels.low_grey,
            small_dependence_emphasis: voxels.small,
            small_dependence_high_gray_level_emphasis: voxels.small_high_grey,
            small_dependence_low_gray_level_emphasis: voxels.small_low_grey,
        }
    }
}
