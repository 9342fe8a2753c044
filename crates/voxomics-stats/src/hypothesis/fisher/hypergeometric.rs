//! The distribution of one cell of a two by two table, given its margins and the odds ratio.

use crate::hypothesis::root::root;

/// Margins, and the cell at hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hypergeometric {
    cell: u64,
    /// The cell's row, its column, and what lies outside of its column.
    row: u64,
    column: u64,
    others: u64,
    tolerance: f64,
}

/// The chances at one odds ratio, up to a factor: those of `first` and up, the likeliest 1.
#[derive(Debug)]
pub(super) struct Chances {
    first: u64,
    weights: Vec<f64>,
    cell: u64,
}

impl Hypergeometric {
    pub(super) fn of([[a, b], [c, d]]: [[u64; 2]; 2], tolerance: f64) -> Self {
        Self {
            cell: a,
            row: a + b,
            column: a + c,
            others: b + d,
            tolerance,
        }
    }

    fn smallest(self) -> u64 {
        self.row.saturating_sub(self.others)
    }

    fn largest(self) -> u64 {
        self.row.min(self.column)
    }

    /// The chance of `x + 1` over that of `x`.
    fn step(self, x: u64, odds_ratio: f64) -> f64 {
        let above = (self.column - x) as f64 * (self.row - x) as f64;
        let below = (x + 1) as f64 * (x + 1 + self.others - self.row) as f64;
        above / below * odds_ratio
    }

    /// From the likeliest outwards, as far as there are doubles.
    pub(super) fn at(self, odds_ratio: f64) -> Chances {
        let (mut low, mut high) = (self.smallest(), self.largest());
        while low < high {
            let middle = low.midpoint(high);
            if self.step(middle, odds_ratio) > 1.0 {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let mode = low;
        let mut below = Vec::new();
        let (mut weight, mut x) = (1.0, mode);
        while x > self.smallest() && weight > 0.0 {
            x -= 1;
            weight /= self.step(x, odds_ratio);
            below.push(weight);
        }
        let first = mode - below.len() as u64;
        let mut weights = below;
        weights.reverse();
        let (mut weight, mut x) = (1.0, mode);
        weights.push(weight);
        while x < self.largest() && weight > 0.0 {
            weight *= self.step(x, odds_ratio);
            x += 1;
            weights.push(weight);
        }
        Chances {
            first,
            weights,
            cell: self.cell,
        }
    }

    /// The odds ratio at which the cell's mean is the cell.
    pub(super) fn odds_ratio(self) -> f64 {
        if self.cell == self.smallest() {
            0.0
        } else if self.cell == self.largest() {
            f64::INFINITY
        } else {
            self.solve(|chances| chances.mean() - self.cell as f64)
        }
    }

    /// The odds ratio at which as much or more has chance `tail`.
    pub(super) fn lower_limit(self, tail: f64) -> f64 {
        if self.cell == self.smallest() || tail == 0.0 {
            0.0
        } else {
            self.solve(|chances| chances.upper() - tail)
        }
    }

    /// The odds ratio at which as much or less has chance `tail`.
    pub(super) fn upper_limit(self, tail: f64) -> f64 {
        if self.cell == self.largest() || tail == 0.0 {
            f64::INFINITY
        } else {
            self.solve(|chances| tail - chances.lower())
        }
    }

    /// The odds ratio at which a rising function is 0; above 1 by its inverse, as R does.
    fn solve(self, f: impl Fn(&Chances) -> f64) -> f64 {
        let at = |odds_ratio: f64| f(&self.at(odds_ratio));
        let middle = at(1.0);
        if middle > 0.0 {
            root(at, 0.0, 1.0, self.tolerance)
        } else if middle < 0.0 {
            1.0 / root(
                |inverse| at(1.0 / inverse),
                f64::EPSILON,
                1.0,
                self.tolerance,
            )
        } else {
            1.0
        }
    }
}

impl Chances {
    /// Weights from the ends inwards: small ones first.
    fn total(&self) -> f64 {
        self.weights.iter().sum()
    }

    /// Index of the cell, or of the end beyond which chances are below all doubles.
    fn index(&self) -> Result<usize, bool> {
        if self.cell < self.first {
            return Err(false);
        }
        let index = (self.cell - self.first) as usize;
        if index < self.weights.len() {
            Ok(index)
        } else {
            Err(true)
        }
    }

    /// The chance of the cell or less.
    pub(super) fn lower(&self) -> f64 {
        match self.index() {
            Ok(index) => self.weights[..=index].iter().sum::<f64>() / self.total(),
            Err(above) => f64::from(u8::from(above)),
        }
    }

    /// The chance of the cell or more.
    pub(super) fn upper(&self) -> f64 {
        match self.index() {
            Ok(index) => self.weights[index..].iter().rev().sum::<f64>() / self.total(),
            Err(above) => f64::from(u8::from(!above)),
        }
    }

    /// The chance of all that is no likelier than `factor` times the cell.
    pub(super) fn as_unlikely(&self, factor: f64) -> f64 {
        let Ok(index) = self.index() else { return 0.0 };
        let limit = self.weights[index] * factor;
        let low = self.weights.iter().take_while(|&&weight| weight <= limit);
        let high = self
            .weights
            .iter()
            .rev()
            .take_while(|&&weight| weight <= limit);
        let (low, high): (f64, f64) = (low.sum(), high.sum());
        ((low + high) / self.total()).min(1.0)
    }

    fn mean(&self) -> f64 {
        let weighted = |(index, weight): (usize, &f64)| index as f64 * weight;
        let mean = self.weights.iter().enumerate().map(weighted).sum::<f64>() / self.total();
        self.first as f64 + mean
    }
}
