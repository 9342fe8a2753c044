//! How often the subject with the higher marker has the earlier event: Harrell's and Uno's C.

mod pairs;
mod time_weights;

use serde::{Deserialize, Serialize};

use crate::survival::groups::Groups;
use crate::survival::{Error, FollowUp};
use crate::{ConfidenceLevel, Interval, dist, input};

/// What a pair counts, by the time t of its earlier event.
///
/// With n at risk at t of N in all, S the Kaplan-Meier curve of the events and G that of the censorings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub enum TimeWeights {
    /// 1: Harrell's C, R's `timewt = "n"`.
    #[default]
    #[serde(rename = "n")]
    Harrell,
    /// `N S(t-)/n`: Peto and Wilcoxon, does not depend on the censoring if hazards are proportional.
    #[serde(rename = "S")]
    Peto,
    /// `N S(t-)/(n G(t-))`: Schemper's.
    #[serde(rename = "S/G")]
    Schemper,
    /// `1/G(t-)²`: Uno's C; without left truncation the same number as Schemper's.
    #[serde(rename = "n/G2")]
    Uno,
    /// `1/n`: that of the Cox model's score.
    #[serde(rename = "I")]
    Cox,
}

/// What ties of an event with a censoring mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Convention {
    /// The event was first: the pair is comparable, and who has an event is not at risk of censoring at its time. Events at
    /// the horizon count. R's survival, and Hmisc's `rcorr.cens`.
    #[default]
    Survival,
    /// The pair is not comparable, who has an event is at risk of censoring at its time, and events at the horizon do not
    /// count: survC1's `Est.Cval`.
    SurvC1,
}

/// How [`concordance`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Options<'a> {
    /// What pairs count.
    pub time_weights: TimeWeights,
    /// Pairs whose earlier event is after this time do not count; R's `ymax`, survC1's `tau`.
    pub horizon: Option<f64>,
    /// Ties of events with censorings.
    pub convention: Convention,
    /// A label for each subject; only subjects of one stratum are paired.
    pub strata: Option<&'a [u32]>,
}

/// Pairs of subjects, weighted.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// The higher marker has the earlier event.
    pub concordant: f64,
    /// The lower marker has it.
    pub discordant: f64,
    /// Equal markers; R's `tied.x`.
    pub tied_marker: f64,
    /// Both have the event at one time, unequal markers: not comparable; R's `tied.y`.
    pub tied_time: f64,
    /// Both have it at one time, equal markers: not comparable; R's `tied.xy`.
    pub tied_both: f64,
}

impl Counts {
    /// Pairs of which it is known who had the event first.
    #[must_use]
    pub fn comparable(&self) -> f64 {
        self.concordant + self.discordant + self.tied_marker
    }

    /// Concordant pairs, ties of the marker half.
    #[must_use]
    pub fn credit(&self) -> f64 {
        self.concordant + self.tied_marker / 2.0
    }

    fn plus(self, other: Self) -> Self {
        Self {
            concordant: self.concordant + other.concordant,
            discordant: self.discordant + other.discordant,
            tied_marker: self.tied_marker + other.tied_marker,
            tied_time: self.tied_time + other.tied_time,
            tied_both: self.tied_both + other.tied_both,
        }
    }
}

/// Concordance of a marker with the time to the event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Concordance {
    /// `(concordant + tied markers/2)/comparable`; none if no pair is comparable.
    pub index: Option<f64>,
    /// Standard error by the infinitesimal jackknife, time weights taken as known, under either convention; survC1's own is by
    /// perturbation.
    pub standard_error: Option<f64>,
    /// Pairs in all.
    pub counts: Counts,
    /// Pairs of each stratum by ascending label; one entry, with label 0, without strata.
    pub strata: Vec<StratumCounts>,
}

/// Pairs of one stratum.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StratumCounts {
    /// Its label.
    pub stratum: u32,
    /// Its pairs.
    pub counts: Counts,
}

impl Concordance {
    /// Somers' `Dxy = 2C - 1`; twice the standard error of the index is its own, Hmisc's `S.D.`.
    #[must_use]
    #[doc(alias("Dxy", "rcorr.cens"))]
    pub fn somers_d(&self) -> Option<f64> {
        self.index.map(|index| 2.0 * (index - 0.5))
    }

    /// Normal interval of the index, within \[0, 1\].
    #[must_use]
    pub fn interval(&self, level: ConfidenceLevel) -> Option<Interval> {
        let half = -dist::normal::quantile(level.tail()) * self.standard_error?;
        let index = self.index?;
        Some(Interval {
            lower: (index - half).max(0.0),
            upper: (index + half).min(1.0),
        })
    }
}

/// Concordance of a `marker`, high for an early event, with the time to the event.
///
/// A pair is comparable if it is known who had the event first: the earlier of the two times is an event and the other was at
/// risk then; at equal times, if one is an event and the other a censoring. It is concordant if the earlier event goes with
/// the higher marker. R's `concordance(Surv(time, event) ~ marker, reverse = TRUE)`, Hmisc's `rcorr.cens(-marker, ...)`,
/// lifelines' `concordance_index(time, -marker, event)`; for a marker that is high for long survival take it negative, which
/// gives `1 - C`. Works with left truncation.
///
/// The variance is that of the infinitesimal jackknife, `Σ (a_i - C n_i)²/N²`, with `n_i` the comparable pairs that contain i,
/// `a_i` the concordant ones among them (ties half) and N all. O(n log n).
///
/// # Errors
///
/// [`Error::Input`] unless there is a finite marker (and a stratum) for each of at least two subjects; [`Error::Weight`] if a
/// time weight is infinite, which takes left truncation. No comparable pair is no error, but the index is none.
///
/// # References
///
/// Harrell FE, et al. *JAMA* 1982;247:2543-2546. Uno H, et al. *Stat Med* 2011;30:1105-1117. Schemper M, et al. *Stat Med*
/// 2009;28:2473-2489. Therneau TM, Watson DA. Mayo Clinic technical report 85, 2015.
///
/// # Example
///
/// ```
/// use voxomics_stats::survival::{FollowUp, concordance::{Options, TimeWeights, concordance}};
///
/// let follow_up = FollowUp::new(&[3.0, 5.0, 8.0, 9.0], &[true, false, true, true])?;
/// let risk = [0.9, 0.2, 0.3, 0.4];
/// let harrell = concordance(&follow_up, &risk, &Options::default())?;
/// assert_eq!(harrell.index, Some(0.75));
/// let uno = Options { time_weights: TimeWeights::Uno, ..Options::default() };
/// assert!(concordance(&follow_up, &risk, &uno)?.index < harrell.index);
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
#[doc(alias("concordance_index", "rcorr.cens", "Est.Cval", "c-index"))]
pub fn concordance(
    follow_up: &FollowUp,
    marker: &[f64],
    options: &Options<'_>,
) -> Result<Concordance, Error> {
    let rows = follow_up.subjects();
    input::same_length(("marker", marker.len()), ("times", rows))?;
    input::finite("marker", marker, 2)?;
    follow_up.check_time(options.horizon.unwrap_or(0.0))?;
    let strata = Groups::strata(options.strata, rows)?;
    let mut counted = pairs::Pairs::new(marker);
    let mut counts = Vec::with_capacity(strata.len());
    for (part, &stratum) in follow_up.split(&strata).iter().zip(&strata.labels) {
        let weights = time_weights::of(part, options)?;
        counts.push(StratumCounts {
            stratum,
            counts: counted.count(part, &weights, options.convention),
        });
    }
    let total = counts
        .iter()
        .fold(Counts::default(), |sum, part| sum.plus(part.counts));
    let comparable = total.comparable();
    let index = (comparable > 0.0).then(|| total.credit() / comparable);
    Ok(Concordance {
        index,
        standard_error: index.map(|index| counted.influence(index).sqrt() / comparable),
        counts: total,
        strata: counts,
    })
}
