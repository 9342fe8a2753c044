//! Offsets between neighbouring voxels, and the pairs of lines that they join.

/// A step from a voxel to another, `[x, y, z]`.
pub(crate) type Offset = [isize; 3];

/// Which voxels count as neighbours.
///
/// The defaults are `PyRadiomics`': all voxels that touch, in three dimensions.
///
/// ```
/// use voxomics_features::neighbours::Neighbourhood;
///
/// let touching = Neighbourhood::default();
/// assert_eq!((touching.distances.as_slice(), touching.flat_axis), ([1].as_slice(), None));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Neighbourhood {
    /// Distances in voxels, by the infinity norm; `distances` of a parameter file. What one given twice
    /// does is `PyRadiomics`' affair: some neighbours count twice, the farthest first.
    pub distances: Vec<usize>,
    /// Axis along which nothing is a neighbour, 0 = x, 1 = y, 2 = z; `force2D`. `PyRadiomics`'
    /// `force2Ddimension` counts the other way round, 0 = z.
    pub flat_axis: Option<usize>,
}

impl Default for Neighbourhood {
    fn default() -> Self {
        Self {
            distances: vec![1],
            flat_axis: None,
        }
    }
}

impl Neighbourhood {
    /// Neighbours at these distances within planes across `flat_axis`, if there is one.
    #[must_use]
    pub fn new(distances: Vec<usize>, flat_axis: Option<usize>) -> Self {
        Self {
            distances,
            flat_axis,
        }
    }

    /// Only the voxels that touch, with the same flat axis: what runs and zones are made of.
    #[must_use]
    pub fn touching(&self) -> Self {
        Self::new(vec![1], self.flat_axis)
    }

    /// How far neighbours in a box of `size` are at most, in voxels.
    pub(crate) fn reach(&self, size: [usize; 3]) -> usize {
        let longest = self.distances.iter().copied().max().unwrap_or(0);
        longest.min(size.into_iter().max().unwrap_or(0))
    }

    /// One of each pair of opposite offsets that fit into a box of `size`: 13 by default. In
    /// `PyRadiomics`' order, (z, y, x) descending.
    pub(crate) fn directions(&self, size: [usize; 3]) -> Vec<Offset> {
        let mut offsets = self.offsets(size);
        offsets.truncate(offsets.len() / 2);
        offsets
    }

    /// Every offset that fits into a box of `size`, (z, y, x) descending: 26 by default.
    ///
    /// `PyRadiomics` counts the offsets of each distance and goes round the list of different ones until
    /// it has as many: where a distance is given twice, the offsets that come first are repeated, which
    /// need not be those of that distance.
    pub(crate) fn offsets(&self, size: [usize; 3]) -> Vec<Offset> {
        let longest = self.distances.iter().copied().max().unwrap_or(0);
        // A step of the size or more leaves the box, so that no distance costs more than the box.
        let reach: [isize; 3] = std::array::from_fn(|axis| {
            let flat = self.flat_axis == Some(axis);
            let longest = longest.min(size[axis].saturating_sub(1));
            if flat { 0 } else { longest.cast_signed() }
        });
        let steps = |axis: usize| (-reach[axis]..=reach[axis]).rev();
        let (mut different, mut count) = (Vec::new(), 0);
        for z in steps(2) {
            for y in steps(1) {
                for x in steps(0) {
                    let norm = x.unsigned_abs().max(y.unsigned_abs()).max(z.unsigned_abs());
                    let given = self
                        .distances
                        .iter()
                        .filter(|&&distance| distance == norm)
                        .count();
                    if norm > 0 && given > 0 {
                        different.push([x, y, z]);
                        count += given;
                    }
                }
            }
        }
        different.into_iter().cycle().take(count).collect()
    }
}

/// Two lines along x of a box, of equal length, whose voxels an offset joins one by one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LinePair {
    /// Position of the first voxel.
    pub(crate) from: usize,
    /// Position of the voxel that the offset leads to.
    pub(crate) to: usize,
    /// Voxels of each.
    pub(crate) len: usize,
}

/// Every pair of lines that `offset` joins in a box of `size`, in memory order.
pub(crate) fn line_pairs(size: [usize; 3], offset: Offset) -> impl Iterator<Item = LinePair> {
    let ranges = [0, 1, 2].map(|axis| overlap(size[axis], offset[axis]));
    let [xs, ys, zs] = ranges;
    let step = linear(size, offset);
    zs.flat_map(move |z| ys.clone().map(move |y| (z, y)))
        .map(move |(z, y)| {
            let from = (z * size[1] + y) * size[0] + xs.start;
            LinePair {
                from,
                to: from.wrapping_add_signed(step),
                len: xs.len(),
            }
        })
}

/// Distance in the buffer of a box of `size`.
fn linear(size: [usize; 3], [x, y, z]: Offset) -> isize {
    let [nx, ny, _] = size.map(usize::cast_signed);
    x + nx * (y + ny * z)
}

/// Indices along an axis from which `step` leads to an index of the axis.
fn overlap(size: usize, step: isize) -> std::ops::Range<usize> {
    let length = step.unsigned_abs();
    if step >= 0 {
        0..size.saturating_sub(length)
    } else {
        length.min(size)..size
    }
}

#[cfg(test)]
mod tests {
    use super::{Neighbourhood, line_pairs};

    #[test]
    fn directions_are_those_of_pyradiomics() {
        // cMatrices.generate_angles((9, 9, 9), [1], False, False, 0), there as (z, y, x)
        let want = [
            [1, 1, 1],
            [1, 1, 0],
            [1, 1, -1],
            [1, 0, 1],
            [1, 0, 0],
            [1, 0, -1],
            [1, -1, 1],
            [1, -1, 0],
            [1, -1, -1],
            [0, 1, 1],
            [0, 1, 0],
            [0, 1, -1],
            [0, 0, 1],
        ];
        let got = Neighbourhood::default().directions([9; 3]);
        assert_eq!(got, want.map(|[z, y, x]| [x, y, z]));
    }

    /// A distance given twice brings the opposite offsets, and one given twice among others repeats the
    /// longest offsets.
    #[test]
    fn repeated_distances_are_those_of_pyradiomics() {
        // cMatrices.generate_angles((1, 4, 4), distances, bidirectional, False, 0), there as (z, y, x)
        let plane = |offsets: Vec<[isize; 3]>| -> Vec<[isize; 2]> {
            offsets.into_iter().map(|[x, y, _]| [y, x]).collect()
        };
        let twice = Neighbourhood::new(vec![1, 1], None);
        let all = [
            [1, 1],
            [1, 0],
            [1, -1],
            [0, 1],
            [0, -1],
            [-1, 1],
            [-1, 0],
            [-1, -1],
        ];
        assert_eq!(plane(twice.directions([4, 4, 1])), all);
        assert_eq!(plane(twice.offsets([4, 4, 1])), [all, all].concat());
        let among = plane(Neighbourhood::new(vec![1, 2, 1], None).offsets([4, 4, 1]));
        assert_eq!(among.len(), 32);
        assert_eq!(
            among[24..],
            [
                [2, 2],
                [2, 1],
                [2, 0],
                [2, -1],
                [2, -2],
                [1, 2],
                [1, 1],
                [1, 0]
            ]
        );
    }

    #[test]
    fn offsets_fit_the_box() {
        let of = |distances: &[usize], flat| Neighbourhood::new(distances.to_vec(), flat);
        assert_eq!(of(&[1], None).offsets([9; 3]).len(), 26);
        assert_eq!(of(&[1, 1], None).offsets([9; 3]).len(), 52);
        assert_eq!(of(&[1, 2], None).offsets([9; 3]).len(), 124);
        assert_eq!(of(&[1], Some(2)).offsets([9; 3]).len(), 8);
        assert_eq!(of(&[1], None).offsets([9, 9, 1]).len(), 8);
        assert_eq!(of(&[3], None).offsets([3; 3]).len(), 0);
    }

    #[test]
    fn line_pairs_stay_in_the_box() {
        let size = [4, 3, 2];
        for offset in Neighbourhood::new(vec![1, 2], None).offsets(size) {
            let mut pairs = 0;
            for pair in line_pairs(size, offset) {
                for x in 0..pair.len {
                    let at = |position: usize| [position % 4, position / 4 % 3, position / 12];
                    let (from, to) = (at(pair.from + x), at(pair.to + x));
                    let step = std::array::from_fn(|axis| {
                        to[axis].cast_signed() - from[axis].cast_signed()
                    });
                    assert_eq!(step, offset);
                    pairs += 1;
                }
            }
            let expected: usize = (0..3)
                .map(|axis| size[axis] - offset[axis].unsigned_abs())
                .product();
            assert_eq!(pairs, expected);
        }
    }
}
