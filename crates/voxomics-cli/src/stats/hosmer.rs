//! `stats hosmer`.

use serde_json::json;
use voxomics::stats::hosmer_lemeshow::{Options, test};

use super::calibration::predicted;
use super::{Answer, Grid, refused};
use crate::args::stats as args;
use crate::exit::Stop;
use crate::report::Report;

pub(super) fn hosmer(args: &args::Hosmer, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let (data, labels, risks) = predicted(common, &args.prediction, report)?;
    let options = Options {
        groups: args.groups,
        ..Options::default()
    };
    let test = test(&labels, &risks, &options).map_err(|error| refused(common, error))?;
    let (kind, df, chi_squared) = if args.external {
        ("external", test.external_df(), test.external)
    } else {
        ("development", test.development_df(), test.development)
    };
    let p_value = chi_squared.map(|test| test.p_value);
    let title = format!("Hosmer and Lemeshow's test, {kind} data");
    let mut result = Grid::new(title, &["statistic", "df", "p_value"]);
    result.row([json!(test.statistic), json!(df), json!(p_value)]);
    let header = [
        "from",
        "to",
        "cases",
        "expected_cases",
        "controls",
        "expected_controls",
    ];
    let rows: Vec<_> = test.groups.iter().map(|group| json!(group)).collect();
    let groups = Grid::of("Groups of risks", &header, &rows);
    Ok(Answer::new(
        json!({
            "rows": data.rows(),
            "omitted": data.omitted,
            "data": kind,
            "statistic": test.statistic,
            "df": df,
            "p_value": p_value,
            "empty": test.empty,
            "groups": test.groups,
        }),
        vec![groups, result],
    ))
}
