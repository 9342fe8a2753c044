//! Names of groups, and which of them a label means.

use serde::{Deserialize, Serialize};
use voxomics_table::Groups;

/// Groups in their order: ascending as numbers if all are, else as text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Levels(pub(crate) Vec<String>);

impl Levels {
    /// The groups of these labels, and the place of each label's.
    pub(crate) fn learn(labels: &[String]) -> (Self, Vec<usize>) {
        let Groups { codes, names, .. } = Groups::of(labels);
        (
            Self(names),
            codes.into_iter().map(|code| code as usize).collect(),
        )
    }

    /// Where a label's group is: by its text, or by its number.
    pub(crate) fn place(&self, label: &str) -> Option<usize> {
        let by_text = self.0.iter().position(|name| name == label);
        by_text.or_else(|| {
            let number: f64 = label.parse().ok()?;
            self.0.iter().position(|name| name.parse() == Ok(number))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Levels;

    #[test]
    fn numbers_are_known_in_any_form() {
        let labels = ["10", "9"].map(str::to_owned);
        let (levels, places) = Levels::learn(&labels);
        assert_eq!(places, [1, 0]);
        assert_eq!(levels.place("9.0"), Some(0));
        assert_eq!(levels.place("8"), None);
        assert_eq!(levels.place("nine"), None);
    }
}
