//! Settings written on a command line.

use super::error::Error;
use super::place::Place;
use super::scalar;
use super::schema::{Definition, Kind};
use super::value::Value;
use super::yaml;

/// The value that `text` stands for, as `PyRadiomics`' command takes it: by the type of the setting, so
/// that a whole number becomes a float where any number is accepted; lists with or without brackets.
pub(super) fn parse(definition: &Definition, text: &str, place: &Place) -> Result<Value, Error> {
    let text = text.trim();
    let word = scalar::resolve(text);
    let value = match definition.kind {
        _ if word == Value::Null => word,
        Kind::Bool => flag(text),
        Kind::Whole { .. } => word,
        Kind::Number(_) => floating(word),
        Kind::Wholes { .. } | Kind::Numbers { .. } => {
            let Value::List(items) = list(text)? else {
                return Err(super::schema::invalid(
                    place,
                    &word,
                    "write numbers, such as 1,2",
                ));
            };
            match definition.kind {
                Kind::Numbers { .. } => Value::List(items.into_iter().map(floating).collect()),
                _ => Value::List(items),
            }
        }
        Kind::Interpolator if matches!(word, Value::Int(_)) => word,
        Kind::Choice(_) | Kind::Interpolator | Kind::Wavelet => Value::Text(text.to_owned()),
    };
    definition.check(&value, place)?;
    Ok(value)
}

fn flag(text: &str) -> Value {
    match text.to_lowercase().as_str() {
        "1" | "true" => Value::Bool(true),
        "0" | "false" => Value::Bool(false),
        _ => Value::Text(text.to_owned()),
    }
}

fn floating(value: Value) -> Value {
    match value {
        Value::Int(whole) => Value::Float(whole as f64),
        other => other,
    }
}

fn list(text: &str) -> Result<Value, Error> {
    if text.starts_with('[') {
        return yaml::parse(text);
    }
    let items = text.split(',').map(|item| scalar::resolve(item.trim()));
    Ok(Value::List(items.collect()))
}
