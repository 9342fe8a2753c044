//! Two by two: what a test says against what is true.

use serde::{Deserialize, Serialize};

use crate::proportion::Proportion;

/// Counts of a test's answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Confusion {
    /// Cases called positive.
    pub true_positives: u64,
    /// Controls called positive.
    pub false_positives: u64,
    /// Cases called negative.
    pub false_negatives: u64,
    /// Controls called negative.
    pub true_negatives: u64,
}

impl Confusion {
    /// True positive rate or recall, of the cases.
    #[must_use]
    pub fn sensitivity(self) -> Option<Proportion> {
        share(self.true_positives, self.false_negatives)
    }

    /// True negative rate, of the controls.
    #[must_use]
    pub fn specificity(self) -> Option<Proportion> {
        share(self.true_negatives, self.false_positives)
    }

    /// Positive predictive value or precision, of those called positive.
    #[must_use]
    #[doc(alias = "precision")]
    pub fn ppv(self) -> Option<Proportion> {
        share(self.true_positives, self.false_positives)
    }

    /// Negative predictive value, of those called negative.
    #[must_use]
    pub fn npv(self) -> Option<Proportion> {
        share(self.true_negatives, self.false_negatives)
    }

    /// Share that is called rightly.
    #[must_use]
    pub fn accuracy(self) -> Option<Proportion> {
        let right = self.true_positives + self.true_negatives;
        share(right, self.false_positives + self.false_negatives)
    }
}

fn share(of: u64, others: u64) -> Option<Proportion> {
    Proportion::new(of, of + others).ok()
}
