use crate::input;

/// Why there is no curve, or not this point of it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What every statistic asks of its input.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// More rows than are counted in 31 bits.
    #[error("{0} rows: at most 2147483647 are taken")]
    TooManyRows(usize),
    /// A sensitivity, specificity or range of them that is none.
    #[error("{what} {value} is not between 0 and 1")]
    OutOfRange {
        /// What was asked at.
        what: &'static str,
        /// What was given.
        value: f64,
    },
    /// A range without extent.
    #[error("partial area from {from} to {to}: the range is empty")]
    EmptyRange {
        /// One end.
        from: f64,
        /// The other.
        to: f64,
    },
    /// Weights for the best cut-off that make no ratio.
    #[error(
        "cost {cost}, prevalence {prevalence}: write a positive cost and a prevalence between 0 and 1"
    )]
    Weights {
        /// Of a false negative, relative to a false positive.
        cost: f64,
        /// Share of cases in the population.
        prevalence: f64,
    },
}
