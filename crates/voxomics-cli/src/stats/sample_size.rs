//! `stats samplesize`.

use serde_json::{Value, json};
use voxomics::stats::sample_size::{
    self, BinaryModel, ContinuousModel, Criterion, R2, SurvivalModel,
};

use super::{Answer, Grid};
use crate::args::stats::{Explained, Kind, Output, SampleSize};
use crate::exit::Stop;

pub(super) fn sample_size(args: &SampleSize) -> Result<(&Output, Answer), Stop> {
    let (planned, found) = match &args.kind {
        Kind::Binary(args) => {
            let found = sample_size::binary(&BinaryModel {
                parameters: args.planned.parameters,
                prevalence: args.prevalence,
                r2: args.explained.r2(),
                shrinkage: args.planned.shrinkage,
            });
            (&args.planned, found.map(|found| of_events(&found)))
        }
        Kind::Survival(args) => {
            let found = sample_size::survival(&SurvivalModel {
                parameters: args.planned.parameters,
                rate: args.rate,
                time_point: args.time,
                mean_follow_up: args.follow_up,
                r2: args.explained.r2(),
                shrinkage: args.planned.shrinkage,
            });
            (&args.planned, found.map(|found| of_survival(&found)))
        }
        Kind::Continuous(args) => {
            let found = sample_size::continuous(&ContinuousModel {
                parameters: args.planned.parameters,
                r2: args.r2,
                intercept: args.mean,
                sd: args.sd,
                shrinkage: args.planned.shrinkage,
                margin: args.margin,
            });
            (&args.planned, found.map(|found| of_continuous(&found)))
        }
    };
    let json = found.map_err(Stop::refused)?;
    let header = ["criterion", "sample_size", "shrinkage", "per_parameter"];
    let rows = json["criteria"].as_array().into_iter().flatten();
    let grid = Grid::of("Subjects that the model needs", &header, rows);
    Ok((&planned.output, Answer::new(json, vec![grid])))
}

impl Explained {
    /// One of the two is given.
    fn r2(&self) -> R2 {
        match self.nagelkerke {
            Some(r2) => R2::Nagelkerke(r2),
            None => R2::CoxSnell(self.r2.unwrap_or_default()),
        }
    }
}

/// A row for each criterion.
fn criteria(of: &[(&str, Criterion)]) -> Value {
    let row = |(name, criterion): &(&str, Criterion)| {
        json!({
            "criterion": name,
            "sample_size": criterion.sample_size,
            "shrinkage": criterion.shrinkage,
            "per_parameter": criterion.per_parameter,
        })
    };
    of.iter().map(row).collect()
}

fn of_events(found: &sample_size::Events) -> Value {
    json!({
        "sample_size": found.result.sample_size,
        "criteria": criteria(&[
            ("shrinkage", found.shrinkage),
            ("optimism", found.optimism),
            ("precision", found.precision),
        ]),
        "events": found.events,
        "r2": found.r2,
        "largest_r2": found.largest_r2,
    })
}

fn of_survival(found: &sample_size::Survival) -> Value {
    let mut json = of_events(&found.events);
    json["total_follow_up"] = json!(found.total_follow_up);
    json["risk"] = json!(found.risk);
    json["lower"] = json!(found.risk_lower);
    json["upper"] = json!(found.risk_upper);
    json
}

fn of_continuous(found: &sample_size::Continuous) -> Value {
    json!({
        "sample_size": found.result.sample_size,
        "criteria": criteria(&[
            ("shrinkage", found.shrinkage),
            ("optimism", found.optimism),
            ("residual", found.residual),
            ("mean", found.mean),
        ]),
        "margin": found.margin,
        "lower": found.mean_lower,
        "upper": found.mean_upper,
    })
}
