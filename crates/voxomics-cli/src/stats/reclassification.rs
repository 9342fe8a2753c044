//! `stats nri`.

use serde_json::{Value, json};
use voxomics::stats::ConfidenceLevel;
use voxomics::stats::reclassification::{Change, Moved, Nri, categorical_nri, reclassify};

use super::{Answer, Data, Grid, extended, flat, refused};
use crate::args::stats as args;
use crate::exit::Stop;
use crate::report::Report;

pub(super) fn nri(args: &args::Nri, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let level = args.confidence.level;
    let names = [&args.outcome.outcome, &args.old, &args.new].map(String::as_str);
    let data = Data::read(common, &names, report)?;
    let labels = data.labels(&args.outcome)?;
    let (old, new) = (data.risks(&args.old)?, data.risks(&args.new)?);
    let all = reclassify(&labels, &old, &new).map_err(|error| refused(common, error))?;
    let categorical = if args.cut_offs.is_empty() {
        None
    } else {
        let nri = categorical_nri(&labels, &old, &new, &args.cut_offs);
        Some(nri.map_err(|error| refused(common, error))?)
    };
    let mut changes = Grid::new(
        "Reclassification",
        &[
            "change",
            "estimate",
            "standard_error",
            "lower",
            "upper",
            "z",
            "p_value",
        ],
    );
    let mut moves = Grid::new("Shares that moved", &["class", "up", "down"]);
    for (prefix, nri) in [
        ("nri", Some(&all.nri)),
        ("categorical_nri", categorical.as_ref()),
    ] {
        let Some(nri) = nri else { continue };
        let parts = [
            ("", &nri.total),
            ("_cases", &nri.cases),
            ("_controls", &nri.controls),
        ];
        for (part, change) in parts {
            changes.row(row(&format!("{prefix}{part}"), change, level));
        }
        moves.row(moved(&format!("{prefix}_cases"), nri.cases_moved));
        moves.row(moved(&format!("{prefix}_controls"), nri.controls_moved));
    }
    changes.row(row("idi", &all.idi, level));
    Ok(Answer::new(
        json!({
            "rows": data.rows(),
            "omitted": data.omitted,
            "level": level,
            "nri": of_nri(&all.nri, level),
            "idi": of_change(&all.idi, level),
            "integrated_sensitivity": all.integrated_sensitivity,
            "integrated_specificity": all.integrated_specificity,
            "cut_offs": args.cut_offs,
            "categorical_nri": categorical.map(|nri| of_nri(&nri, level)),
        }),
        vec![changes, moves],
    ))
}

fn of_nri(nri: &Nri, level: ConfidenceLevel) -> Value {
    json!({
        "total": of_change(&nri.total, level),
        "cases": of_change(&nri.cases, level),
        "controls": of_change(&nri.controls, level),
        "cases_moved": nri.cases_moved,
        "controls_moved": nri.controls_moved,
    })
}

fn of_change(change: &Change, level: ConfidenceLevel) -> Value {
    flat(json!({
        "estimate": change.estimate,
        "standard_error": change.standard_error,
        "interval": change.interval(level),
        "z": change.z().map(extended),
        "p_value": change.p_value(),
    }))
}

fn row(name: &str, change: &Change, level: ConfidenceLevel) -> Vec<Value> {
    let change = of_change(change, level);
    let keys = [
        "estimate",
        "standard_error",
        "lower",
        "upper",
        "z",
        "p_value",
    ];
    let values = keys.map(|key| change[key].clone());
    [json!(name)].into_iter().chain(values).collect()
}

fn moved(name: &str, moved: Moved) -> [Value; 3] {
    [json!(name), json!(moved.up), json!(moved.down)]
}
