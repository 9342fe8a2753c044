//! `stats adjust`.

use serde_json::{Value, json};
use voxomics::stats::adjust::adjust as adjusted;

use super::{Answer, Data, Grid, refused};
use crate::args::stats as args;
use crate::exit::Stop;
use crate::report::Report;

pub(super) fn adjust(args: &args::Adjust, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let names = [&args.p_value].into_iter().chain(&args.label);
    let names: Vec<&str> = names.map(String::as_str).collect();
    let data = Data::of_group(common, &names, report)?;
    let p = data.p_values(&args.p_value)?;
    let labels = labels(&data, args, p.len())?;
    let mut tests: Vec<Value> = labels.into_iter().zip(&p).map(test).collect();
    for &method in &args.methods {
        let adjusted = adjusted(&p, method).map_err(|error| refused(common, error))?;
        for (test, p) in tests.iter_mut().zip(adjusted) {
            test[method.name()] = json!(p);
        }
    }
    let methods = args.methods.iter().map(|method| method.name());
    let header: Vec<&str> = ["label", "p_value"].into_iter().chain(methods).collect();
    let grid = Grid::of("Adjusted p values", &header, &tests);
    let json = json!({
        "rows": data.rows(),
        "omitted": data.omitted,
        "methods": args.methods,
        "tests": tests,
    });
    Ok(Answer::new(json, vec![grid]))
}

fn test((label, p): (Value, &f64)) -> Value {
    json!({"label": label, "p_value": p})
}

/// What was tested; rows are numbered from 1 where no column says it.
fn labels(data: &Data<'_>, args: &args::Adjust, rows: usize) -> Result<Vec<Value>, Stop> {
    let Some(name) = &args.label else {
        return Ok((1..=rows).map(|row| json!(row)).collect());
    };
    data.column(name, |column| {
        Ok(column.values().map(|cell| json!(cell)).collect())
    })
}
