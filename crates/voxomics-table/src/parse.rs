//! From the bytes of a CSV file to a header and rows of cells.

use crate::{Problem, Row};

/// Ten million rows; a larger file is an image given by mistake, or endless.
pub(crate) const LIMIT: u64 = 1 << 30;

/// A header, and rows of as many cells.
pub(crate) type Parsed = (Vec<String>, Vec<Row>);

pub(crate) fn parse(bytes: &[u8], wanted: &[&str]) -> Result<Parsed, Problem> {
    if bytes.len() as u64 > LIMIT {
        return Err(Problem::TooLarge { limit: LIMIT });
    }
    let text = decode(bytes)?;
    let separator = separator(text, wanted);
    if let Some(position) = unclosed_quote(text.as_bytes(), separator) {
        let line = line_of(text.as_bytes(), position);
        return Err(Problem::UnclosedQuote { line });
    }
    let mut header: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for record in reader(text, separator).records() {
        let record = record.expect("memory does not fail, and a str is UTF-8");
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        let line = record
            .position()
            .map_or(0, |position| first_line(text, position));
        if header.is_empty() {
            header = cells.iter().map(|name| name.trim().to_owned()).collect();
        } else {
            rows.push(Row { line, cells });
        }
    }
    Ok((header, rows))
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

/// Where a byte of a table stands.
#[derive(Clone, Copy)]
enum Place {
    Begin,
    Plain,
    /// Within quotes, opened there.
    Quoted(usize),
    /// After a quote that closes them, unless it is the first of two.
    Closed(usize),
}

/// Where a quote opens a cell that nothing closes before the end of the text; the parser would take the rest as one cell.
fn unclosed_quote(text: &[u8], separator: u8) -> Option<usize> {
    let ends_cell = |byte: u8| byte == separator || byte == b'\n' || byte == b'\r';
    let next = |place: Place, (position, &byte): (usize, &u8)| match (place, byte) {
        (Place::Quoted(opened), b'"') => Place::Closed(opened),
        (Place::Closed(opened), b'"') | (Place::Quoted(opened), _) => Place::Quoted(opened),
        (Place::Begin, b'"') => Place::Quoted(position),
        (_, byte) if ends_cell(byte) => Place::Begin,
        _ => Place::Plain,
    };
    match text.iter().enumerate().fold(Place::Begin, next) {
        Place::Quoted(opened) => Some(opened),
        _ => None,
    }
}

/// The separator under which the header has every wanted column; else the one under which it has the most columns.
fn separator(text: &str, wanted: &[&str]) -> u8 {
    const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
    let header = |separator| -> Vec<String> {
        let mut records = reader(text, separator).into_records();
        let first = records.next().and_then(Result::ok).unwrap_or_default();
        first.iter().map(|name| name.trim().to_owned()).collect()
    };
    let complete = |&separator: &u8| {
        let header = header(separator);
        wanted
            .iter()
            .all(|name| header.iter().any(|found| found == name))
    };
    let fitting = SEPARATORS
        .into_iter()
        .find(complete)
        .filter(|_| !wanted.is_empty());
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

/// Between double quotes where a reader would take it for more than one cell, or for less.
pub(crate) fn quoted(cell: &str) -> String {
    let is_plain = !cell.is_empty()
        && cell.trim() == cell
        && !cell.contains([',', ';', '\t', '"', '\n', '\r']);
    if is_plain {
        cell.to_owned()
    } else {
        format!("\"{}\"", cell.replace('"', "\"\""))
    }
}
