//! The values that an interpolator combines.

use crate::Region;

/// What lies beyond the edge of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// The last voxel, again and again.
    Repeated,
    /// The image, mirrored at the centre of its last voxel.
    Mirrored,
}

/// Values of a part of an image in any order of its axes.
pub(super) struct Source {
    values: Vec<f64>,
    region: Region,
    strides: [usize; 3],
}

impl Source {
    /// Values of `region`, x fastest.
    pub(super) fn new(values: Vec<f64>, region: Region) -> Self {
        let [nx, ny, _] = region.size();
        Self::strided(values, region, [1, nx, nx * ny])
    }

    /// Values of `region` that lie `strides` apart.
    pub(super) fn strided(values: Vec<f64>, region: Region, strides: [usize; 3]) -> Self {
        Self {
            values,
            region,
            strides,
        }
    }

    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// What each of `N` voxels along one axis, of `size` voxels, adds to the position of its value.
    ///
    /// What lies outside the region is taken to its border: it belongs to voxels that are outside.
    pub(super) fn offsets<const N: usize>(
        &self,
        axis: usize,
        first: isize,
        size: usize,
        edge: Edge,
    ) -> [usize; N] {
        let (start, length) = (self.region.start()[axis], self.region.size()[axis]);
        let stride = self.strides[axis];
        let begin = usize::try_from(first)
            .ok()
            .and_then(|first| first.checked_sub(start));
        if let Some(begin) = begin.filter(|begin| begin + N <= length) {
            return std::array::from_fn(|tap| (begin + tap) * stride);
        }
        let mut index = first;
        [(); N].map(|()| {
            let within = match edge {
                Edge::Repeated => usize::try_from(index).unwrap_or(0),
                Edge::Mirrored => mirrored(index, size),
            };
            index += 1;
            (within.clamp(start, start + length - 1) - start) * stride
        })
    }
}

/// The voxel of a line of `size` that a mirror at the centres of its ends shows at an index.
fn mirrored(index: isize, size: usize) -> usize {
    let period = 2 * (size - 1);
    let place = index.unsigned_abs() % period.max(1);
    place.min(period - place)
}

#[cfg(test)]
mod tests {
    use super::mirrored;

    #[test]
    fn a_mirror_stands_at_the_centre_of_the_last_voxel() {
        let shown = |size| {
            (-3..7)
                .map(|index| mirrored(index, size))
                .collect::<Vec<_>>()
        };
        assert_eq!(shown(4), [3, 2, 1, 0, 1, 2, 3, 2, 1, 0]);
        assert_eq!(shown(2), [1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
        assert_eq!(shown(1), [0; 10]);
    }
}
