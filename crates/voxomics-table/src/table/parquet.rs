//! Tables of numbers as Parquet.

use std::io::{self, Write};
use std::path::Path;

use super::{Table, side_by_side};
use crate::column::is_missing;
use crate::parquet::{Cells, Column, Kind, exact, read, write};
use crate::{Error, Problem};

impl Table {
    /// The table in a Parquet file: its columns of numbers (floating point, whole, Boolean), null where one is missing.
    ///
    /// Rows are named by the column `id`, of text or whole numbers, or else by their number from 1; other columns of text are
    /// left out, and their names returned, as are days and moments.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] for a file that cannot be read, [`Error::Refused`] for one whose columns are not flat or not unique,
    /// without the id or with a row that lacks it, with a whole number that no double is ([`Problem::NotExact`]), or compressed as
    /// [`Problem::Codec`] says.
    pub fn read_parquet(
        path: impl AsRef<Path>,
        id: Option<&str>,
    ) -> Result<(Self, Vec<String>), Error> {
        let path = path.as_ref();
        of_cells(read(path)?, id).map_err(|problem| Error::Refused {
            path: path.to_owned(),
            problem,
        })
    }

    /// Writes a Parquet file: the column `id` of text, then one of doubles for each name, null where a value is missing.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write_parquet<W: Write + Send>(&self, to: W, id: &str) -> io::Result<()> {
        let mut fields = vec![(id, Kind::Text)];
        fields.extend(self.names.iter().map(|name| (name.as_str(), Kind::Numbers)));
        write(to, &fields, |column| match column {
            0 => Column::Text(self.ids.clone()),
            _ => Column::Numbers(self.values.column(column - 1).to_vec()),
        })
    }
}

fn of_cells(
    columns: Vec<(String, Cells)>,
    id: Option<&str>,
) -> Result<(Table, Vec<String>), Problem> {
    let rows = columns.first().map_or(0, |(_, cells)| cells.len());
    let found: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let mut ids: Option<Vec<String>> = id
        .is_none()
        .then(|| (1..=rows).map(|row| row.to_string()).collect());
    let (mut names, mut values, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for (name, cells) in columns {
        if Some(name.as_str()) == id {
            ids = Some(ids_of(&name, &cells)?);
            continue;
        }
        let numbers = match cells {
            Cells::Text(_) => {
                left_out.push(name);
                continue;
            }
            Cells::Numbers(numbers) => numbers,
            Cells::Whole(whole) => doubles(&name, &whole)?,
        };
        names.push(name);
        values.push(numbers);
    }
    let ids = ids.ok_or_else(|| Problem::NoColumn {
        name: id.unwrap_or_default().to_owned(),
        found,
    })?;
    if rows == 0 {
        return Err(Problem::NoRows);
    }
    Ok((
        Table::new(ids, names, side_by_side(&values, rows))?,
        left_out,
    ))
}

fn ids_of(name: &str, cells: &Cells) -> Result<Vec<String>, Problem> {
    let ids: Vec<String> = (0..cells.len()).map(|row| cells.text(row)).collect();
    let mut missing = (2..).zip(&ids).filter(|(_, id)| is_missing(id));
    match missing.next() {
        None => Ok(ids),
        Some((line, _)) => Err(Problem::Missing {
            line,
            column: name.to_owned(),
            rows: 1 + missing.count(),
        }),
    }
}

fn doubles(name: &str, whole: &[Option<i128>]) -> Result<Vec<f64>, Problem> {
    let double = |(row, &value): (usize, &Option<i128>)| match value {
        None => Ok(f64::NAN),
        Some(value) => exact(value).ok_or_else(|| Problem::NotExact {
            row,
            column: name.to_owned(),
            value,
        }),
    };
    (1..).zip(whole).map(double).collect()
}
