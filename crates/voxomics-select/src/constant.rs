//! Columns with nothing in them: missing or constant.

use ndarray::ArrayView2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::columns::Columns;
use crate::input::{Error, within};
use crate::{Dropped, Reason, Selection};

/// What is dropped beside constant columns.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// The largest share of missing values that a kept column has, from 0 to 1. 0 by default: models take no missing values.
    pub max_missing: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_missing: 0.0 }
    }
}

/// Drops columns that are empty, have too many missing values, or of whose values all are equal.
///
/// NaN and infinities count as missing. Equal means equal doubles: no variance is computed, and no threshold is needed. Reasons are
/// looked for in the order of [`Reason::Empty`], [`Reason::Missing`], [`Reason::Constant`].
///
/// ```
/// use voxomics_select::constant::{self, Options};
/// use voxomics_select::ndarray::array;
///
/// let table = array![[1.0, 0.1, f64::NAN], [2.0, 0.1, 4.0], [3.0, 0.1, 5.0]];
/// let options = Options { max_missing: 0.4 };
/// assert_eq!(constant::remove(table.view(), &options)?.kept, [0, 2]);
/// # Ok::<(), voxomics_select::input::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Empty`] for a table without rows or columns; [`Error::Option`] for a share that is none.
#[doc(alias("nearZeroVar", "VarianceThreshold", "zv"))]
pub fn remove(table: ArrayView2<'_, f64>, options: &Options) -> Result<Selection, Error> {
    let columns = Columns::any(table)?;
    let range = (0.0, 1.0);
    within("max_missing", options.max_missing, range, "from 0 to 1")?;
    let dropped = (0..columns.len()).into_par_iter().filter_map(|column| {
        let reason = reason(columns.column(column), options.max_missing)?;
        Some(Dropped { column, reason })
    });
    Ok(Selection::of_dropped(columns.len(), dropped.collect()))
}

fn reason(values: &[f64], max_missing: f64) -> Option<Reason> {
    let mut present = values.iter().copied().filter(|value| value.is_finite());
    let Some(value) = present.next() else {
        return Some(Reason::Empty);
    };
    let (mut count, mut constant) = (1, true);
    for other in present {
        count += 1;
        constant &= other == value;
    }
    let share = (values.len() - count) as f64 / values.len() as f64;
    if share > max_missing {
        return Some(Reason::Missing { share });
    }
    constant.then_some(Reason::Constant { value })
}
