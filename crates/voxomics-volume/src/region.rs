//! A box of voxels.

/// An axis-aligned box of voxels: the index of its first voxel and its size, both `[x, y, z]`.
///
/// ```
/// use voxomics_volume::Region;
///
/// let lesion = Region::new([3, 0, 2], [4, 5, 1]);
/// let padded = lesion.padded([2, 2, 2], [8, 8, 8]);
/// assert_eq!((padded.start(), padded.size()), ([1, 0, 0], [7, 7, 5]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Region {
    start: [usize; 3],
    size: [usize; 3],
}

impl Region {
    /// The box that begins at `start`.
    #[must_use]
    pub fn new(start: [usize; 3], size: [usize; 3]) -> Self {
        Self { start, size }
    }

    /// All of a grid of `size`.
    #[must_use]
    pub fn whole(size: [usize; 3]) -> Self {
        Self::new([0; 3], size)
    }

    /// Index of the first voxel.
    #[must_use]
    pub fn start(&self) -> [usize; 3] {
        self.start
    }

    /// Voxels along each axis.
    #[must_use]
    pub fn size(&self) -> [usize; 3] {
        self.size
    }

    /// Index one past the last voxel.
    #[must_use]
    pub fn end(&self) -> [usize; 3] {
        std::array::from_fn(|axis| self.start[axis] + self.size[axis])
    }

    /// How many voxels the box holds.
    #[must_use]
    pub fn voxels(&self) -> usize {
        self.size.iter().product()
    }

    /// Grown by `padding` voxels on every side, cut at a grid of `size`.
    #[must_use]
    pub fn padded(&self, padding: [usize; 3], size: [usize; 3]) -> Self {
        let start = std::array::from_fn(|axis| self.start[axis].saturating_sub(padding[axis]));
        let end = self.end();
        Self {
            start,
            size: std::array::from_fn(|axis| {
                let end = end[axis].saturating_add(padding[axis]).min(size[axis]);
                end.saturating_sub(start[axis])
            }),
        }
    }

    /// Whether the box lies within a grid of `size`.
    #[must_use]
    pub fn fits(&self, size: [usize; 3]) -> bool {
        (0..3).all(|axis| {
            let end = self.start[axis].checked_add(self.size[axis]);
            end.is_some_and(|end| end <= size[axis])
        })
    }

    /// The same box `by` voxels further on.
    #[must_use]
    pub fn moved(&self, by: [usize; 3]) -> Self {
        let start = std::array::from_fn(|axis| self.start[axis] + by[axis]);
        Self::new(start, self.size)
    }

    /// Where the box's lines along x begin in the buffer of a grid of `size`, in memory order.
    pub fn lines(self, size: [usize; 3]) -> impl Iterator<Item = usize> {
        let (start, end) = (self.start, self.end());
        (start[2]..end[2]).flat_map(move |z| {
            (start[1]..end[1]).map(move |y| (z * size[1] + y) * size[0] + start[0])
        })
    }
}
