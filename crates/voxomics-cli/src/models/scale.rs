//! `scale`.

use std::path::Path;

use serde_json::{Value, json};
use voxomics::harmonize::scale::{self, Error, Map, Method, Scaler};
use voxomics::table::Table;

use super::features::{Candidates, Gaps, warn_of_labels};
use super::{keep_model, new_table, refuse_existing, refused};
use crate::args::models::{Scale, ScaleMethod};
use crate::exit::Stop;
use crate::json_file;
use crate::report::Report;
use crate::tabular::{Answer, Data, Grid};

pub(super) fn scale(args: &Scale, report: &Report) -> Result<Answer, Stop> {
    refuse_existing([("--scaled", &args.scaled), ("--save", &args.save.save)])?;
    let (scaler, data, table) = match &args.apply {
        None => learnt(args, report)?,
        Some(path) => read(args, path, report)?,
    };
    let scaled = scaler.apply(&table).map_err(|error| wrong(args, &error))?;
    if let Some(path) = &args.scaled {
        let sheet = data.sheet().with_numbers(&scaled);
        let sheet = sheet.map_err(|problem| data.refused(problem))?;
        new_table(path, &(&sheet, args.features.id.as_deref().as_slice()))?;
    }
    keep_model(&args.save, &scaler)?;
    Ok(answer(&scaler, &data))
}

fn learnt<'a>(args: &'a Scale, report: &Report) -> Result<(Scaler, Data<'a>, Table), Stop> {
    let except: Vec<&str> = args.outcomes.except.iter().map(String::as_str).collect();
    let common = (&args.common, &args.features);
    // An outcome may be missing: it is not looked at.
    let Candidates { data, table, .. } =
        Candidates::read(common, &except, Gaps::InCandidates { and: &except }, report)?;
    if args.features.columns.is_empty() {
        warn_of_labels(&table, report);
    }
    let scaler = scale::fit(&table, &method(args.method)).map_err(|error| wrong(args, &error))?;
    if !scaler.unscaled.is_empty() {
        let unscaled = scaler.unscaled.len();
        report.warning(&format!(
            "features without spread by this method are centred only: {unscaled}"
        ));
    }
    Ok((scaler, data, table))
}

/// The scaler of a file, and the columns of the table that it needs.
fn read<'a>(
    args: &'a Scale,
    path: &Path,
    report: &Report,
) -> Result<(Scaler, Data<'a>, Table), Stop> {
    let scaler: Scaler = json_file::read("scaler", path)
        .map_err(|stop| stop.hint("`voxomics scale ... --save FILE` writes a scaler"))?;
    let id = args.features.id.as_deref();
    let data = Data::read(&args.common, &id.into_iter().collect::<Vec<_>>(), report)?;
    let features: Vec<&str> = scaler.features.iter().map(String::as_str).collect();
    let table = Table::of_columns(data.sheet(), id, &features);
    let table = table.map_err(|problem| data.refused(problem))?;
    Ok((scaler, data, table))
}

fn wrong(args: &Scale, error: &Error) -> Stop {
    let stop = refused(&args.common, error);
    match error {
        Error::NoValues { .. } => {
            stop.hint("`--columns` or `--except` say which columns are features")
        }
        _ => stop,
    }
}

fn method(chosen: ScaleMethod) -> Method {
    let quantile = |normal| Method::Quantile {
        count: 1000,
        normal,
    };
    match chosen {
        ScaleMethod::ZScore => Method::Standard { ddof: 1 },
        ScaleMethod::ZScoreN => Method::Standard { ddof: 0 },
        ScaleMethod::MedianMad => Method::MedianMad { constant: 1.4826 },
        ScaleMethod::Robust => Method::Robust {
            low: 0.25,
            high: 0.75,
            unit_variance: false,
        },
        ScaleMethod::MinMax => Method::MinMax {
            low: 0.0,
            high: 1.0,
        },
        ScaleMethod::Quantile => quantile(false),
        ScaleMethod::Normal => quantile(true),
    }
}

fn answer(scaler: &Scaler, data: &Data<'_>) -> Answer {
    let features = scaler.features.iter().zip(&scaler.maps);
    let features: Vec<Value> = features
        .map(|(name, map)| match map {
            Map::Affine { center, scale } => {
                json!({ "name": name, "center": center, "scale": scale })
            }
            Map::Quantiles(quantiles) => json!({ "name": name, "quantiles": quantiles.len() }),
        })
        .collect();
    let is_affine = !matches!(scaler.method, Method::Quantile { .. });
    let columns: &[&str] = if is_affine {
        &["name", "center", "scale"]
    } else {
        &["name", "quantiles"]
    };
    let title = format!("Features on one scale: {}", features.len());
    let grid = Grid::of(title, columns, &features);
    Answer::new(
        json!({
            "rows": data.rows(),
            "omitted": data.omitted,
            "scaler": scaler.method,
            "unscaled": scaler.unscaled,
            "features": features,
        }),
        vec![grid],
    )
}
