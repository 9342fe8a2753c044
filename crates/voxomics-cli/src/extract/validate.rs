//! `--validate`: what would fail, found without reading voxels.

use voxomics::batch::failures::Failure;
use voxomics::batch::{Case, Cases, Reason};
use voxomics::core::ErrorClass;
use voxomics::features::Extractor;
use voxomics::features::params::Settings;
use voxomics::io;
use voxomics::volume::geometry::Tolerance;

use super::{counted, read};
use crate::exit::{Outcome, Stop};
use crate::out;
use crate::report::Report;

pub(super) fn run(extractor: &Extractor, cases: &Cases, report: &Report) -> Result<Outcome, Stop> {
    let settings = extractor.params().settings();
    let mut bad = 0;
    for case in cases.as_slice() {
        if let Err(reason) = check(case, settings) {
            let (row, id) = (case.row(), case.id().map(str::to_owned));
            report.error(&Failure { row, id, reason }.to_string());
            bad += 1;
        }
    }
    let total = cases.as_slice().len();
    out::print(&format!(
        "{} checked, {bad} with problems\n",
        counted(total)
    ))?;
    Ok(if bad == 0 {
        Outcome::Done
    } else {
        Outcome::SomeFailed
    })
}

fn check(case: &Case, settings: &Settings) -> Result<(), Reason> {
    read::label(case, settings.label)?;
    let header =
        |column| io::inspect(read::path(case, column)).map_err(|error| read::reason(&error));
    let (image, mask) = (header("Image")?, header("Mask")?);
    if image.components > 1 {
        let message = format!(
            "every voxel has {} components where one is expected",
            image.components
        );
        let reason = Reason::new(ErrorClass::Unsupported, message);
        return Err(reason.at(read::path(case, "Image")));
    }
    // Then the mask is put on the image's grid, or both on another.
    if settings.correct_mask || settings.resample.is_some() {
        return Ok(());
    }
    let tolerance = settings
        .geometry_tolerance
        .map_or_else(Tolerance::default, Tolerance::uniform);
    let same = image.geometry.check_same(&mask.geometry, tolerance);
    same.map_err(|error| Reason::new(error.class(), error).at(read::path(case, "Mask")))
}
