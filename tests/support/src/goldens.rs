//! Goldens of cases with an `input` and an `expected`, compared field by field.
//!
//! A test answers each case with a JSON value of the shape of `expected`; every field of `expected` is looked up in it, so
//! that none can be forgotten, except those that a file of exceptions lists.

#![allow(clippy::float_cmp, reason = "equal doubles have no error")]

use std::fmt;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

/// How near an answer must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Near {
    /// Equal.
    Exact,
    /// `|got - want| / max(1, |want|)` at most this.
    Mixed(f64),
    /// `|got - want| / |want|` at most this; 0 for 0.
    Relative(f64),
}

impl Near {
    fn error(self, got: f64, want: f64) -> f64 {
        let apart = (got - want).abs();
        match self {
            _ if got == want => 0.0,
            Self::Exact => f64::INFINITY,
            Self::Mixed(_) => apart / want.abs().max(1.0),
            Self::Relative(_) => apart / want.abs(),
        }
    }

    fn limit(self) -> f64 {
        match self {
            Self::Exact => 0.0,
            Self::Mixed(limit) | Self::Relative(limit) => limit,
        }
    }
}

impl fmt::Display for Near {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact => formatter.write_str("equal"),
            Self::Mixed(limit) => write!(formatter, "{limit:e}"),
            Self::Relative(limit) => write!(formatter, "{limit:e} relative"),
        }
    }
}

/// One case of a file.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    /// Its name within the file.
    pub id: String,
    /// What the reference was given.
    pub input: Value,
    /// What it gave.
    #[serde(default)]
    pub expected: Value,
}

impl Case {
    /// The numbers of an array at a JSON pointer of the input; `"nan"` and `null` are NaN, `"inf"` and `"-inf"` infinite.
    ///
    /// # Panics
    ///
    /// If there is no array of numbers there.
    #[must_use]
    #[track_caller]
    pub fn numbers(&self, pointer: &str) -> Vec<f64> {
        numbers(
            self.input
                .pointer(pointer)
                .unwrap_or_else(|| panic!("{}: no {pointer}", self.id)),
        )
    }

    /// The same as labels.
    ///
    /// # Panics
    ///
    /// If there is anything but 0 and 1.
    #[must_use]
    #[track_caller]
    pub fn labels(&self, pointer: &str) -> Vec<bool> {
        let label = |number: f64| match number {
            0.0 => false,
            1.0 => true,
            _ => panic!("{}: label {number}", self.id),
        };
        self.numbers(pointer).into_iter().map(label).collect()
    }

    /// The same as whole numbers.
    ///
    /// # Panics
    ///
    /// If there is anything else.
    #[must_use]
    #[track_caller]
    pub fn indices(&self, pointer: &str) -> Vec<usize> {
        indices(
            self.input
                .pointer(pointer)
                .unwrap_or_else(|| panic!("{}: no {pointer}", self.id)),
        )
    }
}

/// An array of numbers; `"nan"` and `null` are NaN, `"inf"` and `"-inf"` infinite.
///
/// # Panics
///
/// If it is none.
#[must_use]
#[track_caller]
pub fn numbers(value: &Value) -> Vec<f64> {
    let array = value.as_array().expect("an array of numbers");
    array
        .iter()
        .map(|value| number(value).expect("a number"))
        .collect()
}

/// An array of whole numbers.
///
/// # Panics
///
/// If it is none.
#[must_use]
#[track_caller]
pub fn indices(value: &Value) -> Vec<usize> {
    let array = value.as_array().expect("an array of whole numbers");
    let index = |value: &Value| usize::try_from(value.as_u64().expect("a whole number"));
    array
        .iter()
        .map(|value| index(value).expect("an index"))
        .collect()
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Null => Some(f64::NAN),
        Value::Number(number) => number.as_f64(),
        Value::String(text) => match text.as_str() {
            "nan" => Some(f64::NAN),
            "inf" => Some(f64::INFINITY),
            "-inf" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        _ => None,
    }
}

/// A number as the goldens write it: infinities as text.
///
/// # Panics
///
/// If it is NaN: what is undefined must have said so by `None`.
#[must_use]
#[track_caller]
pub fn json(value: f64) -> Value {
    assert!(!value.is_nan(), "a silent NaN");
    match value {
        f64::INFINITY => "inf".into(),
        f64::NEG_INFINITY => "-inf".into(),
        _ => value.into(),
    }
}

/// The JSON of a file, which may be gzip.
///
/// # Panics
///
/// If it cannot be read.
#[must_use]
pub fn read(path: &Path) -> Value {
    let bytes = fs::read(path).expect("the golden file");
    let value = if bytes.starts_with(&[0x1f, 0x8b]) {
        serde_json::from_reader(flate2::read::GzDecoder::new(bytes.as_slice()))
    } else {
        serde_json::from_slice(&bytes)
    };
    value.expect("JSON")
}

#[derive(Debug, Deserialize)]
struct Exception {
    file: String,
    case: String,
    field: String,
}

#[derive(Debug, Deserialize)]
struct Exceptions {
    exceptions: Vec<Exception>,
}

#[derive(Debug, Deserialize)]
struct File {
    cases: Vec<Case>,
}

/// A file of cases, and what of it is not compared.
#[derive(Debug)]
pub struct Suite {
    file: String,
    cases: Vec<Case>,
    exceptions: Vec<Exception>,
}

/// What a comparison found; its text is a row of docs/PARITY.md.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The file.
    pub file: String,
    /// Cases in it.
    pub cases: usize,
    /// Fields compared.
    pub fields: usize,
    /// The largest error of all fields, in the measure of its field's tolerance.
    pub worst: f64,
    /// Where that is; empty if there is none.
    pub at: String,
    /// What is tolerated there.
    pub near: Near,
}

impl Summary {
    /// Of this and other cases of the same file.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let (cases, fields) = (self.cases + other.cases, self.fields + other.fields);
        let worse = if other.worst > self.worst {
            other
        } else {
            self
        };
        Self {
            cases,
            fields,
            ..worse
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A power of ten above: the last bits differ between releases of a compiler, the promise does not.
        let bound = ten_above(self.worst);
        let file = self.file.trim_end_matches(".json");
        let Self {
            cases,
            fields,
            at,
            near,
            ..
        } = self;
        write!(formatter, "| {file} | {cases} | {fields} | {bound} |")?;
        match at.as_str() {
            "" => formatter.write_str(" | |"),
            at => write!(formatter, " {near} | `{at}` |"),
        }
    }
}

/// The power of ten above an error, as text; `0` of none.
///
/// # Panics
///
/// If it is not finite.
///
/// ```
/// assert_eq!(voxomics_testkit::goldens::ten_above(2e-13), "1e-12");
/// ```
#[must_use]
pub fn ten_above(error: f64) -> String {
    if error == 0.0 {
        return "0".to_owned();
    }
    let scientific = format!("{error:e}");
    let (digits, exponent) = scientific.split_once('e').expect("an exponent");
    let exponent: i32 = exponent.parse().expect("an exponent");
    format!("1e{}", exponent + i32::from(digits != "1"))
}

impl Suite {
    /// The cases of `folder/file`, with `folder/EXCEPTIONS.json` where there is one.
    ///
    /// # Panics
    ///
    /// If they cannot be read.
    #[must_use]
    pub fn load(folder: &Path, file: &str) -> Self {
        let text = |name: &str| fs::read_to_string(folder.join(name));
        let File { cases } =
            serde_json::from_str(&text(file).expect("the golden file")).expect("cases");
        let exceptions = text("EXCEPTIONS.json").map_or_else(
            |_| Vec::new(),
            |text| {
                serde_json::from_str::<Exceptions>(&text)
                    .expect("exceptions")
                    .exceptions
            },
        );
        let exceptions = exceptions
            .into_iter()
            .filter(|exception| exception.file == file)
            .collect();
        Self {
            file: file.to_owned(),
            cases,
            exceptions,
        }
    }

    /// One more exception: a field of a case whose stored value a test of its own proves wrong.
    #[must_use]
    pub fn without(mut self, case: &str, field: &str) -> Self {
        self.exceptions.push(Exception {
            file: self.file.clone(),
            case: case.to_owned(),
            field: field.to_owned(),
        });
        self
    }

    /// Only some of its cases, where a tolerance is theirs alone.
    #[must_use]
    pub fn only_cases(mut self, keep: impl Fn(&Case) -> bool) -> Self {
        self.cases.retain(keep);
        self
    }

    /// Its cases.
    #[must_use]
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// One of its cases.
    ///
    /// # Panics
    ///
    /// If there is no such case.
    #[must_use]
    #[track_caller]
    pub fn case(&self, id: &str) -> &Case {
        let found = self.cases.iter().find(|case| case.id == id);
        found.unwrap_or_else(|| panic!("{}: no case {id}", self.file))
    }

    /// The same cases with these fields of `expected` only, for a file that several families share.
    ///
    /// # Panics
    ///
    /// If a case lacks one of them.
    #[must_use]
    pub fn only(mut self, fields: &[&str]) -> Self {
        for case in &mut self.cases {
            let part = fields.iter().map(|&field| {
                let value = case.expected.get(field).expect("the field");
                (field.to_owned(), value.clone())
            });
            case.expected = Value::Object(part.collect());
        }
        self
    }

    /// Compares every field of every case with `answer`'s.
    ///
    /// `rules` give the tolerance by path below `expected` (`/auc`, `/*/p_value`, `/curve/**`: `*` is any run of characters in
    /// one key, `**` all below); the first that matches counts, and one must.
    ///
    /// # Panics
    ///
    /// If a field is missing or too far off; all of them are listed, up to twenty.
    pub fn check(&self, rules: &[(&str, Near)], answer: impl Fn(&Case) -> Value) -> Summary {
        let mut found = Found {
            rules,
            exceptions: &self.exceptions,
            case: "",
            fields: 0,
            worst: (0.0, String::new(), Near::Exact),
            failures: Vec::new(),
        };
        for case in &self.cases {
            found.case = &case.id;
            found.compare(&case.expected, Some(&answer(case)), &mut String::new());
        }
        let Found {
            fields,
            worst: (worst, at, near),
            failures,
            ..
        } = found;
        assert!(
            failures.is_empty(),
            "{}: {} of {fields} fields differ\n{}",
            self.file,
            failures.len(),
            failures
                .iter()
                .take(20)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join("\n")
        );
        Summary {
            file: self.file.clone(),
            cases: self.cases.len(),
            fields,
            worst,
            at,
            near,
        }
    }
}

struct Found<'a> {
    rules: &'a [(&'a str, Near)],
    exceptions: &'a [Exception],
    case: &'a str,
    fields: usize,
    worst: (f64, String, Near),
    failures: Vec<String>,
}

impl Found<'_> {
    fn compare(&mut self, want: &Value, got: Option<&Value>, path: &mut String) {
        if self
            .exceptions
            .iter()
            .any(|exception| wild(&exception.case, self.case) && matches(&exception.field, path))
        {
            return;
        }
        match (want, got) {
            (Value::Object(want), got) => {
                for (key, want) in want {
                    let length = path.len();
                    path.push('/');
                    path.push_str(key);
                    self.compare(want, got.and_then(|got| got.get(key)), path);
                    path.truncate(length);
                }
            }
            (Value::Array(want), Some(Value::Array(got))) => {
                if want.len() != got.len() {
                    self.fail(path, &format!("{} entries, want {}", got.len(), want.len()));
                }
                for (index, want) in want.iter().enumerate() {
                    let length = path.len();
                    path.push('/');
                    path.push_str(&index.to_string());
                    self.compare(want, got.get(index), path);
                    path.truncate(length);
                }
            }
            (want, got) => self.leaf(want, got, path),
        }
    }

    fn leaf(&mut self, want: &Value, got: Option<&Value>, path: &str) {
        self.fields += 1;
        let Some(got) = got else {
            return self.fail(path, &format!("missing, want {want}"));
        };
        match (want, number(want), number(got)) {
            (Value::String(text), _, _) if text.starts_with("error") => {
                if !got.as_str().is_some_and(|got| got.starts_with("error")) {
                    self.fail(path, &format!("got {got}, want an error ({text})"));
                }
            }
            (_, Some(want_number), _) if want_number.is_nan() => {
                if !got.is_null() && !got.as_str().is_some_and(|got| got.starts_with("error")) {
                    self.fail(path, &format!("got {got}, want undefined"));
                }
            }
            (_, Some(want_number), Some(got_number)) => {
                // Infinite in the reference: infinite or undefined here.
                if want_number.is_infinite() && got_number.is_nan() {
                    return;
                }
                self.number(want_number, got_number, path);
            }
            _ if want == got => {}
            _ => self.fail(path, &format!("got {got}, want {want}")),
        }
    }

    fn number(&mut self, want: f64, got: f64, path: &str) {
        let Some(&(_, near)) = self.rules.iter().find(|(rule, _)| matches(rule, path)) else {
            return self.fail(path, "no tolerance for it");
        };
        let error = near.error(got, want);
        if error > near.limit() || error.is_nan() {
            return self.fail(
                path,
                &format!("got {got:e}, want {want:e}: {error:e}, {near:?}"),
            );
        }
        if error > self.worst.0 {
            self.worst = (error, format!("{}{path}", self.case), near);
        }
    }

    fn fail(&mut self, path: &str, what: &str) {
        self.failures.push(format!("{}{path}: {what}", self.case));
    }
}

/// Whether a path of keys matches a pattern of keys.
fn matches(pattern: &str, path: &str) -> bool {
    let mut keys = path.split('/');
    for part in pattern.split('/') {
        if part == "**" {
            return true;
        }
        if !keys.next().is_some_and(|key| wild(part, key)) {
            return false;
        }
    }
    keys.next().is_none()
}

/// Whether text matches a pattern in which `*` is any run of characters.
fn wild(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((head, tail)) => text.strip_prefix(head).is_some_and(|rest| {
            (0..=rest.len()).any(|at| rest.is_char_boundary(at) && wild(tail, &rest[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_the_power_of_ten_above() {
        assert_eq!(
            [2e-13, 1e-13, 0.5, 0.0].map(ten_above),
            ["1e-12", "1e-13", "1e0", "0"]
        );
    }

    #[test]
    fn patterns() {
        assert!(matches("/a/*_p/**", "/a/x_p/3/y"));
        assert!(matches("/**", "/a") && !matches("/a", "/a/b") && !matches("/a/b", "/a"));
    }

    #[test]
    #[should_panic(expected = "1 of 2 fields differ")]
    fn a_missing_field_is_found() {
        let case = Case {
            id: "x".into(),
            input: Value::Null,
            expected: serde_json::json!({"a": 1, "b": [2.0]}),
        };
        let suite = Suite {
            file: "f".into(),
            cases: vec![case],
            exceptions: vec![],
        };
        suite.check(&[("/**", Near::Exact)], |_| serde_json::json!({"b": [2.0]}));
    }
}
