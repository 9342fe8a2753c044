//! From the bytes of a case list to a header and rows of cells.

use std::io::Read;
use std::path::Path;

use super::{Error, Layout, Problem};
use crate::file;

/// Ten million rows of paths; a larger file is an image given by mistake, or endless.
const LIMIT: u64 = 1 << 30;

/// A header and rows of equal length, with the line on which each begins.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<(u64, Vec<String>)>,
}

pub(super) fn read(path: &Path, layout: &Layout) -> Result<Table, Error> {
    let mut bytes = Vec::new();
    file::open(path)
        .and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes))
        .map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
    parse(&bytes, layout).map_err(|problem| Error::Refused {
        path: path.to_owned(),
        problem,
    })
}

fn parse(bytes: &[u8], layout: &Layout) -> Result<Table, Problem> {
    if bytes.len() as u64 > LIMIT {
        return Err(Problem::TooLarge { limit: LIMIT });
    }
    let text = decode(bytes)?;
    let separator = separator(text, layout);
    let mut table = Table::default();
    let mut reader = reader(text, separator);
    for record in reader.records() {
        let record = record.expect("memory does not fail, and a str is UTF-8");
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        let line = record
            .position()
            .map_or(0, |position| first_line(text, position));
        if table.header.is_empty() {
            table.header = cells.iter().map(|name| name.trim().to_owned()).collect();
        } else if cells.len() == table.header.len() {
            table.rows.push((line, cells));
        } else {
            return Err(Problem::Cells {
                line,
                cells: cells.len(),
                columns: table.header.len(),
            });
        }
    }
    Ok(table)
}

/// The parser's position is that of the blank lines before a record.
fn first_line(text: &str, position: &csv::Position) -> u64 {
    let start = usize::try_from(position.byte()).expect("within the text");
    let blank = text.as_bytes()[start..]
        .iter()
        .take_while(|byte| b"\r\n".contains(byte));
    position.line() + blank.filter(|&&byte| byte == b'\n').count() as u64
}

fn decode(bytes: &[u8]) -> Result<&str, Problem> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Some(position) = bytes.iter().position(|&byte| byte == 0) {
        let line = line_of(bytes, position);
        return Err(Problem::Nul { line });
    }
    let text = str::from_utf8(bytes).map_err(|error| Problem::NotUtf8 {
        line: line_of(bytes, error.valid_up_to()),
    })?;
    if text.trim().is_empty() {
        return Err(Problem::Empty);
    }
    Ok(text)
}

fn line_of(bytes: &[u8], position: usize) -> u64 {
    let breaks = bytes[..position].iter().filter(|&&byte| byte == b'\n');
    1 + breaks.count() as u64
}

/// The separator under which the header has every required column; else the one under which it has
/// the most columns, for the message.
fn separator(text: &str, layout: &Layout) -> u8 {
    const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
    let header = |separator| -> Vec<String> {
        let mut records = reader(text, separator).into_records();
        let first = records.next().and_then(Result::ok).unwrap_or_default();
        first.iter().map(|name| name.trim().to_owned()).collect()
    };
    let complete = |&separator: &u8| layout.missing_from(&header(separator)).is_none();
    let fitting = SEPARATORS.into_iter().find(complete);
    let most = || {
        SEPARATORS
            .into_iter()
            .rev()
            .max_by_key(|&separator| header(separator).len())
    };
    fitting.or_else(most).expect("three separators")
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}
