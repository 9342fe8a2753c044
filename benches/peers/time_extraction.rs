//! Times extractions from arrays in memory, for `run.py`, which talks to it as to its counterpart
//! `time_pyradiomics.py`.
//!
//! `time_extraction IMAGE MASK [PARAMS]` reads the files, extracts once, with default settings or those
//! of the parameter file, and prints the table, a JSON list of `[name, text]`. Then, for every line on its input, a number of repetitions, it extracts that often
//! and prints `{"cpu": ..., "wall": ...}`, seconds for one extraction.

use std::error::Error;
use std::io::{Write, stdin, stdout};
use std::path::Path;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use serde_json::json;
use voxomics_core::number;
use voxomics_features::params::Params;
use voxomics_features::{Extraction, Extractor};
use voxomics_volume::{AnyVolume, Mask};

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<_> = std::env::args_os().skip(1).collect();
    let (image, mask, params) = match paths.as_slice() {
        [image, mask] => (image, mask, Params::default()),
        [image, mask, params] => (image, mask, Params::from_file(params)?),
        _ => return Err("usage: time_extraction IMAGE MASK [PARAMS]".into()),
    };
    let case = Case::read(image.as_ref(), mask.as_ref(), params)?;
    let table = table(&case.extract(case.mask.clone())?);
    writeln!(stdout(), "{}", json!(table))?;
    for line in stdin().lines() {
        let [cpu, wall] = case.time(line?.trim().parse()?)?;
        writeln!(stdout(), "{}", json!({ "cpu": cpu, "wall": wall }))?;
    }
    Ok(())
}

struct Case {
    extractor: Extractor,
    image: AnyVolume,
    mask: AnyVolume,
}

impl Case {
    fn read(image: &Path, mask: &Path, params: Params) -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            extractor: Extractor::new(params),
            image: voxomics_io::read(image)?.into_volume()?,
            mask: voxomics_io::read(mask)?.into_volume()?,
        })
    }

    /// Finding the labels belongs to it: the other side looks for them with every extraction.
    fn extract(&self, mask: AnyVolume) -> Result<Extraction, Box<dyn Error>> {
        Ok(self.extractor.extract(&self.image, &Mask::new(mask)?)?)
    }

    /// CPU and wall seconds of an extraction, tables included: mean of `repetitions`.
    fn time(&self, repetitions: u32) -> Result<[f64; 2], Box<dyn Error>> {
        let (mut cpu, mut wall) = (Duration::ZERO, Duration::ZERO);
        for _ in 0..repetitions {
            // An extraction takes its mask; copying it is not part of the work.
            let mask = self.mask.clone();
            let (cpu_start, wall_start) = (ProcessTime::now(), Instant::now());
            table(&self.extract(mask)?);
            cpu += cpu_start.elapsed();
            wall += wall_start.elapsed();
        }
        Ok([cpu, wall].map(|total| total.as_secs_f64() / f64::from(repetitions)))
    }
}

/// Every column and its text, diagnostics first.
fn table(extraction: &Extraction) -> Vec<(String, String)> {
    let diagnostics = extraction.diagnostics().entries().iter();
    let diagnostics = diagnostics.map(|(name, value)| (name.clone(), value.to_string()));
    let features = extraction.features().iter();
    let features = features.map(|(name, value)| (name.clone(), number::repr(*value)));
    diagnostics.chain(features).collect()
}
