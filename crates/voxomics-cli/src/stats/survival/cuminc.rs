//! `stats cuminc`.

use serde_json::{Value, json};
use voxomics::stats::survival::competing_risks::{
    CompetingRisks, GrayOptions, Incidence, IncidenceStep, by_group, gray_test, incidence,
};
use voxomics::stats::{ConfidenceLevel, survival::Error};
use voxomics::table::Groups;

use super::super::{Answer, Data, Grid, flat, or_null, refused};
use super::kaplan_meier::round_times;
use crate::args::stats as args;
use crate::exit::Stop;
use crate::report::Report;

/// More kinds of events are a measurement.
const MOST_CAUSES: usize = 20;

pub(in super::super) fn cuminc(args: &args::Cuminc, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let mut names = vec![args.time.as_str(), args.cause.as_str()];
    names.extend(args.comparison.columns());
    let data = Data::read(common, &names, report)?;
    let subjects = Subjects::of(&data, args, report)?;
    let level = args.confidence.level;
    let times = match args.curves.at.as_slice() {
        [] => round_times(subjects.risks.follow_up().last_time()),
        at => at.to_vec(),
    };
    let curves = subjects.curves().map_err(|error| refused(common, error))?;
    let groups = curves.iter().map(|(group, cause, curve)| {
        let mut json = json!({
            "group": group,
            "cause": cause,
            "subjects": curve.subjects,
            "events": curve.steps.iter().map(|step| step.events).sum::<u32>(),
            "at": times.iter().map(|&time| at(curve, time, level)).collect::<Vec<_>>(),
        });
        if args.curves.curve {
            let steps = curve.steps.iter().map(|step| of_step(step, level));
            json["curve"] = steps.collect();
        }
        json
    });
    let json = json!({
        "rows": data.rows(),
        "omitted": data.omitted,
        "level": level,
        "causes": subjects.causes,
        "groups": groups.collect::<Vec<_>>(),
        "gray": subjects.gray(args, report),
    });
    Ok(answer(json, args.curves.curve))
}

/// Times with numbered causes, and what the numbers from 1 on stand for.
struct Subjects {
    risks: CompetingRisks,
    causes: Vec<String>,
    groups: Option<Groups>,
    strata: Option<Groups>,
}

impl Subjects {
    fn of(data: &Data<'_>, args: &args::Cuminc, report: &Report) -> Result<Self, Stop> {
        let (times, kinds) = (data.times(&args.time)?, data.groups(&args.cause)?);
        let censored = kinds.names.iter().position(|name| *name == args.censored);
        if censored.is_none() {
            report.warning(&format!(
                "{}: no row has `{}` in column `{}`, so that everybody has an event: `--censored VALUE` names who has none",
                args.common.table.display(),
                args.censored,
                args.cause
            ));
        }
        let mut causes = kinds.names;
        let censored = censored.inspect(|&place| {
            causes.remove(place);
        });
        if causes.len() > MOST_CAUSES {
            return Err(Stop::refused(format!(
                "table `{}`: column `{}` has {} kinds of events: at most {MOST_CAUSES}; is it a measurement?",
                args.common.table.display(),
                args.cause,
                causes.len()
            )));
        }
        // Events from 1 on, in the order of their names.
        let numbered = |&code: &u32| match censored {
            Some(place) if code as usize == place => 0,
            Some(place) if code as usize > place => code,
            _ => code + 1,
        };
        let numbers: Vec<u32> = kinds.codes.iter().map(numbered).collect();
        let risks = CompetingRisks::new(&times, &numbers);
        Ok(Self {
            risks: risks.map_err(|error| refused(&args.common, error))?,
            causes,
            groups: data.groups_if(args.comparison.group.as_deref())?,
            strata: data.groups_if(args.comparison.strata.as_deref())?,
        })
    }

    fn numbered(&self) -> impl Iterator<Item = (u32, &String)> {
        (1..).zip(&self.causes)
    }

    /// Of each group, null of all, and each cause.
    fn curves(&self) -> Result<Vec<(Value, &String, Incidence)>, Error> {
        let mut curves = Vec::new();
        for (number, cause) in self.numbered() {
            let Some(groups) = &self.groups else {
                curves.push((Value::Null, cause, incidence(&self.risks, number)));
                continue;
            };
            let each = by_group(&self.risks, number, &groups.codes)?;
            let named = groups.names.iter().zip(each);
            curves.extend(named.map(|(name, of)| (json!(name), cause, of.incidence)));
        }
        Ok(curves)
    }

    /// A test for each cause; none of one group.
    fn gray(&self, args: &args::Cuminc, report: &Report) -> Vec<Value> {
        let Some(groups) = self.groups.as_ref().filter(|groups| groups.names.len() > 1) else {
            return Vec::new();
        };
        let options = GrayOptions {
            rho: args.comparison.rho,
            strata: (self.strata.as_ref()).map(|strata| strata.codes.as_slice()),
        };
        let test = |(number, cause): (u32, &String)| {
            let test = gray_test(&self.risks, number, &groups.codes, &options);
            let what = format!("test of `{cause}`");
            let test = or_null(&args.common, &what, test, report);
            json!({
                "cause": cause,
                "statistic": test["statistic"],
                "degrees_of_freedom": test["df"],
                "p_value": test["p_value"],
            })
        };
        self.numbered().map(test).collect()
    }
}

/// Null after the last observation.
fn at(curve: &Incidence, time: f64, level: ConfidenceLevel) -> Value {
    let incidence = curve.incidence_at(time);
    let step = curve.step_at(time);
    let error = incidence.map(|_| step.map_or(0.0, |step| step.variance.sqrt()));
    flat(json!({
        "time": time,
        "incidence": incidence,
        "standard_error": error,
        "interval": step.and_then(|step| step.interval(level)),
    }))
}

fn of_step(step: &IncidenceStep, level: ConfidenceLevel) -> Value {
    flat(json!({
        "time": step.time,
        "at_risk": step.at_risk,
        "events": step.events,
        "competing": step.competing,
        "incidence": step.incidence,
        "standard_error": step.variance.sqrt(),
        "interval": step.interval(level),
    }))
}

fn answer(json: Value, curve: bool) -> Answer {
    let at = ["time", "incidence", "standard_error", "lower", "upper"];
    let mut read = vec![rows("Cumulative incidence", "at", &at, &json)];
    let tests = json["gray"].as_array().into_iter().flatten();
    let header = ["cause", "statistic", "degrees_of_freedom", "p_value"];
    let tests = Grid::of("Gray's test", &header, tests);
    if json["gray"]
        .as_array()
        .is_some_and(|tests| !tests.is_empty())
    {
        read.push(tests);
    }
    if !curve {
        return Answer::new(json, read);
    }
    let step = [
        "time",
        "at_risk",
        "events",
        "competing",
        "incidence",
        "standard_error",
        "lower",
        "upper",
    ];
    let sheet = rows("", "curve", &step, &json);
    Answer::with_sheet(json, read, sheet)
}

/// Rows that each group and cause has under `key`.
fn rows(title: &str, key: &str, columns: &[&str], json: &Value) -> Grid {
    let header: Vec<&str> = ["group", "cause"].iter().chain(columns).copied().collect();
    let mut grid = Grid::new(title, &header);
    for group in json["groups"].as_array().into_iter().flatten() {
        for row in group[key].as_array().into_iter().flatten() {
            let names = ["group", "cause"].map(|name| group[name].clone());
            let cells = columns.iter().map(|&column| row[column].clone());
            grid.row(names.into_iter().chain(cells));
        }
    }
    grid
}
