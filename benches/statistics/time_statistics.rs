//! One statistical task on columns of doubles: CPU and wall seconds, and a few numbers of the answer.
//!
//! `time_statistics TASK FILE ROWS THREADS`; the file holds columns of ROWS doubles, little endian, one after the other.

use std::error::Error;
use std::path::Path;

use voxomics_benches::timed::{doubles, timed};
use voxomics_core::Seed;
use voxomics_stats::delong::{self, IntervalMethod};
use voxomics_stats::hypothesis::mann_whitney;
use voxomics_stats::optimism::{CalibrationOptions, Logistic, calibrate};
use voxomics_stats::resample::{Draws, Resamples};
use voxomics_stats::roc::{Direction, Marker};
use voxomics_stats::survival::{FollowUp, kaplan_meier, log_rank};
use voxomics_stats::{Alternative, ConfidenceLevel};

type Answer = Result<Vec<f64>, Box<dyn Error>>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [task, file, rows, threads] = arguments.as_slice() else {
        return Err("usage: time_statistics TASK FILE ROWS THREADS".into());
    };
    let values = doubles(Path::new(file))?;
    let columns: Vec<&[f64]> = values.chunks_exact(rows.parse()?).collect();
    let timed = timed(threads.parse()?, || run(task, &columns))?;
    timed.print(&timed.outcome);
    Ok(())
}

fn run(task: &str, columns: &[&[f64]]) -> Answer {
    match task {
        "roc" => roc(columns),
        "survival" => survival(columns),
        "calibrate" => calibration(columns),
        "mann_whitney" => many_tests(columns),
        _ => Err(format!("no task `{task}`").into()),
    }
}

fn labels(column: &[f64]) -> Vec<bool> {
    column.iter().map(|&value| value > 0.5).collect()
}

/// Two curves, an interval for each, and the paired test.
fn roc(columns: &[&[f64]]) -> Answer {
    let labels = labels(columns[0]);
    let mut answer = Vec::new();
    let mut placements = Vec::new();
    for scores in &columns[1..3] {
        let marker = Marker::new(&labels, scores)?;
        let curve = marker.curve(Direction::Higher);
        let placed = marker.placements(Direction::Higher);
        let estimate = placed.estimate(IntervalMethod::Wald, ConfidenceLevel::P95)?;
        answer.extend([curve.auc, estimate.interval.lower]);
        placements.push(placed);
    }
    let test = delong::paired_test(&placements[0], &placements[1], &delong::Options::default())?;
    answer.push(test.statistic);
    Ok(answer)
}

/// Kaplan-Meier of two groups with R's bands, and the log-rank test.
fn survival(columns: &[&[f64]]) -> Answer {
    let events = labels(columns[1]);
    let groups: Vec<u32> = columns[2]
        .iter()
        .map(|&group| u32::from(group > 0.5))
        .collect();
    let follow_up = FollowUp::new(columns[0], &events)?;
    let curves = kaplan_meier::by_group(&follow_up, &groups)?;
    let mut answer = Vec::new();
    for group in &curves {
        let band = group.curve.band(&kaplan_meier::Limits::default());
        let middle = band[band.len() / 2];
        answer.push(middle.map_or(0.0, |interval| interval.lower));
    }
    let comparison = log_rank::compare(&follow_up, &groups, &log_rank::Options::default())?;
    answer.push(comparison.test()?.statistic);
    Ok(answer)
}

/// Calibration of a logistic model, corrected by 1,000 resamples.
fn calibration(columns: &[&[f64]]) -> Answer {
    let labels = labels(columns[0]);
    let model = Logistic::new(&columns[1..], &labels)?;
    let draws = Draws {
        resamples: 1000,
        seed: Seed(1),
    };
    let resamples = Resamples::plain(labels.len(), draws)?;
    let calibration = calibrate(&labels, &resamples, &model, &CalibrationOptions::default())?;
    Ok(vec![calibration.mean_absolute_error])
}

/// Every column after the first by the first.
fn many_tests(columns: &[&[f64]]) -> Answer {
    let labels = labels(columns[0]);
    let values = columns[1..].concat();
    let tests = mann_whitney::columns(&labels, &values, Alternative::TwoSided)?;
    let sum = tests.iter().filter_map(|test| test.p_value).sum();
    Ok(vec![sum])
}
