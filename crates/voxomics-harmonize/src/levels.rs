//! Names of groups, and which of them a label means.

use std::collections::HashMap;

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

    /// Where each label's group is: by its text, or, where all groups are numbers, by its number.
    pub(crate) fn places(&self, labels: &[String]) -> Vec<Option<usize>> {
        let texts = self.0.iter().enumerate();
        let mut known: HashMap<&str, Option<usize>> = texts
            .map(|(place, name)| (name.as_str(), Some(place)))
            .collect();
        let numbers = self.0.iter().map(|name| name.parse::<f64>().ok());
        let numbers: Option<Vec<f64>> = numbers.collect();
        let by_number = |label: &str| {
            let number: f64 = label.parse().ok()?;
            numbers.as_ref()?.iter().position(|known| *known == number)
        };
        let mut places = Vec::with_capacity(labels.len());
        for label in labels {
            let place = known.entry(label).or_insert_with(|| by_number(label));
            places.push(*place);
        }
        places
    }

    /// The same of one label.
    pub(crate) fn place(&self, label: &str) -> Option<usize> {
        self.places(&[label.to_owned()])[0]
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

    #[test]
    fn among_words_a_number_is_a_word() {
        let (levels, _) = Levels::learn(&["01", "A"].map(str::to_owned));
        assert_eq!(levels.place("01"), Some(0));
        assert_eq!(levels.place("1"), None);
    }
}
