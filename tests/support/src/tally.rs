//! Comparisons with goldens, counted for docs/PARITY.md, and the rows of its tables.

#![allow(
    clippy::float_cmp,
    reason = "equal is no error, and limits are constants"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::goldens::ten_above;

/// What was compared under one name, and how far it was off.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// Values compared.
    pub values: usize,
    /// The largest error.
    pub worst: f64,
    /// The largest that was allowed.
    pub allowed: f64,
}

/// Comparisons by name.
#[derive(Debug, Default)]
pub struct Tally(pub BTreeMap<&'static str, Field>);

impl Tally {
    /// Compares numbers with an array of numbers or arrays of numbers, flattened; `"na"` is none. `allowed` is of
    /// `|got - want| / max(1, |want|)`.
    ///
    /// # Panics
    ///
    /// If one is further off.
    #[track_caller]
    pub fn all(
        &mut self,
        (case, field): (&str, &'static str),
        got: &[Option<f64>],
        want: &Value,
        allowed: f64,
    ) {
        let want = flat(want);
        assert_eq!(got.len(), want.len(), "{case}, {field}: {got:?} {want:?}");
        for (index, (got, want)) in got.iter().zip(&want).enumerate() {
            let error = match (got, want) {
                (None, None) => 0.0,
                (Some(got), Some(want)) if got == want => 0.0,
                (Some(got), Some(want)) => (got - want).abs() / want.abs().max(1.0),
                _ => f64::INFINITY,
            };
            assert!(
                error <= allowed,
                "{case}, {field} {index}: {got:?}, not {want:?}: {error:e} over {allowed:e}"
            );
            let tally = self.0.entry(field).or_default();
            tally.values += 1;
            tally.worst = tally.worst.max(error);
            tally.allowed = tally.allowed.max(allowed);
        }
    }

    /// The same for numbers that are all there.
    ///
    /// # Panics
    ///
    /// As [`all`](Self::all).
    #[track_caller]
    pub fn numbers(&mut self, at: (&str, &'static str), got: &[f64], want: &Value, allowed: f64) {
        let got: Vec<Option<f64>> = got.iter().copied().map(Some).collect();
        self.all(at, &got, want, allowed);
    }
}

/// A row of a table: what is compared, how much of it, how far off, how far it may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What is compared.
    pub what: String,
    /// How much of it.
    pub compared: String,
    /// The largest error.
    pub worst: f64,
    /// The limit; `equal`, if nothing but equality is allowed.
    pub allowed: String,
}

/// The fields that a comparison counts, a row for each limit.
pub fn rows(what: &str, compare: impl FnOnce(&mut Tally)) -> Vec<Row> {
    let mut tally = Tally::default();
    compare(&mut tally);
    let mut limits: Vec<f64> = tally.0.values().map(|field| field.allowed).collect();
    limits.sort_by(f64::total_cmp);
    limits.dedup();
    let of_limit = |allowed: f64| {
        let fields = tally.0.iter().filter(|(_, field)| field.allowed == allowed);
        let names: Vec<&str> = fields.clone().map(|(name, _)| *name).collect();
        let values: usize = fields.clone().map(|(_, field)| field.values).sum();
        Row {
            what: format!("{what}: {}", names.join(", ")),
            compared: format!("{values} values"),
            worst: fields.fold(0.0_f64, |most, (_, field)| most.max(field.worst)),
            allowed: format!("{allowed:e}"),
        }
    };
    limits.into_iter().map(of_limit).collect()
}

/// Rows as a Markdown table; the worst error by the power of ten above it.
#[must_use]
pub fn table(rows: &[Row]) -> String {
    table_by(rows, ten_above)
}

/// The same with the worst error shown otherwise.
#[must_use]
pub fn table_by(rows: &[Row], shown: impl Fn(f64) -> String) -> String {
    let mut table = "| what | compared | worst error | allowed |\n|---|---|---|---|\n".to_owned();
    for Row {
        what,
        compared,
        worst,
        allowed,
    } in rows
    {
        let worst = match allowed.strip_prefix("equal") {
            Some(_) => String::new(),
            None => shown(*worst),
        };
        let _ = writeln!(table, "| {what} | {compared} | {worst} | {allowed} |");
    }
    table
}

/// Numbers of nested arrays, or the one number; none for `"na"` and `"nan"`.
///
/// # Panics
///
/// If there is anything else.
#[must_use]
pub fn flat(value: &Value) -> Vec<Option<f64>> {
    match value {
        Value::Array(items) => items.iter().flat_map(flat).collect(),
        Value::Number(number) => vec![number.as_f64()],
        Value::String(text) => match text.as_str() {
            "inf" => vec![Some(f64::INFINITY)],
            "-inf" => vec![Some(f64::NEG_INFINITY)],
            "na" | "nan" => vec![None],
            other => panic!("{other} is no number"),
        },
        other => panic!("{other} is no number"),
    }
}
