//! `fit logistic`.

mod measures;
mod rows;

use serde_json::{Value, json};
use voxomics::regress::firth;
use voxomics::regress::formula::Formula;
use voxomics::regress::logistic::{self, Screening};
use voxomics::stats::Interval;

use crate::args::models::{Intervals, Logistic, Penalty};
use crate::exit::Stop;
use crate::report::Report;
use crate::tabular::{Answer, Grid, extended};
use measures::{MEASURES, inflation_of, measures, slopes};
use rows::Rows;

/// What is estimated, one entry for each coefficient.
struct Estimates {
    coefficients: Vec<Option<f64>>,
    standard_errors: Vec<Option<f64>>,
    intervals: Vec<Option<Interval>>,
    p_values: Vec<Option<f64>>,
}

pub(super) fn fit(args: &Logistic, report: &Report) -> Result<Answer, Stop> {
    let mut rows = Rows::read(args, report)?;
    let screening = match args.screen {
        Some(threshold) => Some(rows.screen(threshold, report)?),
        None => None,
    };
    if args.backward {
        let kept = logistic::backward(&rows.frame, &rows.y, &rows.options());
        let kept = kept.map_err(|error| rows.refused(&error))?;
        rows.only(&kept)?;
    }
    match args.penalty {
        Penalty::None => maximum_likelihood(&rows, screening.as_ref()),
        Penalty::Firth | Penalty::Flic => penalised(&rows),
    }
}

fn maximum_likelihood(rows: &Rows<'_>, screening: Option<&Screening>) -> Result<Answer, Stop> {
    let (x, y, options) = (rows.frame.matrix.view(), &rows.y, rows.options());
    let level = rows.args.confidence.level;
    let refused = |error| rows.refused(&error);
    let fit = logistic::fit(x, y, &options).map_err(refused)?;
    let intervals = match rows.args.intervals {
        Intervals::Wald => fit.wald_intervals(level),
        Intervals::Profile => {
            logistic::profile_intervals(x, y, &options, level).map_err(refused)?
        }
    };
    let tests = logistic::drop_each(&rows.frame, y, &options).map_err(refused)?;
    rows.save(&fit.coefficients)?;
    let estimates = Estimates {
        standard_errors: fit.standard_errors(),
        p_values: fit.p_values(),
        coefficients: fit.coefficients.clone(),
        intervals,
    };
    let coefficients = coefficients(rows, &estimates);
    let slopes: Vec<Vec<f64>> = slopes(&fit, options.intercept);
    let terms: Vec<Value> = tests
        .iter()
        .map(|test| {
            json!({
                "term": test.term, "df": test.df, "likelihood_ratio": test.ratio, "p_value": test.p_value,
            })
        })
        .collect();
    let measures = measures(rows, &fit);
    let mut json = rows.head();
    json["penalty"] = json!("none");
    json["coefficients"] = json!(coefficients);
    json["terms"] = json!(terms);
    json["fit"] = measures.clone();
    json["inflation"] = inflation_of(rows, &fit, &slopes);
    let mut grids = Vec::new();
    if let Some(screening) = screening {
        json["screening"] = json!({ "univariate": screening.univariate, "without_model": screening.without_model,
            "kept": screening.kept });
        grids.push(alone(screening));
    }
    grids.push(table(&rows.recipe.formula, &coefficients));
    grids.push(Grid::of(
        "Terms, by likelihood ratio",
        &["term", "df", "likelihood_ratio", "p_value"],
        &terms,
    ));
    grids.push(Grid::of("Fit", &MEASURES, [&measures]));
    let sheet = table(&rows.recipe.formula, &coefficients);
    Ok(Answer::with_sheet(json, grids, sheet))
}

fn penalised(rows: &Rows<'_>) -> Result<Answer, Stop> {
    let (x, y, options) = (rows.frame.matrix.view(), &rows.y, rows.options());
    let level = rows.args.confidence.level;
    let refused = |error| rows.refused(&error);
    let fit = firth::fit(x, y, &options).map_err(refused)?;
    let intervals = firth::profile_intervals(x, y, &options, level).map_err(refused)?;
    let mut variances = fit
        .covariance
        .iter()
        .enumerate()
        .map(|(i, row)| row[i].sqrt());
    let errors = fit.coefficients.iter();
    let estimates = Estimates {
        standard_errors: errors.map(|b| b.and_then(|_| variances.next())).collect(),
        p_values: fit.p_values.clone(),
        coefficients: fit.coefficients.clone(),
        intervals,
    };
    let mut coefficients = coefficients(rows, &estimates);
    let mut json = rows.head();
    json["penalty"] = json!("firth");
    let mut kept = fit.coefficients.clone();
    if rows.args.penalty == Penalty::Flic {
        kept = firth::flic(x, y, &options).map_err(refused)?;
        json["penalty"] = json!("flic");
        if let (Some(first), true) = (coefficients.first_mut(), options.intercept) {
            // Intervals and tests are of Firth's own intercept.
            *first = json!({ "name": "(Intercept)", "coefficient": kept[0] });
        }
    }
    rows.save(&kept)?;
    json["coefficients"] = json!(coefficients);
    let likelihoods = json!({
        "log_likelihood": fit.log_likelihood, "null_log_likelihood": fit.null_log_likelihood,
    });
    json["fit"] = likelihoods.clone();
    let grid = table(&rows.recipe.formula, &coefficients);
    let header = ["log_likelihood", "null_log_likelihood"];
    let fit = Grid::of("Penalised likelihood", &header, [&likelihoods]);
    Ok(Answer::new(json, vec![grid, fit]))
}

fn coefficients(rows: &Rows<'_>, estimates: &Estimates) -> Vec<Value> {
    let names = rows.names().into_iter().enumerate();
    names
        .map(|(at, name)| {
            let limit = |of: fn(Interval) -> f64, scale: fn(f64) -> f64| {
                estimates.intervals[at].map(|interval| extended(scale(of(interval))))
            };
            let exp = voxomics::core::math::exp;
            json!({
                "name": name,
                "coefficient": estimates.coefficients[at],
                "standard_error": estimates.standard_errors[at],
                "coefficient_lower": limit(|i| i.lower, |x| x),
                "coefficient_upper": limit(|i| i.upper, |x| x),
                "odds_ratio": estimates.coefficients[at].map(exp),
                "lower": limit(|i| i.lower, exp),
                "upper": limit(|i| i.upper, exp),
                "p_value": estimates.p_values[at],
            })
        })
        .collect()
}

fn table(formula: &Formula, coefficients: &[Value]) -> Grid {
    let header = [
        "name",
        "coefficient",
        "standard_error",
        "odds_ratio",
        "lower",
        "upper",
        "p_value",
    ];
    Grid::of(formula.to_string(), &header, coefficients)
}

fn alone(screening: &Screening) -> Grid {
    let header = [
        "name",
        "odds_ratio",
        "lower",
        "upper",
        "p_value",
        "term",
        "term_p_value",
    ];
    let mut grid = Grid::new("Each term alone", &header);
    for term in &screening.univariate {
        for row in &term.odds_ratios {
            grid.row([
                json!(row.name),
                json!(row.odds_ratio),
                extended(row.interval.lower),
                extended(row.interval.upper),
                json!(row.p_value),
                json!(term.term),
                json!(term.p_value),
            ]);
        }
    }
    grid
}
