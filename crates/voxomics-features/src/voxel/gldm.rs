//! Dependences within a kernel.

use super::class::ClassMap;
use super::kernel::Kernel;
use super::size_table::SizeTable;
use crate::gldm::Features;

/// Computes the features of one kernel after another.
#[derive(Debug, Clone)]
pub(super) struct Gldm<'a> {
    /// Neighbours, in one order and the other.
    pairs: &'a [[u16; 2]],
    alpha: u16,
    dependence: Vec<u16>,
    table: SizeTable<'a>,
}

impl<'a> Gldm<'a> {
    pub(super) fn new(pairs: &'a [[u16; 2]], alpha: u16, table: SizeTable<'a>) -> Self {
        Self {
            pairs,
            alpha,
            dependence: Vec::new(),
            table,
        }
    }
}

impl ClassMap for Gldm<'_> {
    fn features(&mut self, kernel: &Kernel, _corner: usize, out: &mut [f64]) {
        self.dependence.clear();
        self.dependence.resize(kernel.numbers.len(), 1);
        let grey = |at: u16| kernel.grey[usize::from(kernel.numbers[usize::from(at)])];
        for &[from, to] in self.pairs {
            let (centre, neighbour) = (grey(from), grey(to));
            let alike = centre.abs_diff(neighbour) <= self.alpha;
            self.dependence[usize::from(from)] += u16::from(alike && neighbour != 0);
        }
        for (&number, &dependence) in kernel.numbers.iter().zip(&self.dependence) {
            if number != 0 {
                self.table.add(number, dependence, 1);
            }
        }
        let features = Features::from(self.table.take(kernel));
        out.copy_from_slice(&features.array());
    }
}
