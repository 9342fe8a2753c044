//! How the groups of `stats km` compare: the log-rank test, a hazard ratio, restricted means.

use serde_json::{Value, json};
use voxomics::stats::survival::kaplan_meier::{Curve, RestrictedMeans};
use voxomics::stats::survival::{Error, log_rank};
use voxomics::table::Groups;

use super::super::{flat, or_null};
use super::kaplan_meier::Subjects;
use crate::args::stats as args;
use crate::report::Report;

/// Null of one group, and where there is no test.
pub(super) fn log_rank(subjects: &Subjects, args: &args::Km, report: &Report) -> Value {
    match &subjects.groups {
        Some(groups) if groups.names.len() > 1 => {
            let test = test(subjects, groups, args);
            or_null(&args.common, "log-rank test", test, report)
        }
        _ => Value::Null,
    }
}

fn test(subjects: &Subjects, groups: &Groups, args: &args::Km) -> Result<Value, Error> {
    let options = log_rank::Options {
        weights: log_rank::Weights::rho(args.comparison.rho),
        strata: (subjects.strata.as_ref()).map(|strata| strata.codes.as_slice()),
    };
    let comparison = log_rank::compare(&subjects.follow_up, &groups.codes, &options)?;
    let test = comparison.test()?;
    let of_group = |(name, group): (&String, &log_rank::Group)| {
        json!({
            "group": name,
            "subjects": group.subjects,
            "observed": group.observed,
            "expected": group.expected,
        })
    };
    let of_groups = groups.names.iter().zip(&comparison.groups).map(of_group);
    // Of two groups, and events that all count 1.
    let ratio = comparison.peto_hazard_ratio(args.confidence.level).ok();
    Ok(json!({
        "rho": args.comparison.rho,
        "statistic": test.statistic,
        "degrees_of_freedom": test.df,
        "p_value": test.p_value,
        "groups": of_groups.collect::<Vec<_>>(),
        "hazard_ratio": ratio.map(flat),
    }))
}

/// Null unless they are asked for.
pub(super) fn restricted_means(
    curves: &[(Value, Curve)],
    args: &args::Km,
    report: &Report,
) -> Value {
    let Some(horizon) = args.rmst else {
        return Value::Null;
    };
    let means = means(curves, horizon, args);
    or_null(&args.common, "restricted mean", means, report)
}

fn means(curves: &[(Value, Curve)], horizon: f64, args: &args::Km) -> Result<Value, Error> {
    let level = args.confidence.level;
    let of_group = |(name, curve): &(Value, Curve)| {
        let mean = curve.restricted_mean(horizon)?;
        Ok(flat(json!({
            "group": name,
            "mean": mean.mean,
            "lost": mean.lost,
            "standard_error": mean.standard_error,
            "interval": mean.interval(level),
        })))
    };
    let groups: Vec<Value> = curves.iter().map(of_group).collect::<Result<_, Error>>()?;
    let comparison = match curves {
        [(_, first), (_, second)] => {
            let means = RestrictedMeans::new(first, second, horizon, level)?;
            flat(json!({
                "difference": means.difference,
                "ratio": means.ratio,
                "lost_ratio": means.lost_ratio,
            }))
        }
        _ => Value::Null,
    };
    Ok(json!({"horizon": horizon, "groups": groups, "comparison": comparison}))
}
