//! A case for each label of a mask.

use std::path::Path;

use rayon::prelude::*;
use voxomics::batch::cases::Error;
use voxomics::batch::{Case, Cases};

use super::cases::layout;
use super::read;
use crate::args::Labels;
use crate::exit::Stop;

const COLUMN: &str = "Label";

/// More than a mask has: such a case stays one, and fails with the words of the extraction.
const MOST_LABELS: usize = 255;

/// `cases` as they are, or each once for every label, with a column `Label` after `Mask`.
///
/// `channel` is the component of a mask that has several.
pub(super) fn split(
    cases: Cases,
    origin: &Path,
    labels: Option<&Labels>,
    channel: usize,
) -> Result<Cases, Stop> {
    let labels: Vec<Vec<String>> = match labels {
        None | Some(Labels::One(_)) => return Ok(cases),
        Some(_) if cases.columns().iter().any(|name| name == COLUMN) => {
            return Err(Stop::refused(
                "several labels are asked for, and the list has a column `Label` that says which: \
                 remove the column, or leave `--label` out",
            ));
        }
        Some(Labels::Several(labels)) => {
            let labels: Vec<String> = labels.iter().map(u32::to_string).collect();
            vec![labels; cases.as_slice().len()]
        }
        Some(Labels::All) => cases
            .as_slice()
            .par_iter()
            .map(|case| all(case, channel))
            .collect(),
    };
    Ok(expand(&cases, origin, &labels)?)
}

/// Every label in the mask of `case`; one empty cell where there is none, or no mask.
fn all(case: &Case, channel: usize) -> Vec<String> {
    // An error is told when the case is computed, as its failure.
    let labels = read::labels(case, channel).unwrap_or_default();
    if labels.is_empty() || labels.len() > MOST_LABELS {
        return vec![String::new()];
    }
    labels.iter().map(u32::to_string).collect()
}

fn expand(cases: &Cases, origin: &Path, labels: &[Vec<String>]) -> Result<Cases, Error> {
    let columns = cases.columns();
    let after_mask = 1 + columns
        .iter()
        .position(|name| name == "Mask")
        .expect("required");
    let with = |mut cells: Vec<String>, label: &str| {
        cells.insert(after_mask, label.to_owned());
        cells
    };
    let rows = cases
        .as_slice()
        .iter()
        .zip(labels)
        .flat_map(|(case, labels)| {
            let cells = columns
                .iter()
                .map(|name| case.text(name).unwrap_or_default().to_owned());
            let cells: Vec<String> = cells.collect();
            labels.iter().map(move |label| with(cells.clone(), label))
        });
    Cases::from_rows(origin, with(columns.to_vec(), COLUMN), rows, &layout())
}
