//! Where a grid of voxels lies in physical space.

mod inverse;
mod orthogonal;

use std::fmt;

use voxomics_core::ErrorClass;

/// Why a grid cannot be, or why two of them are not the same.
///
/// ```
/// use voxomics_volume::{Geometry, geometry::Error};
///
/// let flat = Geometry::axis_aligned([0, 4, 4], [1.0; 3]);
/// assert!(matches!(flat, Err(Error::EmptyAxis { .. })));
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An axis without voxels.
    #[error("size {size:?} has no voxels: every axis needs at least one")]
    EmptyAxis {
        /// The size given.
        size: [usize; 3],
    },

    /// More voxels than a machine can count.
    #[error("size {size:?} has more voxels than fit into memory")]
    TooLarge {
        /// The size given.
        size: [usize; 3],
    },

    /// A spacing that is zero, negative or not finite.
    #[error("spacing {spacing:?} mm is not positive and finite on every axis")]
    Spacing {
        /// The spacing given.
        spacing: [f64; 3],
    },

    /// An origin that is not finite.
    #[error("origin {origin:?} mm is not finite")]
    Origin {
        /// The origin given.
        origin: [f64; 3],
    },

    /// Axes that do not span space.
    #[error(
        "direction {direction:?} is not invertible: its columns must be three independent axes"
    )]
    Direction {
        /// The direction given, row by row.
        direction: [[f64; 3]; 3],
    },

    /// Two grids that should be the same are not.
    #[error("{0}")]
    Mismatch(Mismatch),
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::EmptyAxis { .. }
            | Self::Spacing { .. }
            | Self::Origin { .. }
            | Self::Direction { .. }
            | Self::Mismatch(_) => ErrorClass::Input,
            Self::TooLarge { .. } => ErrorClass::Resource,
        }
    }
}

/// The three axes of an upright patient: the unit matrix.
const UPRIGHT: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

/// A grid of voxels in physical space, valid from its construction on.
///
/// The centre of voxel `(i, j, k)` lies at `origin + direction · diag(spacing) · (i, j, k)`, in
/// millimetres, LPS. Two-dimensional images are grids with one voxel along z whose
/// [`rank`](Self::rank) is 2.
///
/// ```
/// use voxomics_volume::Geometry;
///
/// // Axes x and y turned by 180 degrees, as many scanners write them.
/// let direction = [[-1.0, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, 1.0]];
/// let geometry = Geometry::new([256, 256, 25], [0.78125, 0.78125, 6.5], [100.0, 100.0, 0.0], direction)?;
/// assert_eq!(geometry.to_physical([128.0, 0.0, 2.0]), [0.0, 100.0, 13.0]);
/// assert_eq!(geometry.to_index([0.0, 100.0, 13.0]), [128.0, 0.0, 2.0]);
/// # Ok::<(), voxomics_volume::geometry::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geometry {
    size: [usize; 3],
    spacing: [f64; 3],
    origin: [f64; 3],
    direction: [[f64; 3]; 3],
    rank: usize,
}

impl Geometry {
    /// A grid from size in voxels, spacing and origin in mm, each `[x, y, z]`, and direction, row by
    /// row, its columns the axes.
    ///
    /// The axes need not be orthonormal; formats that demand it check on reading.
    ///
    /// # Errors
    ///
    /// An [`Error`] that names the value which cannot be: an empty axis, more than `isize::MAX / 8`
    /// voxels, a spacing that is not positive, anything not finite, a singular direction.
    pub fn new(
        size: [usize; 3],
        spacing: [f64; 3],
        origin: [f64; 3],
        direction: [[f64; 3]; 3],
    ) -> Result<Self, Error> {
        if size.contains(&0) {
            return Err(Error::EmptyAxis { size });
        }
        let voxels = size
            .iter()
            .try_fold(8, |bytes: usize, &n| bytes.checked_mul(n));
        if voxels.is_none_or(|bytes| isize::try_from(bytes).is_err()) {
            return Err(Error::TooLarge { size });
        }
        if !spacing.iter().all(|mm| mm.is_finite() && *mm > 0.0) {
            return Err(Error::Spacing { spacing });
        }
        if !origin.iter().all(|mm| mm.is_finite()) {
            return Err(Error::Origin { origin });
        }
        // Written so that NaN fails too.
        let volume = determinant(&direction).abs();
        if !(volume > 1e-12 && volume.is_finite()) {
            return Err(Error::Direction { direction });
        }
        Ok(Self {
            size,
            spacing,
            origin,
            direction,
            rank: 3,
        })
    }

    /// An upright grid whose first voxel lies at the physical origin.
    ///
    /// # Errors
    ///
    /// As [`Geometry::new`].
    pub fn axis_aligned(size: [usize; 3], spacing: [f64; 3]) -> Result<Self, Error> {
        Self::new(size, spacing, [0.0; 3], UPRIGHT)
    }

    /// The same grid as that of a two-dimensional image.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyAxis`] if there is not exactly one voxel along z.
    pub fn planar(self) -> Result<Self, Error> {
        match self.size {
            [_, _, 1] => Ok(Self { rank: 2, ..self }),
            size => Err(Error::EmptyAxis { size }),
        }
    }

    /// Voxels along each axis.
    #[must_use]
    pub fn size(&self) -> [usize; 3] {
        self.size
    }

    /// How many voxels the grid has.
    #[must_use]
    pub fn voxels(&self) -> usize {
        self.size.iter().product()
    }

    /// Distance between neighbouring voxels along each axis, mm.
    #[must_use]
    pub fn spacing(&self) -> [f64; 3] {
        self.spacing
    }

    /// Centre of the first voxel, mm.
    #[must_use]
    pub fn origin(&self) -> [f64; 3] {
        self.origin
    }

    /// The axes, row by row: column `a` is the unit vector along which index `a` grows.
    #[must_use]
    pub fn direction(&self) -> [[f64; 3]; 3] {
        self.direction
    }

    /// 3, or 2 for a two-dimensional image.
    #[must_use]
    pub fn rank(&self) -> usize {
        self.rank
    }

    /// Volume of a voxel, mm³.
    #[must_use]
    pub fn voxel_volume(&self) -> f64 {
        self.spacing.iter().product()
    }

    /// The physical point, mm, of an index that need not be whole.
    #[must_use]
    #[doc(alias("TransformIndexToPhysicalPoint", "affine"))]
    pub fn to_physical(&self, index: [f64; 3]) -> [f64; 3] {
        // Origin first, then x, y, z: ITK's order, on which ties of a resampling hang.
        std::array::from_fn(|row| {
            (0..3).fold(self.origin[row], |sum, axis| {
                sum + self.direction[row][axis] * self.spacing[axis] * index[axis]
            })
        })
    }

    /// The index, not necessarily whole, of a physical point in mm.
    #[must_use]
    #[doc(alias = "TransformPhysicalPointToContinuousIndex")]
    pub fn to_index(&self, point: [f64; 3]) -> [f64; 3] {
        let inverse = self.physical_to_index();
        std::array::from_fn(|row| {
            (0..3).fold(0.0, |sum, axis| {
                sum + inverse[row][axis] * (point[axis] - self.origin[axis])
            })
        })
    }

    /// The grid of a part of this one.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyAxis`] if the region is empty.
    pub fn cropped(&self, region: crate::Region) -> Result<Self, Error> {
        let origin = self.to_physical(region.start().map(|index| index as f64));
        let cropped = Self::new(region.size(), self.spacing, origin, self.direction)?;
        Ok(Self {
            rank: self.rank,
            ..cropped
        })
    }

    /// Whether `other` is the same grid as this one within `tolerance`; sizes must be equal.
    ///
    /// # Errors
    ///
    /// [`Error::Mismatch`], whose text names every property that differs and by how much.
    #[doc(alias = "geometryTolerance")]
    pub fn check_same(&self, other: &Self, tolerance: Tolerance) -> Result<(), Error> {
        let mismatch = Mismatch::between(self, other, tolerance);
        if mismatch.differences.is_empty() {
            Ok(())
        } else {
            Err(Error::Mismatch(mismatch))
        }
    }

    /// `direction · diag(spacing)`.
    pub(crate) fn index_to_physical(&self) -> [[f64; 3]; 3] {
        let scaled = |row: usize, axis: usize| self.direction[row][axis] * self.spacing[axis];
        std::array::from_fn(|row| std::array::from_fn(|axis| scaled(row, axis)))
    }

    /// Inverse of `direction · diag(spacing)`, with ITK's bits.
    pub(crate) fn physical_to_index(&self) -> [[f64; 3]; 3] {
        inverse::inverse(&self.index_to_physical())
    }

    /// [`to_physical`](Self::to_physical) in the order of ITK's `TransformContinuousIndexToPhysicalPoint`,
    /// origin last, which can differ in the last digit.
    ///
    /// ```
    /// use voxomics_volume::Geometry;
    ///
    /// let geometry = Geometry::axis_aligned([4, 4, 3], [1.5, 1.5, 3.0])?;
    /// assert_eq!(geometry.continuous_to_physical([0.5, 1.0, 2.0]), [0.75, 1.5, 6.0]);
    /// # Ok::<(), voxomics_volume::geometry::Error>(())
    /// ```
    #[must_use]
    pub fn continuous_to_physical(&self, index: [f64; 3]) -> [f64; 3] {
        let matrix = self.index_to_physical();
        std::array::from_fn(|row| {
            let [x, y, z] = matrix[row];
            (x * index[0] + y * index[1] + z * index[2]) + self.origin[row]
        })
    }
}

/// How far two grids may lie apart and still count as the same.
///
/// ```
/// use voxomics_volume::geometry::Tolerance;
///
/// assert_eq!(Tolerance::default().coordinates, 1e-6);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// For origin and spacing, as a share of the x spacing.
    pub coordinates: f64,
    /// For each entry of the direction.
    pub directions: f64,
}

impl Tolerance {
    /// One number for both, as `PyRadiomics`' setting `geometryTolerance` means it.
    #[must_use]
    pub fn uniform(tolerance: f64) -> Self {
        Self {
            coordinates: tolerance,
            directions: tolerance,
        }
    }
}

/// ITK's default, 10⁻⁶ for both.
impl Default for Tolerance {
    fn default() -> Self {
        Self::uniform(1e-6)
    }
}

/// What differs between the grids of an image and a mask, one line of its text a property.
#[derive(Debug, Clone, PartialEq)]
pub struct Mismatch {
    differences: Vec<Difference>,
    tolerance: Tolerance,
}

#[derive(Debug, Clone, PartialEq)]
enum Difference {
    Size([usize; 3], [usize; 3]),
    Spacing([f64; 3], [f64; 3]),
    Origin([f64; 3], [f64; 3]),
    Direction(f64),
}

impl Mismatch {
    fn between(image: &Geometry, mask: &Geometry, tolerance: Tolerance) -> Self {
        let far = |a: [f64; 3], b: [f64; 3], limit: f64| largest_difference(a, b) > limit;
        let coordinates = (tolerance.coordinates * image.spacing[0]).abs();
        let mut differences = Vec::new();
        if image.size != mask.size {
            differences.push(Difference::Size(image.size, mask.size));
        }
        if far(image.spacing, mask.spacing, coordinates) {
            differences.push(Difference::Spacing(image.spacing, mask.spacing));
        }
        if far(image.origin, mask.origin, coordinates) {
            differences.push(Difference::Origin(image.origin, mask.origin));
        }
        let turned = (0..3)
            .map(|row| largest_difference(image.direction[row], mask.direction[row]))
            .fold(0.0, f64::max);
        if turned > tolerance.directions {
            differences.push(Difference::Direction(turned));
        }
        Self {
            differences,
            tolerance,
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("image and mask lie on different grids: ")?;
        for (index, difference) in self.differences.iter().enumerate() {
            if index > 0 {
                formatter.write_str("; ")?;
            }
            match difference {
                Difference::Size(image, mask) => {
                    write!(formatter, "size {image:?} and {mask:?}")?;
                }
                Difference::Spacing(image, mask) => {
                    let by = largest_difference(*image, *mask);
                    write!(
                        formatter,
                        "spacing {image:?} and {mask:?}, {by:.3e} mm apart"
                    )?;
                }
                Difference::Origin(image, mask) => {
                    let by = largest_difference(*image, *mask);
                    write!(
                        formatter,
                        "origin {image:?} and {mask:?}, {by:.3e} mm apart"
                    )?;
                }
                Difference::Direction(by) => {
                    write!(formatter, "direction, an entry differs by {by:.3e}")?;
                }
            }
        }
        let Tolerance {
            coordinates,
            directions,
        } = self.tolerance;
        write!(
            formatter,
            " (tolerance {coordinates:e} of the x spacing, {directions:e} for directions)"
        )
    }
}

fn largest_difference(a: [f64; 3], b: [f64; 3]) -> f64 {
    (0..3)
        .map(|axis| (a[axis] - b[axis]).abs())
        .fold(0.0, f64::max)
}

fn determinant(m: &[[f64; 3]; 3]) -> f64 {
    (0..3)
        .map(|column| m[0][column] * cofactor(m, 0, column))
        .sum()
}

/// Cofactor of an entry; rows and columns taken cyclically, which brings the sign along.
fn cofactor(m: &[[f64; 3]; 3], row: usize, column: usize) -> f64 {
    let at = |down: usize, right: usize| m[(row + down) % 3][(column + right) % 3];
    at(1, 1) * at(2, 2) - at(1, 2) * at(2, 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Error, Geometry, Tolerance, UPRIGHT};

    fn grid(spacing: [f64; 3], origin: [f64; 3]) -> Geometry {
        Geometry::new([4, 5, 6], spacing, origin, UPRIGHT).unwrap()
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let nan = f64::NAN;
        let singular = [[1.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 1.0]];
        for (error, text) in [
            (
                Geometry::axis_aligned([4, 0, 4], [1.0; 3]),
                "size [4, 0, 4] has no voxels: every axis needs at least one",
            ),
            (
                Geometry::axis_aligned([usize::MAX, 2, 2], [1.0; 3]),
                "has more voxels than fit into memory",
            ),
            (
                Geometry::axis_aligned([4; 3], [1.0, -1.0, nan]),
                "spacing [1.0, -1.0, NaN] mm is not positive and finite on every axis",
            ),
            (
                Geometry::new([4; 3], [1.0; 3], [0.0, nan, 0.0], UPRIGHT),
                "origin [0.0, NaN, 0.0] mm is not finite",
            ),
            (
                Geometry::new([4; 3], [1.0; 3], [0.0; 3], singular),
                "its columns must be three independent axes",
            ),
        ] {
            let error = error.unwrap_err().to_string();
            assert!(error.ends_with(text), "{error}");
        }
    }

    #[test]
    fn mismatch_says_what_and_by_how_much() {
        let image = grid([1.0, 1.0, 3.0], [0.0; 3]);
        let mask = grid([1.0, 1.0, 2.5], [0.0, 0.25, 0.0]);
        assert_eq!(image.check_same(&image, Tolerance::default()), Ok(()));
        assert_eq!(
            image
                .check_same(&mask, Tolerance::default())
                .unwrap_err()
                .to_string(),
            "image and mask lie on different grids: \
             spacing [1.0, 1.0, 3.0] and [1.0, 1.0, 2.5], 5.000e-1 mm apart; \
             origin [0.0, 0.0, 0.0] and [0.0, 0.25, 0.0], 2.500e-1 mm apart \
             (tolerance 1e-6 of the x spacing, 1e-6 for directions)"
        );
        assert_eq!(image.check_same(&mask, Tolerance::uniform(0.5)), Ok(()));
    }

    #[test]
    fn tolerance_is_a_share_of_the_x_spacing() {
        let image = grid([2.0, 1.0, 1.0], [0.0; 3]);
        let within = grid([2.0, 1.0, 1.0], [1.9e-6, 0.0, 0.0]);
        let beyond = grid([2.0, 1.0, 1.0], [2.1e-6, 0.0, 0.0]);
        assert_eq!(image.check_same(&within, Tolerance::default()), Ok(()));
        let error = image.check_same(&beyond, Tolerance::default());
        assert!(matches!(error, Err(Error::Mismatch(_))));
    }

    proptest! {
        #[test]
        fn index_and_point_are_inverse(
            spacing in prop::array::uniform3(0.1_f64..10.0),
            origin in prop::array::uniform3(-500.0_f64..500.0),
            angle in 0.0_f64..6.0,
            index in prop::array::uniform3(-10.0_f64..300.0),
        ) {
            let (sin, cos) = angle.sin_cos();
            let direction = [[cos, -sin, 0.0], [0.0, 0.0, 1.0], [sin, cos, 0.0]];
            let geometry = Geometry::new([4; 3], spacing, origin, direction).unwrap();
            let back = geometry.to_index(geometry.to_physical(index));
            for axis in 0..3 {
                prop_assert!((back[axis] - index[axis]).abs() < 1e-9, "{back:?} {index:?}");
            }
        }
    }
}
