//! What a logistic fit is given, checked, rows without weight left out.

use ndarray::ArrayView2;

use super::{Error, Options};

/// Columns (the intercept's ones first), shares of cases, weights and offset of the rows that count.
#[derive(Debug, Clone)]
pub(crate) struct Data {
    pub(crate) columns: Vec<Vec<f64>>,
    pub(crate) y: Vec<f64>,
    pub(crate) weights: Vec<f64>,
    pub(crate) offset: Vec<f64>,
}

impl Data {
    pub(crate) fn new(
        x: ArrayView2<'_, f64>,
        y: &[f64],
        options: &Options<'_>,
    ) -> Result<Self, Error> {
        let rows = x.nrows();
        let weights = values("weights", options.weights, rows, 1.0)?;
        let offset = values("offset", options.offset, rows, 0.0)?;
        length("y", y.len(), rows)?;
        if let Some(row) = y.iter().position(|y| !(0.0..=1.0).contains(y)) {
            return Err(Error::Outcome { row, value: y[row] });
        }
        if let Some(row) = weights.iter().position(|&weight| weight < 0.0) {
            return Err(Error::Weight {
                row,
                value: weights[row],
            });
        }
        for ((row, column), &value) in x.indexed_iter() {
            if !value.is_finite() {
                return Err(Error::Value { row, column, value });
            }
        }
        let counted: Vec<usize> = (0..rows).filter(|&row| weights[row] > 0.0).collect();
        if counted.is_empty() {
            return Err(Error::NoRows);
        }
        let ones = options.intercept.then(|| vec![1.0; rows]);
        let columns = x.columns().into_iter().map(|column| column.to_vec());
        let all = Self {
            columns: ones.into_iter().chain(columns).collect(),
            y: y.to_vec(),
            weights,
            offset,
        };
        Ok(if counted.len() == rows {
            all
        } else {
            all.rows(&counted)
        })
    }

    /// Some rows of it.
    pub(super) fn rows(&self, which: &[usize]) -> Self {
        let of = |values: &[f64]| which.iter().map(|&row| values[row]).collect::<Vec<f64>>();
        Self {
            columns: self.columns.iter().map(|column| of(column)).collect(),
            y: of(&self.y),
            weights: of(&self.weights),
            offset: of(&self.offset),
        }
    }

    /// The same without a column, whose coefficient is known.
    pub(super) fn fixed(&self, column: usize, coefficient: f64) -> Self {
        let mut rest = self.clone();
        let known = rest.columns.remove(column);
        crate::kernel::add_scaled(&mut rest.offset, coefficient, &known);
        rest
    }

    /// The same with a column moved to the end.
    pub(super) fn with_last(&self, column: usize) -> Self {
        let mut moved = self.clone();
        let last = moved.columns.remove(column);
        moved.columns.push(last);
        moved
    }

    /// The same with some of the columns only.
    pub(crate) fn only(&self, which: &[usize]) -> Self {
        Self {
            columns: which
                .iter()
                .map(|&column| self.columns[column].clone())
                .collect(),
            ..self.clone()
        }
    }
}

fn length(what: &'static str, found: usize, expected: usize) -> Result<(), Error> {
    if found == expected {
        return Ok(());
    }
    Err(Error::Length {
        what,
        found,
        expected,
    })
}

fn values(
    what: &'static str,
    given: Option<&[f64]>,
    rows: usize,
    otherwise: f64,
) -> Result<Vec<f64>, Error> {
    let Some(given) = given else {
        return Ok(vec![otherwise; rows]);
    };
    length(what, given.len(), rows)?;
    match given.iter().position(|value| !value.is_finite()) {
        Some(row) => Err(Error::NotFinite {
            what,
            row,
            value: given[row],
        }),
        None => Ok(given.to_vec()),
    }
}
