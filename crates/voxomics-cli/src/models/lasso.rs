//! `fit lasso`.

use serde_json::{Value, json};
use voxomics::core::Seed;
use voxomics::regress::model::{Linear, Link};
use voxomics::regress::net::{
    self, Convergence, CrossValidation, CvOptions, Measure, Options, Response,
};
use voxomics::stats::resample::{Fold, Folds, k_fold, stratified_k_fold};

use super::features::{Candidates, Gaps};
use super::{refused, save};
use crate::args::models::{self as args, Family, Lambda, Lasso};
use crate::exit::Stop;
use crate::report::Report;
use crate::tabular::{Answer, Data, Grid};

/// What is explained, to own.
enum Explained {
    Binomial(Vec<f64>),
    Gaussian(Vec<f64>),
    Cox(Vec<f64>, Vec<bool>),
}

pub(super) fn fit(args: &Lasso, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let mut named = vec![args.outcome.outcome.as_str()];
    named.extend(args.time.as_deref());
    named.extend(args.fold_column.as_deref());
    let candidates = Candidates::read((common, &args.features), &named, Gaps::None, report)?;
    let explained = Explained::of(args, &candidates.data)?;
    let folds = explained.folds(args, &candidates.data)?;
    let options = Options {
        alpha: args.alpha,
        convergence: match args.convergence {
            args::Convergence::Exact => Convergence::default(),
            args::Convergence::Glmnet => Convergence::Glmnet { threshold: 1e-7 },
        },
        ..Options::default()
    };
    let cv = CvOptions {
        measure: measure(args.measure),
        ..CvOptions::default()
    };
    let x = candidates.table.values();
    let found = net::cross_validate(x, &explained.response(), &options, &folds, &cv)
        .map_err(|error| refused(common, error))?;
    let at = match args.lambda {
        Lambda::Min => found.best,
        Lambda::OneStandardError => found.one_standard_error,
    };
    save(&args.save, model(&candidates, &explained, &found, at)?)?;
    Ok(answer(args, &candidates, &found, at))
}

impl Explained {
    fn of(args: &Lasso, data: &Data<'_>) -> Result<Self, Stop> {
        let labels = || data.labels(&args.outcome);
        Ok(match (args.family, &args.time) {
            (Family::Cox, Some(time)) => Self::Cox(data.times(time)?, labels()?),
            (Family::Cox, None) => {
                return Err(Stop::refused(
                    "`--family cox` needs the column of times: `--time COL`",
                ));
            }
            (_, Some(_)) => {
                return Err(Stop::refused("`--time` belongs to `--family cox`"));
            }
            (Family::Binomial, None) => Self::Binomial(ones(&labels()?)),
            (Family::Gaussian, None) if args.outcome.positive.is_some() => {
                Self::Gaussian(ones(&labels()?))
            }
            (Family::Gaussian, None) => Self::Gaussian(data.numbers(&args.outcome.outcome)?),
        })
    }

    fn response(&self) -> Response<'_> {
        match self {
            Self::Binomial(y) => Response::Binomial(y),
            Self::Gaussian(y) => Response::Gaussian(y),
            Self::Cox(times, events) => Response::Cox { times, events },
        }
    }

    fn folds(&self, args: &Lasso, data: &Data<'_>) -> Result<Vec<Fold>, Stop> {
        if let Some(name) = &args.fold_column {
            return Ok(given(&data.groups(name)?.codes));
        }
        let folds = Folds {
            folds: args.folds,
            repeats: 1,
            seed: Seed(args.seed),
        };
        let drawn = match self {
            Self::Gaussian(y) => k_fold(y.len(), folds),
            Self::Binomial(y) => {
                let strata: Vec<bool> = y.iter().map(|&y| y > 0.5).collect();
                stratified_k_fold(&strata, folds)
            }
            Self::Cox(_, events) => stratified_k_fold(events, folds),
        };
        drawn.map_err(|error| refused(&args.common, error))
    }

    fn link(&self) -> Link {
        match self {
            Self::Binomial(_) => Link::Logit,
            Self::Gaussian(_) => Link::Identity,
            Self::Cox(..) => Link::Hazard,
        }
    }
}

fn ones(labels: &[bool]) -> Vec<f64> {
    labels
        .iter()
        .map(|&label| f64::from(u8::from(label)))
        .collect()
}

/// A fold for each code: its rows are left out.
fn given(codes: &[u32]) -> Vec<Fold> {
    let mut distinct = codes.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let of = |fold: u32| {
        let rows = |inside: bool| {
            let all = codes.iter().enumerate();
            let some = all.filter(move |&(_, &code)| (code == fold) == inside);
            some.map(|(row, _)| row).collect()
        };
        Fold {
            train: rows(false),
            test: rows(true),
        }
    };
    distinct.into_iter().map(of).collect()
}

fn measure(measure: args::Measure) -> Measure {
    match measure {
        args::Measure::Deviance => Measure::Deviance,
        args::Measure::Mse => Measure::SquaredError,
        args::Measure::Mae => Measure::AbsoluteError,
        args::Measure::Class => Measure::Misclassification,
        args::Measure::Auc => Measure::Auc,
        args::Measure::C => Measure::Concordance,
    }
}

fn model(
    candidates: &Candidates<'_>,
    explained: &Explained,
    found: &CrossValidation,
    at: usize,
) -> Result<Linear, Stop> {
    let sparse = &found.path.coefficients[at];
    let mut coefficients = vec![0.0; candidates.table.names().len()];
    for (&column, &value) in sparse.columns.iter().zip(&sparse.values) {
        coefficients[column] = value;
    }
    let intercept = found.path.intercepts[at];
    Linear::of_columns(
        candidates.table.names(),
        explained.link(),
        intercept,
        &coefficients,
    )
    .map_err(Stop::refused)
}

fn answer(args: &Lasso, candidates: &Candidates<'_>, found: &CrossValidation, at: usize) -> Answer {
    let path = &found.path;
    let names = candidates.table.names();
    let chosen = &path.coefficients[at];
    let coefficients: Vec<Value> = (chosen.columns.iter().zip(&chosen.values))
        .map(|(&column, value)| json!({ "name": names[column], "coefficient": value }))
        .collect();
    let steps: Vec<Value> = (0..path.lambdas.len())
        .map(|k| {
            json!({
                "lambda": path.lambdas[k],
                "features": path.coefficients[k].columns.len(),
                "deviance_ratio": path.deviance_ratios[k],
                "mean": found.means[k],
                "standard_error": found.standard_errors[k],
            })
        })
        .collect();
    let choice = json!({
        "lambda": path.lambdas[at],
        "features": coefficients.len(),
        "intercept": path.intercepts[at],
        "mean": found.means[at],
        "lambda_min": path.lambdas[found.best],
        "lambda_1se": path.lambdas[found.one_standard_error],
        "residual": path.residuals[at],
    });
    let title = format!("{} of {} features", coefficients.len(), names.len());
    let sheet = Grid::of(title, &["name", "coefficient"], &coefficients);
    let header = [
        "lambda",
        "features",
        "intercept",
        "mean",
        "lambda_min",
        "lambda_1se",
        "residual",
    ];
    let grids = vec![
        Grid::of("Lambda by cross-validation", &header, [&choice]),
        sheet.clone(),
    ];
    let json = json!({
        "rows": candidates.data.rows(),
        "omitted": candidates.data.omitted,
        "left_out": candidates.left_out,
        "alpha": args.alpha,
        "measure": found.measure,
        "choice": choice,
        "coefficients": coefficients,
        "path": steps,
    });
    Answer::with_sheet(json, grids, sheet)
}
