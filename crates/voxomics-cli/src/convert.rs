//! `convert`: from one format to another.

use voxomics::io;

use crate::args::Convert;
use crate::exit::{Outcome, Stop};
use crate::out;
use crate::report::Report;

pub(crate) fn run(args: &Convert, report: &Report) -> Result<Outcome, Stop> {
    if !args.overwrite {
        out::refuse_existing(&args.output, "--overwrite replaces it")?;
    }
    let image = io::read(&args.input)?;
    for warning in image.warnings() {
        report.warning(&format!("{}: {warning}", args.input.display()));
    }
    let segments = &image.info().segments;
    if !segments.is_empty() {
        let names = segments.len();
        let input = args.input.display();
        report.warning(&format!(
            "{input}: the names of {names} segments are not written"
        ));
    }
    io::write(&args.output, &image.into_volume()?)?;
    Ok(Outcome::Done)
}
