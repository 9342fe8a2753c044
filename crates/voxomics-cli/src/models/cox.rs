//! `fit cox`.

use serde_json::{Value, json};
use voxomics::regress::cox::{self, Cohort, Fit, Options, Response, Transform};
use voxomics::regress::formula::{Formula, Outcome};
use voxomics::regress::frame::Frame;
use voxomics::regress::model::{Linear, Link};
use voxomics::stats::{ChiSquaredTest, Interval};

use super::{formula, framed, refused, save};
use crate::args::models::{Cox, Intervals, Ties};
use crate::exit::Stop;
use crate::report::Report;
use crate::tabular::{Answer, Data, Grid, extended};

/// Times and events of each row.
struct FollowUp {
    starts: Option<Vec<f64>>,
    stops: Vec<f64>,
    events: Vec<bool>,
}

pub(super) fn fit(args: &Cox, report: &Report) -> Result<Answer, Stop> {
    // A hazard's scale takes the place of an intercept: groups are compared with the first in any case.
    let formula = Formula {
        intercept: true,
        ..formula(&args.formula)?
    };
    let mut names = formula.columns();
    names.extend(args.weights.as_deref());
    let data = Data::read(&args.common, &names, report)?;
    let follow_up = FollowUp::of(args, &formula, &data)?;
    let (recipe, frame) = framed(&formula, &data)?;
    let options = options(args, &formula, &data, &frame)?;
    let response = match &follow_up.starts {
        Some(starts) => Response::Counting {
            starts,
            stops: &follow_up.stops,
            events: &follow_up.events,
        },
        None => Response::Right {
            times: &follow_up.stops,
            events: &follow_up.events,
        },
    };
    let no_model = |error: cox::Error| no_model(args, &frame, &error);
    let cohort = Cohort::new(frame.matrix.view(), &response, &options).map_err(no_model)?;
    let fit = cohort.fit().map_err(no_model)?;
    let profiles = match args.intervals {
        Intervals::Wald => None,
        Intervals::Profile => Some(cohort.profile_intervals(&fit).map_err(no_model)?),
    };
    let mut recipe = recipe;
    recipe.formula.strata.clear();
    let model = Linear::of(recipe, Link::Hazard, &fit.coefficients);
    save(&args.save, model.map_err(Stop::refused)?)?;
    answer(args, (&data, &frame), (&cohort, &fit, profiles), report)
}

impl FollowUp {
    fn of(args: &Cox, formula: &Formula, data: &Data<'_>) -> Result<Self, Stop> {
        let Some(Outcome::Survival { start, stop, event }) = &formula.outcome else {
            return Err(Stop::refused(
                "a Cox model explains follow-up: write `Surv(time, event) ~ ...`",
            ));
        };
        let starts = start
            .as_deref()
            .map(|name| data.numbers(name))
            .transpose()?;
        Ok(Self {
            starts,
            stops: data.numbers(stop)?,
            events: data.answers(event, args.positive.as_deref(), "--positive")?,
        })
    }
}

fn options(args: &Cox, formula: &Formula, data: &Data<'_>, frame: &Frame) -> Result<Options, Stop> {
    let groups = formula.strata.iter().map(|name| data.groups(name));
    let groups: Vec<_> = groups.collect::<Result<_, _>>()?;
    // One number for each combination of strata.
    let mut strata: Option<Vec<u32>> = None;
    for groups in groups {
        let count = u32::try_from(groups.names.len()).unwrap_or(u32::MAX);
        let earlier = strata.unwrap_or_else(|| vec![0; groups.codes.len()]);
        let both = earlier.iter().zip(&groups.codes);
        strata = Some(
            both.map(|(&a, &b)| a.wrapping_mul(count).wrapping_add(b))
                .collect(),
        );
    }
    Ok(Options {
        ties: match args.ties {
            Ties::Efron => cox::Ties::Efron,
            Ties::Breslow => cox::Ties::Breslow,
            Ties::Exact => cox::Ties::Exact,
        },
        strata,
        weights: args
            .weights
            .as_deref()
            .map(|name| data.numbers(name))
            .transpose()?,
        offset: frame.offset.clone(),
        level: args.confidence.level,
        ..Options::default()
    })
}

/// An error, columns by their names.
fn no_model(args: &Cox, frame: &Frame, error: &cox::Error) -> Stop {
    match error {
        cox::Error::Monotone { columns, .. } => {
            let names: Vec<&str> = columns.iter().map(|&at| frame.names[at].as_str()).collect();
            refused(
                &args.common,
                format!(
                    "monotone likelihood: for every event a combination of {} is the largest among those at risk, and \
                     coefficients grow without end; use fewer terms",
                    names.join(", ")
                ),
            )
        }
        other => refused(&args.common, other),
    }
}

fn answer(
    args: &Cox,
    (data, frame): (&Data<'_>, &Frame),
    (cohort, fit, profiles): (&Cohort, &Fit, Option<Vec<Option<Interval>>>),
    report: &Report,
) -> Result<Answer, Stop> {
    let coefficients = coefficients(frame, fit, profiles.as_deref());
    let tests: Vec<Value> = [
        ("likelihood ratio", fit.likelihood_ratio),
        ("Wald", fit.wald),
        ("score (log-rank)", fit.score),
    ]
    .map(|(name, test)| named(name, test))
    .into();
    let mut terms = Vec::new();
    for term in &frame.terms {
        let columns: Vec<usize> = term.columns.clone().collect();
        let test = cohort
            .likelihood_ratio_test(fit, &columns)
            .map_err(|error| no_model(args, frame, &error))?;
        terms.push(named(&term.name, test));
    }
    let proportional = proportional(args, (cohort, fit, frame), report);
    let text = args.formula.trim().to_owned();
    let json = json!({
        "formula": text,
        "rows": data.rows(),
        "omitted": data.omitted,
        "events": fit.events,
        "level": fit.level,
        "coefficients": coefficients,
        "terms": terms,
        "tests": tests,
        "proportional_hazards": proportional,
        "log_likelihood": fit.log_likelihood,
        "null_log_likelihood": fit.null_log_likelihood,
    });
    let header = [
        "name",
        "coefficient",
        "standard_error",
        "hazard_ratio",
        "lower",
        "upper",
        "p_value",
    ];
    let test = ["name", "statistic", "df", "p_value"];
    let sheet = Grid::of(text, &header, &coefficients);
    let grids = vec![
        sheet.clone(),
        Grid::of("Terms, by likelihood ratio", &test, &terms),
        Grid::of("Model", &test, &tests),
        Grid::of(
            "Proportional hazards, by Kaplan-Meier time",
            &test,
            &proportional,
        ),
    ];
    Ok(Answer::with_sheet(json, grids, sheet))
}

fn coefficients(frame: &Frame, fit: &Fit, profiles: Option<&[Option<Interval>]>) -> Vec<Value> {
    let exp = voxomics::core::math::exp;
    let names = frame.names.iter().enumerate();
    names
        .map(|(at, name)| {
            let estimate = fit.estimates[at];
            let interval = match profiles {
                // Profiles are of the coefficient.
                Some(profiles) => profiles[at].map(|interval| Interval {
                    lower: exp(interval.lower),
                    upper: exp(interval.upper),
                }),
                None => estimate.map(|estimate| estimate.interval),
            };
            json!({
                "name": name,
                "coefficient": fit.coefficients[at],
                "standard_error": estimate.map(|estimate| estimate.standard_error),
                "hazard_ratio": estimate.map(|estimate| estimate.hazard_ratio),
                "lower": interval.map(|interval| extended(interval.lower)),
                "upper": interval.map(|interval| extended(interval.upper)),
                "p_value": estimate.map(|estimate| estimate.p_value),
            })
        })
        .collect()
}

fn proportional(
    args: &Cox,
    (cohort, fit, frame): (&Cohort, &Fit, &Frame),
    report: &Report,
) -> Vec<Value> {
    match cohort.proportional_hazards(fit, Transform::KaplanMeier) {
        Ok(found) => {
            let names = frame.names.iter().zip(&found.columns);
            let each = names.filter_map(|(name, test)| Some(named(name, (*test)?)));
            each.chain([named("all", found.global)]).collect()
        }
        Err(error) => {
            let table = args.common.table.display();
            report.warning(&format!(
                "{table}: no test of proportional hazards: {error}"
            ));
            Vec::new()
        }
    }
}

fn named(name: &str, test: ChiSquaredTest) -> Value {
    json!({
        "name": name, "statistic": extended(test.statistic), "df": test.df, "p_value": test.p_value,
    })
}
