//! Tests of two columns of numbers, row by row.

use serde_json::json;
use voxomics::stats::hypothesis::correlation::{kendall, pearson, spearman};
use voxomics::stats::hypothesis::signed_rank::{self, signed_rank};
use voxomics::stats::hypothesis::t_test::{self, paired};

use super::super::{Data, refused};
use super::{Found, Tested, how, needed};
use crate::args::stats::{self as args, Method};
use crate::exit::Stop;
use crate::report::Report;

pub(super) fn numbers<'a>(args: &'a args::Test, report: &Report) -> Result<Tested<'a>, Stop> {
    let first = needed(args, "--first", args.columns.first.as_ref())?;
    let second = needed(args, "--second", args.columns.second.as_ref())?;
    let data = Data::read(&args.common, &[first, second], report)?;
    let (x, y) = (data.numbers(first)?, data.numbers(second)?);
    Ok(Tested {
        found: found(args, &x, &y)?,
        data,
        about: json!({"first": first, "second": second}),
        tables: Vec::new(),
    })
}

fn found(args: &args::Test, x: &[f64], y: &[f64]) -> Result<Found, Stop> {
    let (alternative, level) = (args.alternative, args.confidence.level);
    let found = match args.method {
        Method::Wilcoxon => {
            let options = signed_rank::Options {
                alternative,
                method: how(args)?,
                ..signed_rank::Options::default()
            };
            signed_rank(x, y, &options).map(Found::from)
        }
        Method::Pearson => pearson(x, y, level).map(|test| Found::correlation("r", test)),
        Method::Spearman => spearman(x, y, how(args)?).map(|test| Found::correlation("rho", test)),
        Method::Kendall => kendall(x, y, how(args)?).map(|test| Found::correlation("tau", test)),
        _ => {
            let options = t_test::Options {
                alternative,
                level,
                ..t_test::Options::default()
            };
            paired(x, y, &options).map(Found::from)
        }
    };
    found.map_err(|error| refused(&args.common, error))
}
