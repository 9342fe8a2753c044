//! Times extractions from arrays in memory, for `run.py`, which talks to it as to its counterpart
//! `time_pyradiomics.py`.
//!
//! `time_extraction IMAGE MASK [PARAMS [maps]]` reads the files, extracts once, with default settings or
//! those of the parameter file, and prints `{"table": [[name, text], ...], "cpu": ..., "wall": ...}`: the
//! results, of a map its sum, and what they cost in seconds. Then, for every line on its input, a number of
//! repetitions, it extracts that often and prints `{"cpu": ..., "wall": ...}`, seconds for one extraction.

use std::error::Error;
use std::io::{Write, stdin, stdout};
use std::path::Path;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use serde_json::json;
use voxomics_core::{number, reduce};
use voxomics_features::params::Params;
use voxomics_features::{Extraction, Extractor};
use voxomics_volume::{AnyVolume, Mask};

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<_> = std::env::args_os().skip(1).collect();
    let (image, mask, params, maps) = match paths.as_slice() {
        [image, mask] => (image, mask, Params::default(), false),
        [image, mask, params] => (image, mask, Params::from_file(params)?, false),
        [image, mask, params, maps] if maps == "maps" => {
            (image, mask, Params::from_file(params)?, true)
        }
        _ => return Err("usage: time_extraction IMAGE MASK [PARAMS [maps]]".into()),
    };
    let case = Case::read(image.as_ref(), mask.as_ref(), params, maps)?;
    let (table, [cpu, wall]) = case.time(1)?;
    writeln!(
        stdout(),
        "{}",
        json!({ "table": table, "cpu": cpu, "wall": wall })
    )?;
    for line in stdin().lines() {
        let (_, [cpu, wall]) = case.time(line?.trim().parse()?)?;
        writeln!(stdout(), "{}", json!({ "cpu": cpu, "wall": wall }))?;
    }
    Ok(())
}

/// Names and values.
type Table = Vec<(String, String)>;

struct Case {
    extractor: Extractor,
    image: AnyVolume,
    mask: AnyVolume,
    maps: bool,
}

impl Case {
    fn read(image: &Path, mask: &Path, params: Params, maps: bool) -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            extractor: Extractor::new(params),
            image: voxomics_io::read(image)?.into_volume()?,
            mask: voxomics_io::read(mask)?.into_volume()?,
            maps,
        })
    }

    /// Finding the labels belongs to it: the other side looks for them with every extraction.
    fn extract(&self, mask: AnyVolume) -> Result<Table, Box<dyn Error>> {
        let mask = Mask::new(mask)?;
        if !self.maps {
            return Ok(table(&self.extractor.extract(&self.image, &mask)?));
        }
        let mut sums = Vec::new();
        self.extractor.case(&self.image, &mask).maps(1, |map| {
            let sum = reduce::sum(map.volume.voxels());
            sums.push((map.name, number::repr(sum)));
        })?;
        Ok(sums)
    }

    /// The results of the last of some repetitions, and CPU and wall seconds of one, their mean.
    fn time(&self, repetitions: u32) -> Result<(Table, [f64; 2]), Box<dyn Error>> {
        let (mut cpu, mut wall) = (Duration::ZERO, Duration::ZERO);
        let mut results = Table::new();
        for _ in 0..repetitions {
            // An extraction takes its mask; copying it is not part of the work.
            let mask = self.mask.clone();
            let (cpu_start, wall_start) = (ProcessTime::now(), Instant::now());
            results = self.extract(mask)?;
            cpu += cpu_start.elapsed();
            wall += wall_start.elapsed();
        }
        let seconds = |total: Duration| total.as_secs_f64() / f64::from(repetitions);
        Ok((results, [cpu, wall].map(seconds)))
    }
}

/// Every column and its text, diagnostics first.
fn table(extraction: &Extraction) -> Table {
    let diagnostics = extraction.diagnostics().entries().iter();
    let diagnostics = diagnostics.map(|(name, value)| (name.clone(), value.to_string()));
    let features = extraction.features().iter();
    let features = features.map(|(name, value)| (name.clone(), number::repr(*value)));
    diagnostics.chain(features).collect()
}
