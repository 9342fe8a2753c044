//! `fit logistic`.

use serde_json::{Value, json};
use voxomics::regress::firth;
use voxomics::regress::formula::{Formula, Outcome};
use voxomics::regress::frame::{Frame, Recipe};
use voxomics::regress::inflation;
use voxomics::regress::logistic::{self, Options, Screening};
use voxomics::regress::model::{Linear, Link};
use voxomics::stats::Interval;

use super::{formula, framed, refused, save};
use crate::args::models::{Intervals, Logistic, Penalty};
use crate::exit::Stop;
use crate::report::Report;
use crate::tabular::{Answer, Data, Grid, extended};

/// A table's rows, ready to be fitted.
struct Rows<'a> {
    args: &'a Logistic,
    data: Data<'a>,
    recipe: Recipe,
    frame: Frame,
    y: Vec<f64>,
    weights: Option<Vec<f64>>,
}

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

impl<'a> Rows<'a> {
    fn read(args: &'a Logistic, report: &Report) -> Result<Self, Stop> {
        let formula = formula(&args.formula)?;
        let Some(Outcome::Column(outcome)) = &formula.outcome else {
            return Err(Stop::refused(
                "a logistic model explains one column: write `outcome ~ ...`",
            ));
        };
        if let Some(stratum) = formula.strata.first() {
            return Err(Stop::refused(format!(
                "strata(`{stratum}`) belong to Cox models: enter it as factor({stratum})"
            )));
        }
        let mut names = formula.columns();
        names.extend(args.weights.as_deref());
        let data = Data::read(&args.common, &names, report)?;
        let labels = data.answers(outcome, args.positive.as_deref(), "--positive")?;
        let weights = args
            .weights
            .as_deref()
            .map(|name| data.numbers(name))
            .transpose()?;
        let (recipe, frame) = framed(&formula, &data)?;
        Ok(Self {
            args,
            y: labels
                .iter()
                .map(|&label| f64::from(u8::from(label)))
                .collect(),
            data,
            recipe,
            frame,
            weights,
        })
    }

    fn options(&self) -> Options<'_> {
        Options {
            intercept: self.recipe.formula.intercept,
            offset: self.frame.offset.as_deref(),
            weights: self.weights.as_deref(),
        }
    }

    /// An error, coefficients by their names.
    fn refused(&self, error: &logistic::Error) -> Stop {
        let names = self.names();
        let name = |index: usize| names.get(index).map_or("?", String::as_str);
        match error {
            logistic::Error::Separated { kind, growing } => {
                let growing: Vec<String> = growing
                    .iter()
                    .map(|found| {
                        let way = if found.up { "up" } else { "down" };
                        format!("{} {way}", name(found.index))
                    })
                    .collect();
                refused(
                    &self.args.common,
                    format!(
                        "{kind} separation: cases and controls are told apart, and coefficients grow without end ({})",
                        growing.join(", ")
                    ),
                )
                .hint("`--penalty firth` has finite estimates; or use fewer terms")
            }
            other => refused(&self.args.common, other),
        }
    }

    /// Names of the coefficients.
    fn names(&self) -> Vec<String> {
        let intercept = self
            .recipe
            .formula
            .intercept
            .then(|| "(Intercept)".to_owned());
        intercept
            .into_iter()
            .chain(self.frame.names.iter().cloned())
            .collect()
    }

    fn screen(&mut self, threshold: f64, report: &Report) -> Result<Screening, Stop> {
        let level = self.args.confidence.level;
        let screening =
            logistic::screen_terms(&self.frame, &self.y, &self.options(), (threshold, level))
                .map_err(|error| self.refused(&error))?;
        for (term, why) in &screening.without_model {
            report.warning(&format!(
                "{}: `{term}` alone: {why}",
                self.args.common.table.display()
            ));
        }
        self.only(&screening.kept)?;
        Ok(screening)
    }

    /// Goes on with some of the terms.
    fn only(&mut self, terms: &[String]) -> Result<(), Stop> {
        let formula = Formula {
            terms: (self.recipe.formula.terms.iter())
                .filter(|term| terms.contains(&term.to_string()))
                .cloned()
                .collect(),
            ..self.recipe.formula.clone()
        };
        (self.recipe, self.frame) = framed(&formula, &self.data)?;
        Ok(())
    }

    fn save(&self, coefficients: &[Option<f64>]) -> Result<(), Stop> {
        let model = Linear::of(self.recipe.clone(), Link::Logit, coefficients);
        save(&self.args.save, model.map_err(Stop::refused)?)
    }

    /// What every answer begins with.
    fn head(&self) -> Value {
        let cases = self.y.iter().filter(|&&y| y > 0.5).count();
        json!({
            "formula": self.recipe.formula.to_string(),
            "rows": self.data.rows(),
            "omitted": self.data.omitted,
            "cases": cases,
            "level": self.args.confidence.level,
        })
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

const MEASURES: [&str; 8] = [
    "deviance",
    "null_deviance",
    "residual_df",
    "aic",
    "bic",
    "auc",
    "brier",
    "events_per_coefficient",
];

fn measures(rows: &Rows<'_>, fit: &logistic::Fit) -> Value {
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
fn slopes(fit: &logistic::Fit, intercept: bool) -> Vec<Vec<f64>> {
    let skipped = usize::from(intercept);
    let rows = fit.covariance.iter().skip(skipped);
    rows.map(|row| row[skipped..].to_vec()).collect()
}

/// Variance inflation of each term, where no column is aliased.
fn inflation_of(rows: &Rows<'_>, fit: &logistic::Fit, slopes: &[Vec<f64>]) -> Value {
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
