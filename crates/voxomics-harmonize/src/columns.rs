//! Columns of a table by many names.

use std::collections::HashMap;

use ndarray::{ArrayView1, Axis};
use voxomics_table::{Problem, Table};

/// The columns of these names, found in one pass over the table's.
pub(crate) fn columns<'a, 'b>(
    table: &'a Table,
    names: impl Iterator<Item = &'b str>,
) -> Result<Vec<ArrayView1<'a, f64>>, Problem> {
    let all = table.names().iter().map(String::as_str);
    let places: HashMap<&str, usize> = all.zip(0..).collect();
    let values = table.values();
    let column = |name| match places.get(name) {
        Some(&place) => Ok(values.index_axis_move(Axis(1), place)),
        None => table.column(name),
    };
    names.map(column).collect()
}
