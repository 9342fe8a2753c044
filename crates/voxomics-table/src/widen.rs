//! Long tables to wide ones: one row for all rows of a patient.
//!
//! A study that images each patient in several phases has as many rows of features for each, and its models take one.
//! [`Sheet::widen`] puts them side by side:
//!
//! ```text
//! Patient,Phase,mean,max         Patient,arterial_mean,arterial_max,venous_mean,venous_max
//! P1,arterial,40,90              P1,40,90,38,81
//! P1,venous,38,81          ->    P2,36,79,35,70
//! P2,venous,35,70
//! P2,arterial,36,79
//! ```
//!
//! Which columns there are depends on the header and on the values of one column, never on what is in the others: two cohorts of
//! the same phases have the same features. Cells stay the text that they are in the sheet; what of a number's text is left in Parquet
//! `Sheet::write_parquet` says.

mod cases;
mod columns;
mod error;
mod gaps;

pub use columns::Origin;
pub use error::Error;
pub use gaps::{Gap, Gaps};

use cases::Values;
use columns::Columns;

use crate::Sheet;

/// What else there is to say; by default nothing is kept once, values come as they appear, and none may be lacking.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Columns that belong to the id and stay as they are, such as an age; they must agree within an id, where cells that are missing
    /// agree however they say so.
    pub keep: Vec<String>,
    /// All values there may be, in the order of their columns; one that no row has gets columns all the same. Where it is empty,
    /// the values of the table in order of first appearance.
    pub order: Vec<String>,
    /// What becomes of an id that has no row for a value.
    pub incomplete: Incomplete,
}

/// What becomes of an id that has no row for a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Incomplete {
    /// It is an error.
    #[default]
    Refuse,
    /// It stays, with empty cells.
    Keep,
    /// It is left out.
    Omit,
}

/// A table with a row for each id.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wide {
    /// Ids, what is kept once, then all other columns for each value.
    pub sheet: Sheet,
    /// The values, in the order of their columns.
    pub values: Vec<String>,
    /// Ids that have no row for a value: they are there with empty cells, or left out.
    pub gaps: Gaps,
    /// Columns that are the same in all rows of an id, though not in all of the table: an age, an outcome. They stand there once for
    /// each value, where [`Options::keep`] would have them once.
    pub alike: Vec<String>,
}

impl Sheet {
    /// One row for all rows of an id, in order of first appearance, with the columns of each value of `by` side by side.
    ///
    /// An id is the text of the columns `ids` and a value that of the column `by`, blanks around it removed: `1` and `01` are two.
    /// The columns are the ids, those of [`Options::keep`], then all others for each value, named `{value}_{column}`. Rows count
    /// from line 2 on, as if the table had been read.
    ///
    /// R has it as `reshape(direction = "wide")` and tidyr's `pivot_wider`, pandas as `pivot`. Of two rows for one value `reshape`
    /// takes the first with a warning and `pivot_wider` makes lists, and both fill in what is lacking; here both are refused.
    ///
    /// ```
    /// use voxomics_table::Sheet;
    /// use voxomics_table::widen::Options;
    ///
    /// let sheet = Sheet::parse(b"Patient,Age,Phase,mean\nP1,61,CT,40\nP1,61,PET,3\nP2,70,PET,2.50\nP2,70,CT,36\n", &[])?;
    /// let options = Options { keep: vec!["Age".into()], ..Options::default() };
    /// let wide = sheet.widen(&["Patient"], "Phase", &options)?;
    /// assert_eq!(wide.sheet.to_csv(), "Patient,Age,CT_mean,PET_mean\nP1,61,40,3\nP2,70,36,2.50\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error`]: columns that are not there or asked for twice, ids and values that are missing, two rows of an id for one value,
    /// none for another, a column to keep that does not agree, names that two columns would have, nothing that is left.
    #[doc(alias("reshape", "pivot_wider", "pivot", "dcast", "spread", "unstack"))]
    pub fn widen(&self, ids: &[&str], by: &str, options: &Options) -> Result<Wide, Error> {
        let columns = Columns::find(self, ids, by, &options.keep)?;
        let values = Values::find(&columns, &options.order)?;
        let mut cases = cases::of(&columns, &values)?;
        let header = columns.header(&values.names)?;
        let gaps = Gaps::find(&cases, &values.names, by);
        let alike = columns.alike(&cases);
        match options.incomplete {
            Incomplete::Refuse if !gaps.each.is_empty() => return Err(Error::Incomplete(gaps)),
            Incomplete::Omit => cases.retain(|case| case.rows.len() == values.names.len()),
            _ => {}
        }
        if cases.is_empty() {
            return Err(Error::NoneComplete(gaps));
        }
        let rows = cases
            .iter()
            .map(|case| columns.row(case, values.names.len()));
        Ok(Wide {
            sheet: Self::from_rows(header, rows)?,
            values: values.names.into_iter().map(str::to_owned).collect(),
            gaps,
            alike,
        })
    }
}
