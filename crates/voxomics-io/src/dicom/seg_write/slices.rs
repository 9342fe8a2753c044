//! The slices that hold something, and their pixels packed to bits.

use super::segment::NewSegment;
use crate::dicom::frame::MOST_FRAMES;
use crate::error::{Fault, Kind};

/// Frames of the file, segment by segment from the first slice to the last.
#[derive(Debug)]
pub(super) struct Slices {
    pub(super) frames: Vec<Slice>,
    /// A bit for each pixel, the lowest first; a frame begins at the bit after the last of the frame before.
    pub(super) bits: Vec<u8>,
    /// Whether a voxel belongs to two segments.
    pub(super) overlap: bool,
}

/// A frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slice {
    /// Of the segment, from 1 on.
    pub(super) segment: u16,
    /// Of the volume, from 0 on.
    pub(super) slice: usize,
}

impl Slices {
    /// The slices of these segments, each of `area` pixels.
    pub(super) fn of(segments: &[NewSegment], area: usize) -> Result<Self, Fault> {
        let mut frames = Vec::new();
        for (number, segment) in (1..=u16::MAX).zip(segments) {
            let before = frames.len();
            let slices = segment.mask.voxels().chunks_exact(area).enumerate();
            let filled = slices.filter(|(_, pixels)| pixels.iter().any(|&pixel| pixel != 0));
            frames.extend(filled.map(|(slice, _)| Slice {
                segment: number,
                slice,
            }));
            if frames.len() == before {
                let message = format!("segment `{}` holds no voxel", segment.label);
                return Err(Fault::new(Kind::EmptyMask, message));
            }
        }
        let bits = bits(&frames, segments, area)?;
        Ok(Self {
            frames,
            bits,
            overlap: overlap(segments),
        })
    }
}

/// The pixels of frames, to an even number of bytes.
fn bits(frames: &[Slice], segments: &[NewSegment], area: usize) -> Result<Vec<u8>, Fault> {
    if frames.len() > MOST_FRAMES {
        let count = frames.len();
        let message = format!(
            "{count} frames are more than the {MOST_FRAMES} that are read: write fewer segments"
        );
        return Err(Fault::new(Kind::LimitExceeded, message));
    }
    let length = (frames.len() as u64 * area as u64).div_ceil(16) * 2;
    if length >= u64::from(u32::MAX) {
        let message = format!("{length} bytes of pixels are more than a DICOM file holds");
        return Err(Fault::new(Kind::LimitExceeded, message));
    }
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let mut bits = Vec::new();
    crate::binary::grow(&mut bits, length)?;
    for (index, frame) in frames.iter().enumerate() {
        let mask = segments[usize::from(frame.segment) - 1].mask.voxels();
        let pixels = &mask[frame.slice * area..][..area];
        for (bit, &pixel) in (index * area..).zip(pixels) {
            bits[bit / 8] |= u8::from(pixel != 0) << (bit % 8);
        }
    }
    Ok(bits)
}

/// Whether a voxel belongs to two segments; their grids have one size.
fn overlap(segments: &[NewSegment]) -> bool {
    let Some((first, others)) = segments.split_first() else {
        return false;
    };
    let mut taken: Vec<bool> = first
        .mask
        .voxels()
        .iter()
        .map(|&voxel| voxel != 0)
        .collect();
    others.iter().any(|segment| {
        let pairs = taken.iter_mut().zip(segment.mask.voxels());
        let twice = pairs.map(|(taken, &voxel)| {
            let twice = *taken && voxel != 0;
            *taken |= voxel != 0;
            twice
        });
        twice.fold(false, |any, twice| any | twice)
    })
}
