//! `demo`: features of an image that this program makes.

use std::fmt::Write as _;
use std::path::Path;

use voxomics::batch::output::Existing;
use voxomics::batch::run::Options;
use voxomics::batch::{self, Output, sink};
use voxomics::features::params::Params;
use voxomics::features::{Extraction, Extractor};
use voxomics::io;
use voxomics::phantom::lesion::{self, Phantom, lesion};
use voxomics::volume::AnyVolume;

use crate::args::Demo;
use crate::exit::{Outcome, Stop};
use crate::extract::table::Table;
use crate::extract::work::Features;
use crate::listed::{self, Chosen, Shared};
use crate::out;
use crate::report::Report;
use crate::signals::Signals;

const INTRODUCTION: &str =
    "This image is synthetic: a lesion and noise, made by this program. No patient, no scanner.\n";

pub(crate) fn run(args: &Demo, report: &Report, signals: &Signals) -> Result<Outcome, Stop> {
    let phantom = lesion(&lesion::Options::default())?;
    let extractor = Extractor::new(Params::default());
    let extraction = extractor.extract(&phantom.image, &phantom.mask)?;
    let mut text = INTRODUCTION.to_owned();
    text += &description(&phantom.image);
    text += &listing(&extraction);
    if let Some(folder) = &args.out_dir {
        write(folder, phantom, extractor, report, signals)?;
        let [image, mask, table] = ["image.nrrd", "mask.nrrd", "features.csv"]
            .map(|name| folder.join(name).display().to_string());
        writeln!(text, "\nWritten: {image}, {mask}, {table}").expect("a string grows");
        writeln!(text, "Try: voxomics extract {image} {mask}").expect("a string grows");
    }
    out::print(&text)?;
    Ok(Outcome::Done)
}

fn description(image: &AnyVolume) -> String {
    let [x, y, z] = image.geometry().size();
    let [dx, dy, dz] = image.geometry().spacing();
    let voxels = image.voxel_type();
    format!("{x} x {y} x {z} voxels of {dx} x {dy} x {dz} mm, {voxels}; the lesion has label 1.\n")
}

/// Diagnostics and features under the names of their columns.
fn listing(extraction: &Extraction) -> String {
    let mut text = String::from("\n");
    let (entries, features) = (extraction.diagnostics().entries(), extraction.features());
    let names = entries
        .iter()
        .map(|(name, _)| name)
        .chain(features.iter().map(|(name, _)| name));
    let width = names.map(String::len).max().unwrap_or_default();
    for (name, value) in entries {
        writeln!(text, "{name:width$}  {value}").expect("a string grows");
    }
    let mut class = "";
    for (name, value) in features {
        let (of, _) = name
            .rsplit_once('_')
            .expect("names are type, class and feature");
        if of != class {
            text.push('\n');
            class = of;
        }
        let value = voxomics::core::number::repr(*value);
        writeln!(text, "{name:width$}  {value}").expect("a string grows");
    }
    text
}

/// Image, mask, and the table that `extract` makes of them.
fn write(
    folder: &Path,
    phantom: Phantom,
    extractor: Extractor,
    report: &Report,
    signals: &Signals,
) -> Result<(), Stop> {
    let [image, mask] = ["image.nrrd", "mask.nrrd"].map(|name| folder.join(name));
    for path in [&image, &mask] {
        out::refuse_existing(path, "give --out-dir another folder")?;
    }
    out::make_folder(folder)?;
    let output = Output::file(&folder.join("features.csv"), Existing::Refuse)?;
    io::write(&image, &phantom.image)?;
    io::write(&mask, &phantom.mask.into_volume())?;
    let table = Table::new(extractor.params(), 3, false);
    let work = Features {
        maps: None,
        extractor,
        table,
        shared: Shared::new(true, Chosen::default(), report, signals),
    };
    let mut cases = listed::pair(&image, &mask)?;
    for column in ["Image", "Mask"] {
        cases.show_paths(column, listed::shown_absolute);
    }
    let summary = batch::run(
        &cases,
        &work,
        &mut sink::Csv::new(output),
        &Options::default(),
    )?;
    match summary.failures.into_iter().next() {
        Some(failure) => Err(Stop::refused(failure.to_string())),
        None => Ok(()),
    }
}
