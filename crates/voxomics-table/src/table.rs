//! Numbers with names: what models take.

mod csv;
#[cfg(feature = "parquet")]
mod parquet;

use std::collections::{HashMap, HashSet};

use ndarray::{Array2, ArrayView1, ArrayView2, Axis, ShapeBuilder, concatenate};

use crate::{Problem, Sheet};

/// Numbers in rows of cases and columns of variables, both with names; NaN where one is missing.
///
/// Columns lie one after the other in memory, as models read them.
///
/// ```
/// use voxomics_table::{Sheet, Table};
///
/// let sheet = Sheet::parse(b"case,volume,diagnostics_Versions,mean\nA,12.5,3.1,40\nB,,3.1,38\n", &[])?;
/// let (table, left_out) = Table::of_numbers(&sheet, Some("case"))?;
/// assert_eq!(table.ids(), ["A", "B"]);
/// assert!(left_out.is_empty() && table.column("volume")?[1].is_nan());
/// let (complete, dropped) = table.complete();
/// assert_eq!((complete.rows(), dropped), (1, 1));
/// # Ok::<(), voxomics_table::Problem>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    ids: Vec<String>,
    names: Vec<String>,
    values: Array2<f64>,
}

impl Table {
    /// Takes names of rows and of columns, and a value for each; NaN stands for one that is missing.
    ///
    /// # Errors
    ///
    /// [`Problem::Shape`] where the counts differ, [`Problem::DuplicateColumn`], [`Problem::DuplicateId`].
    pub fn new(ids: Vec<String>, names: Vec<String>, values: Array2<f64>) -> Result<Self, Problem> {
        if values.dim() != (ids.len(), names.len()) {
            return Err(Problem::Shape {
                rows: values.nrows(),
                columns: values.ncols(),
                ids: ids.len(),
                names: names.len(),
            });
        }
        if let Some(name) = first_twice(&names) {
            return Err(Problem::DuplicateColumn { name });
        }
        if let Some(id) = first_twice(&ids) {
            return Err(Problem::DuplicateId { id });
        }
        let values = if values.t().is_standard_layout() {
            values
        } else {
            let mut columns = Array2::zeros(values.raw_dim().f());
            columns.assign(&values);
            columns
        };
        Ok(Self { ids, names, values })
    }

    /// These columns of a table of text; rows are named by the column `id`, or else by their number from 1.
    ///
    /// # Errors
    ///
    /// [`Problem::NoColumn`], [`Problem::NotANumber`] for a cell that is neither a number nor missing,
    /// [`Problem::DuplicateId`], [`Problem::Missing`] for an id.
    pub fn of_columns(sheet: &Sheet, id: Option<&str>, names: &[&str]) -> Result<Self, Problem> {
        let columns = names.iter().map(|name| {
            let cells = sheet.column(name)?.numbers_or_missing()?;
            Ok(cells
                .into_iter()
                .map(|cell| cell.unwrap_or(f64::NAN))
                .collect())
        });
        let columns: Vec<Vec<f64>> = columns.collect::<Result<_, Problem>>()?;
        let names = names.iter().map(ToString::to_string).collect();
        Self::new(
            row_ids(sheet, id)?,
            names,
            side_by_side(&columns, sheet.rows().len()),
        )
    }

    /// All columns of a table of text that hold nothing but numbers and missing cells, and the names of those that do not.
    ///
    /// The features of a table of `PyRadiomics`, without its `diagnostics_` of text. A column without a number is left out too.
    ///
    /// # Errors
    ///
    /// [`Problem::NoColumn`], [`Problem::DuplicateId`] and [`Problem::Missing`] of the id.
    pub fn of_numbers(sheet: &Sheet, id: Option<&str>) -> Result<(Self, Vec<String>), Problem> {
        let others = sheet
            .names()
            .iter()
            .map(String::as_str)
            .filter(|name| Some(*name) != id);
        let (numbers, text): (Vec<&str>, Vec<&str>) = others.partition(|name| {
            let cells = sheet
                .column(name)
                .and_then(|column| column.numbers_or_missing());
            cells.is_ok_and(|cells| cells.iter().any(Option::is_some))
        });
        let left_out = text.into_iter().map(str::to_owned).collect();
        Ok((Self::of_columns(sheet, id, &numbers)?, left_out))
    }

    /// Names of the rows.
    #[must_use]
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// Names of the columns.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.ids.len()
    }

    /// The values, column-major.
    #[must_use]
    pub fn values(&self) -> ArrayView2<'_, f64> {
        self.values.view()
    }

    /// Names of rows and columns, and values, to own.
    #[must_use]
    pub fn into_parts(self) -> (Vec<String>, Vec<String>, Array2<f64>) {
        (self.ids, self.names, self.values)
    }

    /// The column of that name.
    ///
    /// # Errors
    ///
    /// [`Problem::NoColumn`], with the name that may have been meant.
    pub fn column(&self, name: &str) -> Result<ArrayView1<'_, f64>, Problem> {
        Ok(self.values.column(self.place(name)?))
    }

    /// Columns by their names, in that order: the columns that a model was fitted with, from a table of any others.
    ///
    /// # Errors
    ///
    /// [`Problem::NoColumn`]; [`Problem::DuplicateColumn`] for one named twice.
    pub fn select(&self, names: &[&str]) -> Result<Self, Problem> {
        let places = names.iter().map(|name| self.place(name));
        let places: Vec<usize> = places.collect::<Result<_, _>>()?;
        let names = names.iter().map(ToString::to_string).collect();
        Self::new(
            self.ids.clone(),
            names,
            self.values.select(Axis(1), &places),
        )
    }

    /// Some rows, in that order, each once.
    ///
    /// # Errors
    ///
    /// [`Problem::DuplicateId`] for a row asked for twice, which would have one name with another; [`Problem::NoRow`].
    pub fn rows_at(&self, which: &[usize]) -> Result<Self, Problem> {
        if let Some(&row) = which.iter().find(|&&row| row >= self.rows()) {
            let rows = self.rows();
            return Err(Problem::NoRow { row, rows });
        }
        let ids = which.iter().map(|&row| self.ids[row].clone()).collect();
        Self::new(ids, self.names.clone(), self.values.select(Axis(0), which))
    }

    /// The rows in which nothing is missing, and how many are left out.
    #[must_use]
    pub fn complete(&self) -> (Self, usize) {
        let is_complete = |row: &usize| !self.values.row(*row).iter().any(|x| x.is_nan());
        let which: Vec<usize> = (0..self.rows()).filter(is_complete).collect();
        let table = Self {
            ids: which.iter().map(|&row| self.ids[row].clone()).collect(),
            names: self.names.clone(),
            values: self.values.select(Axis(0), &which),
        };
        (table, self.rows() - which.len())
    }

    /// Columns in which something is missing, with the number of rows.
    #[must_use]
    pub fn missing(&self) -> Vec<(&str, usize)> {
        let columns = self.names.iter().zip(self.values.columns());
        let counts = columns
            .map(|(name, column)| (name.as_str(), column.iter().filter(|x| x.is_nan()).count()));
        counts.filter(|&(_, count)| count > 0).collect()
    }

    /// Rows by their names, in that order.
    ///
    /// # Errors
    ///
    /// [`Problem::NoId`] for a name that no row has, [`Problem::DuplicateId`] for one asked for twice.
    pub fn in_order_of(&self, ids: &[String]) -> Result<Self, Problem> {
        let places: HashMap<&str, usize> = (self.ids.iter().map(String::as_str)).zip(0..).collect();
        let of = |id: &String| {
            let place = places.get(id.as_str()).copied();
            place.ok_or_else(|| Problem::NoId { id: id.clone() })
        };
        let which: Vec<usize> = ids.iter().map(of).collect::<Result<_, _>>()?;
        self.rows_at(&which)
    }

    /// This table's columns and another's, row by row of the same name, in this one's order.
    ///
    /// # Errors
    ///
    /// [`Problem::NoId`] for a row that the other does not have, [`Problem::DuplicateColumn`].
    #[doc(alias("merge", "left_join"))]
    pub fn join(&self, other: &Self) -> Result<Self, Problem> {
        let theirs = other.in_order_of(&self.ids)?;
        let values = concatenate(Axis(1), &[self.values.view(), theirs.values.view()])
            .unwrap_or_else(|_| unreachable!("as many rows on both sides"));
        let names = self.names.iter().chain(&other.names).cloned().collect();
        Self::new(self.ids.clone(), names, values)
    }

    fn place(&self, name: &str) -> Result<usize, Problem> {
        let found = self.names.iter().position(|found| found == name);
        found.ok_or_else(|| Problem::NoColumn {
            name: name.to_owned(),
            found: self.names.clone(),
        })
    }
}

fn row_ids(sheet: &Sheet, id: Option<&str>) -> Result<Vec<String>, Problem> {
    match id {
        None => Ok((1..=sheet.rows().len())
            .map(|row| row.to_string())
            .collect()),
        Some(name) => sheet.column(name)?.texts(),
    }
}

/// Columns of as many rows, column-major.
fn side_by_side(columns: &[Vec<f64>], rows: usize) -> Array2<f64> {
    let mut values = Array2::zeros((rows, columns.len()).f());
    for (mut to, from) in values.columns_mut().into_iter().zip(columns) {
        to.assign(&ArrayView1::from(from));
    }
    values
}

fn first_twice(names: &[String]) -> Option<String> {
    let mut seen = HashSet::new();
    names
        .iter()
        .find(|name| !seen.insert(name.as_str()))
        .cloned()
}
