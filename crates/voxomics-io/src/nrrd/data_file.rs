//! Where a detached header's voxels lie.

use std::path::{Component, Path};

use super::axes::Axes;
use super::fields::{Fields, bad};
use crate::error::{Fault, Kind};
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
    let files: Result<_, Fault> = if fields.is_list() {
        check_count(fields.list.len() as u64, subdimension(value, 1)?, axes)?;
        fields
            .list
            .iter()
            .map(|name| locate(name, header))
            .collect()
    } else if let Some(pattern) = Pattern::parse(value)? {
        check_count(pattern.count, subdimension(value, 4)?, axes)?;
        pattern.names().map(|name| locate(&name, header)).collect()
    } else {
        locate(value, header).map(|file| vec![file])
    };
    files.map(Some)
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

/// `name%02d.raw min max step`.
struct Pattern<'a> {
    before: &'a str,
    width: usize,
    zeros: bool,
    after: &'a str,
    first: i64,
    step: i64,
    count: u64,
}

impl<'a> Pattern<'a> {
    /// Nothing if the value is just a name.
    fn parse(value: &'a str) -> Result<Option<Self>, Fault> {
        let words: Vec<&str> = value.split_whitespace().collect();
        let (format, first, last, step) = match words.as_slice() {
            [format, first, last, step] | [format, first, last, step, _]
                if format.contains('%') =>
            {
                (*format, *first, *last, *step)
            }
            _ => return Ok(None),
        };
        let wrong = || {
            bad(format!(
                "`data file: {value}` is not a pattern with one %d, first, last and step"
            ))
        };
        let numbers: Result<Vec<i64>, _> =
            [first, last, step].into_iter().map(str::parse).collect();
        let Ok([first, last, step]) = numbers.as_deref() else {
            return Err(wrong());
        };
        let count = count(*first, *last, *step).ok_or_else(wrong)?;
        let (before, rest) = format.split_once('%').ok_or_else(wrong)?;
        let (digits, after) = rest.split_once('d').ok_or_else(wrong)?;
        let width = if digits.is_empty() {
            Some(0)
        } else {
            digits.parse().ok()
        };
        let width = width
            .filter(|&width| width <= 20 && !after.contains('%'))
            .ok_or_else(wrong)?;
        Ok(Some(Self {
            before,
            width,
            zeros: digits.starts_with('0'),
            after,
            first: *first,
            step: *step,
            count,
        }))
    }

    /// The names, one at a time: a small header can declare billions.
    fn names(&self) -> impl Iterator<Item = String> {
        let Self {
            before,
            width,
            zeros,
            after,
            first,
            step,
            count,
        } = *self;
        (0..count).map(move |index| {
            // Between first and last, so that nothing overflows.
            let number = first + step * i64::try_from(index).expect("the count fits");
            if zeros {
                format!("{before}{number:0width$}{after}")
            } else {
                format!("{before}{number:width$}{after}")
            }
        })
    }
}

/// How many numbers lie from first to last; nothing if the step does not lead there.
fn count(first: i64, last: i64, step: i64) -> Option<u64> {
    let span = last.checked_sub(first)?;
    let leads = step != 0 && span.signum() * step.signum() >= 0;
    leads
        .then(|| span.unsigned_abs() / step.unsigned_abs())
        .and_then(|steps| {
            let count = i64::try_from(steps).ok()?.checked_add(1)?;
            u64::try_from(count).ok()
        })
}

/// A data file that lies in the header's folder, links followed, and is a plain file.
fn locate(name: &str, header: &Path) -> Result<DataFile, Fault> {
    let unsafe_path = |why: &str| {
        let message = format!("data file `{name}` {why}: it must lie in the header's folder");
        Fault::new(Kind::UnsafePath, message)
    };
    let relative = Path::new(name);
    let inside = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    if !relative.components().all(inside) || name.contains('\\') {
        return Err(unsafe_path("leaves the folder"));
    }
    let folder = header
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let path = folder.join(relative);
    let missing = |_| {
        let message = format!("data file `{name}` is not in the header's folder");
        Fault::new(Kind::MissingCompanion, message)
    };
    let resolved = path.canonicalize().map_err(missing)?;
    let folder = folder
        .canonicalize()
        .map_err(|error| Fault::io("opened", &error))?;
    if !resolved.starts_with(&folder) {
        return Err(unsafe_path("is a link that leaves the folder"));
    }
    if !resolved.is_file() {
        return Err(unsafe_path("is not a plain file"));
    }
    Ok(DataFile {
        path,
        name: name.to_owned(),
    })
}
