use serde::{Deserialize, Serialize};

use crate::hypothesis::mcnemar::{exact, mcnemar};
use crate::input;

/// Two tests' shares of positives (or negatives) among the same subjects, compared by McNemar's test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairedShares {
    /// Share that the first test calls rightly.
    pub first: f64,
    /// Share that the second does.
    pub second: f64,
    /// Subjects whom only the first calls rightly.
    pub only_first: u64,
    /// Subjects whom only the second does.
    pub only_second: u64,
    /// `(|b - c| - 1)²/(b + c)`, 0 for `b = c`; `None` if the tests never differ.
    pub statistic: Option<f64>,
    /// From chi-squared with one degree of freedom.
    pub p_value: Option<f64>,
    /// Exact and two-sided, of `b` in `b + c` tosses; 1 if the tests never differ. To be preferred for few differences.
    pub exact_p_value: f64,
}

/// Both comparisons; `None` where there are no such subjects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairedTests {
    /// Among the cases.
    pub sensitivity: Option<PairedShares>,
    /// Among the controls.
    pub specificity: Option<PairedShares>,
}

/// Compares the sensitivities and the specificities of two tests on the same subjects.
///
/// R's `mcnemar.test` of cases and of controls apart, with the exact test beside it.
///
/// ```
/// use voxomics_stats::confusion::paired;
///
/// let labels = [true; 8];
/// let first = [true, true, true, true, true, true, true, false];
/// let second = [true, false, false, false, false, false, false, false];
/// let sensitivity = paired(&labels, &first, &second)?.sensitivity.expect("cases");
/// assert_eq!((sensitivity.only_first, sensitivity.only_second), (6, 0));
/// assert!((sensitivity.exact_p_value - 0.03125).abs() < 1e-12);
/// # Ok::<(), voxomics_stats::input::Error>(())
/// ```
///
/// # Errors
///
/// [`input::Error`] for unequal lengths.
///
/// # References
///
/// McNemar Q. *Psychometrika* 1947;12:153-157.
#[doc(alias("mcnemar.test", "McNemar"))]
pub fn paired(
    labels: &[bool],
    first: &[bool],
    second: &[bool],
) -> Result<PairedTests, input::Error> {
    input::same_length(("first", first.len()), ("labels", labels.len()))?;
    input::same_length(("second", second.len()), ("labels", labels.len()))?;
    let among = |class: bool| {
        // Right and wrong of the first test by right and wrong of the second.
        let mut table = [[0_u64; 2]; 2];
        for ((&label, &first), &second) in labels.iter().zip(first).zip(second) {
            if label == class {
                table[usize::from(first == class)][usize::from(second == class)] += 1;
            }
        }
        compared(table)
    };
    Ok(PairedTests {
        sensitivity: among(true),
        specificity: among(false),
    })
}

fn compared([[neither, only_second], [only_first, both]]: [[u64; 2]; 2]) -> Option<PairedShares> {
    let all = (neither + only_second + only_first + both) as f64;
    // The error is that the tests never differ.
    let test = mcnemar(only_first, only_second, true).ok();
    (all > 0.0).then(|| PairedShares {
        first: (only_first + both) as f64 / all,
        second: (only_second + both) as f64 / all,
        only_first,
        only_second,
        statistic: test.map(|test| test.statistic),
        p_value: test.map(|test| test.p_value),
        exact_p_value: exact(only_first, only_second),
    })
}
