//! Parameters as a tree, before anything is known of their meaning.

use std::fmt;

use voxomics_core::number;

/// A value of a parameter file.
///
/// Numbers keep whether they were whole: `sigma: 1` and `sigma: 1.0` give columns of different names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Int(i128),
    Float(f64),
    Text(String),
    List(Vec<Self>),
    Map(Vec<Entry>),
}

/// A key of a mapping, the line of the file where it stands, if known, and its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) line: Option<usize>,
    pub(crate) value: Value,
}

impl Value {
    /// The value as a number, whole or not.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Int(value) => Some(*value as f64),
            Self::Float(value) => Some(*value),
            _ => None,
        }
    }

    /// Values in the tree, itself included.
    pub(super) fn count(&self) -> usize {
        1 + match self {
            Self::List(items) => items.iter().map(Self::count).sum(),
            Self::Map(entries) => entries.iter().map(|entry| entry.value.count()).sum(),
            _ => 0,
        }
    }

    /// As in [`Display`](fmt::Display), cut off where a message would become unreadable.
    pub(super) fn abridged(&self) -> String {
        let text = self.to_string();
        match text.char_indices().nth(60) {
            Some((end, _)) => format!("{} ...", &text[..end]),
            None => text,
        }
    }
}

/// As Python prints it.
impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("None"),
            Self::Bool(true) => formatter.write_str("True"),
            Self::Bool(false) => formatter.write_str("False"),
            Self::Int(value) => write!(formatter, "{value}"),
            Self::Float(value) => formatter.write_str(&number::repr(*value)),
            Self::Text(text) => formatter.write_str(&quoted(text)),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::to_string).collect();
                write!(formatter, "[{}]", items.join(", "))
            }
            Self::Map(entries) => formatter.write_str(&dict(entries)),
        }
    }
}

/// `entries` as Python prints a dictionary.
pub(super) fn dict(entries: &[Entry]) -> String {
    let items: Vec<String> = entries
        .iter()
        .map(|entry| format!("{}: {}", quoted(&entry.key), entry.value))
        .collect();
    format!("{{{}}}", items.join(", "))
}

fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut quoted = String::from(quote);
    for letter in text.chars() {
        match letter {
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ if letter == quote || letter == '\\' => quoted.extend(['\\', letter]),
            _ => quoted.push(letter),
        }
    }
    quoted.push(quote);
    quoted
}

#[cfg(test)]
mod tests {
    use super::{Entry, Value};

    #[test]
    fn prints_as_python() {
        let text = |text: &str| Value::Text(text.to_owned());
        // Python 3.11: str({'a': [1, 1.0, 1e-05, None, True, float('nan')], "it's": 'say "hi"\n', ...})
        let entries = [
            (
                "a",
                Value::List(vec![
                    Value::Int(1),
                    Value::Float(1.0),
                    Value::Float(1e-5),
                    Value::Null,
                    Value::Bool(true),
                    Value::Float(f64::NAN),
                ]),
            ),
            ("it's", text("say \"hi\"\n")),
            ("b", text("both ' and \"")),
            ("c", Value::Map(Vec::new())),
        ];
        let entries = entries.map(|(key, value)| Entry {
            key: key.to_owned(),
            line: None,
            value,
        });
        assert_eq!(
            Value::Map(entries.to_vec()).to_string(),
            r#"{'a': [1, 1.0, 1e-05, None, True, nan], "it's": 'say "hi"\n', 'b': 'both \' and "', 'c': {}}"#
        );
    }

    #[test]
    fn long_values_are_cut() {
        let abridged = Value::Text("ä".repeat(1000)).abridged();
        assert_eq!(abridged.chars().count(), 64);
        assert!(abridged.ends_with(" ..."), "{abridged}");
    }
}
