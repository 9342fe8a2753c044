//! A cohort as a fit reads it: columns of features in the order of the batches.

use ndarray::ArrayView1;
use rayon::prelude::*;

use super::design::{Design, Flaw, Regression};
use super::{Error, coding, coding::Coding};
use crate::Cohort;
use crate::levels::Levels;

/// Rows in the order of their batches, with what the means may depend on.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    cohort: &'a Cohort<'a>,
    pub(crate) batches: Levels,
    pub(crate) codings: Vec<Coding>,
    order: Vec<usize>,
    ends: Vec<usize>,
    /// Columns of the covariates, in that order.
    columns: Vec<Vec<f64>>,
    design: Design,
}

/// Where a fit overflows.
const SUMS: &str = "the sums of squares over its rows";

/// Refuses a table without cells, and another count of batches than of rows.
pub(crate) fn check(cohort: &Cohort<'_>) -> Result<(), Error> {
    let (rows, columns) = cohort.features.values().dim();
    if rows == 0 || columns == 0 {
        return Err(Error::Empty { rows, columns });
    }
    if cohort.batches.len() != rows {
        return Err(Error::Lengths {
            what: "batches".to_owned(),
            len: cohort.batches.len(),
            rows,
        });
    }
    let names = cohort.covariates.iter().map(|covariate| &covariate.name);
    let mut names: Vec<&String> = names.collect();
    names.sort_unstable();
    let twice = names.windows(2).find(|pair| pair[0] == pair[1]);
    twice.map_or(Ok(()), |pair| Err(Error::TwoCovariates(pair[0].clone())))
}

impl<'a> Rows<'a> {
    pub(crate) fn new(cohort: &'a Cohort<'a>) -> Result<Self, Error> {
        check(cohort)?;
        let rows = cohort.features.rows();
        let (batches, places) = Levels::learn(cohort.batches);
        let mut order: Vec<usize> = (0..rows).collect();
        order.sort_by_key(|&row| places[row]);
        let ends =
            (0..batches.0.len()).map(|batch| order.partition_point(|&row| places[row] <= batch));
        let ends: Vec<usize> = ends.collect();
        let codings = cohort.covariates.iter().map(Coding::learn);
        let codings: Vec<Coding> = codings.collect::<Result<_, _>>()?;
        let columns = coding::columns(&codings, cohort.covariates, rows)?;
        let in_order = |column: &Vec<f64>| order.iter().map(|&row| column[row]).collect();
        let columns: Vec<Vec<f64>> = columns.iter().map(in_order).collect();
        let design = Design::new(ends.clone(), columns.clone())
            .map_err(|flaw| refused(flaw, &codings, &ends, None))?;
        Ok(Self {
            cohort,
            batches,
            codings,
            order,
            ends,
            columns,
            design,
        })
    }

    /// Rows of each batch.
    pub(crate) fn counts(&self) -> Vec<usize> {
        super::design::ranges(&self.ends)
            .map(|range| range.len())
            .collect()
    }

    /// The regression of every feature.
    pub(crate) fn regress(&self) -> Result<Vec<Regression>, Error> {
        let values = self.cohort.features.values();
        let columns: Vec<ArrayView1<'_, f64>> = values.columns().into_iter().collect();
        let of = |buffer: &mut Vec<f64>, feature: usize| {
            buffer.clear();
            buffer.extend(self.order.iter().map(|&row| columns[feature][row]));
            self.of(feature, buffer)
        };
        let found = (0..columns.len()).into_par_iter().map_init(Vec::new, of);
        // In order, so that the first error is the one told.
        let found: Vec<Result<Regression, Error>> = found.collect();
        found.into_iter().collect()
    }

    fn of(&self, feature: usize, values: &mut [f64]) -> Result<Regression, Error> {
        // One sum tells whether every value is a number; it may overflow, and then they are looked at.
        if !voxomics_core::simd::sum(values).is_finite() {
            if let Some(at) = values.iter().position(|value| value.is_infinite()) {
                return Err(self.infinite(feature, at, values[at]));
            }
            if values.iter().any(|value| value.is_nan()) {
                return self.incomplete(feature, values);
            }
        }
        self.finite(feature, self.design.regress(values))
    }

    fn finite(&self, feature: usize, found: Regression) -> Result<Regression, Error> {
        if found.is_finite() {
            return Ok(found);
        }
        Err(Error::Overflow {
            what: format!("feature `{}`", self.cohort.features.names()[feature]),
            place: SUMS.to_owned(),
        })
    }

    /// The same on the rows that have the feature.
    fn incomplete(&self, feature: usize, values: &[f64]) -> Result<Regression, Error> {
        let is_there = |row: &usize| !values[*row].is_nan();
        let ranges = super::design::ranges(&self.ends);
        let mut ends: Vec<usize> = ranges.map(|range| range.filter(is_there).count()).collect();
        for batch in 1..ends.len() {
            ends[batch] += ends[batch - 1];
        }
        let there: Vec<usize> = (0..values.len()).filter(is_there).collect();
        let of = |column: &Vec<f64>| there.iter().map(|&row| column[row]).collect();
        let columns = self.columns.iter().map(of).collect();
        let mut values: Vec<f64> = there.iter().map(|&row| values[row]).collect();
        let design = Design::new(ends.clone(), columns).map_err(|flaw| {
            let name = self.cohort.features.names()[feature].clone();
            refused(flaw, &self.codings, &ends, Some(name))
        })?;
        self.finite(feature, design.regress(&mut values))
    }

    fn infinite(&self, feature: usize, at: usize, value: f64) -> Error {
        Error::Infinite {
            feature: self.cohort.features.names()[feature].clone(),
            row: self.cohort.features.ids()[self.order[at]].clone(),
            value,
        }
    }
}

fn refused(flaw: Flaw, codings: &[Coding], ends: &[usize], feature: Option<String>) -> Error {
    let names: Vec<String> = codings.iter().flat_map(Coding::columns).collect();
    match flaw {
        Flaw::Confounded(column) => Error::Confounded {
            column: names[column].clone(),
            feature,
        },
        Flaw::Overflow(column) => Error::Overflow {
            what: format!("covariate `{}`", names[column]),
            place: SUMS.to_owned(),
        },
        Flaw::Saturated => Error::Saturated {
            parameters: ends.len() + names.len(),
            rows: ends.last().copied().unwrap_or(0),
            feature,
        },
    }
}
