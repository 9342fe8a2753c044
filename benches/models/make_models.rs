//! Input of `time_models`: raw doubles, little endian, columns one after the other.
//!
//! `make_models FOLDER ROWS COLUMNS` writes a made-up table of features `x.f64`, labels `y.f64` and ten folds `folds.f64`;
//! `make_models FOLDER ROWS` writes `x.f64` of three covariates, `times.f64` and events `y.f64`.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use voxomics_core::{Seed, math};
use voxomics_testkit::generator::{Radiomics, events};

/// The study's share of cases: 48 of 121.
const CASES: (usize, usize) = (48, 121);
const FOLDS: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [folder, rows, columns] => table(Path::new(folder), rows.parse()?, columns.parse()?),
        [folder, rows] => cohort(Path::new(folder), rows.parse()?),
        _ => Err("usage: make_models FOLDER ROWS [COLUMNS]".into()),
    }
}

fn table(folder: &Path, rows: usize, columns: usize) -> Result<(), Box<dyn Error>> {
    let data = Radiomics {
        rows,
        columns,
        ..Radiomics::STUDY
    };
    let cases = events(&data.linear_predictor(), rows * CASES.0 / CASES.1);
    write(folder, "x", &data.values())?;
    write(folder, "y", &indicators(&cases))?;
    write(folder, "folds", &folds(&cases))
}

/// From 1, in turn within each class.
fn folds(cases: &[bool]) -> Vec<f64> {
    let mut seen = [0_usize; 2];
    let fold = |&case: &bool| {
        let seen = &mut seen[usize::from(case)];
        *seen += 1;
        ((*seen - 1) % FOLDS + 1) as f64
    };
    cases.iter().map(fold).collect()
}

/// Three normal columns, exponential times with hazard ratios, two thirds of them events, no ties.
fn cohort(folder: &Path, rows: usize) -> Result<(), Box<dyn Error>> {
    let mut stream = Seed(20_260_729).stream("cox", 0);
    let x: Vec<f64> = (0..3 * rows).map(|_| stream.normal()).collect();
    let (mut times, mut events) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    for row in 0..rows {
        let eta = 0.5 * x[row] - 0.3 * x[rows + row] + 0.1 * x[2 * rows + row];
        let event = -math::ln(1.0 - stream.uniform()) / math::exp(eta);
        let end = -2.0 * math::ln(1.0 - stream.uniform());
        times.push(event.min(end));
        events.push(event <= end);
    }
    write(folder, "x", &x)?;
    write(folder, "times", &times)?;
    write(folder, "y", &indicators(&events))
}

fn indicators(which: &[bool]) -> Vec<f64> {
    which.iter().copied().map(f64::from).collect()
}

fn write(folder: &Path, name: &str, values: &[f64]) -> Result<(), Box<dyn Error>> {
    let mut file = BufWriter::new(File::create(folder.join(format!("{name}.f64")))?);
    for value in values {
        file.write_all(&value.to_le_bytes())?;
    }
    Ok(file.flush()?)
}
