//! How one variable becomes columns.

use serde::{Deserialize, Serialize};
use voxomics_table::{Column, Problem, Sheet};

use super::{Error, knots};
use crate::formula::{Knots, Variable};

/// A variable as it was in the rows that it was learnt from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Code {
    /// The column of the table.
    pub column: String,
    /// What becomes of its cells.
    pub coding: Coding,
}

/// What becomes of cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Coding {
    /// They are numbers.
    Number,
    /// A column for each level but the first, or for all: 1 in rows of that level, else 0.
    Levels {
        /// In order, the one that others are compared with first.
        levels: Vec<String>,
        /// Whether the first has a column too.
        all: bool,
    },
    /// The number itself, then for each knot tⱼ but the last two
    /// `[(x-tⱼ)³₊ - (x-tₖ₋₁)³₊ (tₖ-tⱼ)/(tₖ-tₖ₋₁) + (x-tₖ)³₊ (tₖ₋₁-tⱼ)/(tₖ-tₖ₋₁)] / (tₖ-t₁)²`: cubic between knots, straight beyond.
    Spline {
        /// Ascending.
        knots: Vec<f64>,
    },
}

impl Code {
    /// Groups have a column for `all` levels, or for all but the first.
    pub(super) fn learn(variable: &Variable, sheet: &Sheet, all: bool) -> Result<Self, Error> {
        let column = sheet.column(variable.column())?;
        let groups = |reference: Option<&str>| levels(&column, reference, all);
        let coding = match variable {
            Variable::Column(_) => match column.numbers() {
                Ok(_) => Coding::Number,
                Err(Problem::NotANumber { .. }) => groups(None)?,
                Err(problem) => return Err(problem.into()),
            },
            Variable::Factor { reference, .. } => groups(reference.as_deref())?,
            Variable::Spline { knots, .. } => {
                let numbers = column.numbers()?;
                let knots = match knots {
                    Knots::At(knots) => knots.clone(),
                    Knots::Count(count) => {
                        knots::place(&numbers, *count).map_err(|reason| Error::Knots {
                            column: column.name().to_owned(),
                            count: *count,
                            reason,
                        })?
                    }
                };
                Coding::Spline { knots }
            }
        };
        Ok(Self {
            column: column.name().to_owned(),
            coding,
        })
    }

    /// Its columns for the rows of a table.
    pub(super) fn columns(&self, sheet: &Sheet) -> Result<Vec<Vec<f64>>, Error> {
        let column = sheet.column(&self.column)?;
        match &self.coding {
            Coding::Number => Ok(vec![column.numbers()?]),
            Coding::Spline { knots } => Ok(knots::basis(&column.numbers()?, knots)),
            Coding::Levels { levels, all } => {
                let groups = column.groups()?;
                let places = groups.names.iter().map(|name| place(levels, name));
                let places: Vec<Option<usize>> = places.collect();
                let of_row: Vec<Option<usize>> =
                    (groups.codes.iter().map(|&code| places[code as usize])).collect();
                if let Some(row) = of_row.iter().position(Option::is_none) {
                    return Err(Error::NewLevel {
                        line: sheet.rows()[row].line,
                        column: self.column.clone(),
                        level: groups.names[groups.codes[row] as usize].clone(),
                        known: levels.clone(),
                    });
                }
                let first = usize::from(!all);
                let dummy = |level: usize| {
                    let is = |place: &Option<usize>| f64::from(u8::from(*place == Some(level)));
                    of_row.iter().map(is).collect()
                };
                Ok((first..levels.len()).map(dummy).collect())
            }
        }
    }

    /// Names of its columns.
    fn names(&self) -> Vec<String> {
        match &self.coding {
            Coding::Number => vec![self.column.clone()],
            Coding::Levels { levels, all } => (levels.iter().skip(usize::from(!all)))
                .map(|level| format!("{}{level}", self.column))
                .collect(),
            Coding::Spline { knots } => (0..knots.len() - 1)
                .map(|prime| format!("{}{}", self.column, "'".repeat(prime)))
                .collect(),
        }
    }
}

/// A level's place; levels that are numbers are the same as numbers, `1` and `1.0`.
fn place(levels: &[String], name: &str) -> Option<usize> {
    levels.iter().position(|level| level == name).or_else(|| {
        let number: f64 = name.parse().ok()?;
        levels.iter().position(|level| level.parse() == Ok(number))
    })
}

fn levels(column: &Column<'_>, reference: Option<&str>, all: bool) -> Result<Coding, Error> {
    let mut levels = column.groups()?.names;
    if levels.len() == 1 {
        return Err(Error::OneLevel {
            column: column.name().to_owned(),
            level: levels.remove(0),
        });
    }
    if let Some(reference) = reference {
        let Some(place) = place(&levels, reference) else {
            return Err(Error::NoLevel {
                column: column.name().to_owned(),
                level: reference.to_owned(),
                found: levels,
            });
        };
        levels[..=place].rotate_right(1);
    }
    Ok(Coding::Levels { levels, all })
}

/// Names of a term's columns: products of its variables' in the order of [`products`](super::products).
pub(super) fn column_names(codes: &[Code]) -> Vec<String> {
    let mut names = codes.first().map(Code::names).unwrap_or_default();
    for code in codes.iter().skip(1) {
        names = (code.names().iter())
            .flat_map(|other| names.iter().map(move |name| format!("{name}:{other}")))
            .collect();
    }
    names
}
