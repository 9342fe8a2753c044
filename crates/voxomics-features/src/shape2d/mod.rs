//! Size and shape of a region within one slice.

mod marching_squares;

use std::f64::consts::PI;

use voxomics_core::ErrorClass;

use crate::feature_set::feature_set;
use crate::roi::RoiMask;
use crate::shape::{Axes, Bits, Diameters};
use marching_squares::outline;

feature_set! {
    /// Shape features of a region of `N` pixels whose outline encloses the area `A` and has the length
    /// `P`; `λ₁ ≥ λ₂` are the eigenvalues of the covariance (divisor `N`) of its pixel centres.
    ///
    /// Vertices of the outline are the midpoints between a pixel inside and a neighbour outside; pixels
    /// across a diagonal are not joined.
    pub struct Features {
        /// `√(λ₂ / λ₁)`, 1 where the region is round.
        elongation: "Elongation",
        /// `4 √λ₁`, mm.
        major_axis_length: "MajorAxisLength",
        /// Largest distance between vertices, mm.
        maximum_diameter: "MaximumDiameter",
        /// `A`, mm².
        mesh_surface: "MeshSurface",
        /// `4 √λ₂`, mm.
        minor_axis_length: "MinorAxisLength",
        /// `P`, mm.
        perimeter: "Perimeter",
        /// `P / A`, mm⁻¹.
        perimeter_surface_ratio: "PerimeterSurfaceRatio",
        /// `N` times the area of a pixel, mm².
        pixel_surface: "PixelSurface",
        /// `P / (2 √(π A))`. Deprecated in `PyRadiomics`: the inverse of the sphericity.
        spherical_disproportion: "SphericalDisproportion",
        /// `2 √(π A) / P`, 1 for a disc.
        sphericity: "Sphericity",
    }
}

/// Why a region has no two-dimensional shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The region lies in several slices, or in none.
    #[error(
        "the region spans {slices} slices along dimension {dimension}: its two-dimensional shape needs \
         exactly one"
    )]
    NotOneSlice {
        /// How many.
        slices: usize,
        /// The dimension out of the plane, 0 is z.
        dimension: usize,
    },

    /// There is no such dimension.
    #[error("dimension {dimension} does not exist: 0 is z, 1 is y and 2 is x")]
    NoSuchDimension {
        /// The one asked for.
        dimension: usize,
    },
}

impl Error {
    /// Who has to act.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        ErrorClass::Input
    }
}

/// Two-dimensional shape features of a region whose box is one voxel thick along `dimension`, which
/// counts as `force2Ddimension` does: 0 is z, 1 is y and 2 is x.
///
/// # Errors
///
/// [`Error::NotOneSlice`] if the box is of another thickness, [`Error::NoSuchDimension`] if there are
/// not as many dimensions.
///
/// # Example
///
/// ```
/// use voxomics_features::roi::RoiMask;
/// use voxomics_features::shape2d;
///
/// // One pixel: the outline is a rhombus whose vertices are half a pixel from the centre.
/// let mask = RoiMask::new([1, 1, 1], [1.0, 3.0, 5.0], vec![1]).expect("a byte per voxel");
/// let features = shape2d::features(&mask, 0)?;
/// assert_eq!(features.mesh_surface, 3.0 / 2.0);
/// assert_eq!(features.maximum_diameter, 3.0);
/// # Ok::<(), shape2d::Error>(())
/// ```
pub fn features(roi: &RoiMask, dimension: usize) -> Result<Features, Error> {
    let plane = flatten(roi, dimension)?;
    let spacing @ [dx, dy, _] = plane.spacing();
    let bits = Bits::new(&plane);
    let outline = outline(&bits, [dx, dy]);
    let axes = Axes::new(&bits, spacing);
    let diameters = Diameters::new(&bits, spacing);
    let (area, perimeter) = (outline.area, outline.perimeter);
    let sphericity = 2.0 * (PI * area).sqrt() / perimeter;
    Ok(Features {
        elongation: axes.ratio(1),
        major_axis_length: axes.length(2),
        maximum_diameter: diameters.slice,
        mesh_surface: area,
        minor_axis_length: axes.length(1),
        perimeter,
        perimeter_surface_ratio: perimeter / area,
        pixel_surface: plane.voxels() as f64 * (dx * dy),
        spherical_disproportion: 1.0 / sphericity,
        sphericity,
    })
}

/// The region with the dimension out of its plane as z. Its bytes stay in place, since that dimension
/// has one of them only.
fn flatten(roi: &RoiMask, dimension: usize) -> Result<RoiMask, Error> {
    let [u, v, across] = match dimension {
        0 => [0, 1, 2],
        1 => [0, 2, 1],
        2 => [1, 2, 0],
        _ => return Err(Error::NoSuchDimension { dimension }),
    };
    let (size, spacing) = (roi.size(), roi.spacing());
    if size[across] != 1 {
        return Err(Error::NotOneSlice {
            slices: size[across],
            dimension,
        });
    }
    let (size, inside) = ([size[u], size[v], 1], roi.inside().to_vec());
    let spacing = [spacing[u], spacing[v], spacing[across]];
    Ok(RoiMask::new(size, spacing, inside).expect("the bytes of a mask"))
}

/// What `PyRadiomics` does about `shape2D` of a volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Computes it.
    Compute,
    /// Leaves it out, with a warning.
    Skip,
    /// Fails the whole case.
    Refuse {
        /// How many slices the region lies in.
        slices: usize,
    },
}

/// What `PyRadiomics` does about `shape2D` of a region whose box has `size` `[x, y, z]` voxels, with
/// `dimension` out of the plane: `force2Ddimension`, where 0 is z, 1 is y and 2 is x.
///
/// Its first check takes the dimension for one of `size`, where 0 is x, and leaves `shape2D` out
/// unless the box is more than one voxel thick there; the second counts slices along the right one.
/// So regions within one z-slice or one x-slice are computed, mostly, and those within one y-slice
/// never.
///
/// ```
/// use voxomics_features::shape2d::{Decision, decide};
///
/// assert_eq!(decide([20, 30, 1], 0), Decision::Compute);
/// assert_eq!(decide([20, 1, 30], 1), Decision::Skip);
/// assert_eq!(decide([20, 30, 5], 0), Decision::Refuse { slices: 5 });
/// ```
#[must_use]
pub fn decide(size: [usize; 3], dimension: usize) -> Decision {
    let looked_at = size.get(dimension).copied().unwrap_or(0);
    let slices = size.iter().rev().nth(dimension).copied().unwrap_or(0);
    match (looked_at > 1, slices > 1) {
        (false, _) => Decision::Skip,
        (true, true) => Decision::Refuse { slices },
        (true, false) => Decision::Compute,
    }
}
