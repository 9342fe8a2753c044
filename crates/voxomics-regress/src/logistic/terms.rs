//! Tests of whole terms: a factor leaves with all its columns, a main effect not before its interactions.

use ndarray::{Array2, Axis};
use serde::{Deserialize, Serialize};
use voxomics_stats::dist::chi_squared;

use super::{Error, Fit, Options, fit};
use crate::frame::{Frame, TermColumns};

/// A likelihood ratio test of a term.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TermTest {
    /// The term as it is written in the formula.
    pub term: String,
    /// Coefficients that the models differ by.
    pub df: usize,
    /// Deviance of the model without the term ([`drop_each`]), or with it and those before ([`add_each`]).
    pub deviance: f64,
    /// By how much the larger model's deviance is lower.
    pub ratio: f64,
    /// Of the chi-squared distribution; none without a degree of freedom.
    pub p_value: Option<f64>,
}

/// Tests each term that no interaction contains by leaving it out of the model, R's `drop1(fit, test = "LRT")`.
///
/// # Errors
///
/// Those of [`fit`].
#[doc(alias("drop1", "lrtest"))]
pub fn drop_each(frame: &Frame, y: &[f64], options: &Options<'_>) -> Result<Vec<TermTest>, Error> {
    let all = fit(frame.matrix.view(), y, options)?;
    let terms = frame
        .terms
        .iter()
        .filter(|term| !is_held(term, &frame.terms));
    terms
        .map(|term| {
            let others = frame.terms.iter().filter(|other| *other != term);
            let rest = fit(matrix(frame, others).view(), y, options)?;
            Ok(compared(&term.name, (&rest, &all), rest.deviance))
        })
        .collect()
}

/// Tests terms in their order, each added to those before, R's `anova(fit, test = "Chisq")`.
///
/// # Errors
///
/// Those of [`fit`].
#[doc(alias = "anova.glm")]
pub fn add_each(frame: &Frame, y: &[f64], options: &Options<'_>) -> Result<Vec<TermTest>, Error> {
    let mut smaller = fit(matrix(frame, [].iter()).view(), y, options)?;
    let mut tests = Vec::with_capacity(frame.terms.len());
    for (place, term) in frame.terms.iter().enumerate() {
        let larger = fit(
            matrix(frame, frame.terms[..=place].iter()).view(),
            y,
            options,
        )?;
        tests.push(compared(&term.name, (&smaller, &larger), larger.deviance));
        smaller = larger;
    }
    Ok(tests)
}

/// Names of the terms that are left when, one after the other, the term leaves whose absence lowers AIC the most, until none
/// does: R's `step(fit, direction = "backward")`.
///
/// Its p values and intervals afterwards are those of a model that was never chosen: too good.
///
/// # Errors
///
/// Those of [`fit`].
#[doc(alias("stepAIC", "step"))]
pub fn backward(frame: &Frame, y: &[f64], options: &Options<'_>) -> Result<Vec<String>, Error> {
    let mut terms = frame.terms.clone();
    loop {
        let now = fit(matrix(frame, terms.iter()).view(), y, options)?.aic();
        let mut best: Option<(f64, usize)> = None;
        for place in 0..terms.len() {
            if is_held(&terms[place], &terms) {
                continue;
            }
            let others = (terms.iter().enumerate()).filter(|&(other, _)| other != place);
            let without = matrix(frame, others.map(|(_, term)| term));
            let aic = fit(without.view(), y, options)?.aic();
            if best.is_none_or(|(least, _)| aic < least) {
                best = Some((aic, place));
            }
        }
        match best {
            Some((aic, place)) if aic < now => {
                terms.remove(place);
            }
            _ => return Ok(terms.into_iter().map(|term| term.name).collect()),
        }
    }
}

/// Whether an interaction contains a term.
fn is_held(term: &TermColumns, all: &[TermColumns]) -> bool {
    all.iter()
        .any(|other| other != term && other.term.contains(&term.term))
}

fn matrix<'a>(frame: &Frame, terms: impl Iterator<Item = &'a TermColumns>) -> Array2<f64> {
    let columns: Vec<usize> = terms.flat_map(|term| term.columns.clone()).collect();
    frame.matrix.select(Axis(1), &columns)
}

fn compared(term: &str, (smaller, larger): (&Fit, &Fit), deviance: f64) -> TermTest {
    let df = larger.rank() - smaller.rank();
    // Below 0 by rounding only.
    let ratio = (smaller.deviance - larger.deviance).max(0.0);
    TermTest {
        term: term.to_owned(),
        df,
        deviance,
        ratio,
        p_value: (df > 0).then(|| chi_squared::upper(ratio, df as f64)),
    }
}
