//! Which column serves for what, and the columns that are made of them.

use std::collections::HashMap;
use std::fmt;

use super::Error;
use super::cases::{Case, agree};
use crate::{Row, Sheet};

/// Places of columns by what they serve for.
pub(super) struct Columns<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) ids: Vec<usize>,
    pub(super) by: usize,
    pub(super) keep: Vec<usize>,
    /// All that are widened.
    pub(super) others: Vec<usize>,
}

/// Of what a column of the wide table would be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A column that stays as it is, an id or one that is kept.
    Once {
        /// Its name.
        column: String,
    },
    /// A column's cells for a value.
    Of {
        /// The value.
        value: String,
        /// The column.
        column: String,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Once { column } => write!(to, "column `{column}`, which stays"),
            Self::Of { value, column } => write!(to, "column `{column}` of `{value}`"),
        }
    }
}

impl<'a> Columns<'a> {
    pub(super) fn find(
        sheet: &'a Sheet,
        ids: &[&str],
        by: &str,
        keep: &[String],
    ) -> Result<Self, Error> {
        if ids.is_empty() {
            return Err(Error::NoId);
        }
        let keep = keep.iter().map(String::as_str);
        let named: Vec<&str> = ids.iter().copied().chain([by]).chain(keep).collect();
        if let Some(twice) = (1..named.len()).find(|&at| named[..at].contains(&named[at])) {
            let column = named[twice].to_owned();
            return Err(Error::NamedTwice { column });
        }
        let place = |name: &&str| Ok(sheet.column(name)?.index());
        let places: Vec<usize> = named.iter().map(place).collect::<Result<_, Error>>()?;
        for name in &named[..=ids.len()] {
            check_missing(sheet, name)?;
        }
        let others: Vec<usize> = (0..sheet.names().len())
            .filter(|at| !places.contains(at))
            .collect();
        if others.is_empty() {
            let by = by.to_owned();
            return Err(Error::NoColumns { by });
        }
        Ok(Self {
            sheet,
            ids: places[..ids.len()].to_vec(),
            by: places[ids.len()],
            keep: places[ids.len() + 1..].to_vec(),
            others,
        })
    }

    pub(super) fn name(&self, place: usize) -> &'a str {
        &self.sheet.names()[place]
    }

    /// How many there are for so many values.
    pub(super) fn count(&self, values: usize) -> usize {
        let once = self.ids.len() + self.keep.len();
        self.others
            .len()
            .saturating_mul(values)
            .saturating_add(once)
    }

    /// Their names, each its own.
    pub(super) fn header(&self, values: &[&str]) -> Result<Vec<String>, Error> {
        let once = self
            .ids
            .iter()
            .chain(&self.keep)
            .map(|&place| Origin::Once {
                column: self.name(place).to_owned(),
            });
        let each = values.iter().flat_map(|value| {
            self.others.iter().map(|&place| Origin::Of {
                value: (*value).to_owned(),
                column: self.name(place).to_owned(),
            })
        });
        let mut seen: HashMap<String, Origin> = HashMap::new();
        let mut header = Vec::with_capacity(self.count(values.len()));
        for origin in once.chain(each) {
            let name = match &origin {
                Origin::Once { column } => column.clone(),
                Origin::Of { value, column } => format!("{value}_{column}"),
            };
            if let Some(first) = seen.insert(name.clone(), origin.clone()) {
                let origins = Box::new([first, origin]);
                return Err(Error::Collision { name, origins });
            }
            header.push(name);
        }
        Ok(header)
    }

    /// The row of an id, for so many values.
    pub(super) fn row(&self, case: &Case<'a>, values: usize) -> Vec<String> {
        let once = self.ids.iter().chain(&self.keep);
        let once = once.map(|&place| case.first.cells[place].clone());
        let cell = |row: Option<&Row>, place: usize| {
            row.map_or_else(String::new, |row| row.cells[place].clone())
        };
        let each = case
            .each(values)
            .flat_map(|row| self.others.iter().map(move |&place| cell(row, place)));
        once.chain(each).collect()
    }

    /// Those that are widened and the same in all rows of an id, but not in all of the table.
    pub(super) fn alike(&self, cases: &[Case<'a>]) -> Vec<String> {
        let several = cases.iter().any(|case| case.rows.len() > 1);
        let is_alike = |place: usize| {
            cases.iter().all(|case| {
                let mut rows = case.rows.iter();
                rows.all(|(_, row)| agree(&row.cells[place], &case.first.cells[place]))
            })
        };
        let varies = |place: usize| {
            let mut firsts = cases.iter().map(|case| &case.first.cells[place]);
            let first = firsts.next();
            first.is_some_and(|first| firsts.any(|cell| !agree(cell, first)))
        };
        let others = self.others.iter().copied().filter(|_| several);
        let alike = others.filter(|&place| is_alike(place) && varies(place));
        alike.map(|place| self.name(place).to_owned()).collect()
    }
}

fn check_missing(sheet: &Sheet, name: &str) -> Result<(), Error> {
    let values = sheet.column(name)?.values();
    let mut missing = sheet
        .rows()
        .iter()
        .zip(values)
        .filter(|(_, value)| value.is_none());
    let Some((first, _)) = missing.next() else {
        return Ok(());
    };
    Err(Error::Missing {
        line: first.line,
        column: name.to_owned(),
        rows: 1 + missing.count(),
    })
}
