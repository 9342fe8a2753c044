//! Runs within a kernel.

use super::class::ClassMap;
use super::kernel::{Cube, Kernel};
use super::mean::Mean;
use super::size_table::SizeTable;
use crate::FeatureSet;
use crate::glrlm::Features;
use crate::neighbours::Offset;
use crate::size_matrix::SizeMatrix;

/// A direction in which runs go.
#[derive(Debug, Clone)]
pub(super) struct Direction {
    /// Voxels that touch, in the order of the runs.
    touching: Vec<[u16; 2]>,
    /// Voxels of one line that do not touch.
    apart: Vec<[u16; 2]>,
    /// What a run counts where directions are added up.
    weight: f64,
}

impl Direction {
    /// `None` if no two voxels of the cube lie in a line along `offset`.
    pub(super) fn new(cube: &Cube, offset: Offset, weight: f64) -> Option<Self> {
        let steps = 2..cube.longest().cast_signed();
        let apart = steps.flat_map(|steps| cube.pairs(offset.map(|step| steps * step)));
        let direction = Self {
            touching: ordered(cube.pairs(offset)),
            apart: apart.collect(),
            weight,
        };
        (!direction.touching.is_empty()).then_some(direction)
    }

    /// Whether a line holds two voxels of the mask.
    fn has_lines(&self, kernel: &Kernel) -> bool {
        let inside = |&[from, to]: &[u16; 2]| {
            kernel.numbers[usize::from(from)] != 0 && kernel.numbers[usize::from(to)] != 0
        };
        self.touching.iter().any(inside) || self.apart.iter().any(inside)
    }
}

/// Pairs from the first voxel in memory to the next of its line, none before the one that leads to it.
fn ordered(mut pairs: Vec<[u16; 2]>) -> Vec<[u16; 2]> {
    for pair in &mut pairs {
        pair.sort_unstable();
    }
    pairs.sort_unstable();
    pairs
}

/// Computes the features of one kernel after another.
#[derive(Debug, Clone)]
pub(super) struct Glrlm<'a> {
    directions: &'a [Direction],
    weighted: bool,
    /// One more than the longest run.
    width: usize,
    /// Place of every voxel in its run, from 1.
    place: Vec<u16>,
    /// Voxels by number and place, then runs by number and length.
    runs: Vec<u32>,
    table: SizeTable<'a>,
}

impl<'a> Glrlm<'a> {
    pub(super) fn new(
        directions: &'a [Direction],
        weighted: bool,
        longest: usize,
        table: SizeTable<'a>,
    ) -> Self {
        Self {
            directions,
            weighted,
            width: longest + 1,
            place: Vec::new(),
            runs: Vec::new(),
            table,
        }
    }

    /// Counts the runs along a direction.
    ///
    /// As many runs have a length as there are voxels at that place of their run but not at the next.
    fn count(&mut self, kernel: &Kernel, direction: &Direction) {
        self.place.clear();
        self.place.resize(kernel.numbers.len(), 1);
        self.runs.clear();
        self.runs.resize(kernel.grey.len() * self.width, 0);
        for &[from, to] in &direction.touching {
            let [from, to] = [usize::from(from), usize::from(to)];
            let number = kernel.numbers[from];
            if number != 0 && number == kernel.numbers[to] {
                let place = self.place[from] + 1;
                self.place[to] = place;
                self.runs[usize::from(number) * self.width + usize::from(place)] += 1;
            }
        }
        let rows = self.runs.chunks_exact_mut(self.width).skip(1);
        for (row, &voxels) in rows.zip(&kernel.counts[1..]) {
            row[1] = voxels - row[2..].iter().sum::<u32>();
            for length in 1..self.width - 1 {
                row[length] -= row[length + 1];
            }
        }
    }

    /// Features of each direction, averaged.
    fn averaged(&mut self, kernel: &Kernel) -> Features {
        let mut mean = Mean::<{ Features::NAMES.len() }>::default();
        for direction in self.directions {
            if !direction.has_lines(kernel) {
                continue;
            }
            self.count(kernel, direction);
            let rows = self.runs.chunks_exact(self.width).zip(0..);
            for (row, number) in rows.skip(1) {
                for (&runs, length) in row.iter().zip(0..) {
                    if runs > 0 {
                        self.table.add(number, length, runs);
                    }
                }
            }
            mean.add(&Features::from(self.table.take(kernel)).array());
        }
        Features::from_values(&mean.values()).expect("a mean per feature")
    }

    /// Features of the weighted sum of the directions.
    fn of_sum(&mut self, kernel: &Kernel) -> Features {
        let mut sum = vec![0.0; kernel.grey.len() * self.width];
        for direction in self.directions {
            if direction.has_lines(kernel) {
                self.count(kernel, direction);
                for (sum, &runs) in sum.iter_mut().zip(&self.runs) {
                    *sum += direction.weight * f64::from(runs);
                }
            }
        }
        SizeMatrix::from_dense(&sum, self.width)
            .emphases(&kernel.levels)
            .into()
    }
}

impl ClassMap for Glrlm<'_> {
    fn features(&mut self, kernel: &Kernel, _corner: usize, out: &mut [f64]) {
        let features = if self.weighted {
            self.of_sum(kernel)
        } else {
            self.averaged(kernel)
        };
        out.copy_from_slice(&features.array());
    }
}
