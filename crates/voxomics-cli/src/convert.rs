//! `convert`: from one format to another, masks to DICOM too.

use std::path::Path;

use voxomics::io;
use voxomics::io::dicom::{Collection, Roi};
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
    let warnings = if is_dicom(&args.output) {
        segmentation(args)?
    } else {
        let (volume, warnings) = match &args.on {
            Some(on) => mask(args, on)?,
            None => image(args)?,
        };
        io::write(&args.output, &volume)?;
        warnings
    };
    for warning in warnings {
        report.warning(&format!("{}: {warning}", args.input.display()));
    }
    Ok(Outcome::Done)
}

fn is_dicom(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("dcm"))
}

/// Writes regions as a DICOM SEG on the series `--on`.
fn segmentation(args: &Convert) -> Result<Vec<String>, Stop> {
    let Some(on) = &args.on else {
        let message = "DICOM is written of masks, on the images that they were drawn on";
        return Err(Stop::refused(message).hint("name the folder of these images by --on"));
    };
    let collection = Collection::open(on)?;
    let scan = input::scan(&collection, args.volume)?;
    let regions = Regions::read(&args.input)?;
    let (segments, warnings) = regions.segments(roi(args)?.as_ref(), &scan.read()?)?;
    scan.write_segmentation(&args.output, &segments)?;
    Ok(warnings)
}

fn roi(args: &Convert) -> Result<Option<Roi>, Stop> {
    let roi = args.roi.as_deref().map(Roi::parse).transpose();
    roi.map_err(Stop::refused)
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
    let image = input::image(on, which(args))?;
    Ok(Regions::read(&args.input)?.mask(roi(args)?.as_ref(), 0, &image)?)
}

fn which(args: &Convert) -> Which {
    Which {
        volume: args.volume,
        is_suv: args.suv,
    }
}
