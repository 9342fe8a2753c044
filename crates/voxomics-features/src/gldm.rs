//! Grey-level dependence matrices.

use voxomics_core::vectorised;

use crate::discretise::{Levels, for_ranks};
use crate::feature_set::feature_set;
use crate::grid::{Grid, Rank, lanes};
use crate::neighbours::Neighbourhood;
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
    let offsets = options.neighbourhood.offsets(levels.size());
    let sizes = offsets.len() + 2;
    let counts = for_ranks!(levels.grid(), grid => {
        let grid = grid.with_margin(options.neighbourhood.reach(levels.size()));
        let steps: Vec<isize> = offsets.iter().map(|&offset| grid.step(offset)).collect();
        if options.alpha == 0 {
            let same = |centre, neighbour| centre == neighbour;
            counts(&grid, &grid, &steps, levels.grey().len(), same)
        } else {
            let grey = levels.grey_grid(&grid);
            let near = |centre: u16, neighbour: u16| {
                (neighbour != 0) & (centre.abs_diff(neighbour) <= options.alpha)
            };
            counts(&grid, &grey, &steps, levels.grey().len(), near)
        }
    });
    SizeMatrix::from_dense(&counts, sizes)
        .emphases(&levels.grey_f64())
        .into()
}

/// Voxels by rank and dependence, `counts[rank * sizes + dependence]`, ranks from 0; `alike` says whether a
/// voxel depends on another, by their `values`.
fn counts<T: Rank, U: Rank>(
    ranks: &Grid<T>,
    values: &Grid<U>,
    steps: &[isize],
    levels: usize,
    alike: impl Fn(U, U) -> bool,
) -> Vec<f64> {
    let sizes = steps.len() + 2;
    // Ranks from 0, so that voxels outside need no question.
    let mut counts = vec![0_u32; (levels + 1) * sizes];
    let (mut dependence, mut part) = (Vec::new(), Vec::new());
    for line in ranks.lines() {
        dependence.clear();
        dependence.resize(line.len(), 1_u16);
        part.resize(line.len().div_ceil(LANES), [0; LANES]);
        // Bytes, of which more fit into a vector, hold so many.
        for steps in steps.chunks(usize::from(u8::MAX)) {
            count_alike(&mut part, values.cells(), line.start, steps, &alike);
            for (dependence, &part) in dependence.iter_mut().zip(part.as_flattened()) {
                *dependence += u16::from(part);
            }
        }
        for (&rank, &dependence) in ranks.cells()[line].iter().zip(&dependence) {
            counts[Into::<usize>::into(rank) * sizes + usize::from(dependence)] += 1;
        }
    }
    counts[sizes..]
        .iter()
        .map(|&count| f64::from(count))
        .collect()
}

/// Bytes of a vector.
const LANES: usize = 32;

vectorised! {
    /// On how many of their neighbours, `steps` away, the voxels from `start` on depend.
    fn count_alike[U: Rank](
        counts: &mut [[u8; LANES]],
        cells: &[U],
        start: usize,
        steps: &[isize],
        alike: &impl Fn(U, U) -> bool,
    ) {
        let cells = |start: usize| -> &[U; LANES] { lanes(cells, start) };
        for (start, counts) in (start..).step_by(LANES).zip(counts) {
            let centres = cells(start);
            let mut sums = [0; LANES];
            for &step in steps {
                let neighbours = cells(start.wrapping_add_signed(step));
                for ((count, &centre), &neighbour) in sums.iter_mut().zip(centres).zip(neighbours) {
                    *count += u8::from((*alike)(centre, neighbour));
                }
            }
            *counts = sums;
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
