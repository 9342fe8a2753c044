//! Size and shape of the region.
//!
//! Everything is computed from the mask as bits: the surface mesh of marching cubes, the largest
//! distances between points of the surface, and the principal axes of the voxel centres. All three
//! count in integers as far as they can, so that they are exact up to the last few bits and do not
//! depend on the order of the voxels.

mod axes;
mod bits;
mod diameter;
mod farthest;
mod hull;
mod marching_cubes;
mod table;

use std::f64::consts::PI;

use voxomics_core::math::pow;

pub(crate) use axes::Axes;
pub(crate) use bits::{Bits, for_surface_cells};
pub(crate) use diameter::Diameters;
use marching_cubes::mesh;

use crate::feature_set::feature_set;
use crate::roi::RoiMask;

feature_set! {
    /// Shape features of a region of `N` voxels whose surface mesh encloses the volume `V` and has the
    /// area `A`; `λ₁ ≥ λ₂ ≥ λ₃` are the eigenvalues of the covariance (divisor `N`) of its voxel centres.
    ///
    /// Vertices of the mesh are the midpoints between a voxel inside and a neighbour outside; diameters
    /// are distances between such points. Axes are NaN where their eigenvalue is negative, and so are
    /// ratios with a divisor of 0.
    pub struct Features {
        /// `V / (A^1.5 √π)`. Deprecated in `PyRadiomics`: a function of the sphericity.
        compactness1: "Compactness1",
        /// `36 π V² / A³`. Deprecated in `PyRadiomics`: a function of the sphericity.
        compactness2: "Compactness2",
        /// `√(λ₂ / λ₁)`, 1 where a cut across the longest axes is round.
        elongation: "Elongation",
        /// `√(λ₃ / λ₁)`, 0 where the region is flat.
        flatness: "Flatness",
        /// `4 √λ₃`, mm.
        least_axis_length: "LeastAxisLength",
        /// `4 √λ₁`, mm.
        major_axis_length: "MajorAxisLength",
        /// Largest distance between points of equal y, mm.
        maximum_2d_diameter_column: "Maximum2DDiameterColumn",
        /// Largest distance between points of equal x, mm.
        maximum_2d_diameter_row: "Maximum2DDiameterRow",
        /// Largest distance between points of equal z, mm.
        maximum_2d_diameter_slice: "Maximum2DDiameterSlice",
        /// Largest distance between points, mm.
        maximum_3d_diameter: "Maximum3DDiameter",
        /// `V`, mm³. Where a face of a cube is ambiguous (two corners inside across a diagonal), the mesh
        /// may have a hole, and `V` depends on the distance from the first voxel of the box: give the
        /// region's bounding box, as `PyRadiomics` does.
        mesh_volume: "MeshVolume",
        /// `4 √λ₂`, mm.
        minor_axis_length: "MinorAxisLength",
        /// `A / (36 π V²)^(1/3)`. Deprecated in `PyRadiomics`: the inverse of the sphericity.
        spherical_disproportion: "SphericalDisproportion",
        /// `(36 π V²)^(1/3) / A`, 1 for a ball.
        sphericity: "Sphericity",
        /// `A`, mm².
        surface_area: "SurfaceArea",
        /// `A / V`, mm⁻¹.
        surface_volume_ratio: "SurfaceVolumeRatio",
        /// `N` times the volume of a voxel, mm³.
        voxel_volume: "VoxelVolume",
    }
}

/// Shape features, and what there is to say about them.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Description {
    /// The features.
    pub features: Features,
    /// How many eigenvalues rounding had made negative, in (-10⁻¹⁰, 0), and were taken as 0, as
    /// `PyRadiomics` does with a warning. The region is flat then, though not every flat region has one.
    pub rounded_eigenvalues: usize,
}

/// Shape features of a region.
///
/// Time grows with the voxels of the box, 64 at a time, and with the points of the surface; pairs of
/// points are compared only where they are corners of the convex hull in each plane through them.
///
/// # References
///
/// Lorensen WE, Cline HE. *Comput Graph* 1987;21:163-169.
///
/// # Example
///
/// ```
/// use voxomics_features::roi::RoiMask;
/// use voxomics_features::shape;
///
/// // One voxel: the mesh is an octahedron whose vertices are half a voxel from the centre.
/// let mask = RoiMask::new([1, 1, 1], [1.0, 1.0, 3.0], vec![1]).expect("a byte per voxel");
/// let features = shape::features(&mask);
/// assert_eq!(features.mesh_volume, 3.0 / 6.0);
/// assert_eq!(features.maximum_3d_diameter, 3.0);
/// ```
#[must_use]
pub fn features(roi: &RoiMask) -> Features {
    describe(roi).features
}

/// [`features`], and whether the region is so flat that rounding mattered.
#[must_use]
pub fn describe(roi: &RoiMask) -> Description {
    let spacing @ [dx, dy, dz] = roi.spacing();
    let bits = Bits::new(roi);
    let mesh = mesh(&bits, spacing);
    let diameters = Diameters::new(&bits, spacing);
    let axes = Axes::new(&bits, spacing);
    let (volume, area) = (mesh.volume, mesh.area);
    let area_of_ball = pow(36.0 * PI * (volume * volume), 1.0 / 3.0);
    let features = Features {
        compactness1: volume / (pow(area, 1.5) * PI.sqrt()),
        compactness2: 36.0 * PI * (volume * volume) / (area * area * area),
        elongation: axes.ratio(1),
        flatness: axes.ratio(0),
        least_axis_length: axes.length(0),
        major_axis_length: axes.length(2),
        maximum_2d_diameter_column: diameters.column,
        maximum_2d_diameter_row: diameters.row,
        maximum_2d_diameter_slice: diameters.slice,
        maximum_3d_diameter: diameters.solid,
        mesh_volume: volume,
        minor_axis_length: axes.length(1),
        spherical_disproportion: area / area_of_ball,
        sphericity: area_of_ball / area,
        surface_area: area,
        surface_volume_ratio: area / volume,
        voxel_volume: roi.voxels() as f64 * (dz * dx * dy),
    };
    Description {
        features,
        rounded_eigenvalues: axes.rounded,
    }
}
