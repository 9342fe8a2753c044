//! What a word of a parameter file means.

use super::value::Value;

/// The meaning of a plain word, by YAML 1.2 as `PyRadiomics`' reader takes it.
///
/// `true` and `false` are the only booleans, in three spellings; digits may be grouped by `_`; whole
/// numbers may be written in base 2, 8 and 16; everything else is text, `yes` and `1.5e` included.
pub(super) fn resolve(word: &str) -> Value {
    match word {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(word).unwrap_or_else(|| Value::Text(word.to_owned())),
    }
}

fn number(word: &str) -> Option<Value> {
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    let negative = word.starts_with('-');
    if let Some(value) = whole(unsigned) {
        return Some(match value {
            Value::Int(value) if negative => Value::Int(-value),
            Value::Float(value) if negative => Value::Float(-value),
            value => value,
        });
    }
    let magnitude = match unsigned {
        ".inf" | ".Inf" | ".INF" => f64::INFINITY,
        ".nan" | ".NaN" | ".NAN" if unsigned == word => f64::NAN,
        _ if is_float(unsigned) => unsigned.replace('_', "").parse().ok()?,
        _ => return None,
    };
    Some(Value::Float(if negative { -magnitude } else { magnitude }))
}

/// A whole number without its sign; as a float if it has more digits than any setting could mean.
fn whole(unsigned: &str) -> Option<Value> {
    let (digits, radix) = match unsigned.get(..2) {
        Some("0b") => (&unsigned[2..], 2),
        Some("0o") => (&unsigned[2..], 8),
        Some("0x") => (&unsigned[2..], 16),
        _ => (unsigned, 10),
    };
    if radix == 10 && !unsigned.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let digits = digits.replace('_', "");
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    match i128::from_str_radix(&digits, radix) {
        Ok(value) => Some(Value::Int(value)),
        Err(_) => digits.parse().ok().map(Value::Float),
    }
}

/// Whether a word without its sign has the form of a float: `1.`, `1.5e3`, `1e3`, `.5`, `.5e+3`; but not
/// `.5e3`, which the reader takes for text.
fn is_float(unsigned: &str) -> bool {
    let digits = |text: &str| {
        text.chars()
            .all(|digit| digit.is_ascii_digit() || digit == '_')
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (before, after) = match mantissa.split_once('.') {
        Some((before, after)) => (before, Some(after)),
        None => (mantissa, None),
    };
    let leads = before.starts_with(|first: char| first.is_ascii_digit());
    let unsigned_exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']));
    let mantissa_fits = match after {
        Some(after) if before.is_empty() => !after.is_empty() && digits(after),
        Some(after) => leads && digits(before) && digits(after),
        None => leads && digits(before) && exponent.is_some(),
    };
    let exponent_fits = match (exponent, unsigned_exponent) {
        (Some(exponent), Some(signed)) => {
            let power = signed.unwrap_or(exponent);
            let sign_given = signed.is_some() || !before.is_empty();
            sign_given && !power.is_empty() && power.bytes().all(|digit| digit.is_ascii_digit())
        }
        _ => true,
    };
    mantissa_fits && exponent_fits
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn as_the_reader_of_pyradiomics() {
        // ruamel.yaml 0.19.1: str(YAML(typ="safe", pure=True).load(word)), quoted by repr if text.
        for (word, want) in [
            ("", "None"),
            ("~", "None"),
            ("NULL", "None"),
            ("nUll", "'nUll'"),
            ("True", "True"),
            ("yes", "'yes'"),
            ("1", "1"),
            ("+1", "1"),
            ("-12", "-12"),
            ("01", "1"),
            ("1_000", "1000"),
            ("_1", "'_1'"),
            ("0x1F", "31"),
            ("-0b101", "-5"),
            ("0o17", "15"),
            ("1.", "1.0"),
            ("1.50", "1.5"),
            ("1_0.5", "10.5"),
            ("1e3", "1000.0"),
            ("2.5E+1", "25.0"),
            ("1e-5", "1e-05"),
            (".5", "0.5"),
            ("-.5e+1", "-5.0"),
            (".5e1", "'.5e1'"),
            ("1e", "'1e'"),
            ("e5", "'e5'"),
            (".", "'.'"),
            ("1.2.3", "'1.2.3'"),
            ("1,5", "'1,5'"),
            ("-.inf", "-inf"),
            (".nan", "nan"),
            ("-.nan", "'-.nan'"),
            ("nan", "'nan'"),
            ("1e400", "inf"),
            ("99999999999999999999999", "99999999999999999999999"),
        ] {
            assert_eq!(resolve(word).to_string(), want, "{word}");
        }
    }
}
