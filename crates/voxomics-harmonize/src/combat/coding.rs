//! Covariates as columns of numbers, in the same way for every table.

use serde::{Deserialize, Serialize};

use super::Error;
use crate::cohort::{Covariate, Values};
use crate::levels::Levels;

/// How a covariate becomes columns, as it was in the rows that were learnt from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coding {
    /// The covariate.
    pub name: String,
    /// Its groups, the first being the one that the others are compared with; none of a covariate of numbers.
    pub groups: Option<Vec<String>>,
}

impl Coding {
    pub(crate) fn learn(covariate: &Covariate) -> Result<Self, Error> {
        let groups = match &covariate.values {
            Values::Numbers(_) => None,
            Values::Groups(labels) => Some(Levels::learn(labels).0.0),
        };
        if let Some([group]) = groups.as_deref() {
            return Err(Error::OneGroup {
                covariate: covariate.name.clone(),
                group: group.clone(),
            });
        }
        Ok(Self {
            name: covariate.name.clone(),
            groups,
        })
    }

    /// Names of the columns: the covariate's, or for each group but the first the covariate's and its own.
    #[must_use]
    pub fn columns(&self) -> Vec<String> {
        match &self.groups {
            None => vec![self.name.clone()],
            Some(groups) => {
                let others = groups.iter().skip(1);
                others
                    .map(|group| format!("{}{group}", self.name))
                    .collect()
            }
        }
    }

    /// The columns.
    pub(crate) fn apply(&self, covariate: &Covariate) -> Result<Vec<Vec<f64>>, Error> {
        match (&self.groups, &covariate.values) {
            (None, Values::Numbers(values)) => self.numbers(values).map(|values| vec![values]),
            (Some(groups), Values::Groups(labels)) => self.indicators(groups, labels),
            (None, Values::Groups(_)) => Err(self.other_kind("numbers", "groups")),
            (Some(_), Values::Numbers(_)) => Err(self.other_kind("groups", "numbers")),
        }
    }

    fn numbers(&self, values: &[f64]) -> Result<Vec<f64>, Error> {
        let bad = values.iter().filter(|value| !value.is_finite());
        if let Some(row) = values.iter().position(|value| !value.is_finite()) {
            return Err(Error::Covariate {
                name: self.name.clone(),
                value: values[row],
                row,
                rows: bad.count(),
            });
        }
        Ok(values.to_vec())
    }

    fn indicators(&self, groups: &[String], labels: &[String]) -> Result<Vec<Vec<f64>>, Error> {
        let levels = Levels(groups.to_vec());
        let mut columns = vec![vec![0.0; labels.len()]; groups.len().saturating_sub(1)];
        for (row, (place, label)) in levels.places(labels).into_iter().zip(labels).enumerate() {
            match place {
                Some(0) => {}
                Some(place) => columns[place - 1][row] = 1.0,
                None => {
                    return Err(Error::NewGroup {
                        covariate: self.name.clone(),
                        group: label.clone(),
                        known: groups.to_vec(),
                    });
                }
            }
        }
        Ok(columns)
    }

    fn other_kind(&self, learnt: &'static str, given: &'static str) -> Error {
        Error::CovariateKind {
            name: self.name.clone(),
            learnt,
            given,
        }
    }
}

/// The columns of all covariates of a cohort of `rows` rows, found by their names.
pub(crate) fn columns(
    codings: &[Coding],
    covariates: &[Covariate],
    rows: usize,
) -> Result<Vec<Vec<f64>>, Error> {
    let mut columns = Vec::new();
    for coding in codings {
        let found = covariates.iter().find(|found| found.name == coding.name);
        let covariate = found.ok_or_else(|| Error::NoCovariate {
            name: coding.name.clone(),
            found: covariates.iter().map(|found| found.name.clone()).collect(),
        })?;
        if covariate.len() != rows {
            return Err(Error::Lengths {
                what: format!("values of covariate `{}`", covariate.name),
                len: covariate.len(),
                rows,
            });
        }
        columns.extend(coding.apply(covariate)?);
    }
    Ok(columns)
}
