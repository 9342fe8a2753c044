//! One row of a case list.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::Value;

/// One row of a case list: what is to be done, and the cells that are passed through.
#[derive(Debug, Clone)]
pub struct Case {
    pub(super) row: usize,
    pub(super) line: u64,
    pub(super) id: Option<usize>,
    pub(super) columns: Arc<[String]>,
    pub(super) cells: Vec<Cell>,
}

/// What a cell shows and what it means.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) shown: String,
    pub(super) meaning: Meaning,
}

#[derive(Debug, Clone)]
pub(super) enum Meaning {
    Text,
    Path(PathBuf),
    Integer(i64),
    Nothing,
}

impl Case {
    /// Number of the case, from 1.
    #[must_use]
    pub fn row(&self) -> usize {
        self.row
    }

    /// Line of the file on which the row begins, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The case's name: its cell in the column that the [`Layout`](super::Layout) calls the ID.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        let shown = self.cells[self.id?].shown.as_str();
        (!shown.is_empty()).then_some(shown)
    }

    /// The path in a column declared as [`Column::path`](super::Column::path), relative ones joined
    /// to the folder of the list; `None` for an empty cell, an absent column or another kind.
    #[must_use]
    pub fn path(&self, column: &str) -> Option<&Path> {
        match &self.cell(column)?.meaning {
            Meaning::Path(path) => Some(path),
            _ => None,
        }
    }

    /// The number in a column declared as [`Column::integer`](super::Column::integer); `None` for
    /// an empty cell, an absent column or another kind.
    #[must_use]
    pub fn integer(&self, column: &str) -> Option<i64> {
        match self.cell(column)?.meaning {
            Meaning::Integer(integer) => Some(integer),
            _ => None,
        }
    }

    /// What the cell in `column` shows, blanks removed; `None` for an absent column.
    #[must_use]
    pub fn text(&self, column: &str) -> Option<&str> {
        Some(&self.cell(column)?.shown)
    }

    /// The cells as they are passed through, in order; an empty one is [`Value::Missing`].
    pub fn values(&self) -> impl Iterator<Item = Value> + '_ {
        self.cells.iter().map(|cell| match cell.shown.as_str() {
            "" => Value::Missing,
            shown => Value::from(shown),
        })
    }

    fn cell(&self, column: &str) -> Option<&Cell> {
        let index = self.columns.iter().position(|name| name == column)?;
        Some(&self.cells[index])
    }
}
