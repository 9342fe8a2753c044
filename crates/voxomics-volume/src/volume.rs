//! Voxels of a known type on their grid.

use ndarray::ArrayView3;
use voxomics_core::ErrorClass;

use crate::{Geometry, Region, Voxel};

/// Why voxels do not make a volume.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The buffer is shorter or longer than the grid.
    #[error("{found} voxels do not fill a grid of {size:?}, which takes {expected}")]
    Length {
        /// Size of the grid.
        size: [usize; 3],
        /// Voxels of the grid.
        expected: usize,
        /// Voxels given.
        found: usize,
    },

    /// A region reaches beyond the grid.
    #[error("{region:?} reaches beyond a grid of {size:?}")]
    Outside {
        /// The region asked for.
        region: Region,
        /// Size of the grid.
        size: [usize; 3],
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Length { .. } | Self::Outside { .. } => ErrorClass::Input,
        }
    }
}

/// Voxels of type `T` on a grid: one contiguous buffer, x fastest.
///
/// ```
/// use voxomics_volume::{Geometry, Volume};
///
/// let geometry = Geometry::axis_aligned([2, 2, 1], [1.0; 3])?;
/// let volume = Volume::new(geometry, vec![1_u8, 2, 3, 4])?;
/// assert_eq!(volume.view()[[0, 1, 0]], 3); // [z, y, x]
/// # Ok::<(), voxomics_volume::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Volume<T> {
    geometry: Geometry,
    voxels: Vec<T>,
}

impl<T: Voxel> Volume<T> {
    /// A volume from its grid and its voxels, x fastest.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] if there are not as many voxels as the grid has.
    pub fn new(geometry: Geometry, voxels: Vec<T>) -> Result<Self, Error> {
        if voxels.len() == geometry.voxels() {
            Ok(Self { geometry, voxels })
        } else {
            Err(Error::Length {
                size: geometry.size(),
                expected: geometry.voxels(),
                found: voxels.len(),
            })
        }
    }

    /// A volume from a buffer that was made for its grid.
    pub(crate) fn assembled(geometry: Geometry, voxels: Vec<T>) -> Self {
        debug_assert_eq!(
            voxels.len(),
            geometry.voxels(),
            "a voxel for each of the grid"
        );
        Self { geometry, voxels }
    }

    /// A volume whose voxel at `[x, y, z]` is `value([x, y, z])`.
    pub fn from_fn(geometry: Geometry, mut value: impl FnMut([usize; 3]) -> T) -> Self {
        let [nx, ny, nz] = geometry.size();
        let mut voxels = Vec::with_capacity(geometry.voxels());
        for z in 0..nz {
            for y in 0..ny {
                voxels.extend((0..nx).map(|x| value([x, y, z])));
            }
        }
        Self { geometry, voxels }
    }

    /// The grid.
    #[must_use]
    pub fn geometry(&self) -> &Geometry {
        &self.geometry
    }

    /// The voxels, x fastest.
    #[must_use]
    pub fn voxels(&self) -> &[T] {
        &self.voxels
    }

    /// The voxels, x fastest, out of the volume.
    #[must_use]
    pub fn into_voxels(self) -> Vec<T> {
        self.voxels
    }

    /// The voxels as an array of `[z, y, x]`.
    #[must_use]
    pub fn view(&self) -> ArrayView3<'_, T> {
        shaped(self.geometry.size(), &self.voxels)
    }

    /// A volume on the same grid, each of its voxels made of the one here.
    ///
    /// ```
    /// use voxomics_volume::{Geometry, Volume};
    ///
    /// let geometry = Geometry::axis_aligned([2, 1, 1], [1.0; 3])?;
    /// let doubled = Volume::new(geometry, vec![1_u8, 200])?.map(|voxel| 2 * u16::from(voxel));
    /// assert_eq!(doubled.voxels(), [2, 400]);
    /// # Ok::<(), voxomics_volume::Error>(())
    /// ```
    #[must_use]
    pub fn map<U: Voxel>(&self, make: impl Fn(T) -> U) -> Volume<U> {
        let voxels = self.voxels.iter().map(|&voxel| make(voxel)).collect();
        Volume::assembled(self.geometry, voxels)
    }

    /// The same voxels on another grid of the same size: for a header that was wrong.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] if the new grid has another number of voxels.
    pub fn with_geometry(self, geometry: Geometry) -> Result<Self, Error> {
        Self::new(geometry, self.voxels)
    }

    /// A part of the volume, on its own grid.
    ///
    /// # Errors
    ///
    /// [`Error::Outside`] if the region is empty or reaches beyond the volume.
    ///
    /// ```
    /// use voxomics_volume::{Geometry, Region, Volume};
    ///
    /// let geometry = Geometry::axis_aligned([4, 4, 4], [2.0; 3])?;
    /// let volume = Volume::from_fn(geometry, |[x, y, z]| (x + 4 * y + 16 * z) as u8);
    /// let part = volume.crop(Region::new([1, 2, 3], [2, 1, 1]))?;
    /// assert_eq!(part.voxels(), [57, 58]);
    /// assert_eq!(part.geometry().origin(), [2.0, 4.0, 6.0]);
    /// # Ok::<(), voxomics_volume::Error>(())
    /// ```
    pub fn crop(&self, region: Region) -> Result<Self, Error> {
        let size = self.geometry.size();
        let outside = Error::Outside { region, size };
        if !region.fits(size) {
            return Err(outside);
        }
        let geometry = self.geometry.cropped(region).map_err(|_| outside)?;
        let voxels = self.map_region(region, |voxel| voxel);
        Ok(Self { geometry, voxels })
    }

    /// `map` of every voxel of a region that lies within the volume, x fastest.
    pub(crate) fn map_region<U>(&self, region: Region, map: impl Fn(T) -> U) -> Vec<U> {
        let mut mapped = Vec::with_capacity(region.voxels());
        for line in region.lines(self.geometry.size()) {
            let line = &self.voxels[line..line + region.size()[0]];
            mapped.extend(line.iter().map(|&voxel| map(voxel)));
        }
        mapped
    }
}

fn shaped<T>([nx, ny, nz]: [usize; 3], voxels: &[T]) -> ArrayView3<'_, T> {
    let view = ArrayView3::from_shape((nz, ny, nx), voxels);
    view.expect("the buffer has as many voxels as the grid")
}
