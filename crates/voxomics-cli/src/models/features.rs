//! The columns of numbers that a model may choose from.

use std::path::Path;

use voxomics::core::hint::listed;
use voxomics::harmonize::ndarray::ArrayView1;
use voxomics::table::{Sheet, Table};

use super::{new_table, refused};
use crate::args::models::{Features, Keep};
use crate::args::stats::Common;
use crate::exit::Stop;
use crate::report::Report;
use crate::tabular::{Data, read_sheet};

/// Candidates, and the rest of the table.
pub(super) struct Candidates<'a> {
    pub(super) data: Data<'a>,
    pub(super) table: Table,
    /// Columns that are no numbers, and diagnostics.
    pub(super) left_out: Vec<String>,
}

/// What may be missing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gaps<'a> {
    /// Nothing.
    None,
    /// Values of candidates, and of these of the columns that flags name.
    InCandidates { and: &'a [&'a str] },
}

impl<'a> Candidates<'a> {
    /// Reads the table; `named` are the columns of other flags, which are no candidates.
    pub(super) fn read(
        (common, features): (&'a Common, &Features),
        named: &[&str],
        gaps: Gaps<'_>,
        report: &Report,
    ) -> Result<Self, Stop> {
        let mut others: Vec<&str> = named.to_vec();
        others.extend(features.id.as_deref());
        let chosen: Vec<&str> = features.columns.iter().map(String::as_str).collect();
        let wanted: Vec<&str> = others.iter().chain(&chosen).copied().collect();
        if let Some(twice) = (1..wanted.len()).find(|&at| wanted[..at].contains(&wanted[at])) {
            let name = wanted[twice];
            return Err(Stop::refused(format!(
                "column `{name}` is named twice: each may serve for one thing only"
            )));
        }
        let sheet = read_sheet(&common.table, &wanted)?;
        for name in &others {
            sheet
                .column(name)
                .map_err(|problem| of_table(common, problem))?;
        }
        let (names, left_out) = if chosen.is_empty() {
            numbers(&sheet, &others)
        } else {
            (features.columns.clone(), Vec::new())
        };
        if names.is_empty() {
            return Err(refused(
                common,
                "no column of numbers is left to choose from",
            ));
        }
        tell(&common.table, left_out.len(), report);
        let candidates = names.iter().map(String::as_str);
        let needed: Vec<&str> = match gaps {
            Gaps::None => others.iter().copied().chain(candidates.clone()).collect(),
            Gaps::InCandidates { and } => {
                let may_miss = |name: &&str| and.contains(name);
                others
                    .iter()
                    .copied()
                    .filter(|name| !may_miss(name))
                    .collect()
            }
        };
        let data = Data::of_sheet(common, sheet, &needed, report)?;
        if gaps == Gaps::None {
            for name in &names {
                data.column(name, |column| column.numbers())?;
            }
        }
        let names: Vec<&str> = candidates.collect();
        let table = Table::of_columns(data.sheet(), features.id.as_deref(), &names)
            .map_err(|problem| data.refused(problem))?;
        Ok(Self {
            data,
            table,
            left_out,
        })
    }

    /// Writes the table of the columns that are kept, if it is to be written.
    pub(super) fn keep(&self, args: &Keep, id: Option<&str>, kept: &[usize]) -> Result<(), Stop> {
        keep(&self.table, args, id, kept)
    }
}

/// Writes some columns of a table, if they are to be written.
pub(super) fn keep(
    table: &Table,
    args: &Keep,
    id: Option<&str>,
    kept: &[usize],
) -> Result<(), Stop> {
    let Some(path) = &args.keep else {
        return Ok(());
    };
    let names: Vec<&str> = kept.iter().map(|&at| table.names()[at].as_str()).collect();
    let some = table
        .select(&names)
        .map_err(|problem| Stop::refused(format!("the table{problem}")))?;
    new_table(path, &(&some, id.unwrap_or("row")))
}

/// Columns of two values may be outcomes, which must not be changed.
pub(super) fn warn_of_labels(table: &Table, report: &Report) {
    let is_label = |column: ArrayView1<'_, f64>| {
        let mut values: Vec<f64> = column
            .iter()
            .copied()
            .filter(|value| !value.is_nan())
            .collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        values.len() == 2
    };
    let values = table.values();
    let columns = table.names().iter().zip(values.columns());
    let labels = columns.filter_map(|(name, column)| is_label(column).then_some(name.as_str()));
    let labels: Vec<&str> = labels.collect();
    if !labels.is_empty() {
        report.warning(&format!(
            "columns of two values are taken for features: {}; `--except` names those that are none",
            listed(&labels)
        ));
    }
}

/// How many columns are no candidates.
pub(super) fn tell(table: &Path, left_out: usize, report: &Report) {
    if left_out > 0 {
        let table = table.display();
        report.warning(&format!(
            "{table}: columns that are no numbers, or diagnostics, are left out: {left_out}"
        ));
    }
}

/// Whether a column says how features came about, as `voxomics extract` and `voxomics deep` write it, or `voxomics widen` of it.
pub(super) fn is_diagnostic(name: &str) -> bool {
    const KINDS: [&str; 5] = ["Configuration_", "Image-", "Mask-", "Versions_", "deep_"];
    let widened = name.split("_diagnostics_").skip(1);
    name.starts_with("diagnostics_")
        || widened
            .into_iter()
            .any(|rest| KINDS.iter().any(|kind| rest.starts_with(kind)))
}

/// Columns with a number and no text but for diagnostics, and all others; those that flags name are neither.
fn numbers(sheet: &Sheet, others: &[&str]) -> (Vec<String>, Vec<String>) {
    let candidates = sheet
        .names()
        .iter()
        .filter(|name| !others.contains(&name.as_str()));
    candidates.cloned().partition(|name| {
        let cells = sheet
            .column(name)
            .and_then(|column| column.numbers_or_missing());
        !is_diagnostic(name) && cells.is_ok_and(|cells| cells.iter().any(Option::is_some))
    })
}

fn of_table(common: &Common, problem: voxomics::table::Problem) -> Stop {
    Stop::refused(voxomics::table::Error::Refused {
        path: common.table.clone(),
        problem,
    })
}

#[cfg(test)]
mod tests {
    use super::is_diagnostic;

    #[test]
    fn diagnostics_are_told_from_features() {
        for name in [
            "diagnostics_Mask-original_VoxelNum",
            "arterial_diagnostics_Image-original_Mean",
            "CT_diagnostics_deep_Slices",
            "diagnostics_deep_Score",
        ] {
            assert!(is_diagnostic(name), "{name}");
        }
        for name in [
            "original_shape_Sphericity",
            "my_diagnostics_score",
            "deep_resnet18_0",
        ] {
            assert!(!is_diagnostic(name), "{name}");
        }
    }
}
