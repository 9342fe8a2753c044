//! Which columns of a table explain which: formulas as R writes them.
//!
//! ```
//! use voxomics_regress::formula::Formula;
//!
//! let formula: Formula = r#"relapse ~ age * smoker + factor(stage, "II") + rcs(volume, 4) - 1"#.parse()?;
//! assert_eq!(formula.columns(), ["relapse", "age", "smoker", "stage", "volume"]);
//! assert!(!formula.intercept);
//!
//! let hazard: Formula = "Surv(months, died) ~ age + strata(centre)".parse()?;
//! assert_eq!(hazard.strata, ["centre"]);
//! # Ok::<(), voxomics_regress::formula::ParseError>(())
//! ```

mod parse;
mod token;

pub use parse::ParseError;

use std::fmt;

use serde::{Deserialize, Serialize};

/// An outcome and what explains it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Formula {
    /// What is explained; none in a formula that begins with `~`.
    pub outcome: Option<Outcome>,
    /// Main effects first, then interactions, in the order in which they were written, each once.
    pub terms: Vec<Term>,
    /// Whether there is an intercept; `- 1` and `+ 0` take it away.
    pub intercept: bool,
    /// Columns added to the linear predictor as they are: `offset(column)`.
    pub offsets: Vec<String>,
    /// Columns by whose values hazards are stratified: `strata(column)`.
    pub strata: Vec<String>,
}

/// What is explained.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// A column.
    Column(String),
    /// `Surv(time, event)`, or `Surv(start, stop, event)` where subjects enter late.
    Survival {
        /// Where observation begins, if not at 0.
        start: Option<String>,
        /// Where it ends.
        stop: String,
        /// Whether with an event.
        event: String,
    },
}

/// A variable, or the product of several.
#[derive(Debug, Clone, PartialEq)]
pub struct Term(Vec<Variable>);

/// A column, and how it enters.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Variable {
    /// As numbers, or as groups if its cells are text.
    Column(String),
    /// As groups, `factor(column)`, compared with the first, or the one that is named: `factor(column, "level")`.
    Factor {
        /// The column.
        column: String,
        /// The group that the others are compared with.
        reference: Option<String>,
    },
    /// As a restricted cubic spline, `rcs(column, 4)` or `rcs(column, c(1, 2, 3))`.
    Spline {
        /// The column.
        column: String,
        /// Where its pieces meet.
        knots: Knots,
    },
}

/// Where a spline's pieces meet.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Knots {
    /// So many, at quantiles of the column as rms puts them.
    Count(usize),
    /// Here.
    At(Vec<f64>),
}

impl Formula {
    /// The sum of some columns, with an intercept.
    pub fn of<S: Into<String>>(columns: impl IntoIterator<Item = S>) -> Self {
        let column = |name: S| Term(vec![Variable::Column(name.into())]);
        Self {
            outcome: None,
            terms: columns.into_iter().map(column).collect(),
            intercept: true,
            offsets: Vec::new(),
            strata: Vec::new(),
        }
    }

    /// Every column that it names, each once, the outcome's first.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let mut columns = Vec::new();
        for name in self.explained().into_iter().chain(self.predictors()) {
            if !columns.contains(&name) {
                columns.push(name);
            }
        }
        columns
    }

    /// The outcome's columns.
    pub(crate) fn explained(&self) -> Vec<&str> {
        match &self.outcome {
            None => Vec::new(),
            Some(Outcome::Column(name)) => vec![name],
            Some(Outcome::Survival { start, stop, event }) => {
                let start = start.iter().map(String::as_str);
                start.chain([stop.as_str(), event]).collect()
            }
        }
    }

    /// Every column on the right-hand side, each once.
    #[must_use]
    pub fn predictors(&self) -> Vec<&str> {
        let terms = self.terms.iter().flat_map(Term::variables);
        let others = self.offsets.iter().chain(&self.strata).map(String::as_str);
        let mut columns = Vec::new();
        for name in terms.map(Variable::column).chain(others) {
            if !columns.contains(&name) {
                columns.push(name);
            }
        }
        columns
    }
}

impl Term {
    /// Its variables; several are multiplied.
    #[must_use]
    pub fn variables(&self) -> &[Variable] {
        &self.0
    }

    /// Whether all variables of another are among its own: if one term holds another, that one may not leave alone.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.0.iter().all(|variable| self.0.contains(variable))
    }

    /// Whether another has the same variables, in whatever order.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.contains(other) && other.contains(self)
    }

    /// What is left of it without a variable; none if that is nothing.
    pub(crate) fn without(&self, variable: &Variable) -> Option<Self> {
        let rest: Vec<Variable> = (self.0.iter())
            .filter(|own| *own != variable)
            .cloned()
            .collect();
        (!rest.is_empty()).then_some(Self(rest))
    }

    /// The product with another, each variable once.
    fn by(&self, other: &Self) -> Self {
        let mut variables = self.0.clone();
        for variable in &other.0 {
            if !variables.contains(variable) {
                variables.push(variable.clone());
            }
        }
        Self(variables)
    }
}

impl Variable {
    /// The column it is made from.
    #[must_use]
    pub fn column(&self) -> &str {
        match self {
            Self::Column(column) | Self::Factor { column, .. } | Self::Spline { column, .. } => {
                column
            }
        }
    }
}

impl TryFrom<String> for Formula {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, ParseError> {
        text.parse()
    }
}

impl From<Formula> for String {
    fn from(formula: Formula) -> Self {
        formula.to_string()
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            None => {}
            Some(Outcome::Column(name)) => write!(f, "{} ", Name(name))?,
            Some(Outcome::Survival { start, stop, event }) => {
                f.write_str("Surv(")?;
                if let Some(start) = start {
                    write!(f, "{}, ", Name(start))?;
                }
                write!(f, "{}, {}) ", Name(stop), Name(event))?;
            }
        }
        f.write_str("~")?;
        let mut separator = " ";
        let terms = self.terms.iter().map(ToString::to_string);
        let call = |name: &str, column: &String| format!("{name}({})", Name(column));
        let offsets = self.offsets.iter().map(|column| call("offset", column));
        let strata = self.strata.iter().map(|column| call("strata", column));
        for part in terms.chain(offsets).chain(strata) {
            write!(f, "{separator}{part}")?;
            separator = " + ";
        }
        match (self.intercept, separator) {
            (true, " ") => f.write_str(" 1"),
            (true, _) => Ok(()),
            (false, " ") => f.write_str(" 0"),
            (false, _) => f.write_str(" - 1"),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, variable) in self.0.iter().enumerate() {
            let separator = if place > 0 { ":" } else { "" };
            write!(f, "{separator}{variable}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(column) => Name(column).fmt(f),
            Self::Factor {
                column,
                reference: None,
            } => write!(f, "factor({})", Name(column)),
            Self::Factor {
                column,
                reference: Some(level),
            } => write!(f, "factor({}, {})", Name(column), token::quoted(level)),
            Self::Spline {
                column,
                knots: Knots::Count(count),
            } => write!(f, "rcs({}, {count})", Name(column)),
            Self::Spline {
                column,
                knots: Knots::At(knots),
            } => {
                let knots: Vec<String> = knots.iter().map(ToString::to_string).collect();
                write!(f, "rcs({}, c({}))", Name(column), knots.join(", "))
            }
        }
    }
}

/// A column's name as a formula can be written with it.
struct Name<'a>(&'a str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if token::is_plain(self.0) {
            f.write_str(self.0)
        } else {
            write!(f, "`{}`", self.0)
        }
    }
}
