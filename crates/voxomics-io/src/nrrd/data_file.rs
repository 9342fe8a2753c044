//! Where a detached header's voxels lie.

use std::path::Path;

use super::axes::Axes;
use super::fields::{Fields, bad};
use crate::companion;
use crate::error::Fault;
use crate::plan::DataFile;

/// The data files of a header, in order; nothing if the voxels follow the header itself.
pub(super) fn read(
    fields: &Fields,
    axes: &Axes,
    header: &Path,
) -> Result<Option<Vec<DataFile>>, Fault> {
    let Some(value) = fields.get("data file") else {
        return Ok(None);
    };
    let list = fields.is_list().then_some(fields.list.as_slice());
    // The word behind `LIST` or behind the pattern's numbers.
    let word = if list.is_some() { 1 } else { 4 };
    let check = |count| check_count(count, subdimension(value, word)?, axes);
    companion::files(value, list, header, check).map(Some)
}

/// The optional word of the field that says how many dimensions a file has.
fn subdimension(value: &str, word: usize) -> Result<Option<usize>, Fault> {
    let parse = |word: &str| {
        word.parse().map_err(|_| {
            bad(format!(
                "`{word}` in `data file: {value}` is not a dimension"
            ))
        })
    };
    value.split_whitespace().nth(word).map(parse).transpose()
}

/// Every file holds the same share: the slices of the slowest axis, unless the header says so.
fn check_count(files: u64, dimension: Option<usize>, axes: &Axes) -> Result<(), Fault> {
    let all = axes.sizes.len();
    let dimension = dimension.unwrap_or(all - 1);
    let pieces = axes.sizes.get(dimension..).map(|sizes| {
        sizes
            .iter()
            .fold(1_u64, |pieces, &size| pieces.saturating_mul(size as u64))
    });
    let fits = match pieces {
        // Slabs of whole slices.
        Some(1) if dimension == all => {
            files > 0 && (axes.sizes[all - 1] as u64).is_multiple_of(files)
        }
        Some(pieces) => pieces == files,
        None => false,
    };
    if fits {
        return Ok(());
    }
    let sizes = &axes.sizes;
    Err(bad(format!(
        "{files} data files do not fit sizes {sizes:?}, each of {dimension} dimensions"
    )))
}
