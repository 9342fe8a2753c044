//! How much a file may ask for.

use voxomics_volume::VoxelType;

use crate::error::{Fault, Kind};

/// The most that a file may ask for, before any of it is allocated.
///
/// Memory grows with the bytes that are really there: a header that declares more than its file can
/// hold is refused as truncated whatever the limits. They stop files that are small and honest but
/// inflate to more than the machine should bear.
///
/// ```
/// use voxomics_io::Limits;
///
/// let limits = Limits { voxels: 1 << 20, ..Limits::default() };
/// assert_eq!(limits.bytes, 8 << 30);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Voxels of an image, all its components together; default 2³¹.
    pub voxels: u64,
    /// Bytes of these voxels in memory; default 8 GiB.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            voxels: 1 << 31,
            bytes: 8 << 30,
        }
    }
}

impl Limits {
    /// `voxels`, as a length, if an image of so many voxels of a type may be read.
    pub(crate) fn check(&self, voxels: u64, voxel_type: VoxelType) -> Result<usize, Fault> {
        if voxels > self.voxels {
            let message = format!("{voxels} voxels exceed the limit of {} voxels", self.voxels);
            return Err(Fault::new(Kind::LimitExceeded, message));
        }
        let bytes = u128::from(voxels) * voxel_type.bytes() as u128;
        if bytes > u128::from(self.bytes) {
            let message = format!("{bytes} bytes of voxels exceed the limit of {}", self.bytes);
            return Err(Fault::new(Kind::LimitExceeded, message));
        }
        usize::try_from(voxels).map_err(|_| {
            Fault::new(
                Kind::LimitExceeded,
                format!("{voxels} voxels cannot be addressed"),
            )
        })
    }
}
