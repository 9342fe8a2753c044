//! `info`: what is in these files.

mod facts;
mod text;

use std::path::Path;

use serde_json::{Value, json};

use crate::args::{Info, InfoFormat};
use crate::exit::{Outcome, Stop};
use crate::out;
use crate::report::Report;
use facts::Facts;
use voxomics::io;

pub(crate) fn run(args: &Info, report: &Report) -> Result<Outcome, Stop> {
    let mut outcome = Outcome::Done;
    for path in &args.paths {
        let facts = Facts::read(path, args.hash);
        match (&facts, args.format) {
            (Ok(facts), InfoFormat::Txt) => out::print(&text::text(facts))?,
            (Ok(facts), InfoFormat::Json) => out::print(&line(&facts.to_json()))?,
            (Err(_), InfoFormat::Txt) => {}
            (Err(error), InfoFormat::Json) => out::print(&line(&refusal(path, error)))?,
        }
        match facts {
            Ok(facts) => facts.warnings.iter().for_each(|warning| {
                report.warning(&format!("{}: {warning}", path.display()));
            }),
            Err(error) => {
                report.error(&error.to_string());
                outcome = Outcome::SomeRefused;
            }
        }
    }
    Ok(outcome)
}

fn line(document: &Value) -> String {
    format!("{document}\n")
}

fn refusal(path: &Path, error: &io::Error) -> Value {
    json!({
        "path": path.display().to_string(),
        "error": error.kind().to_string(),
        "class": error.class().to_string(),
        "message": error.to_string(),
    })
}
