//! Voxels as bytes, read into the buffer that the volume will own.

use voxomics_volume::Voxel;

use crate::error::{Fault, Kind};
use crate::source::Source;

/// Voxels converted at a time where the file's type is not the volume's.
const BLOCK: usize = 1 << 15;

/// Appends `count` voxels as they stand in the stream.
///
/// One allocation and one read where the stream's length is known or its compression ordinary;
/// otherwise the buffer doubles as voxels arrive, so that a small file never asks for much.
pub(crate) fn append<T: Voxel>(
    voxels: &mut Vec<T>,
    source: &mut Source,
    count: usize,
) -> Result<(), Fault> {
    source.require(bytes_of::<T>(count), 0)?;
    let end = voxels.len() + count;
    while voxels.len() < end {
        let from = voxels.len();
        grow(voxels, step(source, from, size_of::<T>()).min(end - from))?;
        source.fill(bytemuck::cast_slice_mut(&mut voxels[from..]))?;
    }
    Ok(())
}

/// Appends `count` voxels of type `T`, each converted to a double.
pub(crate) fn append_converted<T: Voxel>(
    values: &mut Vec<f64>,
    source: &mut Source,
    count: usize,
    convert: impl Fn(T) -> f64,
) -> Result<(), Fault> {
    source.require(bytes_of::<T>(count), 0)?;
    let end = values.len() + count;
    let mut block = vec![T::default(); BLOCK.min(count)];
    while values.len() < end {
        if values.len() == values.capacity() {
            let room = step(source, values.len(), size_of::<f64>()).min(end - values.len());
            reserve(values, room)?;
        }
        let room = values.capacity().min(end) - values.len();
        let block = &mut block[..BLOCK.min(room)];
        source.fill(bytemuck::cast_slice_mut(block))?;
        values.extend(block.iter().map(|&voxel| convert(voxel)));
    }
    Ok(())
}

/// Turns the bytes of every voxel around.
pub(crate) fn swap<T: Voxel>(voxels: &mut [T]) {
    for voxel in voxels {
        *voxel = voxel.swap_bytes();
    }
}

fn bytes_of<T>(count: usize) -> u64 {
    (count as u64).saturating_mul(size_of::<T>() as u64)
}

/// How many more elements of `size` bytes may be allocated when `len` of them are there.
fn step(source: &Source, len: usize, size: usize) -> usize {
    usize::try_from(source.unseen()).map_or(usize::MAX, |bytes| len.max(bytes / size))
}

/// More voxels, all zero.
pub(crate) fn grow<T: Voxel>(voxels: &mut Vec<T>, by: usize) -> Result<(), Fault> {
    if voxels.capacity() == 0 {
        // Pages that the system has zeroed need not be written twice.
        *voxels = bytemuck::allocation::try_zeroed_vec(by).map_err(|()| out_of_memory(by))?;
        return Ok(());
    }
    reserve(voxels, by)?;
    voxels.resize(voxels.len() + by, T::default());
    Ok(())
}

/// Room for more voxels.
pub(crate) fn reserve<T>(voxels: &mut Vec<T>, more: usize) -> Result<(), Fault> {
    voxels
        .try_reserve_exact(more)
        .map_err(|_| out_of_memory(more))
}

fn out_of_memory(voxels: usize) -> Fault {
    Fault::new(
        Kind::LimitExceeded,
        format!("no memory for {voxels} more voxels"),
    )
}
