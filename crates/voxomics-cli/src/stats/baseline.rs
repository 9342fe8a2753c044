//! `stats table1`.

use std::collections::HashSet;

use serde_json::json;
use voxomics::stats::baseline::{
    self, BaselineTable, CategoricalTest, ContinuousTest, Options, Summary,
};
use voxomics::table::{Column, Groups, Sheet};

use super::{Answer, Data, refused};
use crate::args::stats::{self as args, Table1, Test};
use crate::exit::Stop;
use crate::report::Report;

pub(super) fn table1(args: &Table1, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    if let Some(name) = args
        .categorical
        .iter()
        .find(|name| !args.variables.contains(name))
    {
        return Err(Stop::refused(format!(
            "`--categorical {name}` is no variable: add `--variable {name}`"
        )));
    }
    let names = [&args.group].into_iter().chain(&args.variables);
    let names: Vec<&str> = names.map(String::as_str).collect();
    let data = Data::of_group(common, &names, report)?;
    let groups = data.groups(&args.group)?;
    let names: Vec<&str> = groups.names.iter().map(String::as_str).collect();
    let table = BaselineTable::new(&groups.codes, &names, options(args));
    let mut table = table.map_err(|error| refused(common, error))?;
    for name in &args.variables {
        let values = data.column(name, |column| {
            Ok(Values::of(column, args.categorical.contains(name)))
        })?;
        values
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

fn options(args: &Table1) -> Options {
    Options {
        summary: match args.summary {
            args::Summary::Median => Summary::Median,
            args::Summary::Mean => Summary::Mean,
        },
        continuous: match args.test {
            Test::MannWhitney => ContinuousTest::Ranks,
            Test::Welch => ContinuousTest::Welch,
            Test::Student => ContinuousTest::Student,
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
    fn of(column: Column<'_>, categorical: bool) -> Self {
        if let Some(numbers) = numbers(column).filter(|_| !categorical) {
            return Self::Continuous(numbers);
        }
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

/// Numbers of more than two kinds.
fn numbers(column: Column<'_>) -> Option<Vec<Option<f64>>> {
    let number = |cell: Option<&str>| match cell {
        None => Some(None),
        Some(cell) => cell
            .parse::<f64>()
            .ok()
            .filter(|it| it.is_finite())
            .map(Some),
    };
    let numbers: Vec<Option<f64>> = column.values().map(number).collect::<Option<_>>()?;
    let distinct: HashSet<u64> = numbers
        .iter()
        .flatten()
        .map(|it| (it + 0.0).to_bits())
        .collect();
    (distinct.len() > 2).then_some(numbers)
}
