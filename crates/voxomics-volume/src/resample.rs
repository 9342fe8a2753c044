//! Masks on another grid.

use crate::{Geometry, Mask, Volume};

/// `mask` on the grid of `onto`, each voxel taking the label of the nearest voxel, or 0 outside the
/// mask's grid.
///
/// A voxel centre at continuous index `c` takes voxel `⌊c + 1/2⌋` of each axis if
/// `-1/2 ≤ c < size - 1/2`. As in ITK, `c` is computed for both ends of every line along x and
/// interpolated between them, because ties (a centre exactly between two voxels, common with whole
/// ratios of spacings) are decided by its last bit.
///
/// ```
/// use voxomics_volume::{AnyVolume, Geometry, Mask, Volume, resample};
///
/// let coarse = Geometry::axis_aligned([2, 1, 1], [2.0, 1.0, 1.0])?;
/// let mask = Mask::new(AnyVolume::from(Volume::new(coarse, vec![0_u8, 1])?))?;
/// let fine = Geometry::axis_aligned([4, 1, 1], [1.0; 3])?;
/// let mask = resample::nearest(&mask, &fine);
/// assert_eq!(mask.into_volume().to_f64(), [0.0, 1.0, 1.0, 0.0]);
/// # Ok::<(), voxomics_volume::Error>(())
/// ```
#[must_use]
#[doc(alias("ResampleImageFilter", "correctMask"))]
pub fn nearest(mask: &Mask, onto: &Geometry) -> Mask {
    let from = mask.geometry();
    let [nx, ny, nz] = onto.size();
    let mut labels = Vec::with_capacity(onto.voxels());
    for z in 0..nz {
        for y in 0..ny {
            let end = |x: usize| from.to_index(onto.to_physical([x, y, z].map(|i| i as f64)));
            let (first, last) = (end(0), end(nx));
            labels.extend((0..nx).map(|x| {
                let share = x as f64 / nx as f64;
                let at =
                    std::array::from_fn(|axis| first[axis] + share * (last[axis] - first[axis]));
                voxel_at(from.size(), at).map_or(0, |position| mask.at(position))
            }));
        }
    }
    Mask::from_labels(Volume::assembled(*onto, labels))
}

/// Position in the buffer of the voxel nearest to a continuous index; `None` outside.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the index lies within the grid"
)]
fn voxel_at(size: [usize; 3], index: [f64; 3]) -> Option<usize> {
    let mut position = 0;
    for axis in [2, 1, 0] {
        if !(-0.5..size[axis] as f64 - 0.5).contains(&index[axis]) {
            return None;
        }
        let nearest = ((index[axis] + 0.5).floor() as usize).min(size[axis] - 1);
        position = position * size[axis] + nearest;
    }
    Some(position)
}

#[cfg(test)]
mod tests {
    use super::nearest;
    use crate::{Geometry, Mask, Volume};

    #[test]
    fn onto_its_own_grid_nothing_changes() {
        let direction = [[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, -1.0]];
        let geometry =
            Geometry::new([5, 4, 3], [0.7, 1.3, 2.9], [-11.0, 3.5, 80.25], direction).unwrap();
        let labels = Volume::from_fn(geometry, |[x, y, z]| {
            [0_u8, 1, 2, 3, 4][(x * 7 + y * 3 + z) % 5]
        });
        let mask = Mask::new(labels.into()).unwrap();
        assert_eq!(nearest(&mask, &geometry), mask);
    }

    #[test]
    fn outside_is_background() {
        let geometry = Geometry::axis_aligned([2, 2, 2], [1.0; 3]).unwrap();
        let mask = Mask::new(Volume::from_fn(geometry, |_| 3_u8).into()).unwrap();
        let far = Geometry::new([2, 2, 2], [1.0; 3], [50.0, 0.0, 0.0], geometry.direction());
        assert!(nearest(&mask, &far.unwrap()).labels().is_empty());
    }
}
