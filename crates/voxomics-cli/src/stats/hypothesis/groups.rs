//! Tests of a column of numbers, by groups.

use serde_json::{Value, json};
use voxomics::stats::hypothesis::anova::{anova, welch as welch_anova};
use voxomics::stats::hypothesis::bartlett::bartlett;
use voxomics::stats::hypothesis::brunner_munzel::brunner_munzel;
use voxomics::stats::hypothesis::fligner::fligner;
use voxomics::stats::hypothesis::kolmogorov_smirnov::kolmogorov_smirnov;
use voxomics::stats::hypothesis::kruskal_wallis::kruskal_wallis;
use voxomics::stats::hypothesis::levene::levene;
use voxomics::stats::hypothesis::mann_whitney::mann_whitney;
use voxomics::stats::hypothesis::shapiro_wilk::shapiro_wilk;
use voxomics::stats::hypothesis::t_test::{self, student, welch};
use voxomics::stats::hypothesis::variance_ratio::variance_ratio;
use voxomics::table::Groups;

use super::super::{Data, refused};
use super::{Found, Tested, how, name, needed};
use crate::args::stats::{self as args, Method};
use crate::exit::Stop;
use crate::report::Report;

/// Of all rows together.
pub(super) fn one<'a>(args: &'a args::Test, report: &Report) -> Result<Tested<'a>, Stop> {
    let value = needed(args, "--value", args.columns.value.as_ref())?;
    if args.columns.group.is_some() {
        return Err(Stop::refused(format!(
            "{} tests all rows together: leave `--group` out",
            name(args.method)
        )));
    }
    let data = Data::read(&args.common, &[value], report)?;
    let values = data.numbers(value)?;
    let found = shapiro_wilk(&values).map_err(|error| refused(&args.common, error))?;
    Ok(Tested {
        data,
        found: found.into(),
        about: json!({"value": value}),
        tables: Vec::new(),
    })
}

/// Of two groups, the first against the second.
pub(super) fn two<'a>(args: &'a args::Test, report: &Report) -> Result<Tested<'a>, Stop> {
    let (data, values, groups) = read(args, report)?;
    let [_, _] = groups.names.as_slice() else {
        return Err(Stop::refused(format!(
            "table `{}`: {} compares two groups, and the column of groups has {}: {}",
            args.common.table.display(),
            name(args.method),
            groups.names.len(),
            groups.names.join(", ")
        )));
    };
    let of = |group: u32| -> Vec<f64> {
        let rows = values.iter().zip(&groups.codes);
        rows.filter(|&(_, &code)| code == group)
            .map(|(&value, _)| value)
            .collect()
    };
    let found = compare(args, &of(0), &of(1))?;
    Ok(tested(args, data, found, &groups))
}

fn compare(args: &args::Test, x: &[f64], y: &[f64]) -> Result<Found, Stop> {
    let (alternative, level) = (args.alternative, args.confidence.level);
    let options = t_test::Options {
        alternative,
        level,
        ..t_test::Options::default()
    };
    let found = match args.method {
        Method::Student => student(x, y, &options).map(Found::from),
        Method::MannWhitney => mann_whitney(x, y, how(args)?, alternative).map(Found::from),
        Method::BrunnerMunzel => brunner_munzel(x, y).map(Found::from),
        Method::Ks => kolmogorov_smirnov(x, y, how(args)?).map(Found::from),
        Method::VarianceRatio => variance_ratio(x, y, alternative, level).map(Found::from),
        _ => welch(x, y, &options).map(Found::from),
    };
    found.map_err(|error| refused(&args.common, error))
}

/// Of two groups or more.
pub(super) fn several<'a>(args: &'a args::Test, report: &Report) -> Result<Tested<'a>, Stop> {
    let (data, values, groups) = read(args, report)?;
    let codes = &groups.codes;
    let found = match args.method {
        Method::WelchAnova => welch_anova(&values, codes).map(Found::from),
        Method::KruskalWallis => kruskal_wallis(&values, codes).map(Found::from),
        Method::Bartlett => bartlett(&values, codes).map(Found::from),
        Method::Levene => levene(&values, codes, how(args)?).map(Found::from),
        Method::Fligner => fligner(&values, codes).map(Found::from),
        _ => anova(&values, codes).map(Found::from),
    };
    let found = found.map_err(|error| refused(&args.common, error))?;
    Ok(tested(args, data, found, &groups))
}

/// Values, and the group of each.
fn read<'a>(args: &'a args::Test, report: &Report) -> Result<(Data<'a>, Vec<f64>, Groups), Stop> {
    let value = needed(args, "--value", args.columns.value.as_ref())?;
    let group = needed(args, "--group", args.columns.group.as_ref())?;
    let data = Data::read(&args.common, &[value, group], report)?;
    let (values, groups) = (data.numbers(value)?, data.groups(group)?);
    Ok((data, values, groups))
}

fn tested<'a>(args: &args::Test, data: Data<'a>, found: Found, groups: &Groups) -> Tested<'a> {
    let size = |code: u32| groups.codes.iter().filter(|&&other| other == code).count();
    let named = (0..).zip(&groups.names);
    let sizes: Vec<Value> = named
        .map(|(code, name)| json!({"group": name, "rows": size(code)}))
        .collect();
    let columns = &args.columns;
    Tested {
        data,
        found,
        about: json!({"value": columns.value, "group": columns.group, "groups": sizes}),
        tables: vec![super::Grid::of("Groups", &["group", "rows"], &sizes)],
    }
}
