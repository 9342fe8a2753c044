//! Grey-level size-zone matrices.

use crate::discretise::{Levels, for_ranks};
use crate::feature_set::feature_set;
use crate::grid::Rank;
use crate::neighbours::Neighbourhood;
use crate::size_matrix::{Emphases, SizeMatrix};
use crate::zones::zones;

/// How zones are found; the defaults are `PyRadiomics`'.
///
/// ```
/// assert!(voxomics_features::glszm::Options::default().flat_axis.is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Axis along which nothing is connected, 0 = x, 1 = y, 2 = z; `force2D`.
    pub flat_axis: Option<usize>,
}

feature_set! {
    /// GLSZM features of `n(i, j)`, the number of zones of grey level `i` and `j` voxels, `N_z` zones in
    /// all; `p = n / N_z`, `ε` is 2⁻⁵².
    pub struct Features {
        /// `Σ_i (Σ_j n)² / N_z`.
        gray_level_non_uniformity: "GrayLevelNonUniformity",
        /// `Σ_i (Σ_j n)² / N_z²`.
        gray_level_non_uniformity_normalized: "GrayLevelNonUniformityNormalized",
        /// `Σ p (i - μ)²`, `μ = Σ p i`.
        gray_level_variance: "GrayLevelVariance",
        /// `Σ p i²`.
        high_gray_level_zone_emphasis: "HighGrayLevelZoneEmphasis",
        /// `Σ p j²`.
        large_area_emphasis: "LargeAreaEmphasis",
        /// `Σ p i² j²`.
        large_area_high_gray_level_emphasis: "LargeAreaHighGrayLevelEmphasis",
        /// `Σ p j² / i²`.
        large_area_low_gray_level_emphasis: "LargeAreaLowGrayLevelEmphasis",
        /// `Σ p / i²`.
        low_gray_level_zone_emphasis: "LowGrayLevelZoneEmphasis",
        /// `Σ_j (Σ_i n)² / N_z`.
        size_zone_non_uniformity: "SizeZoneNonUniformity",
        /// `Σ_j (Σ_i n)² / N_z²`.
        size_zone_non_uniformity_normalized: "SizeZoneNonUniformityNormalized",
        /// `Σ p / j²`.
        small_area_emphasis: "SmallAreaEmphasis",
        /// `Σ p i² / j²`.
        small_area_high_gray_level_emphasis: "SmallAreaHighGrayLevelEmphasis",
        /// `Σ p / (i² j²)`.
        small_area_low_gray_level_emphasis: "SmallAreaLowGrayLevelEmphasis",
        /// `-Σ p log₂(p + ε)`, bits.
        zone_entropy: "ZoneEntropy",
        /// `N_z / Σ n j`.
        zone_percentage: "ZonePercentage",
        /// `Σ p (j - μ)²`, `μ = Σ p j`.
        zone_variance: "ZoneVariance",
    }
}

/// GLSZM features of a region in grey levels.
///
/// A zone is a set of voxels of one level that touch, by a face, an edge or a corner.
///
/// # References
///
/// Thibault G, Fertil B, Navarro C, et al. *Pattern Recognit Inf Process* 2009:140-145.
///
/// # Example
///
/// ```
/// use voxomics_features::discretise::{Binning, Levels};
/// use voxomics_features::glszm::{Options, features};
/// use voxomics_features::roi::{Roi, RoiMask};
///
/// // The ones touch at a corner, and so do the twos: two zones of two voxels.
/// let mask = RoiMask::new([2, 2, 1], [1.0; 3], vec![1; 4]).expect("a byte per voxel");
/// let roi = Roi::new(mask, vec![1.0, 2.0, 2.0, 1.0]).expect("a value per voxel");
/// let levels = Levels::new(&roi, Binning::Width(1.0))?;
/// let features = features(&levels, &Options::default());
/// assert_eq!((features.large_area_emphasis, features.zone_percentage), (4.0, 0.5));
/// # Ok::<(), voxomics_features::discretise::Error>(())
/// ```
#[must_use]
pub fn features(levels: &Levels, options: &Options) -> Features {
    let touching = Neighbourhood::new(vec![1], options.flat_axis);
    let directions = touching.directions(levels.size());
    let zones = for_ranks!(levels.grid(), grid => ranked(zones(grid, &directions)));
    SizeMatrix::from_list(zones)
        .emphases(&levels.grey_f64())
        .into()
}

/// Zones with ranks from 0.
fn ranked<T: Rank>(zones: Vec<(T, u32)>) -> Vec<(u32, u32)> {
    let zones = zones.into_iter();
    zones
        .map(|(rank, size)| (Into::<u32>::into(rank) - 1, size))
        .collect()
}

impl From<Emphases> for Features {
    fn from(zones: Emphases) -> Self {
        Self {
            gray_level_non_uniformity: zones.grey_non_uniformity,
            gray_level_non_uniformity_normalized: zones.grey_non_uniformity_normalized,
            gray_level_variance: zones.grey_variance,
            high_gray_level_zone_emphasis: zones.high_grey,
            large_area_emphasis: zones.large,
            large_area_high_gray_level_emphasis: zones.large_high_grey,
            large_area_low_gray_level_emphasis: zones.large_low_grey,
            low_gray_level_zone_emphasis: zones.low_grey,
            size_zone_non_uniformity: zones.size_non_uniformity,
            size_zone_non_uniformity_normalized: zones.size_non_uniformity_normalized,
            small_area_emphasis: zones.small,
            small_area_high_gray_level_emphasis: zones.small_high_grey,
            small_area_low_gray_level_emphasis: zones.small_low_grey,
            zone_entropy: zones.entropy,
            zone_percentage: zones.percentage,
            zone_variance: zones.size_variance,
        }
    }
}
