use thiserror::Error as ThisError;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// A value of the matrix that is not finite.
    #[error("row {row}, column {column}: {value} is not finite; drop the row or impute it first")]
    Value {
        /// Counted from 0.
        row: usize,
        /// Counted from 0.
        column: usize,
        /// What stands there.
        value: f64,
    },
    /// An argument of a length that does not go with the others.
    #[error("{what}: {found} given, {expected} needed, one for each {each}")]
    Length {
        /// The argument.
        what: &'static str,
        /// How many.
        found: usize,
        /// How many there should be.
        expected: usize,
        /// `row` or `column`.
        each: &'static str,
    },
    /// A number out of its range.
    #[error("{what}, row {row}: {value} is not {range}")]
    OutOfRange {
        /// The argument.
        what: &'static str,
        /// The first such row.
        row: usize,
        /// What was given.
        value: f64,
        /// What would be accepted.
        range: &'static str,
    },
    /// An interval without length.
    #[error(
        "row {row}: the interval from {start} to {stop} is empty; it must start before it stops (times less than \
             1.5e-8 apart are one time unless `near_ties` is `Keep`)"
    )]
    EmptyInterval {
        /// The first such row.
        row: usize,
        /// Its start.
        start: f64,
        /// Its stop.
        stop: f64,
    },
    /// No event.
    #[error("no events among {rows} rows: times alone say nothing about hazards")]
    NoEvents {
        /// How many rows there are.
        rows: usize,
    },
    /// More rows than can be counted.
    #[error("{rows} rows: at most {most} can be sorted")]
    TooManyRows {
        /// How many there are.
        rows: usize,
        /// How many there may be.
        most: usize,
    },
    /// Along a linear combination of the columns every event comes to the row with the largest value of those at risk, truly or
    /// as far as doubles can tell: there is no finite maximum.
    #[error(
        "monotone likelihood: along columns {columns:?}, in proportions {direction:?}, every event comes to the largest value \
         at risk, so that coefficients grow without end; leave columns out or fit a penalised model"
    )]
    Monotone {
        /// The columns that take part.
        columns: Vec<usize>,
        /// Their coefficients along it, the largest counting 1.
        direction: Vec<f64>,
    },
    /// Weights beside exact ties.
    #[error("the exact likelihood of ties has no weights; take Efron's or leave the weights out")]
    ExactWeights,
    /// Something that the exact likelihood of ties does not have.
    #[error("{what}: not defined for exact ties; fit with Efron's or Breslow's")]
    ExactTies {
        /// What was asked for.
        what: &'static str,
    },
    /// A time whose logarithm was asked for.
    #[error("event at time {time}: no logarithm; take another transform")]
    LogOfTime {
        /// The first such time.
        time: f64,
    },
    /// Times of events that a transform makes all one.
    #[error("all events are at one time: hazards cannot be seen to change")]
    OneTime,
    /// A stratum that was not in the fit.
    #[error("stratum {stratum}: not among those fitted, {known:?}")]
    Stratum {
        /// Its code.
        stratum: u32,
        /// Those there are.
        known: Vec<u32>,
    },
    /// A term of a test that names a column twice or one there is not.
    #[error("column {column}: there are {columns}, and a term names each once")]
    Term {
        /// What was named.
        column: usize,
        /// How many there are.
        columns: usize,
    },
    /// Linear predictors so far apart that hazards leave the doubles.
    #[error(
        "linear predictors from {low} to {high}: hazards so far apart leave the range of doubles; scale offsets or columns down"
    )]
    Span {
        /// The smallest.
        low: f64,
        /// The largest.
        high: f64,
    },
    /// A column whose coefficient is no double.
    #[error(
        "column {column}: its coefficient leaves the range of doubles; give it in larger or smaller units"
    )]
    Units {
        /// Counted from 0.
        column: usize,
    },
    /// Rows whose parts in a coefficient are all 0, or one cluster, of which nothing can be learnt about variation.
    #[error(
        "column {column}: its robust variance is 0; it takes at least two clusters, better dozens"
    )]
    NoVariance {
        /// Counted from 0.
        column: usize,
    },
    /// Newton's method gave up.
    #[error(
        "no maximum found in {iterations} iterations: check the columns for values far from all others"
    )]
    NoConvergence {
        /// Iterations done.
        iterations: usize,
    },
}
