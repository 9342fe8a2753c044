use std::fmt;

use serde::{Deserialize, Serialize};

use crate::input::{Error, same_length};
use crate::{Dropped, Reason, Selection};

/// What must pass the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judged {
    /// The coefficient itself, as most papers have it.
    #[default]
    Estimate,
    /// The lower limit of its interval, as Koo and Li advise.
    LowerLimit,
}

/// When a feature is kept: if the coefficient passes in every study. An undefined one never passes.
///
/// Its text states it, for a report:
///
/// ```
/// use voxomics_select::icc::Rule;
///
/// assert_eq!(Rule::default().to_string(), "kept if the ICC is at least 0.75 in every study");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// 0.75 by default, "good" after Koo and Li.
    pub threshold: f64,
    /// Whether the threshold itself does not pass.
    pub strict: bool,
    /// The coefficient, or the lower limit of its interval.
    pub judged: Judged,
}

impl Default for Rule {
    fn default() -> Self {
        Self {
            threshold: 0.75,
            strict: false,
            judged: Judged::Estimate,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.judged {
            Judged::Estimate => "the ICC",
            Judged::LowerLimit => "the lower limit of the ICC",
        };
        let how = if self.strict { "above" } else { "at least" };
        let threshold = self.threshold;
        write!(
            formatter,
            "kept if {what} is {how} {threshold} in every study"
        )
    }
}

impl Rule {
    /// Applies the rule to coefficients, one slice for each study with an entry for each column.
    ///
    /// ```
    /// use voxomics_select::icc::{Agreement, Rule};
    ///
    /// let agreement = |icc| Some(Agreement { icc, lower: icc - 0.1 });
    /// let intra = [agreement(0.91), agreement(0.75), None];
    /// let inter = [agreement(0.74), agreement(0.80), agreement(1.0)];
    /// assert_eq!(Rule::default().apply(&[&intra, &inter])?.kept, [1]);
    /// # Ok::<(), voxomics_select::input::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without studies or columns; [`Error::Lengths`] if studies differ in their number of columns; [`Error::Option`] for a
    /// threshold that is NaN.
    pub fn apply(&self, studies: &[&[Option<Agreement>]]) -> Result<Selection, Error> {
        let columns = studies.first().map_or(0, |study| study.len());
        if columns == 0 {
            let what = if studies.is_empty() {
                "studies"
            } else {
                "columns"
            };
            return Err(Error::Empty { what });
        }
        if self.threshold.is_nan() {
            return Err(Error::Option {
                what: "threshold",
                value: self.threshold,
                range: "a number",
            });
        }
        for study in studies {
            let of = ("columns of the first study", columns);
            same_length(("columns of a study", study.len()), of)?;
        }
        let fails = |column: usize| {
            let of_study = studies.iter().map(|study| self.value(study[column]));
            let (study, value) = of_study
                .enumerate()
                .find(|(_, value)| !self.passes(*value))?;
            let reason = Reason::Unreliable { study, value };
            Some(Dropped { column, reason })
        };
        let dropped = (0..columns).filter_map(fails).collect();
        Ok(Selection::of_dropped(columns, dropped))
    }

    fn value(&self, agreement: Option<Agreement>) -> Option<f64> {
        let value = agreement.map(|agreement| match self.judged {
            Judged::Estimate => agreement.icc,
            Judged::LowerLimit => agreement.lower,
        });
        value.filter(|value| !value.is_nan())
    }

    fn passes(&self, value: Option<f64>) -> bool {
        value.is_some_and(|value| {
            value > self.threshold || (!self.strict && value == self.threshold)
        })
    }
}

/// How well repeated measurements of one feature agree.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// The coefficient.
    pub icc: f64,
    /// The lower limit of its interval.
    pub lower: f64,
}
