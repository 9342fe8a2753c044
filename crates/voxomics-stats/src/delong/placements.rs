//! Placements of subjects, of which areas are means.

mod class;
mod covariance;
mod file;

use serde::{Deserialize, Serialize};

use crate::roc::{Direction, Marker};
use class::Class;
use file::File;

/// How each subject is placed among those of the other class.
///
/// The placement of a case is the share of controls that score lower, ties counting half (`V10` of the paper), that of a
/// control the share of cases that score higher (`V01`); for [`Direction::Lower`] the other way round. Both have the area
/// under the curve as their mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "File", into = "File")]
#[doc(alias = "structural components")]
pub struct Placements {
    direction: Direction,
    labels: Vec<bool>,
    /// Twice the pairs won, by row.
    doubled: Vec<u32>,
    cases: Class,
    controls: Class,
}

impl Marker {
    /// Placements of all subjects, in one pass.
    #[must_use]
    #[doc(alias = "delongPlacements")]
    pub fn placements(&self, direction: Direction) -> Placements {
        let [m, k] = [self.cases(), self.controls()];
        let mut doubled = vec![0; m + k];
        let mut cases = Class::new(m, k);
        let mut controls = Class::new(k, m);
        // Twice the numbers below; the sum fits 32 bits since there are fewer than 2^31 rows.
        let (mut cases_below, mut controls_below) = (0, 0);
        for (group, rows) in self.tied_rows() {
            let won_by_case = 2 * controls_below + group.controls;
            let lost_by_control = 2 * cases_below + group.cases;
            let (of_case, of_control) = match direction {
                Direction::Higher => (won_by_case, 2 * m as u32 - lost_by_control),
                Direction::Lower => (2 * k as u32 - won_by_case, lost_by_control),
            };
            cases.add(group.cases, of_case);
            controls.add(group.controls, of_control);
            for &row in rows {
                let case = group.controls == 0 || self.labels()[row as usize];
                doubled[row as usize] = if case { of_case } else { of_control };
            }
            cases_below += group.cases;
            controls_below += group.controls;
        }
        Placements {
            direction,
            labels: self.labels().to_vec(),
            doubled,
            cases,
            controls,
        }
    }
}

impl Placements {
    /// Number of cases.
    #[must_use]
    pub fn cases(&self) -> usize {
        self.cases.len
    }

    /// Number of controls.
    #[must_use]
    pub fn controls(&self) -> usize {
        self.controls.len
    }

    /// Placements of the cases, in the order of the rows.
    #[must_use]
    pub fn of_cases(&self) -> Vec<f64> {
        self.of(true, self.controls())
    }

    /// Placements of the controls, in the order of the rows.
    #[must_use]
    pub fn of_controls(&self) -> Vec<f64> {
        self.of(false, self.cases())
    }

    fn of(&self, class: bool, others: usize) -> Vec<f64> {
        let rows = self.labels.iter().zip(&self.doubled);
        let of_class = rows.filter(|&(&label, _)| label == class);
        of_class
            .map(|(_, &doubled)| f64::from(doubled) / (2 * others) as f64)
            .collect()
    }

    /// Area under the curve, as [`Marker::auc`].
    #[must_use]
    pub fn auc(&self) -> f64 {
        let pairs = self.cases() as u128 * self.controls() as u128;
        self.cases.sum as f64 / (2 * pairs) as f64
    }
}
