//! The baseline table of a paper: its Table 1.
//!
//! One column for each group, one row for each variable, and whether the groups differ. How each p was found stands beside it.
//!
//! ```
//! use voxomics_stats::baseline::{BaselineTable, Options};
//!
//! let mut table = BaselineTable::new(&[0, 0, 0, 1, 1, 1], &["no event", "event"], Options::default())?;
//! table.continuous("Age, years", &[61.0, 48.5, 70.0, 66.0, 54.5, 72.0].map(Some))?;
//! table.categorical("Sex", &[0, 1, 0, 0, 0, 1].map(Some), &["male", "female"])?;
//! assert!(table.text().contains("61.0 [54.8, 65.5]"));
//! assert!(table.text().contains("Fisher, expected counts from 1.0"));
//! # Ok::<(), voxomics_stats::baseline::Error>(())
//! ```

mod choice;
mod content;
mod options;
mod render;

use serde::{Deserialize, Serialize};

use crate::quantile::{Type, of_sorted};
use crate::{input, moments};

pub use content::{Cell, Comparison, Content, Group, Level, Variable};
pub use options::{CategoricalTest, ContinuousTest, Options, Summary};

/// Why there is no such table.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What every statistic asks of its input.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// A number that no name belongs to.
    #[error("{what}, row {row}: {code}, but {names} names are given, for 0 and up")]
    Code {
        /// `groups`, or the variable.
        what: String,
        /// The first such row.
        row: usize,
        /// The number there.
        code: u32,
        /// How many names there are.
        names: usize,
    },
}

/// Table 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BaselineTable {
    /// The columns.
    pub groups: Vec<Group>,
    /// The rows.
    pub variables: Vec<Variable>,
    /// What is shown.
    pub options: Options,
    /// The group of each subject.
    #[serde(skip)]
    members: Vec<u32>,
}

impl BaselineTable {
    /// A table without rows, from the group of each subject, counted from 0, and the groups' names.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] without subjects, [`Error::Code`] for a group without a name.
    #[doc(alias("CreateTableOne", "tbl_summary", "table1"))]
    pub fn new(members: &[u32], names: &[&str], options: Options) -> Result<Self, Error> {
        if members.is_empty() {
            return Err(input::Error::TooFew {
                what: "groups",
                found: 0,
                least: 1,
            }
            .into());
        }
        named("groups", members.iter().copied().map(Some), names.len())?;
        let overall = options.overall.then_some(Group {
            name: "all".to_owned(),
            size: members.len(),
        });
        let group = |(number, name): (u32, &&str)| Group {
            name: (*name).to_owned(),
            size: members.iter().filter(|&&member| member == number).count(),
        };
        Ok(Self {
            groups: overall
                .into_iter()
                .chain((0..).zip(names).map(group))
                .collect(),
            variables: Vec::new(),
            options,
            members: members.to_vec(),
        })
    }

    /// Adds a row of numbers, `None` where a subject has none.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] unless there is a value for each subject, and for NaN or infinities.
    pub fn continuous(&mut self, name: &str, values: &[Option<f64>]) -> Result<(), Error> {
        self.one_for_each("values", values.len())?;
        let all: Vec<f64> = values.iter().map(|value| value.unwrap_or(0.0)).collect();
        input::finite("values", &all, 0)?;
        let by_group: Vec<Vec<f64>> = self.by_group(values);
        let compared = &by_group[usize::from(self.options.overall)..];
        let cell = |values: &Vec<f64>| summary(values, self.options.summary);
        self.variables.push(Variable {
            name: name.to_owned(),
            missing: self.missing(values),
            content: Content::Continuous(by_group.iter().map(cell).collect()),
            comparison: (compared.len() > 1)
                .then(|| choice::continuous(compared, self.options.continuous)),
        });
        Ok(())
    }

    /// Adds a row of levels, counted from 0 in the order of their names, `None` where a subject has none.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] unless there is a level for each subject, [`Error::Code`] for one without a name.
    pub fn categorical(
        &mut self,
        name: &str,
        codes: &[Option<u32>],
        levels: &[&str],
    ) -> Result<(), Error> {
        self.one_for_each("codes", codes.len())?;
        named(name, codes.iter().copied(), levels.len())?;
        let by_group: Vec<Vec<u32>> = self.by_group(codes);
        let level = |(code, name): (u32, &&str)| Level {
            name: (*name).to_owned(),
            counts: by_group
                .iter()
                .map(|codes| codes.iter().filter(|&&other| other == code).count() as u64)
                .collect(),
        };
        let levels: Vec<Level> = (0..).zip(levels).map(level).collect();
        let first = usize::from(self.options.overall);
        let table: Vec<Vec<u64>> = levels
            .iter()
            .map(|level| level.counts[first..].to_vec())
            .collect();
        self.variables.push(Variable {
            name: name.to_owned(),
            missing: self.missing(codes),
            content: Content::Categorical(levels),
            comparison: (self.groups.len() > first + 1)
                .then(|| choice::categorical(&table, self.options.categorical)),
        });
        Ok(())
    }

    fn one_for_each(&self, what: &'static str, len: usize) -> Result<(), Error> {
        input::same_length((what, len), ("groups", self.members.len()))?;
        Ok(())
    }

    /// The members of each column.
    fn columns(&self) -> impl Iterator<Item = impl Fn(u32) -> bool> {
        let named = self
            .groups
            .len()
            .saturating_sub(usize::from(self.options.overall));
        let all = self.options.overall.then_some(None);
        let each = (0..named as u32).map(Some);
        all.into_iter()
            .chain(each)
            .map(|group| move |member| group.is_none_or(|group| group == member))
    }

    fn by_group<T: Copy>(&self, values: &[Option<T>]) -> Vec<Vec<T>> {
        let rows = || self.members.iter().zip(values);
        self.columns()
            .map(|is_in| {
                rows()
                    .filter(|(member, _)| is_in(**member))
                    .filter_map(|(_, value)| *value)
                    .collect()
            })
            .collect()
    }

    fn missing<T>(&self, values: &[Option<T>]) -> Vec<usize> {
        let rows = || self.members.iter().zip(values);
        self.columns()
            .map(|is_in| {
                rows()
                    .filter(|(member, value)| is_in(**member) && value.is_none())
                    .count()
            })
            .collect()
    }
}

fn named(what: &str, codes: impl Iterator<Item = Option<u32>>, names: usize) -> Result<(), Error> {
    for (row, code) in codes.enumerate() {
        if let Some(code) = code.filter(|&code| code as usize >= names) {
            let what = what.to_owned();
            return Err(Error::Code {
                what,
                row,
                code,
                names,
            });
        }
    }
    Ok(())
}

fn summary(values: &[f64], summary: Summary) -> Option<Cell> {
    if values.is_empty() {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let quartile = |p| of_sorted(&sorted, p, Type::Seven);
    Some(match summary {
        Summary::Median => Cell::Median {
            lower: quartile(0.25),
            median: quartile(0.5),
            upper: quartile(0.75),
        },
        Summary::Mean => Cell::Mean {
            mean: moments::mean_of(values),
            deviation: (values.len() > 1).then(|| moments::deviation_of(values)),
        },
    })
}
