//! The cube around a voxel, and what is in it.

use crate::discretise::Levels;
use crate::neighbours::{Offset, line_pairs};

/// The shape of every kernel: a cube, or a square where nothing is a neighbour along an axis.
///
/// Around the crop lie as many voxels outside the mask as the cube reaches, so that a kernel at the border
/// is a whole cube too, and the positions of neighbours in it are the same everywhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cube {
    reach: [usize; 3],
    size: [usize; 3],
    /// Of the crop with its surroundings.
    padded: [usize; 3],
}

impl Cube {
    /// The cube of a radius in a crop of `size`, beyond which it need not reach.
    pub(super) fn new(radius: usize, size: [usize; 3], flat_axis: Option<usize>) -> Self {
        let reach: [usize; 3] = std::array::from_fn(|axis| match flat_axis {
            Some(flat) if flat == axis => 0,
            _ => radius.min(size[axis].saturating_sub(1)),
        });
        Self {
            reach,
            size: reach.map(|reach| 2 * reach + 1),
            padded: std::array::from_fn(|axis| size[axis] + 2 * reach[axis]),
        }
    }

    /// Voxels of a kernel.
    pub(super) fn voxels(&self) -> usize {
        self.size.iter().product()
    }

    /// The longest axis, in voxels.
    pub(super) fn longest(&self) -> usize {
        self.size.into_iter().max().unwrap_or(1)
    }

    /// Every pair of positions that `offset` joins, those nearer to the start of the line first.
    pub(super) fn pairs(&self, offset: Offset) -> Vec<[u16; 2]> {
        let at = |position: usize| u16::try_from(position).expect("kernels that large are refused");
        let of_line = |pair: crate::neighbours::LinePair| {
            (0..pair.len).map(move |x| [at(pair.from + x), at(pair.to + x)])
        };
        line_pairs(self.size, offset).flat_map(of_line).collect()
    }

    /// A buffer of the crop with `outside` around it.
    pub(super) fn padded<T: Copy>(&self, crop: &[T], size: [usize; 3], outside: T) -> Vec<T> {
        let mut padded = vec![outside; self.padded.iter().product()];
        for (line, voxels) in crop.chunks_exact(size[0]).enumerate() {
            let (y, z) = (line % size[1], line / size[1]);
            let start = self.linear([0, y, z]) + self.linear(self.reach);
            padded[start..][..size[0]].copy_from_slice(voxels);
        }
        padded
    }

    /// Where the kernel of a voxel of the crop begins in a padded buffer.
    pub(super) fn corner(&self, voxel: usize) -> usize {
        let [nx, ny] = [0, 1].map(|axis: usize| self.padded[axis] - 2 * self.reach[axis]);
        self.linear([voxel % nx, voxel / nx % ny, voxel / nx / ny])
    }

    fn linear(&self, [x, y, z]: [usize; 3]) -> usize {
        (z * self.padded[1] + y) * self.padded[0] + x
    }

    /// The kernel that begins at `corner` of a padded buffer, line by line.
    pub(super) fn lines<'a, T>(
        &self,
        padded: &'a [T],
        corner: usize,
    ) -> impl Iterator<Item = &'a [T]> + use<'a, T> {
        let Self {
            size,
            padded: [nx, ny, _],
            ..
        } = *self;
        let starts = (0..size[2]).flat_map(move |z| (0..size[1]).map(move |y| (z * ny + y) * nx));
        starts.map(move |start| &padded[corner + start..][..size[0]])
    }
}

/// The voxels of one kernel.
///
/// Few grey levels occur in a kernel, so that they are numbered anew, from 1 and ascending: matrices stay
/// small whatever the number of levels in the region.
#[derive(Debug, Clone)]
pub(super) struct Kernel {
    /// Number of the level of every position, x fastest; 0 outside the mask.
    pub(super) numbers: Vec<u16>,
    /// Grey level of every number; of 0, 0.
    pub(super) grey: Vec<u16>,
    /// The same as floats.
    pub(super) levels: Vec<f64>,
    /// Voxels of every number.
    pub(super) counts: Vec<u32>,
    /// Voxels inside the mask.
    pub(super) voxels: u32,
    /// Ranks that occur, as long as they are collected.
    ranks: Vec<u16>,
    /// Number of every rank of the region; 0 where it does not occur.
    number_of: Vec<u16>,
}

impl Kernel {
    /// An empty kernel, for the levels of a crop.
    pub(super) fn new(levels: &Levels) -> Self {
        Self {
            numbers: Vec::new(),
            grey: Vec::new(),
            levels: Vec::new(),
            counts: Vec::new(),
            voxels: 0,
            ranks: Vec::new(),
            number_of: vec![0; levels.grey().len() + 1],
        }
    }

    /// Levels that occur.
    pub(super) fn present(&self) -> usize {
        self.grey.len() - 1
    }

    /// Takes the kernel that begins at `corner` of the padded `ranks` of a crop with the levels `grey`.
    pub(super) fn take(&mut self, cube: &Cube, ranks: &[u16], corner: usize, grey: &[u16]) {
        self.numbers.clear();
        self.ranks.clear();
        for line in cube.lines(ranks, corner) {
            for &rank in line {
                self.numbers.push(rank);
                let number = &mut self.number_of[usize::from(rank)];
                if *number == 0 && rank != 0 {
                    *number = 1;
                    self.ranks.push(rank);
                }
            }
        }
        self.ranks.sort_unstable();
        self.number(grey);
    }

    /// Replaces ranks by numbers.
    fn number(&mut self, grey: &[u16]) {
        self.grey.clear();
        self.grey.push(0);
        for (number, &rank) in (1..).zip(&self.ranks) {
            self.number_of[usize::from(rank)] = number;
            self.grey.push(grey[usize::from(rank) - 1]);
        }
        self.levels.clear();
        self.levels
            .extend(self.grey.iter().map(|&level| f64::from(level)));
        self.counts.clear();
        self.counts.resize(self.grey.len(), 0);
        for number in &mut self.numbers {
            *number = self.number_of[usize::from(*number)];
            self.counts[usize::from(*number)] += 1;
        }
        self.voxels = self.counts[1..].iter().sum();
        for &rank in &self.ranks {
            self.number_of[usize::from(rank)] = 0;
        }
    }
}
