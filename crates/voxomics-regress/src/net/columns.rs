//! A matrix by its columns, and how they are centred and scaled.

use std::borrow::Cow;

use ndarray::ArrayView2;
use rayon::prelude::*;

use super::Error;
use crate::kernel::{dot, dots};

/// Columns that a thread goes through at a time.
const BLOCK: usize = 64;

/// A matrix, column after column.
#[derive(Debug, Clone)]
pub(crate) struct Columns<'a> {
    values: Cow<'a, [f64]>,
    rows: usize,
    count: usize,
}

impl<'a> Columns<'a> {
    /// Borrows a column-major matrix, copies any other.
    pub(crate) fn new(x: ArrayView2<'a, f64>) -> Self {
        let (rows, count) = x.dim();
        let values = x.reversed_axes().to_slice().map_or_else(
            || Cow::Owned(x.t().iter().copied().collect()),
            Cow::Borrowed,
        );
        Self {
            values,
            rows,
            count,
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.count
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn column(&self, index: usize) -> &[f64] {
        &self.values[index * self.rows..][..self.rows]
    }

    /// Σ `column·b` of each of these columns.
    pub(crate) fn dots(&self, which: &[u32], b: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; which.len()];
        dots(&self.values, self.rows, which, b, &mut sums);
        sums
    }

    /// Σ `column·b` of all columns with each of several `b`, in one pass.
    pub(crate) fn sweep(&self, several: &[&[f64]]) -> Vec<Vec<f64>> {
        let which: Vec<u32> = (0..).take(several.len()).collect();
        let several = several.concat();
        let mut sums = vec![0.0; which.len() * self.count];
        sums.par_chunks_mut(which.len() * BLOCK)
            .zip(self.values.par_chunks(self.rows * BLOCK))
            .for_each(|(sums, columns)| {
                let columns = columns.chunks_exact(self.rows);
                for (sums, column) in sums.chunks_exact_mut(which.len()).zip(columns) {
                    dots(&several, self.rows, &which, column, sums);
                }
            });
        let of_one = |at: &u32| {
            let own = sums.iter().skip(*at as usize);
            own.step_by(which.len()).copied().collect()
        };
        which.iter().map(of_one).collect()
    }

    /// The matrix as others take it.
    pub(crate) fn view(&self) -> ArrayView2<'_, f64> {
        let columns = ArrayView2::from_shape((self.count, self.rows), &self.values);
        columns
            .expect("as many values as rows and columns make")
            .reversed_axes()
    }

    pub(crate) fn check_finite(&self) -> Result<(), Error> {
        let found = self.values.iter().position(|value| !value.is_finite());
        match found {
            None => Ok(()),
            Some(at) => Err(Error::Value {
                row: at % self.rows,
                column: at / self.rows,
                value: self.values[at],
            }),
        }
    }
}

/// What turns a column into `(x - centre)/scale`.
#[derive(Debug, Clone)]
pub(crate) struct Scaling {
    pub(crate) centres: Vec<f64>,
    pub(crate) scales: Vec<f64>,
    /// Roots of the weighted mean squares of the result: 1 for what is centred and standardised.
    pub(crate) norms: Vec<f64>,
    /// Columns whose values are not all the same, where rows count; and others that are kept.
    pub(crate) varying: Vec<bool>,
}

impl Scaling {
    /// `weights` sum to 1.
    pub(crate) fn new(
        columns: &Columns<'_>,
        weights: &[f64],
        centre: bool,
        standardize: bool,
    ) -> Self {
        let count = columns.count();
        let mut scaling = Self {
            centres: vec![0.0; count],
            scales: vec![1.0; count],
            norms: vec![1.0; count],
            varying: vec![false; count],
        };
        for column in 0..count {
            let x = columns.column(column);
            scaling.varying[column] = varies(x, weights);
            if !scaling.varying[column] {
                continue;
            }
            let mean = dot(weights, x);
            let squares = x
                .iter()
                .zip(weights)
                .map(|(x, w)| w * (x - mean) * (x - mean));
            let variance: f64 = squares.sum();
            let scale = if standardize { variance.sqrt() } else { 1.0 };
            // Around 0 where there is no intercept to take the mean away.
            let square = if centre {
                variance
            } else {
                variance + mean * mean
            };
            scaling.centres[column] = if centre { mean } else { 0.0 };
            scaling.scales[column] = scale;
            scaling.norms[column] = square.sqrt() / scale;
        }
        scaling
    }

    /// Constant columns other than 0 take part too. Not where columns are centred or standardised, which leaves nothing of them.
    pub(crate) fn keep_constants(&mut self, columns: &Columns<'_>, weights: &[f64]) {
        for column in 0..columns.count() {
            let mut counted = columns.column(column).iter().zip(weights);
            let value = counted.find(|&(_, &weight)| weight > 0.0);
            let value = value.map_or(0.0, |(&value, _)| value);
            if !self.varying[column] && value != 0.0 {
                self.varying[column] = true;
                self.norms[column] = value.abs();
            }
        }
    }

    /// A column, centred and scaled.
    pub(crate) fn apply(&self, column: usize, x: &[f64]) -> Vec<f64> {
        let (centre, scale) = (self.centres[column], self.scales[column]);
        x.iter().map(|x| (x - centre) / scale).collect()
    }

    /// Σ of the centred and scaled column times a residual, from Σ `x·r` and Σ `r`.
    pub(crate) fn gradient(&self, column: usize, product: f64, sum: f64) -> f64 {
        (product - self.centres[column] * sum) / self.scales[column]
    }
}

/// Whether values differ among the rows that have weight.
pub(crate) fn varies(x: &[f64], weights: &[f64]) -> bool {
    let mut counted = x.iter().zip(weights).filter(|&(_, &weight)| weight > 0.0);
    let first = counted.next().map(|(&value, _)| value);
    counted.any(|(&value, _)| Some(value) != first)
}
