//! What is explained, and how.

use serde::{Deserialize, Serialize};
use voxomics_stats::ConfidenceLevel;
use voxomics_stats::survival::NearTies;

/// Who was seen until when; times are finite numbers on any scale.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
#[doc(alias = "Surv")]
pub enum Response<'a> {
    /// Everybody from the start until an event or the end of observation.
    Right {
        /// Times.
        times: &'a [f64],
        /// Whether the event came then.
        events: &'a [bool],
    },
    /// Intervals: late entry, or subjects in several rows whose variables change between them. R's `Surv(start, stop, event)`.
    Counting {
        /// Where an interval begins; at that time itself the row is not yet at risk.
        starts: &'a [f64],
        /// Where it ends.
        stops: &'a [f64],
        /// Whether the event came at its end.
        events: &'a [bool],
    },
}

impl Response<'_> {
    pub(crate) fn stops(&self) -> &[f64] {
        match self {
            Self::Right { times, .. } => times,
            Self::Counting { stops, .. } => stops,
        }
    }

    pub(crate) fn starts(&self) -> Option<&[f64]> {
        match self {
            Self::Right { .. } => None,
            Self::Counting { starts, .. } => Some(starts),
        }
    }

    pub(crate) fn events(&self) -> &[bool] {
        match self {
            Self::Right { events, .. } | Self::Counting { events, .. } => events,
        }
    }
}

/// How events at one time share their risk set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ties {
    /// Each later one of them finds the earlier ones gone by their average share: R's default.
    #[default]
    Efron,
    /// All find the whole risk set: the default of SAS, biased towards 0 with many ties.
    Breslow,
    /// They are one of all sets of as many at risk, as in a matched case-control study: times are discrete, odds ratios are
    /// estimated. R's `ties = "exact"`, SAS's `discrete`. Without weights.
    Exact,
}

/// What standard errors, z, p, intervals and Wald's test rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Variance {
    /// The inverse of the information: the model is true and rows count as often as their weights say.
    Model,
    /// Squares of what each row, or cluster of rows, adds to the coefficients (Lin DY, Wei LJ. *J Am Stat Assoc*
    /// 1989;84:1074-8).
    #[doc(alias = "sandwich")]
    Robust,
}

/// How a fit is made; write the rest as `..Options::default()`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Events at one time.
    pub ties: Ties,
    /// A code for each row: only rows of one stratum are at risk together. `None` is one stratum.
    pub strata: Option<Vec<u32>>,
    /// How much each row counts, above 0. `None` is 1 each.
    pub weights: Option<Vec<f64>>,
    /// A known part of each row's linear predictor. `None` is 0.
    pub offset: Option<Vec<f64>>,
    /// A code for each row: rows of one subject, for [`Variance::Robust`]. `None` is one row each.
    #[doc(alias = "id")]
    pub clusters: Option<Vec<u32>>,
    /// Kind of variance. `None` is R's choice: robust with clusters or with weights that are not all whole, else the model's.
    pub variance: Option<Variance>,
    /// Level of confidence intervals.
    pub level: ConfidenceLevel,
    /// Times equal but for rounding.
    #[doc(alias = "timefix")]
    pub near_ties: NearTies,
}

impl Options {
    pub(crate) fn is_robust(&self) -> bool {
        let whole = |weights: &Vec<f64>| weights.iter().all(|weight| weight.trunc() == *weight);
        match self.variance {
            Some(variance) => variance == Variance::Robust,
            None => self.clusters.is_some() || !self.weights.as_ref().is_none_or(whole),
        }
    }
}
