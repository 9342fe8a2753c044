//! `stats km`.

use serde_json::{Value, json};
use voxomics::stats::Interval;
use voxomics::stats::survival::kaplan_meier::{self, Curve, Limits};
use voxomics::stats::survival::{Error, FollowUp};
use voxomics::table::Groups;

use super::super::{Answer, Data, flat, refused};
use super::tables::{sheet, tables};
use super::{columns, compare, follow_up};
use crate::args::stats::{self as args, Scale};
use crate::exit::Stop;
use crate::report::Report;

pub(in super::super) fn km(args: &args::Km, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let mut names = columns(&args.follow_up);
    names.extend(args.comparison.columns());
    let data = Data::read(common, &names, report)?;
    let subjects = Subjects::of(&data, args)?;
    let limits = Limits {
        scale: scale(args.interval),
        level: args.confidence.level,
        ..Limits::default()
    };
    let curves = subjects.curves().map_err(|error| refused(common, error))?;
    let times = match args.curves.at.as_slice() {
        [] => round_times(subjects.follow_up.last_time()),
        at => at.to_vec(),
    };
    let at_risk = subjects
        .at_risk(&times)
        .map_err(|error| refused(common, error))?;
    let groups = curves.iter().zip(&at_risk).map(|((name, curve), at_risk)| {
        let mut group = of_curve(name, curve, &limits, args.curves.curve);
        group["at"] = if args.curves.at.is_empty() {
            json!([])
        } else {
            at_times(curve, &limits, &times, at_risk)
        };
        group
    });
    let json = json!({
        "rows": data.rows(),
        "omitted": data.omitted,
        "level": args.confidence.level,
        "scale": limits.scale,
        "groups": groups.collect::<Vec<_>>(),
        "risk_table": {"times": times, "at_risk": at_risk},
        "log_rank": compare::log_rank(&subjects, args, report),
        "restricted_means": compare::restricted_means(&curves, args, report),
    });
    let read = tables(&json, &times, !args.curves.at.is_empty());
    Ok(match sheet(&json, args) {
        Some(sheet) => Answer::with_sheet(json, read, sheet),
        None => Answer::new(json, read),
    })
}

fn scale(scale: Scale) -> kaplan_meier::Scale {
    match scale {
        Scale::Log => kaplan_meier::Scale::Log,
        Scale::LogLog => kaplan_meier::Scale::LogLog,
        Scale::Plain => kaplan_meier::Scale::Plain,
        Scale::Arcsine => kaplan_meier::Scale::Arcsine,
        Scale::Logit => kaplan_meier::Scale::Logit,
    }
}

pub(super) struct Subjects {
    pub(super) follow_up: FollowUp,
    pub(super) groups: Option<Groups>,
    pub(super) strata: Option<Groups>,
}

impl Subjects {
    fn of(data: &Data<'_>, args: &args::Km) -> Result<Self, Stop> {
        Ok(Self {
            follow_up: follow_up(&args.common, data, &args.follow_up)?,
            groups: data.groups_if(args.comparison.group.as_deref())?,
            strata: data.groups_if(args.comparison.strata.as_deref())?,
        })
    }

    /// Of each group by its name; of all by null.
    fn curves(&self) -> Result<Vec<(Value, Curve)>, Error> {
        let Some(groups) = &self.groups else {
            return Ok(vec![(Value::Null, kaplan_meier::curve(&self.follow_up))]);
        };
        let curves = kaplan_meier::by_group(&self.follow_up, &groups.codes)?;
        let named = groups.names.iter().zip(curves);
        Ok(named.map(|(name, of)| (json!(name), of.curve)).collect())
    }

    /// A row for each group.
    fn at_risk(&self, times: &[f64]) -> Result<Vec<Vec<usize>>, Error> {
        let all = vec![0; self.follow_up.subjects()];
        let codes = self.groups.as_ref().map_or(&all, |groups| &groups.codes);
        kaplan_meier::risk_table(&self.follow_up, codes, times)
    }
}

fn of_curve(name: &Value, curve: &Curve, limits: &Limits, with_steps: bool) -> Value {
    let median = curve.median_with_limits(limits);
    let mut group = json!({
        "group": name,
        "subjects": curve.subjects,
        "events": curve.events(),
        "median": median.time,
        "median_lower": median.lower,
        "median_upper": median.upper,
    });
    if with_steps {
        let steps = curve.steps.iter().zip(curve.band(limits));
        let step = |(step, interval): (&kaplan_meier::Step, Option<Interval>)| {
            flat(json!({
                "time": step.time,
                "at_risk": step.at_risk,
                "events": step.events,
                "censored": step.censored,
                "survival": step.survival,
                "standard_error": step.standard_error(),
                "interval": interval,
            }))
        };
        group["curve"] = steps.map(step).collect();
    }
    group
}

/// Null after the last observation.
fn at_times(curve: &Curve, limits: &Limits, times: &[f64], at_risk: &[usize]) -> Value {
    let at = |(&time, at_risk): (&f64, &usize)| {
        let estimate = curve.estimate_at(time, limits);
        flat(json!({
            "time": time,
            "at_risk": at_risk,
            "survival": estimate.map(|estimate| estimate.survival),
            "standard_error": estimate.and_then(|estimate| estimate.standard_error),
            "interval": estimate.and_then(|estimate| estimate.interval),
        }))
    };
    times.iter().zip(at_risk).map(at).collect()
}

/// From 0 on in steps of 1, 2 or 5 times a power of ten, six at most.
pub(super) fn round_times(last: f64) -> Vec<f64> {
    let steps = (-300..=308).flat_map(|power| [1, 2, 5].map(|digit| format!("{digit}e{power}")));
    let mut steps = steps.filter_map(|text| text.parse::<f64>().ok());
    let step = steps
        .find(|step| last / step < 6.0)
        .unwrap_or(f64::INFINITY);
    let times = (0..6).map(|count| f64::from(count) * step);
    times.take_while(|&time| time <= last).collect()
}

#[cfg(test)]
mod tests {
    use super::round_times;

    #[test]
    fn times_are_round() {
        assert_eq!(
            round_times(1022.0),
            [0.0, 200.0, 400.0, 600.0, 800.0, 1000.0]
        );
        assert_eq!(round_times(60.0), [0.0, 20.0, 40.0, 60.0]);
        assert_eq!(round_times(0.0), [0.0]);
        assert_eq!(round_times(f64::MAX).len(), 4);
    }
}
