//! `info`: what is in these files.

mod dicom;
mod facts;
mod text;

use std::path::Path;

use serde_json::{Value, json};

use crate::args::{Info, InfoFormat};
use crate::exit::{Outcome, Stop};
use crate::out;
use crate::report::Report;
use dicom::Study;
use facts::Facts;
use voxomics::io;

pub(crate) fn run(args: &Info, report: &Report) -> Result<Outcome, Stop> {
    let mut outcome = Outcome::Done;
    for path in &args.paths {
        let found = Found::read(path, args.hash);
        match (&found, args.format) {
            (Ok(found), InfoFormat::Txt) => out::print(&found.text(path))?,
            (Ok(found), InfoFormat::Json) => out::print(&line(&found.to_json(path)))?,
            (Err(_), InfoFormat::Txt) => {}
            (Err(error), InfoFormat::Json) => out::print(&line(&refusal(path, error)))?,
        }
        match found {
            Ok(found) => found.warnings().iter().for_each(|warning| {
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

/// What a path leads to.
enum Found {
    Image(Box<Facts>),
    Study(Study),
}

impl Found {
    fn read(path: &Path, with_hash: bool) -> Result<Self, io::Error> {
        if !io::is_dicom(path)? {
            let image = io::read(path)?;
            return Ok(Self::Image(Box::new(Facts::of(path, &image, with_hash))));
        }
        let study = Study::read(path, with_hash)?;
        match study.refusal() {
            Some(error) => Err(error.clone()),
            None => Ok(Self::Study(study)),
        }
    }

    fn text(&self, path: &Path) -> String {
        match self {
            Self::Image(facts) => text::text(facts),
            Self::Study(study) => text::study(path, study),
        }
    }

    fn to_json(&self, path: &Path) -> Value {
        match self {
            Self::Image(facts) => facts.to_json(),
            Self::Study(study) => study.to_json(path),
        }
    }

    fn warnings(&self) -> Vec<String> {
        match self {
            Self::Image(facts) => facts.warnings.clone(),
            Self::Study(study) => study.warnings(),
        }
    }
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
