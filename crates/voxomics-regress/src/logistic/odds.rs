//! Odds ratios, and the two columns of a paper's table: each variable alone, and those that pass together.

use ndarray::{Array2, Axis};
use serde::{Deserialize, Serialize};
use voxomics_core::math;
use voxomics_stats::dist::{chi_squared, normal};
use voxomics_stats::{ConfidenceLevel, Interval};

use super::{Error, Fit, Options, fit};
use crate::frame::{Frame, TermColumns};

/// What one column does to the odds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OddsRatio {
    /// The column.
    pub name: String,
    /// Logarithm of the odds ratio.
    pub coefficient: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// For a unit of the column.
    pub odds_ratio: f64,
    /// Wald's, of the odds ratio.
    pub interval: Interval,
    /// Wald's, two-sided.
    pub p_value: f64,
}

/// A term alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alone {
    /// The term.
    pub term: String,
    /// One for each of its columns that is estimated.
    pub odds_ratios: Vec<OddsRatio>,
    /// Twice the log likelihood ratio to the intercept alone.
    pub likelihood_ratio: f64,
    /// Its degrees of freedom.
    pub df: usize,
    /// Its p value, by which terms are chosen; none without a degree of freedom.
    pub p_value: Option<f64>,
}

/// Each term alone, and those that pass together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Screening {
    /// Terms in their order, those without a model left out.
    pub univariate: Vec<Alone>,
    /// Terms that have no model alone, and why.
    pub without_model: Vec<(String, String)>,
    /// Terms whose p value is below the threshold.
    pub kept: Vec<String>,
    /// Of the model of all that are kept, none of which is an intercept.
    pub multivariable: Vec<OddsRatio>,
    /// That model.
    pub fit: Fit,
}

impl Fit {
    /// Odds ratios of the columns of these names, the intercept and what is not estimated left out.
    #[must_use]
    pub fn odds_ratios(&self, names: &[String], level: ConfidenceLevel) -> Vec<OddsRatio> {
        // All coefficients but the intercept, if there is one.
        let first = self.coefficients.len() - names.len().min(self.coefficients.len());
        let z = normal::upper_quantile(level.tail());
        let errors = self.standard_errors();
        let each = names
            .iter()
            .zip(self.coefficients[first..].iter().zip(&errors[first..]));
        each.filter_map(|(name, (&coefficient, &error))| {
            let (coefficient, standard_error) = (coefficient?, error?);
            Some(OddsRatio {
                name: name.clone(),
                coefficient,
                standard_error,
                odds_ratio: math::exp(coefficient),
                interval: Interval {
                    lower: math::exp(coefficient - z * standard_error),
                    upper: math::exp(coefficient + z * standard_error),
                },
                p_value: normal::two_sided(coefficient / standard_error),
            })
        })
        .collect()
    }
}

/// Fits each term alone, and those whose likelihood ratio test has a p value below `threshold` together.
///
/// The table of a clinical paper. Such p values and intervals take no account of the choice: validate with the choice inside
/// the resampling ([`voxomics_stats::optimism`]). A term that separates cases from controls has no model and is not kept.
///
/// # Errors
///
/// Those of [`fit`] of the terms together.
pub fn screen_terms(
    frame: &Frame,
    y: &[f64],
    options: &Options<'_>,
    (threshold, level): (f64, ConfidenceLevel),
) -> Result<Screening, Error> {
    let (mut univariate, mut without_model) = (Vec::new(), Vec::new());
    for term in &frame.terms {
        match alone(frame, term, (y, options), level) {
            Ok(found) => univariate.push(found),
            Err(error @ (Error::Separated { .. } | Error::NoConvergence { .. })) => {
                without_model.push((term.name.clone(), error.to_string()));
            }
            Err(error) => return Err(error),
        }
    }
    let passes = |found: &&Alone| found.p_value.is_some_and(|p| p < threshold);
    let kept: Vec<String> = (univariate.iter().filter(passes))
        .map(|found| found.term.clone())
        .collect();
    let terms = frame.terms.iter().filter(|term| kept.contains(&term.name));
    let columns: Vec<usize> = terms.flat_map(|term| term.columns.clone()).collect();
    let fit = fit(columns_of(frame, &columns).view(), y, options)?;
    let names: Vec<String> = columns.iter().map(|&j| frame.names[j].clone()).collect();
    Ok(Screening {
        multivariable: fit.odds_ratios(&names, level),
        univariate,
        without_model,
        kept,
        fit,
    })
}

fn alone(
    frame: &Frame,
    term: &TermColumns,
    (y, options): (&[f64], &Options<'_>),
    level: ConfidenceLevel,
) -> Result<Alone, Error> {
    let columns: Vec<usize> = term.columns.clone().collect();
    let own = fit(columns_of(frame, &columns).view(), y, options)?;
    let df = own.rank() - usize::from(options.intercept);
    let likelihood_ratio = (own.null_deviance - own.deviance).max(0.0);
    Ok(Alone {
        term: term.name.clone(),
        odds_ratios: own.odds_ratios(&frame.names[term.columns.clone()], level),
        likelihood_ratio,
        df,
        p_value: (df > 0).then(|| chi_squared::upper(likelihood_ratio, df as f64)),
    })
}

fn columns_of(frame: &Frame, columns: &[usize]) -> Array2<f64> {
    frame.matrix.select(Axis(1), columns)
}
