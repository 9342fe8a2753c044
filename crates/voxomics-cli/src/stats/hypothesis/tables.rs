//! Tests of two columns of categories, by their table.

use serde_json::{Value, json};
use voxomics::stats::Alternative;
use voxomics::stats::hypothesis::Error;
use voxomics::stats::hypothesis::chi_squared::{chi_squared, cramers_v, yates};
use voxomics::stats::hypothesis::fisher::{self, fisher, two_by_two};
use voxomics::stats::hypothesis::mcnemar::mcnemar;
use voxomics::table::Groups;

use super::super::{Data, Grid, refused};
use super::{Found, Tested, needed};
use crate::args::stats::{self as args, Method};
use crate::exit::Stop;
use crate::report::Report;

pub(super) fn categories<'a>(args: &'a args::Test, report: &Report) -> Result<Tested<'a>, Stop> {
    let first = needed(args, "--first", args.columns.first.as_ref())?;
    let second = needed(args, "--second", args.columns.second.as_ref())?;
    let data = Data::read(&args.common, &[first, second], report)?;
    let (rows, columns) = (data.groups(first)?, data.groups(second)?);
    let table = counts(&rows, &columns);
    if args.alternative != Alternative::TwoSided && (table.len(), columns.names.len()) != (2, 2) {
        return Err(Stop::refused(format!(
            "`--alternative {}`: only tables of two by two have sides, this one is of {} by {}",
            args.alternative,
            table.len(),
            columns.names.len()
        )));
    }
    let found = match args.method {
        Method::Mcnemar => changes(args, &rows, &columns)?,
        _ => found(args, &table).map_err(|error| refused(&args.common, error))?,
    };
    let about = json!({
        "first": {"column": first, "categories": rows.names},
        "second": {"column": second, "categories": columns.names},
        "table": table,
    });
    let header: Vec<&str> = [first]
        .into_iter()
        .chain(columns.names.iter().map(String::as_str))
        .collect();
    let mut grid = Grid::new(format!("Rows {first}, columns {second}"), &header);
    for (name, counts) in rows.names.iter().zip(&table) {
        let counts = counts.iter().map(|count| json!(count));
        grid.row([Value::from(name.as_str())].into_iter().chain(counts));
    }
    Ok(Tested {
        data,
        found,
        about,
        tables: vec![grid],
    })
}

/// Rows of the first column's categories, columns of the second's.
fn counts(first: &Groups, second: &Groups) -> Vec<Vec<u64>> {
    let mut table = vec![vec![0; second.names.len()]; first.names.len()];
    for (&row, &column) in first.codes.iter().zip(&second.codes) {
        table[row as usize][column as usize] += 1;
    }
    table
}

fn found(args: &args::Test, table: &[Vec<u64>]) -> Result<Found, Error> {
    let by_chi_squared = |test: fn(&[Vec<u64>]) -> Result<_, Error>| {
        Ok(Found {
            estimate: Some(("cramers_v", cramers_v(table)?)),
            ..Found::from(test(table)?)
        })
    };
    match args.method {
        Method::ChiSquared => by_chi_squared(chi_squared),
        Method::Yates => by_chi_squared(yates),
        _ => exact(args, table),
    }
}

/// With an odds ratio where the table is two by two.
fn exact(args: &args::Test, table: &[Vec<u64>]) -> Result<Found, Error> {
    let [first, second] = table else {
        return by_p(table);
    };
    let (&[a, b], &[c, d]) = (first.as_slice(), second.as_slice()) else {
        return by_p(table);
    };
    let options = fisher::Options {
        alternative: args.alternative,
        level: args.confidence.level,
        ..fisher::Options::default()
    };
    let test = two_by_two([[a, b], [c, d]], &options)?;
    Ok(Found {
        p_value: Some(test.p_value),
        estimate: Some(("odds_ratio", test.odds_ratio)),
        interval: Some(test.interval),
        ..Found::default()
    })
}

fn by_p(table: &[Vec<u64>]) -> Result<Found, Error> {
    Ok(Found {
        p_value: Some(fisher(table)?),
        ..Found::default()
    })
}

/// `McNemar`'s test of the rows on which two classifications differ, corrected.
fn changes(args: &args::Test, first: &Groups, second: &Groups) -> Result<Found, Stop> {
    let mut names: Vec<&String> = first.names.iter().chain(&second.names).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() > 2 {
        let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
        return Err(Stop::refused(format!(
            "table `{}`: mcnemar is of two categories, and the columns have {}: {}",
            args.common.table.display(),
            names.len(),
            names.join(", ")
        )));
    }
    let rows = first.codes.iter().zip(&second.codes);
    let count = |lower: bool| {
        let moved = rows.clone().filter(|&(&a, &b)| {
            let (a, b) = (&first.names[a as usize], &second.names[b as usize]);
            a != b && (a < b) == lower
        });
        moved.count() as u64
    };
    let test = mcnemar(count(true), count(false), true);
    test.map(Found::from)
        .map_err(|error| refused(&args.common, error))
}
