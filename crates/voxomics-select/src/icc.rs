//! Features that repeated delineations agree on: the ICC filter of radiomics papers.

use ndarray::ArrayView2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use voxomics_stats::icc;

use crate::columns::Columns;
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

impl std::fmt::Display for Rule {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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

/// The form of the coefficient, and the rule.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Options {
    /// By default ICC(A,1), two-way, absolute agreement, single measurement, with 95 % limits.
    pub icc: icc::Options,
    /// When a feature is kept.
    pub rule: Rule,
}

/// What the filter did, with the coefficients behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filtered {
    /// What was kept, what dropped and why.
    pub selection: Selection,
    /// For each study, the agreement of each column; `None` where it is undefined.
    pub agreement: Vec<Vec<Option<Agreement>>>,
    /// The form of the coefficient, and the rule.
    pub options: Options,
}

/// Keeps features whose repeated measurements agree in every study, for instance of one reader (intra) and between readers (inter).
///
/// A study is a list of tables of the same shape, one for each delineation, with the same subjects in the same rows. The coefficient is
/// that of [`voxomics_stats::icc`]. It is undefined, and the feature dropped, where a value is missing or infinite and where all
/// values are equal.
///
/// ```
/// use voxomics_select::icc::{Options, filter};
/// use voxomics_select::ndarray::array;
///
/// let first = array![[1.0, 5.0], [2.0, 3.0], [3.0, 4.0], [4.0, 1.0]];
/// let again = array![[1.1, 1.0], [2.0, 4.0], [2.9, 2.0], [4.1, 5.0]];
/// let other = array![[0.9, 2.0], [2.2, 5.0], [3.0, 1.0], [4.0, 3.0]];
/// let intra = [first.view(), again.view()];
/// let inter = [first.view(), other.view()];
/// let filtered = filter(&[&intra, &inter], &Options::default())?;
/// assert_eq!(filtered.selection.kept, [0]);
/// # Ok::<(), voxomics_select::input::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Empty`] for no study or a table without rows or columns; [`Error::Lengths`] for tables of unequal shape; [`Error::Option`] for
/// fewer than two tables in a study, fewer than two subjects, and a threshold that is NaN.
///
/// # Reference
///
/// Koo TK, Li MY. *J Chiropr Med* 2016;15:155-163.
pub fn filter(studies: &[&[ArrayView2<'_, f64>]], options: &Options) -> Result<Filtered, Error> {
    let agreement: Vec<Vec<Option<Agreement>>> = studies
        .iter()
        .map(|study| agreement(study, &options.icc))
        .collect::<Result<_, _>>()?;
    let slices: Vec<&[Option<Agreement>]> = agreement.iter().map(Vec::as_slice).collect();
    let selection = options.rule.apply(&slices)?;
    Ok(Filtered {
        selection,
        agreement,
        options: *options,
    })
}

/// The agreement of every column of one study.
fn agreement(
    tables: &[ArrayView2<'_, f64>],
    options: &icc::Options,
) -> Result<Vec<Option<Agreement>>, Error> {
    let tables = tables.iter().map(|table| Columns::any(*table));
    let tables: Vec<Columns<'_>> = tables.collect::<Result<_, _>>()?;
    let few = |what, count: usize| Error::Option {
        what,
        value: count as f64,
        range: "at least 2",
    };
    let [first, _, ..] = &tables[..] else {
        return Err(few("delineations in a study", tables.len()));
    };
    if first.rows() < 2 {
        return Err(few("subjects", first.rows()));
    }
    for table in &tables {
        same_length(
            ("subjects", table.rows()),
            ("subjects of the first table", first.rows()),
        )?;
        same_length(
            ("columns", table.len()),
            ("columns of the first table", first.len()),
        )?;
    }
    let one = |column: usize| {
        let raters: Vec<&[f64]> = tables.iter().map(|table| table.column(column)).collect();
        let found = icc::icc(&raters, options).ok()?;
        let (icc, lower) = (found.icc, found.interval.lower);
        (!icc.is_nan() && !lower.is_nan()).then_some(Agreement { icc, lower })
    };
    Ok((0..first.len()).into_par_iter().map(one).collect())
}
