//! A finished case as text: one line of JSON, and one that tells whether the first is whole.

use std::fmt;

use serde_json::{Map, Number, Value as Json, json};

use crate::Value;
use crate::key::Digest;

/// Results of one case: mostly one row, several for several regions of one mask.
pub type Rows = Vec<Vec<Value>>;

/// Why a stored case is not used, and computed again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defect {
    /// The system could not read it.
    Unreadable(String),
    /// It has no second line, or one that is not ours: empty or cut.
    Cut,
    /// Length or hash of the first line are not what the second says: edited or damaged.
    Altered,
    /// It is whole, but holds other columns than asked for.
    OtherColumns,
}

impl fmt::Display for Defect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(formatter, "cannot be read ({why})"),
            Self::Cut => formatter.write_str("is empty or cut"),
            Self::Altered => formatter.write_str("was altered"),
            Self::OtherColumns => formatter.write_str("holds other columns"),
        }
    }
}

pub(super) fn encode(columns: &[String], rows: &[Vec<Value>]) -> String {
    let rows: Vec<Json> = rows
        .iter()
        .map(|row| row.iter().map(to_json).collect())
        .collect();
    let record = json!({ "columns": columns, "rows": rows }).to_string();
    let trailer = trailer(&record);
    format!("{record}\n{trailer}\n")
}

pub(super) fn decode(text: &[u8], columns: &[String]) -> Result<Rows, Defect> {
    let text = str::from_utf8(text).map_err(|_| Defect::Altered)?;
    let (record, rest) = text.split_once('\n').ok_or(Defect::Cut)?;
    let found = rest.strip_suffix('\n').ok_or(Defect::Cut)?;
    if found != trailer(record) {
        return Err(Defect::Altered);
    }
    let record: Json = serde_json::from_str(record).map_err(|_| Defect::Altered)?;
    if record["columns"] != json!(columns) {
        return Err(Defect::OtherColumns);
    }
    let rows = record["rows"].as_array().ok_or(Defect::Altered)?;
    rows.iter()
        .map(|row| {
            row.as_array()?
                .iter()
                .map(from_json)
                .collect::<Option<Vec<_>>>()
        })
        .map(|row| {
            row.filter(|row| row.len() == columns.len())
                .ok_or(Defect::Altered)
        })
        .collect()
}

fn trailer(record: &str) -> String {
    let digest = Digest::of(record.as_bytes()).to_string();
    json!({ "bytes": record.len(), "sha256": digest }).to_string()
}

/// Bit for bit, but for the payload of NaN. Floats keep their point, so that 3.0 comes back as a
/// number and 3 as an integer; what JSON has no number for becomes `{"number": "nan"}`.
fn to_json(value: &Value) -> Json {
    match value {
        Value::Missing => Json::Null,
        Value::Text(text) => json!(text),
        Value::Integer(integer) => json!(integer),
        Value::Number(number) => match Number::from_f64(*number) {
            Some(number) => Json::Number(number),
            None => json!({ "number": number.to_string() }),
        },
    }
}

fn from_json(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => Value::Missing,
        Json::String(text) => Value::from(text.as_str()),
        Json::Number(number) => match number.as_i64() {
            Some(integer) => Value::Integer(integer),
            None => Value::Number(number.as_f64()?),
        },
        Json::Object(object) => Value::Number(not_finite(object)?),
        Json::Bool(_) | Json::Array(_) => return None,
    })
}

fn not_finite(object: &Map<String, Json>) -> Option<f64> {
    object.get("number")?.as_str()?.parse().ok()
}
