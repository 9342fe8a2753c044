//! Comparison of survival curves: the log-rank test and its weighted relatives.

mod chi_squared;
mod hazard_ratio;
mod tally;

use serde::{Deserialize, Serialize};

use crate::survival::groups::Groups;
use crate::survival::{Error, FollowUp};
use tally::Tally;

pub(crate) use chi_squared::quadratic_form;
pub use hazard_ratio::HazardRatio;

/// More groups than this are refused: their covariances would fill the memory.
const MOST_GROUPS: usize = 1000;

/// What each event counts.
///
/// With S the Kaplan-Meier curve of all groups (of the stratum) together, `S(t-)` its value just before the event, and n
/// at risk.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Weights {
    /// `S(t-)^p (1 - S(t-))^q`: `p = q = 0` is the log-rank test, `q = 0` the G-rho family of R's `survdiff(rho = p)`,
    /// lifelines' `fleming-harrington`.
    FlemingHarrington {
        /// Large for early differences; rho.
        p: f64,
        /// Large for late differences.
        q: f64,
    },
    /// n: Gehan and Breslow, lifelines' `wilcoxon`.
    #[serde(rename = "wilcoxon")]
    GehanWilcoxon,
    /// √n.
    TaroneWare,
    /// `Π (1 - d/(n + 1))` up to and at the time: lifelines' `peto`. Near rho = 1, not the same.
    #[serde(rename = "peto")]
    PetoPeto,
}

impl Weights {
    /// Every event counts 1.
    pub const LOG_RANK: Self = Self::rho(0.0);

    /// R's G-rho family, 0 for the log-rank test, 1 for Peto and Peto's modification of Gehan's.
    #[must_use]
    pub const fn rho(rho: f64) -> Self {
        Self::FlemingHarrington { p: rho, q: 0.0 }
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self::LOG_RANK
    }
}

/// How [`compare`] compares.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Options<'a> {
    /// What each event counts.
    pub weights: Weights,
    /// A label for each subject; only subjects of one stratum are compared, and the strata's differences and variances
    /// summed. R's `strata()`.
    pub strata: Option<&'a [u32]>,
}

/// Events of one group beside those expected if all groups had one hazard.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Its label.
    pub group: u32,
    /// Subjects.
    pub subjects: usize,
    /// Events, weighted.
    pub observed: f64,
    /// Expected events, weighted: `Σ w d n_g/n`.
    pub expected: f64,
    /// Observed minus expected, summed for itself: of many events the two sums agree in most of their digits.
    pub difference: f64,
}

/// Observed and expected events of all groups; tests and hazard ratios follow from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// By ascending label.
    pub groups: Vec<Group>,
    /// Covariance of the differences `observed - expected`; every row sums to 0.
    pub covariance: Vec<Vec<f64>>,
    /// What each event counted.
    pub weights: Weights,
}

impl Comparison {
    /// Refuses a covariance that is not that of the groups.
    fn check(&self) -> Result<(), Error> {
        let groups = self.groups.len();
        let rows = &self.covariance;
        if rows.len() == groups && rows.iter().all(|row| row.len() == groups) {
            Ok(())
        } else {
            Err(Error::Covariance { groups })
        }
    }
}

/// Observed and expected events of each group.
///
/// At each distinct time with d events among n at risk, of whom `n_g` in group g, group g expects `d n_g/n` events, with
/// hypergeometric covariance `d (n - d)/(n - 1) · (n_g/n [g = h] - n_g n_h/n²)`. With weights w the sums are `Σ w (d_g - d
/// n_g/n)` and `Σ w²` times the covariance. Left truncation changes who is at risk and nothing else (R's `survdiff` refuses
/// it). One pass; R's `survdiff`, lifelines' `multivariate_logrank_test`.
///
/// # Errors
///
/// [`Error::Input`] unless there is a label (and stratum) for each subject, [`Error::OneGroup`], [`Error::TooManyGroups`],
/// [`Error::NoEvents`], and [`Error::Weight`] for weights that are infinite at some time.
///
/// # References
///
/// Mantel N. *Cancer Chemother Rep* 1966;50:163-170. Harrington DP, Fleming TR. *Biometrika* 1982;69:553-566. Tarone RE,
/// Ware J. *Biometrika* 1977;64:156-160.
///
/// # Example
///
/// ```
/// use voxomics_stats::survival::{FollowUp, log_rank::{self, Options}};
///
/// let months = [6.0, 13.0, 21.0, 30.0, 37.0, 38.0];
/// let follow_up = FollowUp::new(&months, &[true, true, false, true, false, true])?;
/// let comparison = log_rank::compare(&follow_up, &[0, 0, 1, 0, 1, 1], &Options::default())?;
/// assert_eq!(comparison.groups[0].observed, 3.0);
/// let test = comparison.test()?;
/// assert!((test.statistic - 4.3822).abs() < 1e-4 && test.p_value < 0.05);
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
#[doc(alias("survdiff", "logrank_test", "multivariate_logrank_test"))]
pub fn compare(
    follow_up: &FollowUp,
    groups: &[u32],
    options: &Options<'_>,
) -> Result<Comparison, Error> {
    let rows = follow_up.subjects();
    let groups = Groups::to_compare(groups, rows, MOST_GROUPS)?;
    let strata = Groups::strata(options.strata, rows)?;
    if follow_up.events() == 0 {
        return Err(Error::NoEvents);
    }
    Tally::new(&groups, &strata, options.weights, follow_up.truncated()).of(follow_up)
}
