//! Two by two: what a test says against what is true.
//!
//! Shares are [`Proportion`]s, whose intervals (Wilson's, Clopper and Pearson's, ...) follow from the counts. What is 0/0 is
//! `None`; scikit-learn puts a number there (`zero_division`, 0 for the correlation coefficient).
//!
//! ```
//! use voxomics_stats::confusion::Confusion;
//! use voxomics_stats::{ConfidenceLevel, proportion::Method};
//!
//! let truth = [true, true, true, false, false];
//! let called = [true, true, false, false, true];
//! let confusion = Confusion::new(&truth, &called)?;
//! let sensitivity = confusion.sensitivity().expect("cases");
//! assert_eq!(sensitivity.estimate(), 2.0 / 3.0);
//! assert!(sensitivity.interval(Method::Wilson, ConfidenceLevel::P95).lower > 0.2);
//! # Ok::<(), voxomics_stats::input::Error>(())
//! ```

mod paired;
mod ratio;

use serde::{Deserialize, Serialize};

pub use paired::{PairedShares, PairedTests, paired};
pub use ratio::Ratio;

use crate::input;
use crate::proportion::Proportion;

/// Counts of a test's answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[doc(alias("confusion_matrix", "epi.tests"))]
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
    /// Counts labels against a test's answers.
    ///
    /// # Errors
    ///
    /// [`input::Error`] for unequal lengths.
    pub fn new(labels: &[bool], positive: &[bool]) -> Result<Self, input::Error> {
        input::same_length(("positive", positive.len()), ("labels", labels.len()))?;
        let mut confusion = Self::default();
        for (&case, &positive) in labels.iter().zip(positive) {
            *match (case, positive) {
                (true, true) => &mut confusion.true_positives,
                (false, true) => &mut confusion.false_positives,
                (true, false) => &mut confusion.false_negatives,
                (false, false) => &mut confusion.true_negatives,
            } += 1;
        }
        Ok(confusion)
    }

    /// True positive rate or recall, of the cases.
    #[must_use]
    #[doc(alias = "recall")]
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
        let wrong = self.false_positives.saturating_add(self.false_negatives);
        share(
            self.true_positives.saturating_add(self.true_negatives),
            wrong,
        )
    }

    /// Share of cases.
    #[must_use]
    pub fn prevalence(self) -> Option<Proportion> {
        let controls = self.false_positives.saturating_add(self.true_negatives);
        share(
            self.true_positives.saturating_add(self.false_negatives),
            controls,
        )
    }

    /// Share of the positives who are controls, `1 - PPV`.
    #[must_use]
    pub fn false_discovery_rate(self) -> Option<f64> {
        self.ppv().map(|ppv| 1.0 - ppv.estimate())
    }

    /// Share of the negatives who are cases, `1 - NPV`.
    #[must_use]
    pub fn false_omission_rate(self) -> Option<f64> {
        self.npv().map(|npv| 1.0 - npv.estimate())
    }

    /// `2tp/(2tp + fp + fn)`, the harmonic mean of precision and recall; the Dice coefficient.
    #[must_use]
    #[doc(alias = "f1_score")]
    pub fn f1(self) -> Option<f64> {
        let [tp, fp, fn_, _] = self.counts();
        defined(2.0 * tp / (2.0 * tp + fp + fn_))
    }

    /// `tp/(tp + fp + fn)`.
    #[must_use]
    #[doc(alias = "jaccard_score")]
    pub fn jaccard(self) -> Option<f64> {
        let [tp, fp, fn_, _] = self.counts();
        defined(tp / (tp + fp + fn_))
    }

    /// Mean of sensitivity and specificity.
    #[must_use]
    pub fn balanced_accuracy(self) -> Option<f64> {
        self.both_rates().map(|(se, sp)| f64::midpoint(se, sp))
    }

    /// Sensitivity + specificity - 1.
    #[must_use]
    pub fn youden(self) -> Option<f64> {
        self.both_rates().map(|(se, sp)| se + sp - 1.0)
    }

    /// Geometric mean of sensitivity and specificity.
    #[must_use]
    pub fn geometric_mean(self) -> Option<f64> {
        self.both_rates().map(|(se, sp)| (se * sp).sqrt())
    }

    /// Matthews' correlation coefficient, the correlation of truth and answer.
    ///
    /// `None` where either does not vary; scikit-learn answers 0 there.
    ///
    /// # References
    ///
    /// Matthews BW. *Biochim Biophys Acta* 1975;405:442-451.
    #[must_use]
    #[doc(alias("mcc", "matthews_corrcoef", "phi"))]
    pub fn matthews(self) -> Option<f64> {
        let [tp, fp, fn_, tn] = self.counts();
        // Roots apart, since the product of four margins may be too large.
        let scale = ((tp + fp) * (tp + fn_)).sqrt() * ((tn + fp) * (tn + fn_)).sqrt();
        defined((tp * tn - fp * fn_) / scale)
    }

    /// Cohen's kappa of truth and answer.
    ///
    /// # References
    ///
    /// Cohen J. *Educ Psychol Meas* 1960;20:37-46.
    #[must_use]
    #[doc(alias = "cohen_kappa_score")]
    pub fn kappa(self) -> Option<f64> {
        let [tp, fp, fn_, tn] = self.counts();
        let n = tp + fp + fn_ + tn;
        let observed = (tp + tn) / n;
        let expected = ((tp + fp) * (tp + fn_) + (fn_ + tn) * (fp + tn)) / (n * n);
        defined((observed - expected) / (1.0 - expected))
    }

    /// Positive likelihood ratio, `se/(1 - sp)`; see [`Ratio`].
    #[must_use]
    #[doc(alias("LR+", "class_likelihood_ratios"))]
    pub fn positive_likelihood_ratio(self) -> Ratio {
        let [tp, fp, fn_, tn] = self.counts();
        Ratio::of_risks([tp, tp + fn_], [fp, fp + tn])
    }

    /// Negative likelihood ratio, `(1 - se)/sp`; see [`Ratio`].
    #[must_use]
    #[doc(alias("LR-", "class_likelihood_ratios"))]
    pub fn negative_likelihood_ratio(self) -> Ratio {
        let [tp, fp, fn_, tn] = self.counts();
        Ratio::of_risks([fn_, tp + fn_], [tn, fp + tn])
    }

    /// Diagnostic odds ratio, `tp tn/(fp fn)`; see [`Ratio`].
    #[must_use]
    #[doc(alias("DOR", "odds ratio"))]
    pub fn diagnostic_odds_ratio(self) -> Ratio {
        Ratio::of_odds(self.counts())
    }

    /// The same with ½ added to every cell (Haldane 1956, Anscombe 1956), defined for any counts.
    #[must_use]
    pub fn diagnostic_odds_ratio_haldane(self) -> Ratio {
        Ratio::of_odds(self.counts().map(|count| count + 0.5))
    }

    /// tp, fp, fn, tn.
    fn counts(self) -> [f64; 4] {
        [
            self.true_positives,
            self.false_positives,
            self.false_negatives,
            self.true_negatives,
        ]
        .map(|count| count as f64)
    }

    fn both_rates(self) -> Option<(f64, f64)> {
        Some((
            self.sensitivity()?.estimate(),
            self.specificity()?.estimate(),
        ))
    }
}

fn share(of: u64, others: u64) -> Option<Proportion> {
    Proportion::new(of, of.saturating_add(others)).ok()
}

/// Not 0/0.
fn defined(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}
