use ndarray::ArrayView2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use voxomics_stats::{moments, rank};

use crate::Reason;
use crate::columns::Columns;
use crate::input::{Error, within};

/// How numbers become states.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Discretisation {
    /// Below `mean - t·sd`, between, above `mean + t·sd`: states 0, 1, 2 (-1, 0, 1 in Peng's papers), strictly; sd with `n - 1`
    /// below. Published with `t` of 0, 0.5 and 1.
    Deviations(f64),
    /// So many groups of equal size by rank, from 2 to 255: `⌊groups · rank / n⌋` with ranks from 0. Ties share the lowest rank
    /// among them and so a group.
    Quantiles(u8),
}

/// Columns of discrete states.
///
/// ```
/// use voxomics_select::mrmr::discrete::{Discretisation, States};
/// use voxomics_select::ndarray::array;
///
/// let table = array![[1.0], [2.0], [3.0], [40.0]];
/// assert_eq!(States::new(table.view(), Discretisation::Deviations(0.5))?.column(0), [0, 1, 1, 2]);
/// assert_eq!(States::new(table.view(), Discretisation::Quantiles(2))?.column(0), [0, 0, 1, 1]);
/// # Ok::<(), voxomics_select::input::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct States {
    discretisation: Discretisation,
    rows: usize,
    values: Vec<u8>,
    /// The only value of columns that do not vary.
    constant: Vec<Option<f64>>,
}

impl States {
    /// Of a table without missing values.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Infinite`], [`Error::Missing`], and [`Error::Option`] for a threshold below 0 or fewer than two
    /// groups.
    pub fn new(table: ArrayView2<'_, f64>, discretisation: Discretisation) -> Result<Self, Error> {
        match discretisation {
            Discretisation::Deviations(t) => {
                within(
                    "threshold",
                    t,
                    (0.0, f64::MAX),
                    "a finite number, 0 or above",
                )?;
            }
            Discretisation::Quantiles(groups) => {
                let groups = f64::from(groups);
                within("groups", groups, (2.0, 255.0), "from 2 to 255")?;
            }
        }
        let columns = Columns::new(table)?.complete()?;
        let of_column = |at: usize| discretisation.states(columns.column(at));
        let states: Vec<Vec<u8>> = (0..columns.len()).into_par_iter().map(of_column).collect();
        let constant = |at: usize| match columns.flaw(at) {
            Some(Reason::Constant { value }) => Some(value),
            _ => None,
        };
        Ok(Self {
            discretisation,
            rows: columns.rows(),
            values: states.concat(),
            constant: (0..columns.len()).map(constant).collect(),
        })
    }

    /// How they were made: to be reported with what was selected.
    #[must_use]
    pub fn discretisation(&self) -> Discretisation {
        self.discretisation
    }

    /// How many columns, at least one.
    #[expect(clippy::len_without_is_empty, reason = "never empty")]
    #[must_use]
    pub fn len(&self) -> usize {
        self.constant.len()
    }

    /// How many rows, at least one.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The states of a column, row by row.
    ///
    /// # Panics
    ///
    /// If there is no such column.
    #[must_use]
    pub fn column(&self, at: usize) -> &[u8] {
        &self.values[at * self.rows..][..self.rows]
    }

    /// One more than the highest state.
    pub(super) fn levels(&self) -> usize {
        match self.discretisation {
            Discretisation::Deviations(_) => 3,
            Discretisation::Quantiles(groups) => usize::from(groups),
        }
    }

    pub(super) fn only_state(&self, at: usize) -> bool {
        let states = self.column(at);
        states.iter().all(|&state| state == states[0])
    }

    pub(super) fn flaw(&self, at: usize) -> Reason {
        let constant = |value| Reason::Constant { value };
        self.constant[at].map_or(Reason::Irrelevant, constant)
    }
}

impl Discretisation {
    /// Of finite values, at least one.
    fn states(self, values: &[f64]) -> Vec<u8> {
        match self {
            Self::Deviations(threshold) => {
                let mean = moments::mean(values).unwrap_or(f64::NAN);
                let deviation = moments::standard_deviation(values).unwrap_or(0.0);
                let (low, high) = (mean - threshold * deviation, mean + threshold * deviation);
                let state = |&value: &f64| 1 + u8::from(value > high) - u8::from(value < low);
                values.iter().map(state).collect()
            }
            Self::Quantiles(groups) => quantiles(values, groups),
        }
    }
}

fn quantiles(values: &[f64], groups: u8) -> Vec<u8> {
    let order = rank::order(values);
    let mut states = vec![0; values.len()];
    let mut start = 0;
    for ties in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let state = usize::from(groups) * start / values.len();
        for &row in ties {
            states[row] = u8::try_from(state).expect("below the number of groups");
        }
        start += ties.len();
    }
    states
}
