//! Settings as they were given, in order.

use super::value::{Entry, Value};

/// The settings that `PyRadiomics` starts from, in its order; the others have defaults where they are
/// used.
pub(super) fn defaults() -> Vec<Entry> {
    let entry = |key: &str, value| Entry {
        key: key.to_owned(),
        line: None,
        value,
    };
    vec![
        entry("minimumROIDimensions", Value::Int(2)),
        entry("minimumROISize", Value::Null),
        entry("normalize", Value::Bool(false)),
        entry("normalizeScale", Value::Int(1)),
        entry("removeOutliers", Value::Null),
        entry("resampledPixelSpacing", Value::Null),
        entry("interpolator", Value::Text("sitkBSpline".to_owned())),
        entry("preCrop", Value::Bool(false)),
        entry("padDistance", Value::Int(5)),
        entry("distances", Value::List(vec![Value::Int(1)])),
        entry("force2D", Value::Bool(false)),
        entry("force2Ddimension", Value::Int(0)),
        entry("resegmentRange", Value::Null),
        entry("label", Value::Int(1)),
        entry("additionalInfo", Value::Bool(true)),
    ]
}

/// Sets what `changes` hold: a known key keeps its place, a new one comes last.
pub(super) fn update(entries: &mut Vec<Entry>, changes: &[Entry]) {
    for change in changes {
        match entries.iter_mut().find(|entry| entry.key == change.key) {
            Some(entry) => *entry = change.clone(),
            None => entries.push(change.clone()),
        }
    }
}

/// Reads settings that the schema has accepted; each method takes `null` for an absent key.
#[derive(Clone, Copy)]
pub(super) struct Reader<'given>(pub(super) &'given [Entry]);

impl<'given> Reader<'given> {
    pub(super) fn entry(self, key: &str) -> Option<&'given Entry> {
        let entry = self.0.iter().find(|entry| entry.key == key)?;
        (entry.value != Value::Null).then_some(entry)
    }

    pub(super) fn value(self, key: &str) -> Option<&'given Value> {
        Some(&self.entry(key)?.value)
    }

    /// `null` is off, as in Python.
    pub(super) fn flag(self, key: &str, default: bool) -> bool {
        match self.0.iter().find(|entry| entry.key == key) {
            Some(entry) => entry.value == Value::Bool(true),
            None => default,
        }
    }

    pub(super) fn number(self, key: &str) -> Option<f64> {
        self.value(key)?.number()
    }

    pub(super) fn whole<Int: TryFrom<i128>>(self, key: &str) -> Option<Int> {
        match self.value(key)? {
            Value::Int(value) => {
                let value = Int::try_from(*value).ok();
                Some(value.expect("the schema keeps whole numbers within their type"))
            }
            _ => None,
        }
    }

    pub(super) fn text(self, key: &str) -> Option<&'given str> {
        match self.value(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn list(self, key: &str) -> Option<&'given [Value]> {
        match self.value(key)? {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn numbers(self, key: &str) -> Option<Vec<f64>> {
        Some(self.list(key)?.iter().filter_map(Value::number).collect())
    }
}
