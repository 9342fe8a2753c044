//! Agreement as shares of all subjects, and kappa's variance.

use super::Variance;

/// Shares of the cells, and of the categories of each rater.
pub(super) struct Shares {
    cells: Vec<Vec<f64>>,
    pub(super) rows: Vec<f64>,
    pub(super) columns: Vec<f64>,
    n: f64,
}

impl Shares {
    pub(super) fn new(table: &[Vec<usize>], n: f64) -> Self {
        let share = |count: usize| count as f64 / n;
        let all = 0..table.len();
        Self {
            cells: table
                .iter()
                .map(|row| row.iter().map(|&count| share(count)).collect())
                .collect(),
            rows: table.iter().map(|row| share(row.iter().sum())).collect(),
            columns: all
                .map(|j| share(table.iter().map(|row| row[j]).sum()))
                .collect(),
            n,
        }
    }

    fn sum(&self, of: impl Fn(usize, usize) -> f64) -> f64 {
        let k = self.rows.len();
        (0..k).map(|i| (0..k).map(|j| of(i, j)).sum::<f64>()).sum()
    }

    pub(super) fn observed(&self, weights: &[Vec<f64>]) -> f64 {
        self.sum(|i, j| weights[i][j] * self.cells[i][j])
    }

    pub(super) fn chance(&self, weights: &[Vec<f64>]) -> f64 {
        self.sum(|i, j| weights[i][j] * self.rows[i] * self.columns[j])
    }

    /// Of kappa: at an estimate, or if it were 0.
    pub(super) fn variance(
        &self,
        weights: &[Vec<f64>],
        whose: Variance,
        kappa: Option<f64>,
    ) -> f64 {
        let k = self.rows.len();
        let dot = |of: &dyn Fn(usize) -> f64| (0..k).map(of).sum::<f64>();
        let of_rows: Vec<f64> = (0..k)
            .map(|i| dot(&|j| weights[i][j] * self.columns[j]))
            .collect();
        let of_columns: Vec<f64> = (0..k)
            .map(|j| match whose {
                Variance::FleissCohenEveritt => dot(&|i| weights[i][j] * self.rows[i]),
                Variance::Psych => dot(&|i| weights[i][j] * self.rows[j]),
            })
            .collect();
        let square = |x: f64| x * x;
        let chance = self.chance(weights);
        let left = 1.0 - kappa.unwrap_or(0.0);
        let sum = self.sum(|i, j| {
            let share = match kappa {
                Some(_) => self.cells[i][j],
                None => self.rows[i] * self.columns[j],
            };
            share * square(weights[i][j] - (of_rows[i] + of_columns[j]) * left)
        });
        let mean = kappa.unwrap_or(0.0) - chance * left;
        // Rounding may leave less than nothing.
        ((sum - square(mean)) / (self.n * square(1.0 - chance))).max(0.0)
    }
}
