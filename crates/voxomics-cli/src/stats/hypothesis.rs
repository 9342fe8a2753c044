//! `stats test`.

mod found;
mod groups;
mod pairs;
mod tables;

use clap::ValueEnum;
use serde_json::{Value, json};
use voxomics::stats::{Alternative, UnknownName};

use super::{Answer, Data, Grid, extended};
use crate::args::stats::{self as args, Method};
use crate::exit::Stop;
use crate::report::Report;
use found::Found;

/// The rows of a test, what it found in them, and what the columns hold: groups, or a table of categories.
struct Tested<'a> {
    data: Data<'a>,
    found: Found,
    about: Value,
    tables: Vec<Grid>,
}

pub(super) fn test(args: &args::Test, report: &Report) -> Result<Answer, Stop> {
    check(args)?;
    let tested = match args.method {
        Method::ShapiroWilk => groups::one(args, report)?,
        Method::Welch
        | Method::Student
        | Method::MannWhitney
        | Method::BrunnerMunzel
        | Method::Ks
        | Method::VarianceRatio => groups::two(args, report)?,
        Method::Anova
        | Method::WelchAnova
        | Method::KruskalWallis
        | Method::Bartlett
        | Method::Levene
        | Method::Fligner => groups::several(args, report)?,
        Method::PairedT
        | Method::Wilcoxon
        | Method::Pearson
        | Method::Spearman
        | Method::Kendall => pairs::numbers(args, report)?,
        Method::ChiSquared | Method::Yates | Method::Fisher | Method::Mcnemar => {
            tables::categories(args, report)?
        }
    };
    Ok(answer(args, tested))
}

fn answer(args: &args::Test, tested: Tested<'_>) -> Answer {
    let Tested {
        data,
        found,
        mut about,
        tables,
    } = tested;
    let sided = has_sides(args.method).then_some(args.alternative);
    let (quantity, estimate) = found.estimate.unzip();
    let limit = |of: fn(voxomics::stats::Interval) -> f64| found.interval.map(of).map(extended);
    let found_json = json!({
        "rows": data.rows(),
        "omitted": data.omitted,
        "method": name(args.method),
        "how": found.how,
        "alternative": sided,
        "statistic": found.statistic.map(extended),
        "df": found.df,
        "df2": found.df2,
        "p_value": found.p_value,
        "quantity": quantity,
        "estimate": estimate.map(extended),
        "lower": limit(|interval| interval.lower),
        "upper": limit(|interval| interval.upper),
        "level": found.interval.map(|_| args.confidence.level),
    });
    let header = [
        "method",
        "statistic",
        "df",
        "df2",
        "p_value",
        "quantity",
        "estimate",
        "lower",
        "upper",
    ];
    let summary = Grid::of("Test", &header, [&found_json]);
    let members = found_json.as_object().into_iter().flatten();
    for (key, value) in members {
        about[key] = value.clone();
    }
    Answer::new(about, [vec![summary], tables].concat())
}

/// Its name on the command line.
fn name(method: Method) -> String {
    let value = method.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}

fn has_sides(method: Method) -> bool {
    matches!(
        method,
        Method::Welch
            | Method::Student
            | Method::MannWhitney
            | Method::VarianceRatio
            | Method::PairedT
            | Method::Wilcoxon
            | Method::Fisher
    )
}

/// Refuses flags that the test does not heed.
fn check(args: &args::Test) -> Result<(), Stop> {
    let method = name(args.method);
    if args.alternative != Alternative::TwoSided && !has_sides(args.method) {
        return Err(Stop::refused(format!(
            "`--alternative {}`: {method} has no sides; leave it out",
            args.alternative
        )));
    }
    let has_ways = matches!(
        args.method,
        Method::MannWhitney
            | Method::Wilcoxon
            | Method::Ks
            | Method::Spearman
            | Method::Kendall
            | Method::Levene
    );
    match &args.how {
        Some(how) if !has_ways => Err(Stop::refused(format!(
            "`--how {how}`: {method} is done in one way; leave it out"
        ))),
        _ => Ok(()),
    }
}

/// How a test is done, its usual way without the flag.
fn how<T: Default + std::str::FromStr<Err = UnknownName>>(args: &args::Test) -> Result<T, Stop> {
    let named = args.how.as_deref().map(str::parse);
    named
        .transpose()
        .map(Option::unwrap_or_default)
        .map_err(|error| Stop::refused(format!("`--how`: {error}")))
}

/// A column that the test needs.
fn needed<'a>(args: &args::Test, flag: &str, column: Option<&'a String>) -> Result<&'a str, Stop> {
    column.map(String::as_str).ok_or_else(|| {
        let method = name(args.method);
        Stop::refused(format!("{method} needs a column: add `{flag} COL`"))
    })
}
