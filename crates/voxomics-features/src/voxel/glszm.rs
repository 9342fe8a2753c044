//! Zones within a kernel.

use super::class::ClassMap;
use super::kernel::Kernel;
use super::size_table::SizeTable;
use crate::glszm::Features;

/// Computes the features of one kernel after another.
#[derive(Debug, Clone)]
pub(super) struct Glszm<'a> {
    /// Voxels that touch, in one order.
    pairs: &'a [[u16; 2]],
    parents: Vec<u16>,
    sizes: Vec<u16>,
    table: SizeTable<'a>,
}

impl<'a> Glszm<'a> {
    pub(super) fn new(pairs: &'a [[u16; 2]], table: SizeTable<'a>) -> Self {
        Self {
            pairs,
            parents: Vec::new(),
            sizes: Vec::new(),
            table,
        }
    }
}

impl ClassMap for Glszm<'_> {
    fn features(&mut self, kernel: &Kernel, _corner: usize, out: &mut [f64]) {
        let numbers = &kernel.numbers;
        self.parents.clear();
        self.parents.extend((0..).take(numbers.len()));
        for &[from, to] in self.pairs {
            let number = numbers[usize::from(from)];
            if number != 0 && number == numbers[usize::from(to)] {
                join(&mut self.parents, from, to);
            }
        }
        self.sizes.clear();
        self.sizes.resize(numbers.len(), 0);
        for at in (0..).take(numbers.len()) {
            self.sizes[usize::from(root(&mut self.parents, at))] += 1;
        }
        for (&number, &size) in numbers.iter().zip(&self.sizes) {
            if number != 0 && size > 0 {
                self.table.add(number, size, 1);
            }
        }
        let features = Features::from(self.table.take(kernel));
        out.copy_from_slice(&features.array());
    }
}

/// Makes two trees one; whether they were two.
pub(super) fn join(parents: &mut [u16], left: u16, right: u16) -> bool {
    let (left, right) = (root(parents, left), root(parents, right));
    parents[usize::from(left.max(right))] = left.min(right);
    left != right
}

fn root(parents: &mut [u16], mut at: u16) -> u16 {
    while parents[usize::from(at)] != at {
        let grandparent = parents[usize::from(parents[usize::from(at)])];
        parents[usize::from(at)] = grandparent;
        at = grandparent;
    }
    at
}
