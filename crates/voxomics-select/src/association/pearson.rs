//! Pearson's correlation, of values or of their ranks.

use rayon::prelude::*;
use voxomics_core::vectorised;
use voxomics_stats::rank::midranks;

use super::Rows;
use super::standard::{Direction, Standard, standards};
use crate::columns::Columns;

const LANES: usize = 8;

/// Columns ready to be correlated with any vector: `n` operations for each.
///
/// Rows are weighted. Within strata, correlations are averaged with the strata's weights. Values missing in either vector leave
/// the pair of vectors, and means are taken anew.
#[derive(Debug)]
pub(crate) struct Pearson<'a> {
    columns: Columns<'a>,
    rows: &'a Rows,
    ranked: bool,
    /// For each column and block; none for columns with missing values.
    standards: Vec<Option<Vec<Standard>>>,
}

impl<'a> Pearson<'a> {
    /// Of columns in the order of `rows`; of their ranks for Spearman's correlation, ties sharing their mean.
    pub(crate) fn new(columns: Columns<'a>, rows: &'a Rows, ranked: bool) -> Self {
        let columns = if ranked {
            columns.mapped(|column| ranks(column, rows))
        } else {
            columns
        };
        let standard = |at: usize| standards(columns.column(at), rows);
        let standards = (0..columns.len()).into_par_iter().with_min_len(64);
        let standards = standards.map(standard).collect();
        Self {
            columns,
            rows,
            ranked,
            standards,
        }
    }

    pub(crate) fn columns(&self) -> &Columns<'a> {
        &self.columns
    }

    /// Correlations of a vector with the wanted columns; NaN for others, and where it is undefined.
    pub(crate) fn with(&self, vector: &[f64], wanted: &[bool]) -> Vec<f64> {
        let vector = if self.ranked {
            ranks(vector, self.rows)
        } else {
            vector.to_vec()
        };
        self.correlations(&vector, wanted)
    }

    /// The same for one of the columns.
    pub(crate) fn with_column(&self, at: usize, wanted: &[bool]) -> Vec<f64> {
        self.correlations(self.columns.column(at), wanted)
    }

    fn correlations(&self, vector: &[f64], wanted: &[bool]) -> Vec<f64> {
        let direction = Direction::of(vector, self.rows);
        let one = |at: usize| {
            if !wanted[at] {
                return f64::NAN;
            }
            match (&direction, &self.standards[at]) {
                (Some(direction), Some(standards)) => self.along(direction, at, standards),
                _ => self.pairwise(self.columns.column(at), vector),
            }
        };
        let all = (0..self.columns.len()).into_par_iter().with_min_len(64);
        all.map(one).collect()
    }

    fn along(&self, direction: &Direction, at: usize, standards: &[Standard]) -> f64 {
        let column = self.columns.column(at);
        average((0..standards.len()).map(|at| {
            let block = self.rows.blocks[at].clone();
            let (column, values) = (&column[block.clone()], &direction.values[block]);
            let sum = total(centred_products(column, standards[at].mean, values));
            let correlation = sum * standards[at].factor * direction.factors[at];
            (correlation, self.rows.totals[at])
        }))
    }

    /// From rows that have both.
    fn pairwise(&self, x: &[f64], y: &[f64]) -> f64 {
        average(self.rows.blocks.iter().map(|block| {
            let both = block
                .clone()
                .filter(|&row| !x[row].is_nan() && !y[row].is_nan());
            let both: Vec<usize> = both.collect();
            let gather = |from: &[f64]| both.iter().map(|&row| from[row]).collect::<Vec<f64>>();
            let (mut x, mut y) = (gather(x), gather(y));
            if self.ranked {
                (x, y) = (midranks(&x), midranks(&y));
            }
            let rows = Rows::single(gather(&self.rows.weights));
            (correlation(&x, &y, &rows), rows.totals[0])
        }))
    }
}

/// Of complete vectors in one block.
fn correlation(x: &[f64], y: &[f64], rows: &Rows) -> f64 {
    let Some(direction) = Direction::of(y, rows) else {
        return f64::NAN;
    };
    let standard = Standard::of(x, &rows.weights);
    let sum = total(centred_products(x, standard.mean, &direction.values));
    sum * standard.factor * direction.factors[0]
}

/// The mean of correlations with their strata's weights; one alone as it is.
fn average(mut parts: impl ExactSizeIterator<Item = (f64, f64)>) -> f64 {
    let correlation = if parts.len() == 1 {
        parts
            .next()
            .map_or(f64::NAN, |(correlation, _)| correlation)
    } else {
        let (sum, weights) = parts.fold((0.0, 0.0), |(sum, weights), (correlation, weight)| {
            (sum + weight * correlation, weights + weight)
        });
        sum / weights
    };
    correlation.clamp(-1.0, 1.0)
}

/// Midranks within blocks; what has missing values stays as it is, and is ranked pair by pair.
fn ranks(vector: &[f64], rows: &Rows) -> Vec<f64> {
    if vector.iter().any(|value| value.is_nan()) {
        return vector.to_vec();
    }
    let blocks = rows.blocks.iter().cloned();
    blocks.flat_map(|block| midranks(&vector[block])).collect()
}

vectorised! {
    // Lanes are added up elsewhere, or the compiler mixes that into the loop.
    fn centred_products(x: &[f64], mean: f64, direction: &[f64]) -> [f64; LANES] {
        let mut sums = [0.0; LANES];
        let (x, y) = (x.as_chunks(), direction.as_chunks());
        for (x, y) in x.0.iter().zip(y.0) {
            let (x, y): (&[f64; LANES], &[f64; LANES]) = (x, y);
            for lane in 0..LANES {
                sums[lane] += (x[lane] - mean) * y[lane];
            }
        }
        for (lane, (x, y)) in x.1.iter().zip(y.1).enumerate() {
            sums[lane] += (x - mean) * y;
        }
        sums
    }
}

fn total([a, b, c, d, e, f, g, h]: [f64; LANES]) -> f64 {
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}
