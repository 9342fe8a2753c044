//! `--validate`: what would fail, found without reading voxels.

use std::path::Path;

use voxomics::batch::failures::Failure;
use voxomics::batch::{Case, Cases, Reason};
use voxomics::core::ErrorClass;
use voxomics::features::Extractor;
use voxomics::features::params::Settings;
use voxomics::io;
use voxomics::volume::geometry::Tolerance;

use crate::exit::{Outcome, Stop};
use crate::input::Regions;
use crate::listed::{Chosen, counted, read};
use crate::out;
use crate::report::Report;

pub(super) fn run(
    extractor: &Extractor,
    cases: &Cases,
    chosen: &Chosen,
    report: &Report,
) -> Result<Outcome, Stop> {
    let settings = extractor.params().settings();
    let mut bad = 0;
    for case in cases.as_slice() {
        if let Err(reason) = check(case, chosen, settings) {
            let (row, id) = (case.row(), case.id().map(str::to_owned));
            report.error(&Failure { row, id, reason }.to_string());
            bad += 1;
        }
    }
    let total = cases.as_slice().len();
    out::print(&format!(
        "{} checked, {bad} with problems\n",
        counted(total, "case")
    ))?;
    Ok(if bad == 0 {
        Outcome::Done
    } else {
        Outcome::SomeFailed
    })
}

fn check(case: &Case, chosen: &Chosen, settings: &Settings) -> Result<(), Reason> {
    read::label(case, settings.label)?;
    let image = read::header(case, chosen)?;
    if image.components > 1 {
        let message = format!(
            "every voxel has {} components where one is expected",
            image.components
        );
        let reason = Reason::new(ErrorClass::Unsupported, message);
        return Err(reason.at(read::path(case, "Image")));
    }
    let path = read::path(case, "Mask");
    let read_reason = |error| read::reason(&error);
    if io::is_dicom(path).map_err(read_reason)? {
        return outlined(case, chosen, path);
    }
    let mask = io::inspect(path).map_err(read_reason)?;
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

/// That a structure set or segmentation holds the region that is asked for.
fn outlined(case: &Case, chosen: &Chosen, path: &Path) -> Result<(), Reason> {
    let regions = Regions::read(path).map_err(|error| read::reason(&error))?;
    let Regions::Outlines(outlines) = regions else {
        return Ok(());
    };
    let found = match chosen.of_case(case)?.roi {
        Some(roi) => outlines.find(&roi).map(|_| ()),
        None => outlines.only().map(|_| ()),
    };
    found.map_err(|error| read::reason(&error))
}
