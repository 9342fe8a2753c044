//! `predict`.

use serde_json::{Value, json};
use voxomics::regress::model::{Link, Model};

use super::refused;
use crate::args::models::Predict;
use crate::exit::Stop;
use crate::json_file;
use crate::report::Report;
use crate::tabular::{Answer, Data, Grid, extended};

pub(super) fn predict(args: &Predict, report: &Report) -> Result<Answer, Stop> {
    let model: Model = json_file::read("model", &args.model)
        .map_err(|stop| stop.hint("`voxomics fit ... --save FILE` writes a model"))?;
    let mut names = model.columns();
    if let Some(id) = args.id.as_deref()
        && !names.contains(&id)
    {
        names.push(id);
    }
    let data = Data::read(&args.common, &names, report)?;
    let predicted = model.predict(data.sheet()).map_err(|error| match error {
        voxomics::regress::model::Error::Frame(voxomics::regress::frame::Error::Table(problem)) => {
            data.refused(problem)
        }
        other => refused(&args.common, other),
    })?;
    let ids = match &args.id {
        Some(id) => data.column(id, |column| column.texts())?,
        None => (1..=data.rows()).map(|row| row.to_string()).collect(),
    };
    let what = what(&model);
    let rows: Vec<Value> = (ids.iter().zip(&predicted))
        .map(|(id, &value)| json!({ "id": id, what: extended(value) }))
        .collect();
    let grid = Grid::of("", &["id", what], &rows);
    Ok(Answer::new(
        json!({ "rows": data.rows(), "omitted": data.omitted, "predictions": rows }),
        vec![grid],
    ))
}

/// What a prediction is.
fn what(model: &Model) -> &'static str {
    match model {
        Model::Linear(linear) => match linear.link {
            Link::Identity => "value",
            Link::Logit => "probability",
            Link::Hazard => "relative_hazard",
        },
        _ => "probability",
    }
}
