//! Survival of men and women with advanced lung cancer (Loprinzi et al. 1994), as `docs/guides/statistics.md` analyses it:
//! `cargo run --release -p voxomics-stats --example lung < tests/data/statistics/guide/lung.csv`.

use std::error::Error;
use std::io;

use voxomics_core::math;
use voxomics_stats::input;
use voxomics_stats::likelihood::cox::{self, Ties};
use voxomics_stats::survival::concordance::{self, concordance};
use voxomics_stats::survival::kaplan_meier::{self, Limits};
use voxomics_stats::survival::{FollowUp, log_rank};

/// A name, and the numbers under it.
pub(crate) type Line = (&'static str, Vec<f64>);

/// The columns of a CSV file of numbers.
fn columns(csv: &str) -> Result<Vec<Vec<f64>>, Box<dyn Error>> {
    let mut lines = csv.lines();
    let names = lines.next().ok_or("the file is empty")?;
    let mut columns = vec![Vec::new(); names.split(',').count()];
    for line in lines {
        for (column, cell) in columns.iter_mut().zip(line.split(',')) {
            column.push(cell.parse()?);
        }
    }
    Ok(columns)
}

pub(crate) fn analyse(csv: &str) -> Result<Vec<Line>, Box<dyn Error>> {
    let [days, death, age, sex] = &columns(csv)?[..] else {
        return Err("four columns are needed: days, death, age, sex".into());
    };
    let mut report = Vec::new();

    let follow_up = FollowUp::new(days, &input::labels(death)?)?;
    let is_woman: Vec<u32> = sex.iter().map(|&sex| u32::from(sex > 1.5)).collect();
    report.push((
        "patients, deaths",
        vec![follow_up.subjects() as f64, follow_up.events() as f64],
    ));

    let limits = Limits::default();
    let curves = kaplan_meier::by_group(&follow_up, &is_woman)?;
    let names = ["median of men, limits", "median of women, limits"];
    for (name, group) in names.into_iter().zip(&curves) {
        let median = group.curve.median_with_limits(&limits);
        let reached = [median.time, median.lower, median.upper];
        report.push((name, reached.into_iter().flatten().collect()));
    }
    let names = [
        "men at 365 days, error, limits",
        "women at 365 days, error, limits",
    ];
    for (name, group) in names.into_iter().zip(&curves) {
        let year = group.curve.estimate_at(365.0, &limits).ok_or("no curve")?;
        let interval = year.interval.ok_or("no limits")?;
        let error = year.standard_error.ok_or("no standard error")?;
        report.push((
            name,
            vec![year.survival, error, interval.lower, interval.upper],
        ));
    }

    let groups = log_rank::compare(&follow_up, &is_woman, &log_rank::Options::default())?;
    let test = groups.test()?;
    report.push((
        "log-rank chi-squared, p",
        vec![test.statistic, test.p_value],
    ));

    let of_age = concordance(&follow_up, age, &concordance::Options::default())?;
    let numbers = [of_age.index, of_age.standard_error];
    report.push((
        "concordance of age, error",
        numbers.into_iter().flatten().collect(),
    ));

    let model = cox::fit(&follow_up, &[age, sex], Ties::Efron)?;
    let ratios = model.coefficients.iter().map(|&log| math::exp(log));
    report.push(("hazard ratios of age, sex", ratios.collect()));
    report.push(("errors of their logarithms", model.standard_errors()));
    Ok(report)
}

#[allow(dead_code, reason = "tests take the analysis alone")]
#[expect(clippy::print_stdout, reason = "it is what the example is for")]
fn main() -> Result<(), Box<dyn Error>> {
    for (name, numbers) in analyse(&io::read_to_string(io::stdin())?)? {
        println!("{name}: {numbers:?}");
    }
    Ok(())
}
