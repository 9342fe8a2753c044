//! Data files beside a header: their names, and whether they may be opened.

use std::path::{Component, Path};

use crate::error::{Fault, Kind};
use crate::plan::DataFile;

/// The files that a header names, in order: those of its list, of a pattern, or the only one. `check` says whether the
/// image can lie in so many.
pub(crate) fn files(
    value: &str,
    list: Option<&[String]>,
    header: &Path,
    check: impl Fn(u64) -> Result<(), Fault>,
) -> Result<Vec<DataFile>, Fault> {
    if let Some(names) = list {
        check(names.len() as u64)?;
        return names.iter().map(|name| locate(name, header)).collect();
    }
    if let Some(pattern) = Pattern::parse(value)? {
        check(pattern.count)?;
        return pattern.names().map(|name| locate(&name, header)).collect();
    }
    locate(value, header).map(|file| vec![file])
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
            let message = format!("`{value}` is not a pattern with one %d, first, last and step");
            Fault::new(Kind::BadHeader, message)
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
