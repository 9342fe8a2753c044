//! The cases: one pair of files, or a list.

use std::path::{Path, PathBuf};

use voxomics::batch::Cases;
use voxomics::batch::cases::{Column, Error, Layout, Warning};

use super::{chosen, labels, paths};
use crate::args::Listed;
use crate::exit::Stop;
use crate::report::Report;

/// The columns that mean something.
pub(crate) fn layout() -> Layout {
    Layout::new([
        Column::path("Image"),
        Column::path("Mask"),
        Column::integer("Label", 1).optional(),
        Column::integer("Label_channel", 0).optional(),
        Column::integer(chosen::VOLUME, 1).optional(),
        Column::text(chosen::ROI).optional(),
    ])
    .id("ID")
}

/// A single case.
pub(crate) fn pair(image: &Path, mask: &Path) -> Result<Cases, Error> {
    let row = [image, mask].map(|path| path.display().to_string());
    Cases::from_rows(
        Path::new("command line"),
        ["Image", "Mask"],
        [row],
        &layout(),
    )
}

/// What the positional arguments name, a case for each label, paths as they are to be shown;
/// `channel` is the component of a mask that has several.
pub(crate) fn read(
    (inputs, args): (&[PathBuf], &Listed),
    channel: usize,
    report: &Report,
) -> Result<Cases, Stop> {
    let (origin, cases) = match inputs {
        [list, mask] if is_list(list) => {
            let (list, mask) = (list.display(), mask.display());
            return Err(Stop::refused(format!(
                "`{list}` is a list of cases, which name their masks: leave `{mask}` out"
            )));
        }
        [image, mask] => (Path::new("command line"), pair(image, mask)?),
        [list, ..] => (list.as_path(), read_list(list)?),
        [] => unreachable!("clap asks for an input"),
    };
    warn(cases.warnings(), report);
    let mut cases = labels::split(cases, origin, args.label.as_ref(), channel)?;
    let style = paths::Style::new(args.format_path, args.unix_path, origin)?;
    for column in ["Image", "Mask"] {
        cases.show_paths(column, |path| style.show(path));
    }
    Ok(cases)
}

fn is_list(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

fn read_list(path: &Path) -> Result<Cases, Stop> {
    Cases::read(path, &layout()).map_err(|error| {
        let stop = Stop::from(error);
        if is_list(path) {
            return stop;
        }
        stop.hint("a single file is taken for a list of cases: for one case give IMAGE and MASK")
    })
}

/// All that is odd, but for one name on many rows, as a list with a row for each label has it.
fn warn(warnings: &[Warning], report: &Report) {
    let is_again = |warning: &&Warning| matches!(warning, Warning::DuplicateId { .. });
    for warning in warnings.iter().filter(|warning| !is_again(warning)) {
        report.warning(&warning.to_string());
    }
    let mut again = warnings.iter().filter(is_again);
    if let Some(first) = again.next() {
        match again.count() {
            0 => report.warning(&first.to_string()),
            more => report.warning(&format!(
                "{first}; {more} more rows have the ID of an earlier one"
            )),
        }
    }
}
