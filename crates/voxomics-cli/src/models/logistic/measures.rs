//! How good a fit is, and what collinearity costs it.

use serde_json::{Value, json};
use voxomics::regress::{inflation, logistic};

use super::rows::Rows;

pub(super) const MEASURES: [&str; 8] = [
    "deviance",
    "null_deviance",
    "residual_df",
    "aic",
    "bic",
    "auc",
    "brier",
    "events_per_coefficient",
];

pub(super) fn measures(rows: &Rows<'_>, fit: &logistic::Fit) -> Value {
    let counted = |row: &usize| {
        rows.weights
            .as_ref()
            .is_none_or(|weights| weights[*row] > 0.0)
    };
    let counted: Vec<usize> = (0..rows.y.len()).filter(counted).collect();
    let labels: Vec<bool> = counted.iter().map(|&row| rows.y[row] > 0.5).collect();
    let cases = labels.iter().filter(|&&label| label).count();
    let squares = fit.probabilities.iter().zip(&labels).map(|(p, &label)| {
        let error = p - f64::from(u8::from(label));
        error * error
    });
    let slopes = fit.rank() - usize::from(rows.recipe.formula.intercept);
    let events = cases.min(labels.len() - cases);
    let auc = voxomics::stats::roc::Marker::new(&labels, &fit.linear_predictors)
        .map(|marker| marker.auc(voxomics::stats::roc::Direction::Higher));
    json!({
        "deviance": fit.deviance,
        "null_deviance": fit.null_deviance,
        "residual_df": fit.residual_df(),
        "log_likelihood": fit.log_likelihood,
        "aic": fit.aic(),
        "bic": fit.bic(),
        "auc": auc.ok(),
        "brier": squares.sum::<f64>() / labels.len() as f64,
        "events_per_coefficient": (slopes > 0).then(|| events as f64 / slopes as f64),
    })
}

/// Covariance without the intercept.
pub(super) fn slopes(fit: &logistic::Fit, intercept: bool) -> Vec<Vec<f64>> {
    let skipped = usize::from(intercept);
    let rows = fit.covariance.iter().skip(skipped);
    rows.map(|row| row[skipped..].to_vec()).collect()
}

/// Variance inflation of each term, where no column is aliased.
pub(super) fn inflation_of(rows: &Rows<'_>, fit: &logistic::Fit, slopes: &[Vec<f64>]) -> Value {
    if fit.coefficients.iter().any(Option::is_none) {
        return Value::Null;
    }
    let groups: Vec<_> = rows
        .frame
        .terms
        .iter()
        .map(|term| term.columns.clone())
        .collect();
    let factors = inflation::factors(slopes, &groups);
    let each = rows.frame.terms.iter().zip(factors);
    each.map(
        |(term, factor)| json!({ "term": term.name, "df": term.columns.len(), "factor": factor }),
    )
    .collect()
}
