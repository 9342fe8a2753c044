//! `icc`: features on which repeated delineations agree.

use std::path::Path;

use serde_json::{Value, json};
use voxomics::select::icc::{Filtered, Judged, Options, Rule, filter};
use voxomics::stats::icc;
use voxomics::table::Table;

use super::features::{is_diagnostic, keep, tell};
use crate::args::models::Icc;
use crate::exit::Stop;
use crate::report::Report;
use crate::tabular::{Answer, Grid, read_sheet};

pub(super) fn icc(args: &Icc, report: &Report) -> Result<Answer, Stop> {
    let studies: Vec<Vec<Table>> = (args.study.iter())
        .map(|study| {
            study
                .split(',')
                .map(|path| read(path, args, report))
                .collect()
        })
        .collect::<Result<_, Stop>>()?;
    let first = studies[0][0].clone();
    let studies = alike(args, &first, &studies)?;
    let options = Options {
        icc: icc::Options {
            level: args.confidence.level,
            ..icc::Options::default()
        },
        rule: Rule {
            threshold: args.threshold,
            strict: args.strict,
            judged: if args.lower_limit {
                Judged::LowerLimit
            } else {
                Judged::Estimate
            },
        },
    };
    let views: Vec<Vec<_>> = (studies.iter())
        .map(|study| study.iter().map(Table::values).collect())
        .collect();
    let slices: Vec<_> = views.iter().map(Vec::as_slice).collect();
    let filtered = filter(&slices, &options).map_err(Stop::refused)?;
    keep(&first, &args.keep, Some(&args.id), &filtered.selection.kept)?;
    Ok(answer(args, &first, &filtered))
}

fn read(path: &str, args: &Icc, report: &Report) -> Result<Table, Stop> {
    let sheet = read_sheet(Path::new(path), &[&args.id])?;
    let table = Table::of_numbers(&sheet, Some(&args.id));
    let (table, left_out) = table.map_err(|problem| {
        Stop::refused(voxomics::table::Error::Refused {
            path: Path::new(path).to_owned(),
            problem,
        })
    })?;
    let names = table.names().iter().map(String::as_str);
    let features: Vec<&str> = names.filter(|name| !is_diagnostic(name)).collect();
    let diagnostics = table.names().len() - features.len();
    tell(Path::new(path), left_out.len() + diagnostics, report);
    let features = table.select(&features);
    features.map_err(|problem| Stop::refused(format!("table `{path}`{problem}")))
}

/// All tables with the columns and rows of the first, in its order.
fn alike(args: &Icc, first: &Table, studies: &[Vec<Table>]) -> Result<Vec<Vec<Table>>, Stop> {
    let names: Vec<&str> = first.names().iter().map(String::as_str).collect();
    let paths = args.study.iter().map(|study| study.split(','));
    let mut all = Vec::with_capacity(studies.len());
    for (study, paths) in studies.iter().zip(paths) {
        let mut tables = Vec::with_capacity(study.len());
        for (table, path) in study.iter().zip(paths) {
            let same = table
                .select(&names)
                .and_then(|table| table.in_order_of(first.ids()));
            let same = same.map_err(|problem| {
                Stop::refused(format!("table `{path}`{problem}"))
                    .hint("all tables must have the cases and features of the first")
            })?;
            tables.push(same);
        }
        all.push(tables);
    }
    Ok(all)
}

fn answer(args: &Icc, first: &Table, filtered: &Filtered) -> Answer {
    let kept = &filtered.selection.kept;
    let studies = filtered.agreement.len();
    let features: Vec<Value> = (first.names().iter().enumerate())
        .map(|(at, name)| {
            let mut row = json!({ "name": name, "kept": kept.binary_search(&at).is_ok() });
            for (study, agreement) in filtered.agreement.iter().enumerate() {
                let found = agreement[at];
                row[format!("icc_{}", study + 1)] = json!(found.map(|found| found.icc));
                row[format!("lower_{}", study + 1)] = json!(found.map(|found| found.lower));
            }
            row
        })
        .collect();
    let mut header = vec!["name".to_owned(), "kept".to_owned()];
    for study in 1..=studies {
        header.extend([format!("icc_{study}"), format!("lower_{study}")]);
    }
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let rule = filtered.options.rule.to_string();
    let title = format!("{} of {} features {rule}", kept.len(), features.len());
    let grid = Grid::of(title, &header, &features);
    Answer::new(
        json!({
            "cases": first.rows(),
            "studies": args.study,
            "form": "ICC(A,1)",
            "level": args.confidence.level,
            "rule": rule,
            "kept": kept.iter().map(|&at| &first.names()[at]).collect::<Vec<_>>(),
            "features": features,
        }),
        vec![grid],
    )
}
