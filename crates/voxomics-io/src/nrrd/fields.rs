//! The header's lines, not yet understood.

use std::collections::BTreeMap;

use crate::error::{Fault, Kind};
use crate::source::Source;

/// The most that a header may take.
const LONGEST: u64 = 16 << 20;

/// Whether a file that begins with `head` is an NRRD of any version.
pub(crate) fn recognises(head: &[u8]) -> bool {
    head.starts_with(b"NRRD0")
}

/// `field: value` and `key:=value` lines, and the names after `data file: LIST`.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// Under their names in lower case without spaces: `data file` and `datafile` are the same.
    values: BTreeMap<String, String>,
    pub(super) pairs: Vec<(String, String)>,
    pub(super) list: Vec<String>,
}

impl Fields {
    /// Reads up to the empty line that ends an attached header, or to the end of a detached one.
    pub(super) fn read(source: &mut Source) -> Result<Self, Fault> {
        let mut fields = Self::default();
        let mut left = LONGEST;
        let magic = next_line(source, &mut left)?.unwrap_or_default();
        if !matches!(
            magic.as_str(),
            "NRRD0001" | "NRRD0002" | "NRRD0003" | "NRRD0004" | "NRRD0005"
        ) {
            let message =
                format!("version `{magic}` of NRRD is not read: NRRD0001 to NRRD0005 are");
            return Err(Fault::new(Kind::Unsupported, message));
        }
        while let Some(line) = next_line(source, &mut left)? {
            if line.is_empty() {
                return Ok(fields);
            }
            if let Err(fault) = fields.take(line) {
                // A line that is cut off is not what it seems.
                return Err(if source.peek()?.is_empty() {
                    truncated()
                } else {
                    fault
                });
            }
        }
        if fields.get("data file").is_some() {
            return Ok(fields);
        }
        Err(truncated())
    }

    fn take(&mut self, line: String) -> Result<(), Fault> {
        if line.starts_with('#') {
            return Ok(());
        }
        if self.is_list() {
            self.list.push(line);
            return Ok(());
        }
        let Some((name, value)) = line.split_once(':') else {
            return Err(bad(format!(
                "line `{}` is neither a field nor a comment",
                line.escape_debug()
            )));
        };
        if let Some(value) = value.strip_prefix('=') {
            self.pairs.push((name.to_owned(), value.to_owned()));
            return Ok(());
        }
        if self
            .values
            .insert(key(name), value.trim().to_owned())
            .is_some()
        {
            return Err(bad(format!("field `{name}` stands twice")));
        }
        Ok(())
    }

    /// Whether the lines that follow are names of data files.
    pub(super) fn is_list(&self) -> bool {
        self.get("data file")
            .is_some_and(|value| value.split_whitespace().next() == Some("LIST"))
    }

    /// The value of a field.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(&key(name)).map(String::as_str)
    }

    /// The value of a field that must be there.
    pub(super) fn need(&self, name: &str) -> Result<&str, Fault> {
        self.get(name)
            .ok_or_else(|| bad(format!("field `{name}` is missing")))
    }

    /// The numbers of a field, one an axis; NaN where a value is unknown.
    pub(super) fn per_axis(&self, name: &str, axes: usize) -> Result<Option<Vec<f64>>, Fault> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let numbers: Result<Vec<f64>, _> = value.split_whitespace().map(str::parse).collect();
        match numbers {
            Ok(numbers) if numbers.len() == axes => Ok(Some(numbers)),
            _ => Err(bad(format!(
                "`{name}: {value}` is not {axes} numbers, one an axis"
            ))),
        }
    }

    /// A whole number.
    pub(super) fn integer(&self, name: &str) -> Result<Option<i64>, Fault> {
        let parse = |value: &str| {
            value
                .parse()
                .map_err(|_| bad(format!("`{name}: {value}` is not a whole number")))
        };
        self.get(name).map(parse).transpose()
    }
}

/// A line without its end, or nothing at the end of the file.
fn next_line(source: &mut Source, left: &mut u64) -> Result<Option<String>, Fault> {
    let mut line = source.line(*left)?;
    *left -= line.len() as u64;
    if line.last() == Some(&b'\n') {
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        return Ok(Some(String::from_utf8_lossy(&line).into_owned()));
    }
    if *left == 0 {
        let message = format!("the header exceeds the limit of {LONGEST} bytes");
        return Err(Fault::new(Kind::LimitExceeded, message));
    }
    Ok((!line.is_empty()).then(|| String::from_utf8_lossy(&line).into_owned()))
}

fn truncated() -> Fault {
    let message = "the header ends early: neither an empty line nor a data file follows it";
    Fault::new(Kind::Truncated, message)
}

fn key(name: &str) -> String {
    let mut key = name.to_ascii_lowercase();
    key.retain(|character| !character.is_whitespace());
    key
}

pub(super) fn bad(message: String) -> Fault {
    Fault::new(Kind::BadHeader, message)
}
