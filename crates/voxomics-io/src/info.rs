//! What a header says.

use voxomics_volume::{Geometry, VoxelType};

use crate::{Encoding, Format};

/// What the header of an image says, without its voxels.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Info {
    /// The format, told by the content.
    pub format: Format,
    /// How the voxels are written down.
    pub encoding: Encoding,
    /// Whether the voxels lie in files of their own, so that the header's file alone does not tell what
    /// the image is.
    pub is_detached: bool,
    /// The grid, LPS and mm.
    pub geometry: Geometry,
    /// Type of the voxels in the file.
    pub voxel_type: VoxelType,
    /// Numbers per voxel: 1, or more for vector images and layered segmentations.
    pub components: usize,
    /// `[slope, intercept]` where the header asks for `slope · voxel + intercept`; the voxels that
    /// are read have it applied. They are doubles, or of DICOM, where all come out whole, integers.
    ///
    /// ITK, and with it `PyRadiomics`, keeps such images of other formats in single precision.
    pub scaling: Option<[f64; 2]>,
    /// Names of the labels, where a segmentation of 3D Slicer has them.
    pub segments: Vec<Segment>,
    /// What is odd about the file, though it was read.
    pub warnings: Vec<String>,
}

/// A named segment of a `.seg.nrrd`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Segment {
    /// Its name, as the user typed it.
    pub name: String,
    /// Its label in the component [`layer`](Self::layer).
    pub label: u32,
    /// The component that it lies in; segments that overlap lie in different ones.
    pub layer: usize,
}
