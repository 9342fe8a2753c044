//! Which row is which id's, for which value.

use std::collections::HashMap;
use std::hash::Hash;

use super::Error;
use super::columns::Columns;
use crate::Row;
use crate::column::is_missing;

/// A wide table of more cells for which there is no row is one by a column that tells all rows apart, which would fill the memory.
/// Those of a full one are the cells of the long one.
const LIMIT: usize = 1 << 25;

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
    /// Its rows, each with the place of its value, ascending.
    pub(super) rows: Vec<(usize, &'a Row)>,
}

impl<'a> Case<'a> {
    /// Its row for each of so many values.
    pub(super) fn each(&self, values: usize) -> impl Iterator<Item = Option<&'a Row>> {
        let mut rows = self.rows.iter().peekable();
        (0..values).map(move |value| rows.next_if(|row| row.0 == value).map(|row| row.1))
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
    check_size(columns, ids.len(), values.names.len())?;
    let mut ids = ids.into_iter();
    let mut cases: Vec<Case<'a>> = Vec::with_capacity(ids.len());
    for ((row, code), &value) in rows.iter().zip(codes).zip(&values.codes) {
        if code == cases.len() {
            cases.push(Case {
                id: ids.next().expect("codes ascend as ids appear"),
                first: row,
                rows: Vec::new(),
            });
        }
        let case = &mut cases[code];
        check_kept(columns, case, row)?;
        match case.rows.binary_search_by_key(&value, |&(value, _)| value) {
            Err(place) => case.rows.insert(place, (value, row)),
            Ok(place) => {
                return Err(Error::TwoRows {
                    id: owned(&case.id),
                    by: columns.name(columns.by).to_owned(),
                    value: values.names[value].to_owned(),
                    lines: [case.rows[place].1.line, row.line],
                });
            }
        }
    }
    Ok(cases)
}

fn check_size(columns: &Columns<'_>, ids: usize, values: usize) -> Result<(), Error> {
    let pairs = ids.saturating_mul(values);
    let lacking = pairs.saturating_sub(columns.sheet.rows().len());
    if lacking.saturating_mul(columns.others.len()) <= LIMIT {
        return Ok(());
    }
    Err(Error::TooLarge {
        rows: ids,
        columns: columns.count(values),
        by: columns.name(columns.by).to_owned(),
        values,
    })
}

fn check_kept(columns: &Columns<'_>, case: &Case<'_>, row: &Row) -> Result<(), Error> {
    for &place in &columns.keep {
        let cells = [case.first, row].map(|row| row.cells[place].trim());
        if !agree(cells[0], cells[1]) {
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

/// Whether two cells say the same: equal text, or missing both, however that is written.
pub(super) fn agree(a: &str, b: &str) -> bool {
    a.trim() == b.trim() || is_missing(a) && is_missing(b)
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
