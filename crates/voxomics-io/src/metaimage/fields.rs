//! The header's lines, not yet understood.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::error::{Fault, Kind};
use crate::source::Source;

/// The most that a header may take.
const LONGEST: u64 = 16 << 20;

/// Fields that a header can begin with.
const FIRST: [&str; 9] = [
    "objecttype",
    "objectsubtype",
    "ndims",
    "comment",
    "name",
    "id",
    "transformtype",
    "binarydata",
    "dimsize",
];

/// Whether a file begins like a header: `Field = value`, one of those that can be first.
pub(crate) fn recognises(head: &[u8]) -> bool {
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let field = line.split(|&byte| byte == b'=').next().unwrap_or_default();
    field.len() < line.len()
        && std::str::from_utf8(field).is_ok_and(|name| FIRST.contains(&key(name).as_str()))
}

/// `Field = value` lines up to `ElementDataFile`, which ends the header, and the names after `LIST`.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// Under their names in lower case.
    values: BTreeMap<String, String>,
    pub(super) list: Vec<String>,
}

impl Fields {
    pub(super) fn read(source: &mut Source) -> Result<Self, Fault> {
        let mut fields = Self::default();
        let mut left = LONGEST;
        while let Some(line) = next_line(source, &mut left)? {
            if line.trim().is_empty() {
                continue;
            }
            let Some((name, value)) = line.split_once('=') else {
                let line = line.escape_debug();
                return Err(bad(format!("line `{line}` is no field with a value")));
            };
            let (name, value) = (name.trim(), value.trim().to_owned());
            if fields.values.insert(key(name), value).is_some() {
                return Err(bad(format!("field `{name}` stands twice")));
            }
            if key(name) == "elementdatafile" {
                if fields.is_list() {
                    fields.read_list(source, &mut left)?;
                }
                return Ok(fields);
            }
        }
        Err(bad(
            "field `ElementDataFile`, the last of a header, is missing".to_owned(),
        ))
    }

    fn read_list(&mut self, source: &mut Source, left: &mut u64) -> Result<(), Fault> {
        while let Some(line) = next_line(source, left)? {
            let name = line.trim();
            if !name.is_empty() {
                self.list.push(name.to_owned());
            }
        }
        Ok(())
    }

    /// Whether the lines that follow are names of data files.
    pub(super) fn is_list(&self) -> bool {
        self.get("ElementDataFile")
            .is_some_and(|value| value.split_whitespace().next() == Some("LIST"))
    }

    /// The value of a field.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(&key(name)).map(String::as_str)
    }

    /// The name and value of the first of these fields that is there.
    pub(super) fn first_of<'a>(&self, names: &[&'a str]) -> Option<(&'a str, &str)> {
        names.iter().find_map(|&name| Some((name, self.get(name)?)))
    }

    /// The value of a field that must be there.
    pub(super) fn need(&self, name: &str) -> Result<&str, Fault> {
        self.get(name)
            .ok_or_else(|| bad(format!("field `{name}` is missing")))
    }

    /// The numbers of the first of these fields that is there.
    pub(super) fn numbers<T: FromStr>(
        &self,
        names: &[&str],
        count: usize,
    ) -> Result<Option<Vec<T>>, Fault> {
        let Some((name, value)) = self.first_of(names) else {
            return Ok(None);
        };
        let numbers: Result<Vec<T>, _> = value.split_whitespace().map(str::parse).collect();
        match numbers {
            Ok(numbers) if numbers.len() == count => Ok(Some(numbers)),
            _ => Err(bad(format!("`{name} = {value}` is not {count} numbers"))),
        }
    }

    /// `True` or `False`.
    pub(super) fn flag(&self, names: &[&str], default: bool) -> Result<bool, Fault> {
        let Some((name, value)) = self.first_of(names) else {
            return Ok(default);
        };
        match value.to_ascii_lowercase().as_str() {
            "true" | "t" | "1" => Ok(true),
            "false" | "f" | "0" => Ok(false),
            _ => Err(bad(format!("`{name} = {value}` is neither True nor False"))),
        }
    }
}

/// A line without its end, or nothing at the end of the file.
fn next_line(source: &mut Source, left: &mut u64) -> Result<Option<String>, Fault> {
    let mut line = source.line(*left)?;
    *left -= line.len() as u64;
    if line.is_empty() && *left > 0 {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') && *left == 0 {
        let message = format!("the header exceeds the limit of {LONGEST} bytes");
        return Err(Fault::new(Kind::LimitExceeded, message));
    }
    while matches!(line.last(), Some(b'\n' | b'\r')) {
        line.pop();
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}

fn key(name: &str) -> String {
    name.trim().to_ascii_lowercase()
}

pub(super) fn bad(message: String) -> Fault {
    Fault::new(Kind::BadHeader, message)
}
