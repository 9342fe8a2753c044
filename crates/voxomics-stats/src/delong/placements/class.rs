//! One class, placed among the other.

/// One class against the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Class {
    pub(super) len: usize,
    pub(super) others: usize,
    /// Sum of the doubled placements, and of their squares.
    pub(super) sum: i128,
    pub(super) squares: i128,
}

impl Class {
    pub(super) fn new(len: usize, others: usize) -> Self {
        Self {
            len,
            others,
            sum: 0,
            squares: 0,
        }
    }

    pub(super) fn add(&mut self, count: u32, doubled: u32) {
        let [count, doubled] = [count, doubled].map(i128::from);
        self.sum += count * doubled;
        self.squares += count * doubled * doubled;
    }

    /// The class's part in the covariance of two areas, from the sum of products of doubled placements.
    pub(super) fn covariance(&self, other: &Self, products: i128) -> f64 {
        // Below 2^124 for 2^31 rows: exact up to here.
        self.scaled(self.len as i128 * products - self.sum * other.sum)
    }

    pub(super) fn scaled(&self, centred: i128) -> f64 {
        let (n, others) = (self.len as f64, self.others as f64);
        centred as f64 / (n * (n - 1.0)) / (4.0 * others * others) / n
    }
}
