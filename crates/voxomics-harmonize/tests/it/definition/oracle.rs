//! Johnson, Li and Rabinovic's method (doi:10.1093/biostatistics/kxj037) with nothing saved: a dense design, normal equations, sums
//! over rows in every step.

mod prior;

use std::collections::BTreeSet;

use voxomics_harmonize::Values;
use voxomics_harmonize::combat::{Divisor, Options};

use crate::combat::case::Input;

/// A feature in units of its pooled standard deviation.
struct Standard {
    /// NaN where it is missing.
    values: Vec<f64>,
    /// The mean that each row should have.
    means: Vec<f64>,
    deviation: f64,
}

/// Each feature's values.
pub(crate) fn harmonised(input: &Input, options: &Options) -> Vec<Vec<f64>> {
    let standards = standards(input, options);
    let rows = input.batches.len();
    let mut alike: Vec<Vec<f64>> = vec![vec![f64::NAN; rows]; standards.len()];
    for batch in names(&input.batches) {
        let of_batch: Vec<usize> = (0..rows)
            .filter(|&row| input.batches[row] == batch)
            .collect();
        let is_reference = options.reference.as_ref() == Some(&batch);
        let taken = prior::taken(&standards, &of_batch, options);
        for (feature, (standard, (shift, scale))) in standards.iter().zip(taken).enumerate() {
            for &row in &of_batch {
                let moved = (standard.values[row] - shift) / scale.sqrt();
                alike[feature][row] = if is_reference {
                    input.features.values()[(row, feature)]
                } else {
                    moved * standard.deviation + standard.means[row]
                };
            }
        }
    }
    alike
}

fn names(labels: &[String]) -> Vec<String> {
    let names: BTreeSet<&String> = labels.iter().collect();
    names.into_iter().cloned().collect()
}

/// For each row a 1 at its batch, and its covariates.
fn design(input: &Input) -> Vec<Vec<f64>> {
    let indicators = |labels: &[String], skip: usize| -> Vec<Vec<f64>> {
        let names = names(labels);
        let row = |label: &String| {
            let names = names.iter().skip(skip);
            names
                .map(|name| f64::from(u8::from(name == label)))
                .collect()
        };
        labels.iter().map(row).collect()
    };
    let mut rows = indicators(&input.batches, 0);
    for covariate in &input.covariates {
        let columns = match &covariate.values {
            Values::Numbers(values) => values.iter().map(|value| vec![*value]).collect(),
            Values::Groups(labels) => indicators(labels, 1),
        };
        for (row, columns) in rows.iter_mut().zip(columns) {
            row.extend(columns);
        }
    }
    rows
}

fn standards(input: &Input, options: &Options) -> Vec<Standard> {
    let design = design(input);
    let names = names(&input.batches);
    let count = |name: &String| input.batches.iter().filter(|batch| *batch == name).count() as f64;
    let is_complete = input.features.values().iter().all(|value| !value.is_nan());
    let less = f64::from(u8::from(!is_complete && options.divisor == Divisor::Sva));
    let of = |values: Vec<f64>| {
        let there: Vec<usize> = (0..values.len())
            .filter(|&row| !values[row].is_nan())
            .collect();
        let beta = least_squares(&design, &values, &there);
        let (levels, slopes) = beta.split_at(names.len());
        let grand = if let Some(reference) = &options.reference {
            levels[names.iter().position(|name| name == reference).unwrap()]
        } else {
            let shares = names
                .iter()
                .zip(levels)
                .map(|(name, level)| count(name) * level);
            shares.sum::<f64>() / values.len() as f64
        };
        let pooled = there.iter().filter(|&&row| {
            options
                .reference
                .as_ref()
                .is_none_or(|reference| input.batches[row] == *reference)
        });
        let residuals: Vec<f64> = pooled
            .map(|&row| values[row] - product(&design[row], &beta))
            .collect();
        let variance = squares(&residuals, 0.0) / (residuals.len() as f64 - less);
        let means: Vec<f64> = design
            .iter()
            .map(|row| grand + product(&row[names.len()..], slopes))
            .collect();
        let deviation = variance.sqrt();
        let values = values
            .iter()
            .zip(&means)
            .map(|(x, mean)| (x - mean) / deviation);
        Standard {
            values: values.collect(),
            means,
            deviation,
        }
    };
    input
        .features
        .values()
        .columns()
        .into_iter()
        .map(|column| of(column.to_vec()))
        .collect()
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn squares(values: &[f64], around: f64) -> f64 {
    values.iter().map(|x| (x - around) * (x - around)).sum()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Normal equations by elimination with pivots.
fn least_squares(design: &[Vec<f64>], values: &[f64], rows: &[usize]) -> Vec<f64> {
    let size = design[0].len();
    let sum = |of: &dyn Fn(usize) -> f64| rows.iter().map(|&row| of(row)).sum::<f64>();
    let mut system: Vec<Vec<f64>> = (0..size)
        .map(|i| {
            let mut line: Vec<f64> = (0..size)
                .map(|j| sum(&|row| design[row][i] * design[row][j]))
                .collect();
            line.push(sum(&|row| design[row][i] * values[row]));
            line
        })
        .collect();
    for at in 0..size {
        let pivot = (at..size).max_by(|&i, &j| system[i][at].abs().total_cmp(&system[j][at].abs()));
        system.swap(at, pivot.unwrap());
        let line = system[at].clone();
        for other in (0..size).filter(|&other| other != at) {
            let factor = system[other][at] / line[at];
            for (to, from) in system[other].iter_mut().zip(&line) {
                *to -= factor * from;
            }
        }
    }
    (0..size)
        .map(|at| system[at][size] / system[at][at])
        .collect()
}
