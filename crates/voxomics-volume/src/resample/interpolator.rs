//! The names of the interpolators.

/// How the image between voxels is found; named as in SimpleITK.
///
/// For a voxel centre at continuous index `c` of an axis. Sums run x fastest; beyond the edges the last
/// voxel is repeated, except where another rule is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Interpolator {
    /// The voxel `⌊c + 1/2⌋`.
    #[doc(alias = "sitkNearestNeighbor")]
    NearestNeighbor,
    /// `a + (b - a) t` between the two voxels around `c`, along x, then y, then z.
    #[doc(alias = "sitkLinear")]
    Linear,
    /// The cubic B-spline that runs through every voxel; four voxels an axis, the image mirrored at its
    /// edges (`-i` for `i`). `PyRadiomics`' default.
    #[doc(alias = "sitkBSpline")]
    BSpline,
    /// Mean with the weights of a Gaussian of σ = 0.8 voxels, integrated over each voxel that comes
    /// within 4 σ; voxels outside the image do not count. It smooths.
    #[doc(alias = "sitkGaussian")]
    Gaussian,
    /// The value with the largest weight of a Gaussian of σ = 1 voxel within 1 σ, for images of labels.
    #[doc(alias = "sitkLabelGaussian")]
    LabelGaussian,
    /// `0.54 + 0.46 cos(π x / 5) · sin(π x) / (π x)` over the ten voxels an axis around `c`, `x` their
    /// distance. The weights of this and the other windowed sincs are not normalised.
    #[doc(alias = "sitkHammingWindowedSinc")]
    HammingWindowedSinc,
    /// The window `cos(π x / 10)`.
    #[doc(alias = "sitkCosineWindowedSinc")]
    CosineWindowedSinc,
    /// The window `1 - x² / 25`.
    #[doc(alias = "sitkWelchWindowedSinc")]
    WelchWindowedSinc,
    /// The window `sin(π x / 5) / (π x / 5)`.
    #[doc(alias = "sitkLanczosWindowedSinc")]
    LanczosWindowedSinc,
    /// The window `0.42 + 0.5 cos(π x / 5) + 0.08 cos(2 π x / 5)`.
    #[doc(alias = "sitkBlackmanWindowedSinc")]
    BlackmanWindowedSinc,
}
