//! What leaks when features are selected before cross-validation: 121 patients, 48 of them cases, 6,865 columns of noise.
//!
//! The pipeline takes thirty columns by mRMR, fits a linear LASSO of the labels with the lambda of an inner ten-fold cross-validation and
//! predicts. It is judged by ten-fold cross-validation in two orders: with the selection in each fold, and with one selection on
//! all rows. Noise and folds are drawn anew for each seed.
//!
//! `cargo run --release -p voxomics-regress --example noise [seeds]` prints the figures.

use std::error::Error;
use std::io::Write as _;

use ndarray::{Array2, Axis, ShapeBuilder};
use voxomics_core::Seed;
use voxomics_regress::nested;
use voxomics_regress::net::{CvOptions, Options, Response, cross_validate};
use voxomics_select::mrmr::gaussian::{self, Outcome};
use voxomics_stats::resample::{Folds, stratified_k_fold};

type Failure = Box<dyn Error + Send + Sync>;

/// A study without a signal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Study {
    pub(crate) rows: usize,
    pub(crate) cases: usize,
    pub(crate) columns: usize,
    /// Columns that mRMR takes.
    pub(crate) selected: usize,
}

pub(crate) const STUDY: Study = Study {
    rows: 121,
    cases: 48,
    columns: 6865,
    selected: 30,
};

/// Areas under the ROC curve, means over the folds of one division.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Areas {
    /// Selection within each fold.
    pub(crate) nested: f64,
    /// The same, of all predictions at once.
    pub(crate) pooled: f64,
    /// Selection on all rows, then cross-validation.
    pub(crate) leaky: f64,
    /// Folds whose model had no column.
    pub(crate) constant: usize,
}

/// Rows of a matrix, column-major.
fn rows(x: &Array2<f64>, of: &[usize]) -> Array2<f64> {
    Array2::from_shape_fn((of.len(), x.ncols()).f(), |(row, column)| {
        x[[of[row], column]]
    })
}

fn select(x: &Array2<f64>, y: &[f64], count: usize) -> Result<Vec<usize>, Failure> {
    let ranking = gaussian::select(
        x.view(),
        Outcome::Continuous(y),
        count,
        &gaussian::Options::default(),
    )?;
    Ok(ranking.columns())
}

/// Linear predictors of `test` by a LASSO on `train`, whose lambda is `lambda.min`.
fn lasso(train: &Array2<f64>, labels: &[bool], test: &Array2<f64>) -> Result<Vec<f64>, Failure> {
    let y: Vec<f64> = labels
        .iter()
        .map(|&label| f64::from(u8::from(label)))
        .collect();
    let folds = stratified_k_fold(labels, Folds::default())?;
    let response = Response::Gaussian(&y);
    let cv = cross_validate(
        train.view(),
        &response,
        &Options::default(),
        &folds,
        &CvOptions::default(),
    )?;
    let each = test.outer_iter().map(|row| {
        let known = cv.path.linear_predictor(cv.best, &row.to_vec());
        known.ok_or_else(|| Failure::from("a row with fewer columns than the model"))
    });
    each.collect()
}

/// Areas of one draw of noise and labels.
pub(crate) fn areas(study: Study, seed: u64) -> Result<Areas, Failure> {
    let Study {
        rows: n,
        cases,
        columns,
        selected,
    } = study;
    let mut noise = Seed(seed).stream("noise", 0);
    let values: Vec<f64> = (0..n * columns).map(|_| noise.normal()).collect();
    let x = Array2::from_shape_vec((n, columns).f(), values)?;
    // Rows are exchangeable: which of them are cases does not matter.
    let labels: Vec<bool> = (0..n).map(|row| row < cases).collect();
    let y: Vec<f64> = labels
        .iter()
        .map(|&label| f64::from(u8::from(label)))
        .collect();
    let of = |rows: &[usize]| -> Vec<bool> { rows.iter().map(|&row| labels[row]).collect() };
    let folds = stratified_k_fold(
        &labels,
        Folds {
            seed: Seed(seed),
            ..Folds::default()
        },
    )?;

    let honest = nested::evaluate(&labels, &folds, |train, test| {
        let (learnt, own) = (rows(&x, train), of(train));
        let y: Vec<f64> = train.iter().map(|&row| y[row]).collect();
        let columns = select(&learnt, &y, selected)?;
        let left_out = rows(&x, test).select(Axis(1), &columns);
        lasso(&learnt.select(Axis(1), &columns), &own, &left_out)
    })?;
    let seen = x.select(Axis(1), &select(&x, &y, selected)?);
    let leaky = nested::evaluate(&labels, &folds, |train, test| {
        lasso(&rows(&seen, train), &of(train), &rows(&seen, test))
    })?;

    let first = &honest.repeats[0];
    let is_constant = |test: &&[usize]| {
        test.iter()
            .all(|&row| first.predictions[row].to_bits() == first.predictions[test[0]].to_bits())
    };
    Ok(Areas {
        nested: honest.auc.ok_or("no area")?.mean,
        pooled: first.pooled_auc.ok_or("no area")?,
        leaky: leaky.auc.ok_or("no area")?.mean,
        constant: folds
            .iter()
            .map(|fold| &fold.test[..])
            .filter(is_constant)
            .count(),
    })
}

/// Mean and its standard error.
pub(crate) fn summary(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values
        .iter()
        .map(|value| (value - mean) * (value - mean))
        .sum();
    (mean, (squares / (count - 1.0) / count).sqrt())
}

#[allow(dead_code, reason = "tests take the rest")]
fn main() -> Result<(), Failure> {
    let seeds = std::env::args()
        .nth(1)
        .map_or(Ok(50), |seeds| seeds.parse())?;
    let mut out = std::io::stdout();
    let mut all = Vec::new();
    for seed in 0..seeds {
        let areas = areas(STUDY, seed)?;
        writeln!(
            out,
            "seed {seed}: nested {:.4}, pooled {:.4}, leaky {:.4}, {} folds without a column",
            areas.nested, areas.pooled, areas.leaky, areas.constant
        )?;
        all.push(areas);
    }
    for (name, of) in [
        ("nested", (|areas| areas.nested) as fn(&Areas) -> f64),
        ("pooled", |areas| areas.pooled),
        ("leaky", |areas| areas.leaky),
    ] {
        let (mean, error) = summary(&all.iter().map(of).collect::<Vec<_>>());
        writeln!(
            out,
            "{name}: {mean:.4} (standard error {error:.4}, {:+.2} of them from 0.5)",
            (mean - 0.5) / error
        )?;
    }
    Ok(())
}
