//! Associations of one column with all others.

mod concordance;
mod pearson;
mod standard;

pub(crate) use concordance::{Pairs, Survivors, concordance, survival_concordance};
pub(crate) use pearson::Pearson;

use std::ops::Range;

use crate::columns::Columns;
use crate::input::{Error, same_length};

/// Rows with weights, in blocks: strata, or all rows in one.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    /// The caller's row at each place, where strata moved them.
    order: Option<Vec<usize>>,
    pub(crate) weights: Vec<f64>,
    pub(crate) blocks: Vec<Range<usize>>,
    /// Sums of weights in the blocks.
    totals: Vec<f64>,
}

impl Rows {
    pub(crate) fn new(
        rows: usize,
        weights: Option<&[f64]>,
        strata: Option<&[u32]>,
    ) -> Result<Self, Error> {
        let weights = weights.map_or_else(|| vec![1.0; rows], <[f64]>::to_vec);
        check(&weights, rows)?;
        let Some(strata) = strata else {
            return Ok(Self::single(weights));
        };
        same_length(("strata", strata.len()), ("rows", rows))?;
        let mut order: Vec<usize> = (0..rows).collect();
        order.sort_by_key(|&row| strata[row]);
        let mut blocks = Vec::new();
        for block in order.chunk_by(|&a, &b| strata[a] == strata[b]) {
            let start = blocks.last().map_or(0, |block: &Range<usize>| block.end);
            blocks.push(start..start + block.len());
        }
        let weights = order.iter().map(|&row| weights[row]).collect();
        Ok(Self::in_blocks(Some(order), weights, blocks))
    }

    pub(crate) fn plain(rows: usize) -> Self {
        Self::single(vec![1.0; rows])
    }

    fn single(weights: Vec<f64>) -> Self {
        let all = 0..weights.len();
        Self::in_blocks(None, weights, vec![all])
    }

    fn in_blocks(order: Option<Vec<usize>>, weights: Vec<f64>, blocks: Vec<Range<usize>>) -> Self {
        let total = |block: &Range<usize>| weights[block.clone()].iter().sum();
        Self {
            totals: blocks.iter().map(total).collect(),
            order,
            weights,
            blocks,
        }
    }

    /// A column or an outcome in the order of the blocks.
    pub(crate) fn arranged<T: Copy>(&self, values: &[T]) -> Vec<T> {
        match &self.order {
            None => values.to_vec(),
            Some(order) => order.iter().map(|&row| values[row]).collect(),
        }
    }

    pub(crate) fn arranged_columns<'a>(&self, columns: Columns<'a>) -> Columns<'a> {
        match &self.order {
            None => columns,
            Some(_) => columns.mapped(|column| self.arranged(column)),
        }
    }
}

fn check(weights: &[f64], rows: usize) -> Result<(), Error> {
    same_length(("weights", weights.len()), ("rows", rows))?;
    let bad = |weight: &f64| !(weight.is_finite() && *weight >= 0.0);
    match weights.iter().position(bad) {
        None => Ok(()),
        Some(row) => Err(Error::OutOfRange {
            what: "weights",
            row,
            value: weights[row],
            range: "a finite number, 0 or above",
        }),
    }
}

/// Correlations that rounding alone keeps from ±1.
pub(crate) fn is_perfect(correlation: f64) -> bool {
    1.0 - correlation * correlation <= 1e-14
}
