//! Reading YAML; the one place that knows the parser.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, StrInput};

use super::error::Error;
use super::place::Place;
use super::scalar;
use super::value::{Entry, Value};

/// Deepest nesting; a parameter file needs four levels.
pub(super) const MAX_DEPTH: usize = 32;

/// Most values, those behind aliases counted each time; ten image types with every setting have 500.
pub(super) const MAX_VALUES: usize = 20_000;

/// The one document of a YAML text.
pub(super) fn parse(text: &str) -> Result<Value, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    refuse_old_version(text)?;
    let mut loader = Loader {
        parser: Parser::new_from_str(text),
        anchors: HashMap::new(),
        values: 0,
    };
    let mut document = None;
    loop {
        let (event, at) = loader.next()?;
        match event {
            Event::StreamEnd => return Ok(document.unwrap_or(Value::Null)),
            Event::StreamStart | Event::DocumentEnd | Event::Nothing => {}
            Event::DocumentStart(_) if document.is_some() => {
                return Err(refused(at, "a second document: parameters are one"));
            }
            Event::DocumentStart(_) => {
                let (event, at) = loader.next()?;
                document = Some(loader.value(event, at, 0)?);
            }
            _ => return Err(refused(at, "a value outside the document")),
        }
    }
}

/// Under `%YAML 1.1`, 010 is 8 and `yes` is true: `PyRadiomics` reads it so, and we would not.
fn refuse_old_version(text: &str) -> Result<(), Error> {
    let before_values = |line: &&str| line.starts_with(['%', '#']) || line.trim().is_empty();
    let head = text.lines().take_while(before_values);
    let mut versions = (1..).zip(head).filter_map(|(number, line)| {
        let version = line.strip_prefix("%YAML")?.trim();
        Some((number, version.split_whitespace().next().unwrap_or("")))
    });
    match versions.find(|&(_, version)| version != "1.2") {
        Some((line, version)) => Err(Error::Syntax {
            line,
            column: 1,
            reason: format!(
                "YAML {version} reads numbers in other ways: remove the line, and check them"
            ),
        }),
        None => Ok(()),
    }
}

struct Loader<'input> {
    parser: Parser<'input, StrInput<'input>>,
    anchors: HashMap<usize, Value>,
    values: usize,
}

impl<'input> Loader<'input> {
    fn next(&mut self) -> Result<(Event<'input>, Marker), Error> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, span.start)),
            Some(Err(error)) => Err(refused(*error.marker(), error.info())),
            None => Ok((Event::StreamEnd, Marker::default())),
        }
    }

    fn value(&mut self, event: Event<'_>, at: Marker, depth: usize) -> Result<Value, Error> {
        if depth == MAX_DEPTH {
            return Err(refused(at, &format!("nesting beyond {MAX_DEPTH} levels")));
        }
        self.values += 1;
        self.check_size(at)?;
        let (value, anchor) = match event {
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, Some(_))
            | Event::MappingStart(_, Some(_)) => {
                return Err(refused(at, "a tag: write the value without it"));
            }
            Event::Scalar(word, style, anchor, None) => (plain_or_text(&word, style), anchor),
            Event::SequenceStart(anchor, None) => (self.list(depth)?, anchor),
            Event::MappingStart(anchor, None) => (self.map(depth)?, anchor),
            Event::Alias(anchor) => (self.alias(anchor, at)?, 0),
            _ => return Err(refused(at, "the end of the text where a value is due")),
        };
        if anchor != 0 {
            self.anchors.insert(anchor, value.clone());
        }
        Ok(value)
    }

    fn list(&mut self, depth: usize) -> Result<Value, Error> {
        let mut items = Vec::new();
        loop {
            let (event, at) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(Value::List(items));
            }
            items.push(self.value(event, at, depth + 1)?);
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, Error> {
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let (event, at) = self.next()?;
            let key = match event {
                Event::MappingEnd => return Ok(Value::Map(entries)),
                Event::Scalar(key, _, 0, None) => key.into_owned(),
                _ => return Err(refused(at, "a key that is not a plain word")),
            };
            if key == "<<" {
                return Err(refused(
                    at,
                    "a merge key `<<`: write out what it stands for",
                ));
            }
            let line = Some(at.line());
            if entries.iter().any(|entry| entry.key == key) {
                let place = Place::new(key, line);
                return Err(Error::Twice { place });
            }
            let (event, at) = self.next()?;
            let value = self.value(event, at, depth + 1)?;
            entries.push(Entry { key, line, value });
        }
    }

    fn alias(&mut self, anchor: usize, at: Marker) -> Result<Value, Error> {
        let Some(value) = self.anchors.get(&anchor) else {
            return Err(refused(at, "an alias within what it stands for"));
        };
        // Before it is copied: a few hundred aliases of aliases can stand for billions of values.
        self.values += value.count();
        self.check_size(at)?;
        Ok(value.clone())
    }

    fn check_size(&self, at: Marker) -> Result<(), Error> {
        if self.values > MAX_VALUES {
            return Err(refused(at, &format!("more than {MAX_VALUES} values")));
        }
        Ok(())
    }
}

fn plain_or_text(word: &str, style: ScalarStyle) -> Value {
    match style {
        ScalarStyle::Plain => scalar::resolve(word),
        _ => Value::Text(word.to_owned()),
    }
}

fn refused(at: Marker, reason: &str) -> Error {
    Error::Syntax {
        line: at.line(),
        column: at.col() + 1,
        reason: reason.to_owned(),
    }
}
