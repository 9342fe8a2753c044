//! `convert`: from one format to another.

use std::path::Path;

use voxomics::io;
use voxomics::io::dicom::Roi;
use voxomics::volume::AnyVolume;

use crate::args::Convert;
use crate::exit::{Outcome, Stop};
use crate::input::{self, Regions, Which};
use crate::out;
use crate::report::Report;

pub(crate) fn run(args: &Convert, report: &Report) -> Result<Outcome, Stop> {
    if !args.overwrite {
        out::refuse_existing(&args.output, "--overwrite replaces it")?;
    }
    let (volume, warnings) = match &args.on {
        Some(on) => mask(args, on)?,
        None => image(args)?,
    };
    for warning in warnings {
        report.warning(&format!("{}: {warning}", args.input.display()));
    }
    io::write(&args.output, &volume)?;
    Ok(Outcome::Done)
}

fn image(args: &Convert) -> Result<input::Masked, Stop> {
    let image = input::image(&args.input, which(args))?;
    let mut warnings = image.warnings().to_vec();
    let names = image.info().segments.len();
    if names > 0 {
        warnings.push(format!("the names of {names} segments are not written"));
    }
    Ok((image.into_volume()?, warnings))
}

/// Regions as a mask of 0 and 1 on the grid of the image `on`.
fn mask(args: &Convert, on: &Path) -> Result<(AnyVolume, Vec<String>), Stop> {
    let roi = args.roi.as_deref().map(Roi::parse).transpose();
    let roi = roi.map_err(Stop::refused)?;
    let image = input::image(on, which(args))?;
    Ok(Regions::read(&args.input)?.mask(roi.as_ref(), 0, &image)?)
}

fn which(args: &Convert) -> Which {
    Which {
        volume: args.volume,
        is_suv: args.suv,
    }
}
