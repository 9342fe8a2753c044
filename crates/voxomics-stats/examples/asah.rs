//! Two markers of a poor outcome after aneurysmal subarachnoid haemorrhage (Turck et al. 2010), as `docs/guides/statistics.md`
//! analyses them: `cargo run --release -p voxomics-stats --example asah < tests/data/statistics/guide/asah.csv`.

use std::error::Error;
use std::io;

use voxomics_stats::delong::{IntervalMethod, Options, paired_test};
use voxomics_stats::roc::{Criterion, Direction, Focus, Marker};
use voxomics_stats::{ConfidenceLevel, input};

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
    let [poor, wfns, s100b] = &columns(csv)?[..] else {
        return Err("three columns are needed: outcome, WFNS, S100b".into());
    };
    let mut report = Vec::new();

    let poor = input::labels(poor)?;
    let wfns = Marker::new(&poor, wfns)?;
    let s100b = Marker::new(&poor, s100b)?;

    let p95 = ConfidenceLevel::P95;
    let wfns_places = wfns.placements(Direction::Higher);
    let s100b_places = s100b.placements(Direction::Higher);
    let of_wfns = wfns_places.estimate(IntervalMethod::Wald, p95)?;
    let of_s100b = s100b_places.estimate(IntervalMethod::Wald, p95)?;
    for (name, of) in [
        ("area of WFNS, limits", of_wfns),
        ("area of S100b, limits", of_s100b),
    ] {
        report.push((name, vec![of.auc, of.interval.lower, of.interval.upper]));
    }

    let curve = s100b.curve(Direction::Higher);
    for best in curve.best(Criterion::youden()) {
        report.push((
            "cut-off of S100b, sensitivity, specificity",
            vec![best.threshold, best.sensitivity, best.specificity],
        ));
    }

    let test = paired_test(&wfns_places, &s100b_places, &Options::default())?;
    let (low, high) = (test.interval.lower, test.interval.upper);
    report.push((
        "difference of areas, limits",
        vec![test.difference, low, high],
    ));
    report.push(("DeLong's z, p", vec![test.statistic, test.p_value]));

    let partial = curve.partial_auc(Focus::Specificity, 1.0, 0.9)?;
    report.push((
        "area at specificity 0.9 to 1, corrected",
        vec![partial.corrected],
    ));
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
