//! Which folds together leave out each row once.

use std::ops::Range;

use voxomics_stats::resample::Fold;

use super::Error;
use crate::folds;

/// Runs of folds, each of which divides all rows.
pub(super) fn divide(folds: &[Fold], rows: usize) -> Result<Vec<Range<usize>>, Error> {
    folds::check(folds, rows)?;
    let mut divisions = Vec::new();
    let (mut start, mut left) = (0, rows);
    let mut is_out = vec![false; rows];
    for (number, fold) in folds.iter().enumerate() {
        for &row in &fold.test {
            if is_out[row] {
                return Err(uneven(folds, row));
            }
            is_out[row] = true;
            left -= 1;
        }
        if left == 0 {
            divisions.push(start..number + 1);
            start = number + 1;
            left = rows;
            is_out.fill(false);
        }
    }
    match is_out.iter().position(|&is_out| !is_out) {
        Some(row) if start < folds.len() => Err(uneven(folds, row)),
        _ => Ok(divisions),
    }
}

fn uneven(folds: &[Fold], row: usize) -> Error {
    let tests = folds.iter().flat_map(|fold| &fold.test);
    Error::Division {
        row,
        times: tests.filter(|&&other| other == row).count(),
        folds: folds.len(),
    }
}
