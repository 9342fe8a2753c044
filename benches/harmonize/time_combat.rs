//! `ComBat` on a table of doubles: CPU and wall seconds, the most memory, and a few numbers of the answer.
//!
//! `time_combat make FOLDER FEATURES ROWS...` writes a made-up table `x.f64`, feature after feature, with as many batches as
//! counts of rows, and the batch of each row `batch.f64`; `time_combat TASK FOLDER THREADS` fits and applies, where `TASK` is
//! `parametric`, `non-parametric`, or `load`, which only reads the table.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use ndarray::{Array2, ShapeBuilder};
use voxomics_benches::timed::{doubles, timed};
use voxomics_harmonize::Cohort;
use voxomics_harmonize::combat::{Options, PriorKind, fit};
use voxomics_table::Table;
use voxomics_testkit::generator::Batches;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [make, folder, features, rows @ ..] if make == "make" => {
            write(Path::new(folder), features.parse()?, rows)
        }
        [task, folder, threads] => time(task, Path::new(folder), threads.parse()?),
        _ => Err("usage: time_combat TASK FOLDER THREADS".into()),
    }
}

fn write(folder: &Path, features: usize, rows: &[String]) -> Result<(), Box<dyn Error>> {
    let rows: Vec<usize> = rows
        .iter()
        .map(|rows| rows.parse())
        .collect::<Result<_, _>>()?;
    let batches = rows.iter().enumerate();
    let batches: Vec<usize> = batches
        .flat_map(|(batch, &rows)| vec![batch; rows])
        .collect();
    let mut file = BufWriter::new(File::create(folder.join("batch.f64"))?);
    for &batch in &batches {
        file.write_all(&(batch as f64).to_le_bytes())?;
    }
    file.flush()?;
    let made = Batches {
        covariate: vec![0.0; batches.len()],
        seed: 16,
        features,
        batches,
    };
    let mut file = BufWriter::new(File::create(folder.join("x.f64"))?);
    for feature in 0..features {
        for value in made.feature(feature) {
            file.write_all(&value.to_le_bytes())?;
        }
    }
    Ok(file.flush()?)
}

fn time(task: &str, folder: &Path, threads: usize) -> Result<(), Box<dyn Error>> {
    let values = doubles(&folder.join("x.f64"))?;
    let batches: Vec<String> = doubles(&folder.join("batch.f64"))?
        .iter()
        .map(ToString::to_string)
        .collect();
    let rows = batches.len();
    let features = values.len() / rows;
    let table = Table::new(
        (0..rows).map(|row| format!("r{row}")).collect(),
        (0..features).map(|at| format!("f{at}")).collect(),
        Array2::from_shape_vec((rows, features).f(), values)?,
    )?;
    if task == "load" {
        timed(threads, || Ok(()))?.print(&[]);
        return Ok(());
    }
    let options = Options {
        prior: match task {
            "parametric" => PriorKind::Parametric,
            "non-parametric" => PriorKind::NonParametric,
            other => return Err(format!("no task `{other}`").into()),
        },
        ..Options::default()
    };
    let cohort = Cohort {
        features: &table,
        batches: &batches,
        covariates: &[],
    };
    let timed = timed(threads, || Ok(fit(&cohort, &options)?.apply(&cohort)?))?;
    let alike = timed.outcome.values();
    let sum: f64 = alike.iter().map(|value| value.abs()).sum();
    let ends = [
        alike[(0, 0)],
        alike[(rows - 1, features - 1)],
        sum / alike.len() as f64,
    ];
    timed.print(&ends);
    Ok(())
}
