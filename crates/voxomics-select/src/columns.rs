//! A table as columns that lie one after another.

use std::borrow::Cow;

use ndarray::{ArrayView2, Axis};
use rayon::prelude::*;

use crate::Reason;
use crate::input::Error;

/// Columns in one piece of memory: the caller's where it is column-major, else a copy.
#[derive(Debug, Clone)]
pub(crate) struct Columns<'a> {
    values: Cow<'a, [f64]>,
    rows: usize,
}

impl<'a> Columns<'a> {
    /// Refuses a table without cells, and infinite values.
    pub(crate) fn new(table: ArrayView2<'a, f64>) -> Result<Self, Error> {
        let columns = Self::any(table)?;
        let infinite = |column: usize| {
            let values = columns.column(column);
            let row = values.iter().position(|value| value.is_infinite())?;
            let value = values[row];
            Some(Error::Infinite { column, row, value })
        };
        let first = (0..columns.len()).into_par_iter().find_map_first(infinite);
        first.map_or(Ok(columns), Err)
    }

    /// The same with infinite values.
    pub(crate) fn any(table: ArrayView2<'a, f64>) -> Result<Self, Error> {
        let (rows, count) = table.dim();
        for (what, n) in [("rows", rows), ("columns", count)] {
            if n == 0 {
                return Err(Error::Empty { what });
            }
        }
        let by_column = table.reversed_axes();
        let values = match by_column.to_slice() {
            Some(values) => Cow::Borrowed(values),
            None => Cow::Owned(by_column.iter().copied().collect()),
        };
        debug_assert_eq!(by_column.len_of(Axis(0)), count, "columns are rows now");
        Ok(Self { values, rows })
    }

    /// Refuses missing values.
    pub(crate) fn complete(self) -> Result<Self, Error> {
        let missing = |column: usize| {
            let row = self
                .column(column)
                .iter()
                .position(|value| value.is_nan())?;
            Some(Error::Missing { column, row })
        };
        let first = (0..self.len()).into_par_iter().find_map_first(missing);
        first.map_or(Ok(self), Err)
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns.
    pub(crate) fn len(&self) -> usize {
        self.values.len() / self.rows
    }

    pub(crate) fn column(&self, at: usize) -> &[f64] {
        &self.values[at * self.rows..][..self.rows]
    }

    /// Every column through a function that keeps its length.
    pub(crate) fn mapped(
        &self,
        map: impl Fn(&[f64]) -> Vec<f64> + Sync + Send,
    ) -> Columns<'static> {
        let mapped: Vec<Vec<f64>> = (self.values.par_chunks(self.rows)).map(map).collect();
        Columns {
            values: Cow::Owned(mapped.concat()),
            rows: self.rows,
        }
    }

    /// Why a column says nothing at all, if so.
    pub(crate) fn flaw(&self, at: usize) -> Option<Reason> {
        let mut present = self.column(at).iter().filter(|value| !value.is_nan());
        let Some(&value) = present.next() else {
            return Some(Reason::Empty);
        };
        present
            .all(|&other| other == value)
            .then_some(Reason::Constant { value })
    }
}
