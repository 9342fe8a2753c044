//! Which row is which id's, for which value.

use std::collections::HashMap;
use std::hash::Hash;

use super::Error;
use super::columns::Columns;
use crate::Row;
use crate::column::is_missing;

/// A wide table of more cells is one by a column that tells all rows apart, which would fill the memory.
const LIMIT: usize = 1 << 27;

/// The values that columns are made for.
pub(super) struct Values<'a> {
    pub(super) names: Vec<&'a str>,
    /// For each row the place of its value.
    codes: Vec<usize>,
}

/// The rows of an id.
pub(super) struct Case<'a> {
    /// The text of its columns.
    pub(super) id: Vec<&'a str>,
    /// Its row that stands first in the table.
    pub(super) first: &'a Row,
    /// Its row for each value.
    pub(super) rows: Vec<Option<&'a Row>>,
}

impl Case<'_> {
    pub(super) fn is_complete(&self) -> bool {
        self.rows.iter().all(Option::is_some)
    }
}

impl<'a> Values<'a> {
    pub(super) fn find(columns: &Columns<'a>, order: &'a [String]) -> Result<Self, Error> {
        let order: Vec<&str> = order.iter().map(|value| value.trim()).collect();
        if order.iter().any(|value| is_missing(value)) {
            return Err(Error::OrderMissing);
        }
        if let Some(twice) = (1..order.len()).find(|&at| order[..at].contains(&order[at])) {
            let value = order[twice].to_owned();
            return Err(Error::OrderTwice { value });
        }
        let known = order.len();
        let rows = columns.sheet.rows();
        let cells = rows.iter().map(|row| row.cells[columns.by].trim());
        let (codes, names) = coded(order, cells);
        let unknown = codes.iter().position(|&code| code >= known);
        match unknown.filter(|_| known > 0) {
            None => Ok(Self { names, codes }),
            Some(at) => Err(Error::NotInOrder {
                line: rows[at].line,
                column: columns.name(columns.by).to_owned(),
                value: names[codes[at]].to_owned(),
                order: names[..known].iter().map(ToString::to_string).collect(),
            }),
        }
    }
}

/// The rows of each id, in order of first appearance.
pub(super) fn of<'a>(columns: &Columns<'a>, values: &Values<'a>) -> Result<Vec<Case<'a>>, Error> {
    let rows = columns.sheet.rows();
    let id = |row: &'a Row| -> Vec<&'a str> {
        let cells = columns.ids.iter().map(|&place| row.cells[place].trim());
        cells.collect()
    };
    let (codes, ids) = coded(Vec::new(), rows.iter().map(id));
    let width = columns.count(values.names.len());
    if width.saturating_mul(ids.len()) > LIMIT {
        return Err(Error::TooLarge {
            rows: ids.len(),
            columns: width,
            by: columns.name(columns.by).to_owned(),
            values: values.names.len(),
        });
    }
    let mut ids = ids.into_iter();
    let mut cases: Vec<Case<'a>> = Vec::with_capacity(ids.len());
    for ((row, code), &value) in rows.iter().zip(codes).zip(&values.codes) {
        if code == cases.len() {
            cases.push(Case {
                id: ids.next().expect("codes ascend as ids appear"),
                first: row,
                rows: vec![None; values.names.len()],
            });
        }
        let case = &mut cases[code];
        check_kept(columns, case, row)?;
        if let Some(other) = case.rows[value].replace(row) {
            return Err(Error::TwoRows {
                id: owned(&case.id),
                by: columns.name(columns.by).to_owned(),
                value: values.names[value].to_owned(),
                lines: [other.line, row.line],
            });
        }
    }
    Ok(cases)
}

fn check_kept(columns: &Columns<'_>, case: &Case<'_>, row: &Row) -> Result<(), Error> {
    for &place in &columns.keep {
        let cells = [case.first, row].map(|row| row.cells[place].trim());
        if cells[0] != cells[1] {
            return Err(Error::Disagree {
                column: columns.name(place).to_owned(),
                id: owned(&case.id),
                lines: [case.first.line, row.line],
                cells: cells.map(str::to_owned),
            });
        }
    }
    Ok(())
}

pub(super) fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

/// For each key its place among the different ones, which follow those that are known already as they appear.
fn coded<K: Hash + Eq + Clone>(
    known: Vec<K>,
    keys: impl Iterator<Item = K>,
) -> (Vec<usize>, Vec<K>) {
    let mut places: HashMap<K, usize> = known.iter().cloned().zip(0..).collect();
    let mut different = known;
    let code = |key: K| {
        *places.entry(key).or_insert_with_key(|key| {
            different.push(key.clone());
            different.len() - 1
        })
    };
    let codes = keys.map(code).collect();
    (codes, different)
}
