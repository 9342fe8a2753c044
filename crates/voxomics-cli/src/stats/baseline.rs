//! `stats table1`.

use std::collections::HashSet;

use serde_json::json;
use voxomics::stats::baseline::{
    self, BaselineTable, CategoricalTest, ContinuousTest, Options, Summary,
};
use voxomics::table::{Column, Groups, Sheet};

use super::{Answer, Data, refused};
use crate::args::stats::{self as args, Table1};
use crate::exit::Stop;
use crate::report::Report;

pub(super) fn table1(args: &Table1, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    check_kinds(args)?;
    let names = [&args.group].into_iter().chain(&args.variables);
    let names: Vec<&str> = names.map(String::as_str).collect();
    let data = Data::of_group(common, &names, report)?;
    let groups = data.groups(&args.group)?;
    let names: Vec<&str> = groups.names.iter().map(String::as_str).collect();
    let table = BaselineTable::new(&groups.codes, &names, options(args));
    let mut table = table.map_err(|error| refused(common, error))?;
    for name in &args.variables {
        values(&data, name, args, report)?
            .add(&mut table, name)
            .map_err(|error| refused(common, error))?;
    }
    let json = json!({
        "rows": data.rows(),
        "omitted": data.omitted,
        "groups": table.groups,
        "variables": table.variables,
        "options": table.options,
    });
    Ok(Answer::baseline(json, table))
}

/// Kinds are those of variables, one of each.
fn check_kinds(args: &Table1) -> Result<(), Stop> {
    for (flag, names) in [
        ("--categorical", &args.categorical),
        ("--continuous", &args.continuous),
    ] {
        if let Some(name) = names.iter().find(|name| !args.variables.contains(name)) {
            return Err(Stop::refused(format!(
                "`{flag} {name}` is no variable: add `--variable {name}`"
            )));
        }
    }
    let mut both = args.continuous.iter();
    match both.find(|name| args.categorical.contains(name)) {
        None => Ok(()),
        Some(name) => Err(Stop::refused(format!(
            "`{name}` is both `--continuous` and `--categorical`: choose one"
        ))),
    }
}

/// A variable's values, by the kind that the command line or its cells give it.
fn values(data: &Data<'_>, name: &String, args: &Table1, report: &Report) -> Result<Values, Stop> {
    if args.continuous.contains(name) {
        let numbers = data.column(name, |column| column.numbers_or_missing())?;
        return Ok(Values::Continuous(numbers));
    }
    if !args.categorical.contains(name) {
        match data.column(name, |column| Ok(column.numbers_or_missing()))? {
            Ok(numbers) if more_than_two(&numbers) => return Ok(Values::Continuous(numbers)),
            Err(problem) if data.column(name, |column| Ok(most_are_numbers(column)))? => {
                report.warning(&format!(
                    "{}: `{name}` is taken as categories; mend the cell, or say `--categorical {name}`",
                    data.of_table(problem)
                ));
            }
            Ok(_) | Err(_) => {}
        }
    }
    data.column(name, |column| Ok(Values::categorical(column)))
}

fn options(args: &Table1) -> Options {
    Options {
        summary: match args.summary {
            args::Summary::Median => Summary::Median,
            args::Summary::Mean => Summary::Mean,
        },
        continuous: match args.test {
            args::ContinuousTest::MannWhitney => ContinuousTest::Ranks,
            args::ContinuousTest::Welch => ContinuousTest::Welch,
            args::ContinuousTest::Student => ContinuousTest::Student,
        },
        categorical: match args.categorical_test {
            args::CategoricalTest::Auto => CategoricalTest::Expected,
            args::CategoricalTest::Pearson => CategoricalTest::Pearson,
            args::CategoricalTest::Yates => CategoricalTest::Yates,
            args::CategoricalTest::Fisher => CategoricalTest::Fisher,
        },
        overall: args.overall,
        decimals: usize::from(args.decimals),
    }
}

/// A variable's values, none where they are missing.
enum Values {
    Continuous(Vec<Option<f64>>),
    Categorical(Vec<Option<u32>>, Vec<String>),
}

impl Values {
    fn categorical(column: Column<'_>) -> Self {
        let present: Vec<&str> = column.values().flatten().collect();
        let present = Sheet::from_rows(["level"], present.iter().map(|cell| [*cell]));
        let levels = present.and_then(|present| present.column("level")?.groups());
        // Without a single value there is no level.
        let Ok(Groups { codes, names, .. }) = levels else {
            return Self::Categorical(column.values().map(|_| None).collect(), Vec::new());
        };
        let mut codes = codes.into_iter();
        let codes = column.values().map(|cell| cell.and_then(|_| codes.next()));
        Self::Categorical(codes.collect(), names)
    }

    fn add(&self, table: &mut BaselineTable, name: &str) -> Result<(), baseline::Error> {
        match self {
            Self::Continuous(values) => table.continuous(name, values),
            Self::Categorical(codes, levels) => {
                let levels: Vec<&str> = levels.iter().map(String::as_str).collect();
                table.categorical(name, codes, &levels)
            }
        }
    }
}

/// Two distinct numbers are a code.
fn more_than_two(numbers: &[Option<f64>]) -> bool {
    let bits = numbers.iter().flatten().map(|it| (it + 0.0).to_bits());
    bits.collect::<HashSet<u64>>().len() > 2
}

fn most_are_numbers(column: Column<'_>) -> bool {
    let present: Vec<&str> = column.values().flatten().collect();
    let numbers = present.iter().filter(|cell| cell.parse::<f64>().is_ok());
    2 * numbers.count() > present.len()
}
