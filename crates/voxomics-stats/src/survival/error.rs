//! Why a statistic of times could not be had.

use voxomics_core::ErrorClass;

use crate::{input, resample};

/// Any error of [`survival`](super).
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What every statistic asks of its input.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// Somebody came under observation when it was over.
    #[error(
        "row {row}: entry {entry} is not before time {time}; drop the row, it was never at risk"
    )]
    NeverAtRisk {
        /// The first such row.
        row: usize,
        /// Its entry.
        entry: f64,
        /// Its time.
        time: f64,
    },
    /// More rows than 32 bits can count.
    #[error("{rows} rows: at most {most} can be sorted")]
    TooManyRows {
        /// Rows given.
        rows: usize,
        /// Rows that can be.
        most: usize,
    },
    /// A horizon up to which nothing can be said.
    #[error("horizon {horizon} is not above 0 and at most {last}, the last time under observation")]
    Horizon {
        /// What was asked for.
        horizon: f64,
        /// The last time under observation.
        last: f64,
    },
    /// A landmark that nobody passes.
    #[error("landmark {at}: it must be finite and before {last}, the last time under observation")]
    Landmark {
        /// What was asked for.
        at: f64,
        /// The last time under observation.
        last: f64,
    },
    /// Nobody had the event.
    #[error("no events: nothing to compare or predict")]
    NoEvents,
    /// A comparison of one group.
    #[error("groups: all {rows} rows are in group {group}, at least two groups are needed")]
    OneGroup {
        /// Its label.
        group: u32,
        /// Rows.
        rows: usize,
    },
    /// A hazard ratio of other than two groups.
    #[error("{groups} groups: a hazard ratio is that of two")]
    NotTwoGroups {
        /// Groups there are.
        groups: usize,
    },
    /// Labels that are no groups.
    #[error("{groups} groups: at most {most}; are the labels a measurement?")]
    TooManyGroups {
        /// Distinct labels.
        groups: usize,
        /// How many can be compared.
        most: usize,
    },
    /// A weight is infinite.
    #[error("the weight of events at time {time} is infinite: use exponents from 0 on")]
    Weight {
        /// When.
        time: f64,
    },
    /// The groups could not have differed.
    #[error(
        "no variance: given their times, the events could not have fallen otherwise on the groups"
    )]
    NoVariance,
    /// A statistic that is not defined with left truncation.
    #[error("left truncation: this statistic needs everybody under observation from the start")]
    LeftTruncation,
    /// No cut leaves enough on both sides.
    #[error(
        "marker: no cut between its {distinct} distinct values lies within the shares searched"
    )]
    NoCutPoint {
        /// Distinct values.
        distinct: usize,
    },
    /// Shares of subjects between which no cut-point lies.
    #[error(
        "shares from {least} to {largest}: 0 < smallest < largest < 1 is needed, such as 0.1 to 0.9"
    )]
    Shares {
        /// The smallest.
        least: f64,
        /// The largest.
        largest: f64,
    },
    /// A hazard ratio from events that do not all count 1.
    #[error("weighted comparison: a hazard ratio is that of `Weights::LOG_RANK`")]
    Weighted,
    /// A comparison whose parts do not belong together.
    #[error("covariance: {groups} rows of {groups} numbers are needed, one for each group")]
    Covariance {
        /// Groups there are.
        groups: usize,
    },
    /// Of permutations.
    #[error(transparent)]
    Resample(#[from] resample::Error),
    /// A model that cannot be had from all data.
    #[error("no model could be fitted on all rows: nothing to correct")]
    NoModel,
}

impl Error {
    pub(crate) fn class(&self) -> ErrorClass {
        match self {
            Self::Resample(error) => error.class(),
            // Refused for what was given.
            Self::Input(_)
            | Self::NeverAtRisk { .. }
            | Self::TooManyRows { .. }
            | Self::Horizon { .. }
            | Self::Landmark { .. }
            | Self::NoEvents
            | Self::OneGroup { .. }
            | Self::NotTwoGroups { .. }
            | Self::TooManyGroups { .. }
            | Self::Weight { .. }
            | Self::NoVariance
            | Self::LeftTruncation
            | Self::NoCutPoint { .. }
            | Self::Shares { .. }
            | Self::Weighted
            | Self::Covariance { .. }
            | Self::NoModel => ErrorClass::Input,
        }
    }
}
