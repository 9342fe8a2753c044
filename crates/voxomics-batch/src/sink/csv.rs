//! Comma-separated values.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::{Row, Sink};
use crate::{Output, Value, output};

/// A header and a row for each row, separated by commas, quoted as RFC 4180 has it, lines ending in
/// a line feed; numbers as Python prints them.
///
/// Text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a
/// carriage return, and is no number) gets a `'` in front: a patient's ID must not run anything.
///
/// The only sink that appends: the header must be the same, and the file with the new rows replaces
/// the old one in one step.
#[derive(Debug)]
pub struct Csv {
    output: Output,
}

impl Csv {
    /// Rows into `output`.
    #[must_use]
    pub fn new(output: Output) -> Self {
        Self { output }
    }

    /// The rows that are there, if they have this header.
    fn copy_previous(&mut self, path: &Path, header: &[u8]) -> Result<(), output::Error> {
        let mut old = output::open_previous(path)?;
        if let Some(difference) = difference(&old, header) {
            return Err(output::Error::Header {
                path: path.to_owned(),
                difference,
            });
        }
        let output = &mut self.output;
        let copied = copy_lines(&mut old, output);
        copied.map_err(|source| output.error(source))
    }
}

/// All of `old`, and the line feed that an editor may have taken from its last line.
fn copy_lines(old: &mut File, output: &mut Output) -> io::Result<()> {
    let mut last = [0];
    old.seek(SeekFrom::End(-1))?;
    old.read_exact(&mut last)?;
    old.rewind()?;
    io::copy(old, output)?;
    if last == *b"\n" {
        Ok(())
    } else {
        output.write_all(b"\n")
    }
}

impl Sink for Csv {
    fn begin(&mut self, columns: &[String]) -> Result<(), output::Error> {
        let names: Vec<Value> = columns
            .iter()
            .map(|name| Value::from(name.as_str()))
            .collect();
        let header = line(&names);
        match self.output.previous().map(Path::to_owned) {
            Some(path) => self.copy_previous(&path, &header),
            None => self.output.add(&header),
        }
    }

    fn write(&mut self, row: &Row<'_>) -> Result<(), output::Error> {
        self.output.add(&line(row.values))
    }

    fn finish(&mut self) -> Result<(), output::Error> {
        self.output.commit()
    }
}

/// `values` as one line of a table.
pub(crate) fn line(values: &[Value]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let cells = values.iter().map(|value| match value {
        Value::Text(text) => defuse(text),
        other => other.to_string(),
    });
    writer
        .write_record(cells)
        .expect("one record has no length to differ from");
    writer
        .into_inner()
        .expect("writing to memory does not fail")
}

fn defuse(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula && text.parse::<f64>().is_err() {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// How the first lines of two tables differ, in words.
fn difference(old: impl Read, new: &[u8]) -> Option<String> {
    let (old, new) = (names(old), names(new));
    let pairs = old.iter().zip(&new).enumerate();
    if let Some((index, (old, new))) = pairs.into_iter().find(|(_, (old, new))| old != new) {
        return Some(format!("its column {} is `{old}`, not `{new}`", index + 1));
    }
    let [old, new] = [old.len(), new.len()];
    (old != new).then(|| format!("it has {old} columns, not {new}"))
}

/// The first record; what cannot be read has no names, and so differs.
fn names(table: impl Read) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(table);
    let mut header = csv::ByteRecord::new();
    let _ = reader.read_byte_record(&mut header);
    header
        .iter()
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect()
}
