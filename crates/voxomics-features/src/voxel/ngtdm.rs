//! Differences from the neighbours' mean within a kernel.

use super::class::ClassMap;
use super::kernel::Kernel;
use crate::ngtdm::{Row, of_rows};

/// Computes the features of one kernel after another.
#[derive(Debug, Clone)]
pub(super) struct Ngtdm<'a> {
    /// Neighbours, in one order and the other.
    pairs: &'a [[u16; 2]],
    /// Sum and number of the grey levels around every position.
    around: Vec<[u32; 2]>,
    rows: Vec<Row>,
}

impl<'a> Ngtdm<'a> {
    pub(super) fn new(pairs: &'a [[u16; 2]]) -> Self {
        Self {
            pairs,
            around: Vec::new(),
            rows: Vec::new(),
        }
    }
}

impl ClassMap for Ngtdm<'_> {
    fn features(&mut self, kernel: &Kernel, _corner: usize, out: &mut [f64]) {
        self.around.clear();
        self.around.resize(kernel.numbers.len(), [0; 2]);
        for &[from, to] in self.pairs {
            let neighbour = kernel.grey[usize::from(kernel.numbers[usize::from(to)])];
            let [sum, count] = &mut self.around[usize::from(from)];
            *sum += u32::from(neighbour);
            *count += u32::from(neighbour != 0);
        }
        let n = f64::from(kernel.voxels);
        let row = |(&i, &count)| Row {
            i,
            p: f64::from(count) / n,
            s: 0.0,
        };
        self.rows.clear();
        self.rows
            .extend(kernel.levels.iter().zip(&kernel.counts).skip(1).map(row));
        for (&number, &[sum, count]) in kernel.numbers.iter().zip(&self.around) {
            if number != 0 && count > 0 {
                let row = &mut self.rows[usize::from(number) - 1];
                row.s += (row.i - f64::from(sum) / f64::from(count)).abs();
            }
        }
        out.copy_from_slice(&of_rows(&self.rows, n).array());
    }
}
