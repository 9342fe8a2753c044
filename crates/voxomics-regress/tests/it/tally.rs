//! Comparisons with goldens, counted for docs/PARITY.md.

use std::collections::BTreeMap;

use serde_json::Value;

/// What was compared under one name, and how far it was off.
#[derive(Debug, Clone, Default)]
pub(crate) struct Field {
    pub(crate) values: usize,
    pub(crate) worst: f64,
    pub(crate) allowed: f64,
}

/// Comparisons by name.
#[derive(Debug, Default)]
pub(crate) struct Tally(pub(crate) BTreeMap<&'static str, Field>);

impl Tally {
    /// Compares numbers with an array of numbers or arrays of numbers, flattened; `"na"` is none. `allowed` is of
    /// `|got - want| / max(1, |want|)`.
    #[track_caller]
    pub(crate) fn all(
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
    #[track_caller]
    pub(crate) fn numbers(
        &mut self,
        at: (&str, &'static str),
        got: &[f64],
        want: &Value,
        allowed: f64,
    ) {
        let got: Vec<Option<f64>> = got.iter().copied().map(Some).collect();
        self.all(at, &got, want, allowed);
    }
}

/// Numbers of nested arrays, or the one number; none for `"na"` and `"nan"`.
pub(crate) fn flat(value: &Value) -> Vec<Option<f64>> {
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
