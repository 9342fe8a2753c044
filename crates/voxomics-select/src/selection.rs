use std::fmt;

use serde::{Deserialize, Serialize};

/// What a filter kept, what it dropped, and why.
///
/// ```
/// use voxomics_select::constant::{self, Options};
/// use voxomics_select::ndarray::array;
///
/// let table = array![[1.0, 7.0, 3.0], [2.0, 7.0, f64::NAN]];
/// let selection = constant::remove(table.view(), &Options::default())?;
/// assert_eq!(selection.kept, [0]);
/// let why: Vec<String> = selection.dropped.iter().map(ToString::to_string).collect();
/// assert_eq!(why, ["column 1: constant, all values are 7", "column 2: 50 % of its values are missing"]);
/// # Ok::<(), voxomics_select::input::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Selection {
    /// Columns kept, ascending.
    pub kept: Vec<usize>,
    /// Columns dropped, in the order in which the filter decided.
    pub dropped: Vec<Dropped>,
}

impl Selection {
    /// All columns that are not among the dropped.
    pub(crate) fn of_dropped(columns: usize, dropped: Vec<Dropped>) -> Self {
        let mut keep = vec![true; columns];
        for gone in &dropped {
            keep[gone.column] = false;
        }
        let kept = (0..columns).filter(|&column| keep[column]).collect();
        Self { kept, dropped }
    }
}

/// A column that is not used, and why.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Dropped {
    /// The column, from 0.
    pub column: usize,
    /// Why.
    pub reason: Reason,
}

impl fmt::Display for Dropped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "column {}: {}", self.column, self.reason)
    }
}

/// Why a column is not used.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// It has no value at all.
    Empty,
    /// More values are missing than allowed.
    Missing {
        /// The share that is, from 0 to 1.
        share: f64,
    },
    /// It does not vary.
    Constant {
        /// Its only value.
        value: f64,
    },
    /// Its repeated measurements agree too little.
    Unreliable {
        /// The first set of repeats, from 0, in which that is so.
        study: usize,
        /// What was compared with the threshold; `None` if it is undefined.
        value: Option<f64>,
    },
    /// It says what another column says.
    Correlated {
        /// That column.
        with: usize,
        /// Their correlation.
        correlation: f64,
    },
    /// Its relevance is not above 0.
    Irrelevant,
    /// Its association with the outcome is undefined, for instance within a stratum.
    Undefined,
    /// Its association with a chosen column is undefined, for want of rows that have both.
    UndefinedWith {
        /// That column.
        column: usize,
    },
    /// Its association with a chosen column is perfect.
    Duplicate {
        /// That column.
        of: usize,
    },
}

impl Reason {
    /// In words, other columns by their names.
    ///
    /// ```
    /// use voxomics_select::Reason;
    ///
    /// let reason = Reason::Duplicate { of: 1 };
    /// assert_eq!(reason.to_string(), "duplicate of column 1");
    /// assert_eq!(reason.in_words(|at| ["volume", "area"][at].to_owned()), "duplicate of area");
    /// ```
    #[must_use]
    pub fn in_words(&self, name: impl Fn(usize) -> String) -> String {
        match *self {
            Self::Empty => "no value".to_owned(),
            Self::Missing { share } => format!("{} % of its values are missing", 100.0 * share),
            Self::Constant { value } => format!("constant, all values are {value}"),
            Self::Unreliable {
                study,
                value: Some(value),
            } => format!("agreement {value:.3} in study {study}"),
            Self::Unreliable { study, value: None } => {
                format!("agreement undefined in study {study}")
            }
            Self::Correlated { with, correlation } => {
                format!("correlation {correlation:.3} with {}", name(with))
            }
            Self::Irrelevant => "relevance not above 0".to_owned(),
            Self::Undefined => "association with the outcome undefined".to_owned(),
            Self::UndefinedWith { column } => {
                format!("association with {} undefined", name(column))
            }
            Self::Duplicate { of } => format!("duplicate of {}", name(of)),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.in_words(|column| format!("column {column}")))
    }
}
