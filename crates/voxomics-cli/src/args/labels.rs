//! `--label`.

use std::str::FromStr;

/// Which regions of a mask are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Labels {
    /// One, in place of the one that the parameters name.
    One(u32),
    /// Several, a row each.
    Several(Vec<u32>),
    /// Every label that the mask has, a row each.
    All,
}

impl FromStr for Labels {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("all") {
            return Ok(Self::All);
        }
        let mut labels = Vec::new();
        for part in text.split(',') {
            match part.trim().parse() {
                Ok(0) | Err(_) => {
                    return Err(format!(
                        "`{part}` is no label: write whole numbers from 1, or `all`"
                    ));
                }
                Ok(label) if labels.contains(&label) => {
                    return Err(format!("label {label} is given twice"));
                }
                Ok(label) => labels.push(label),
            }
        }
        Ok(match labels.as_slice() {
            [only] => Self::One(*only),
            _ => Self::Several(labels),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Labels;

    #[test]
    fn one_several_all() {
        assert_eq!("3".parse(), Ok(Labels::One(3)));
        assert_eq!("2, 1".parse(), Ok(Labels::Several(vec![2, 1])));
        assert_eq!("ALL".parse(), Ok(Labels::All));
        for text in ["", "0", "-1", "1.5", "1,", "1,1", "x"] {
            assert!(text.parse::<Labels>().is_err(), "{text}");
        }
    }
}
