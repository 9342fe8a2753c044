//! Matrices of grey level against size, small and used again.

use super::kernel::Kernel;
use super::logs::Logs;
use crate::size_matrix::{Emphases, Margins};

/// Counts by level and size, all 0 between two kernels.
#[derive(Debug, Clone)]
pub(super) struct SizeTable<'a> {
    logs: &'a Logs,
    /// One more than the largest size.
    width: usize,
    counts: Vec<u32>,
    /// Where counts are not 0.
    touched: Vec<[u16; 2]>,
    by_size: Vec<u32>,
    by_grey: Vec<u32>,
    cells: Vec<(f64, f64, f64)>,
    greys: Vec<(f64, f64)>,
    sizes: Vec<(f64, f64)>,
}

impl<'a> SizeTable<'a> {
    /// For `levels` levels and sizes up to `largest`.
    pub(super) fn new(levels: usize, largest: usize, logs: &'a Logs) -> Self {
        let width = largest + 1;
        Self {
            logs,
            width,
            counts: vec![0; (levels + 1) * width],
            touched: Vec::new(),
            by_size: vec![0; width],
            by_grey: vec![0; levels + 1],
            cells: Vec::new(),
            greys: Vec::new(),
            sizes: Vec::new(),
        }
    }

    /// Counts `count` more things of a level, by number, and a size.
    pub(super) fn add(&mut self, number: u16, size: u16, count: u32) {
        let cell = &mut self.counts[usize::from(number) * self.width + usize::from(size)];
        if *cell == 0 {
            self.touched.push([number, size]);
        }
        *cell += count;
        self.by_size[usize::from(size)] += count;
        self.by_grey[usize::from(number)] += count;
    }

    /// The features of what was counted, which is forgotten; at least one thing.
    pub(super) fn take(&mut self, kernel: &Kernel) -> Emphases {
        self.cells.clear();
        self.greys.clear();
        self.sizes.clear();
        let (mut total, mut sum) = (0, 0.0);
        for &[number, size] in &self.touched {
            let count = std::mem::take(
                &mut self.counts[usize::from(number) * self.width + usize::from(size)],
            );
            total += count;
            sum += self.logs.of(count);
            let level = kernel.levels[usize::from(number)];
            self.cells.push((level, f64::from(size), f64::from(count)));
            let of_size = std::mem::take(&mut self.by_size[usize::from(size)]);
            if of_size > 0 {
                self.sizes.push((f64::from(size), f64::from(of_size)));
            }
            let of_grey = std::mem::take(&mut self.by_grey[usize::from(number)]);
            if of_grey > 0 {
                self.greys.push((level, f64::from(of_grey)));
            }
        }
        self.touched.clear();
        let margins = Margins {
            greys: &self.greys,
            sizes: &self.sizes,
            total: f64::from(total),
            entropy: self.logs.entropy(total, self.cells.len(), sum),
        };
        margins.emphases(self.cells.iter().copied())
    }
}
