//! `select`.

use serde_json::{Value, json};
use voxomics::regress::univariate;
use voxomics::select::constant;
use voxomics::select::correlation;
use voxomics::select::mrmr::correlation as fcq;
use voxomics::select::mrmr::discrete::{self, Discretisation, States};
use voxomics::select::mrmr::gaussian::{self, Outcome};
use voxomics::select::mrmr::{self, Ranking, relevance};
use voxomics::select::{Dropped, Selection};

use super::features::{Candidates, Gaps};
use super::refused;
use crate::args::models::{
    Constant, Correlation, Mrmr, Scheme, Select, SelectCommand, Univariate, UnivariateTest,
};
use crate::args::stats::Output;
use crate::exit::Stop;
use crate::report::Report;
use crate::tabular::{Answer, Grid};

pub(super) fn select<'a>(args: &'a Select, report: &Report) -> Result<(&'a Output, Answer), Stop> {
    Ok(match &args.command {
        SelectCommand::Mrmr(args) => (&args.common.output, mrmr(args, report)?),
        SelectCommand::Univariate(args) => (&args.common.output, univariate(args, report)?),
        SelectCommand::Correlation(args) => (&args.common.output, correlation(args, report)?),
        SelectCommand::Constant(args) => (&args.common.output, constant(args, report)?),
    })
}

fn mrmr(args: &Mrmr, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let named = [args.outcome.outcome.as_str()];
    let candidates = Candidates::read(
        (common, &args.features),
        &named,
        Gaps::InCandidates { and: &[] },
        report,
    )?;
    let labels = candidates.data.labels(&args.outcome)?;
    let classes: Vec<u32> = labels.iter().map(|&label| u32::from(label)).collect();
    let ranking = ranking(args, &candidates, &classes).map_err(|error| refused(common, error))?;
    candidates.keep(&args.keep, args.features.id.as_deref(), &ranking.columns())?;
    let names = candidates.table.names();
    let chosen: Vec<Value> = (ranking.chosen.iter().enumerate())
        .map(|(place, choice)| {
            json!({
                "rank": place + 1, "name": names[choice.column], "score": choice.score,
                "relevance": choice.relevance, "redundancy": choice.redundancy,
            })
        })
        .collect();
    let dropped = dropped(&ranking.dropped, names);
    let header = ["rank", "name", "score", "relevance", "redundancy"];
    let title = format!("{} of {} features", chosen.len(), names.len());
    let grid = Grid::of(title, &header, &chosen);
    Ok(Answer::new(
        json!({
            "rows": candidates.data.rows(),
            "omitted": candidates.data.omitted,
            "left_out": candidates.left_out,
            "chosen": chosen,
            "end": ranking.end,
            "dropped": dropped,
        }),
        vec![grid],
    ))
}

fn ranking(
    args: &Mrmr,
    candidates: &Candidates<'_>,
    classes: &[u32],
) -> Result<Ranking, mrmr::Error> {
    let (x, count) = (candidates.table.values(), args.count);
    let by_f = |form| {
        let relevance = relevance::f_classif(x, classes)?;
        let options = fcq::Options {
            form,
            ..fcq::Options::default()
        };
        fcq::select(x, &relevance, count, &options)
    };
    let by_states = |form| {
        let states = States::new(x, Discretisation::Deviations(1.0))?;
        discrete::select(&states, classes, count, form)
    };
    match args.scheme {
        Scheme::Mrmre => {
            let numbers: Vec<f64> = classes.iter().map(|&class| f64::from(class)).collect();
            let outcome = Outcome::Continuous(&numbers);
            gaussian::select(x, outcome, count, &gaussian::Options::default())
        }
        Scheme::Fcq => by_f(fcq::Form::Quotient),
        Scheme::Fcd => by_f(fcq::Form::Difference),
        Scheme::Mid => by_states(discrete::Form::Difference),
        Scheme::Miq => by_states(discrete::Form::MIQ),
    }
}

fn univariate(args: &Univariate, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let mut named = vec![args.outcome.outcome.as_str()];
    named.extend(args.time.as_deref());
    let candidates = Candidates::read((common, &args.features), &named, Gaps::None, report)?;
    let labels = candidates.data.labels(&args.outcome)?;
    let times = args
        .time
        .as_deref()
        .map(|time| candidates.data.times(time))
        .transpose()?;
    let outcome = match &times {
        Some(times) => univariate::Outcome::Survival {
            times,
            events: &labels,
        },
        None => univariate::Outcome::Cases(&labels),
    };
    let options = univariate::Options {
        test: match args.test {
            UnivariateTest::Welch => univariate::Test::Welch,
            UnivariateTest::MannWhitney => univariate::Test::MannWhitney,
            UnivariateTest::Logistic => univariate::Test::Logistic,
            UnivariateTest::Cox => univariate::Test::Cox,
        },
        adjustment: args.adjust,
        level: args.alpha,
    };
    let found = univariate::filter(candidates.table.values(), outcome, &options)
        .map_err(|error| refused(common, error))?;
    candidates.keep(&args.keep, args.features.id.as_deref(), &found.kept)?;
    let names = candidates.table.names();
    let features: Vec<Value> = (names.iter().enumerate())
        .map(|(at, name)| {
            json!({
                "name": name, "p_value": found.p_values[at], "adjusted": found.adjusted[at],
                "kept": found.kept.binary_search(&at).is_ok(),
            })
        })
        .collect();
    let title = format!("{} of {} features are kept", found.kept.len(), names.len());
    let grid = Grid::of(title, &["name", "p_value", "adjusted", "kept"], &features);
    Ok(Answer::new(
        json!({
            "rows": candidates.data.rows(),
            "omitted": candidates.data.omitted,
            "left_out": candidates.left_out,
            "test": options.test,
            "adjustment": options.adjustment,
            "features": features,
        }),
        vec![grid],
    ))
}

fn correlation(args: &Correlation, report: &Report) -> Result<Answer, Stop> {
    let candidates = Candidates::read(
        (&args.common, &args.features),
        &[],
        Gaps::InCandidates { and: &[] },
        report,
    )?;
    let options = correlation::Options {
        cutoff: args.cutoff,
        ranks: args.ranks,
        ..correlation::Options::default()
    };
    let selection = correlation::prune(candidates.table.values(), &options)
        .map_err(|error| refused(&args.common, error))?;
    candidates.keep(&args.keep, args.features.id.as_deref(), &selection.kept)?;
    Ok(answer(&candidates, &selection))
}

fn constant(args: &Constant, report: &Report) -> Result<Answer, Stop> {
    let candidates = Candidates::read(
        (&args.common, &args.features),
        &[],
        Gaps::InCandidates { and: &[] },
        report,
    )?;
    let options = constant::Options {
        max_missing: args.max_missing,
    };
    let selection = constant::remove(candidates.table.values(), &options)
        .map_err(|error| refused(&args.common, error))?;
    candidates.keep(&args.keep, args.features.id.as_deref(), &selection.kept)?;
    Ok(answer(&candidates, &selection))
}

fn answer(candidates: &Candidates<'_>, selection: &Selection) -> Answer {
    let names = candidates.table.names();
    let kept: Vec<&str> = selection
        .kept
        .iter()
        .map(|&at| names[at].as_str())
        .collect();
    let dropped = dropped(&selection.dropped, names);
    let title = format!(
        "{} of {} features are kept; dropped",
        kept.len(),
        names.len()
    );
    let grid = Grid::of(title, &["name", "reason"], &dropped);
    Answer::new(
        json!({
            "rows": candidates.data.rows(),
            "omitted": candidates.data.omitted,
            "left_out": candidates.left_out,
            "kept": kept,
            "dropped": dropped,
        }),
        vec![grid],
    )
}

/// What is dropped by name, and why in words.
fn dropped(dropped: &[Dropped], names: &[String]) -> Vec<Value> {
    let each = dropped.iter().map(|gone| {
        let reason = gone.reason.in_words(|at| format!("`{}`", names[at]));
        json!({ "name": names[gone.column], "reason": reason })
    });
    each.collect()
}
