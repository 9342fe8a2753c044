//! From a table of text to cases: every check that needs no file but the list.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::case::{Case, Cell, Meaning};
use super::layout::{Kind, Layout};
use super::{Cases, Problem, Warning};
use voxomics_table::{Row, Sheet};

/// The cases of `sheet`, which stands in the file `list`.
pub(super) fn cases(list: &Path, sheet: Sheet, layout: &Layout) -> Result<Cases, Problem> {
    for name in layout.required() {
        sheet.column(name)?;
    }
    let mut warnings = trim_warnings(&sheet);
    let (names, lines) = sheet.into_parts();
    let columns: Arc<[String]> = names.into();
    let id = columns
        .iter()
        .position(|name| Some(name) == layout.id.as_ref());
    let mut rows = Vec::with_capacity(lines.len());
    for (index, Row { line, cells }) in lines.into_iter().enumerate() {
        let cells = columns.iter().zip(cells);
        let cells = cells.map(|(name, text)| cell(list, layout, line, name, text.trim()));
        rows.push(Case {
            row: index + 1,
            line,
            id,
            columns: Arc::clone(&columns),
            cells: cells.collect::<Result<_, _>>()?,
        });
    }
    warnings.extend(duplicate_ids(&rows, layout)?);
    Ok(Cases {
        columns,
        rows,
        warnings,
    })
}

pub(super) fn duplicate(names: &[String]) -> Option<&String> {
    let mut seen = HashSet::new();
    names.iter().find(|name| !seen.insert(name.as_str()))
}

fn trim_warnings(sheet: &Sheet) -> Vec<Warning> {
    let warning = |(index, column): (usize, &String)| {
        let padded = |cells: &[String]| cells[index].trim().len() < cells[index].len();
        let rows = sheet.rows().iter().filter(|row| padded(&row.cells));
        let mut lines = rows.map(|row| row.line);
        let line = lines.next()?;
        Some(Warning::Trimmed {
            column: column.clone(),
            cells: 1 + lines.count(),
            line,
        })
    };
    sheet
        .names()
        .iter()
        .enumerate()
        .filter_map(warning)
        .collect()
}

fn cell(list: &Path, layout: &Layout, line: u64, name: &str, text: &str) -> Result<Cell, Problem> {
    let declared = layout.find(name);
    let meaning = match declared.map(|column| column.kind) {
        Some(Kind::Integer { .. }) | None if text.is_empty() => Meaning::Nothing,
        Some(Kind::Integer { at_least }) => integer(text)
            .filter(|&integer| integer >= at_least)
            .map(Meaning::Integer)
            .ok_or_else(|| Problem::NotInteger {
                line,
                column: name.to_owned(),
                cell: text.to_owned(),
                at_least,
            })?,
        Some(_) if text.is_empty() && declared.is_some_and(|column| column.required) => {
            return Err(Problem::EmptyCell {
                line,
                column: name.to_owned(),
            });
        }
        Some(Kind::Path) if !text.is_empty() => Meaning::Path(join(list, text)),
        _ => Meaning::Text,
    };
    Ok(Cell {
        shown: text.to_owned(),
        meaning,
    })
}

/// `path` as seen from the folder of `list`; a list in the current folder changes nothing.
fn join(list: &Path, path: &str) -> PathBuf {
    match list.parent() {
        Some(parent) => parent.join(path),
        None => path.into(),
    }
}

/// `3` and `3.0`, which a spreadsheet makes of it.
fn integer(text: &str) -> Option<i64> {
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => {
            whole
        }
        Some(_) => return None,
        None => text,
    };
    whole.parse().ok()
}

/// Rows named like an earlier one: an error where the name is declared unique.
fn duplicate_ids(cases: &[Case], layout: &Layout) -> Result<Vec<Warning>, Problem> {
    let mut first_line = HashMap::new();
    let mut warnings = Vec::new();
    let named = cases
        .iter()
        .filter_map(|case| Some((case.id()?, case.line)));
    for (id, line) in named {
        let first = *first_line.entry(id).or_insert(line);
        if first == line {
            continue;
        }
        let (id, column) = (id.to_owned(), layout.id.clone().unwrap_or_default());
        if layout.unique {
            return Err(Problem::DuplicateId {
                line,
                first,
                column,
                id,
            });
        }
        warnings.push(Warning::DuplicateId {
            line,
            first,
            column,
            id,
        });
    }
    Ok(warnings)
}
