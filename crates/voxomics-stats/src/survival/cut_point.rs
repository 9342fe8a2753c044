//! The cut-point of a marker that separates survival best, and a p value that knows it was searched for.
//!
//! The smallest of many log-rank p values is far too small: with a useless marker it is below 0.05 in some 40 % of studies. The
//! p values here are those of the largest of all statistics.

mod p_value;
mod search;

use serde::{Deserialize, Serialize};

use crate::input;
use crate::resample::{self, Draws, Resamples, permutation_test};
use crate::survival::{Error, FollowUp};
use search::Search;

/// How [`cut_point`] searches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// The smallest share of subjects at or below the cut-point, above 0; 0.1, as in maxstat.
    pub least_share: f64,
    /// The largest, below 1; 0.9.
    pub largest_share: f64,
    /// How many permutations, and from which seed; none for no permutation test.
    pub permutations: Option<Draws>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            least_share: 0.1,
            largest_share: 0.9,
            permutations: None,
        }
    }
}

impl Options {
    fn check(&self) -> Result<(), Error> {
        let (least, largest) = (self.least_share, self.largest_share);
        // Written so that NaN fails too.
        if 0.0 < least && least < largest && largest < 1.0 {
            Ok(())
        } else {
            Err(Error::Shares { least, largest })
        }
    }
}

/// A cut-point tried.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The largest marker of the lower group.
    pub cut_point: f64,
    /// Subjects at or below it.
    pub at_or_below: usize,
    /// Standardised log-rank statistic, positive if those above have the more events than expected.
    pub statistic: f64,
}

/// The best cut-point, and how surprising it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CutPoint {
    /// The one with the largest absolute statistic, the first of equals.
    pub best: Candidate,
    /// All that were tried, ascending.
    pub candidates: Vec<Candidate>,
    /// p value of Lausen and Schumacher 1992: a Brownian bridge over the shares searched; maxstat's `Lau92`.
    pub p_lausen_1992: f64,
    /// p value of Lausen and Schumacher 1994: an improved Bonferroni inequality over the cut-points there are; maxstat's `Lau94`.
    /// Too large, never too small, and best for few cut-points.
    pub p_lausen_1994: f64,
    /// The other search statistic, Contal and O'Quigley's `max |S_k|/(s √(D - 1))` over all cut-points, not only those within the
    /// shares; none for fewer than two events.
    pub contal_oquigley: Option<ContalOQuigley>,
    /// Share of permutations with a statistic at least as large, `(1 + extreme)/(1 + permutations)`.
    pub p_permutation: Option<f64>,
}

/// Contal and O'Quigley's cut-point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ContalOQuigley {
    /// The largest marker of the lower group.
    pub cut_point: f64,
    /// Q, the largest log-rank numerator, scaled.
    pub statistic: f64,
    /// `2 Σ (-1)^(j+1) exp(-2 j² Q²)`: the largest absolute value of a Brownian bridge.
    pub p_value: f64,
}

/// Searches the cut-point of a `marker` with the largest standardised log-rank statistic.
///
/// Each subject has a log-rank score `a = event - H(t)`, with H the Nelson-Aalen hazard of all; a cut-point with m of n subjects
/// at or below it has the statistic `(m ā - Σ a below)/√(m (n - m)/(n (n - 1)) Σ (a - ā)²)`. maxstat's
/// `maxstat.test(smethod = "LogRank")`; its scores differ where times tie, and its statistic has no
/// sign. O(n log n); each permutation O(n).
///
/// A cut-point found this way needs validation on other subjects whatever its p value, and the two groups' hazard ratio is too
/// far from 1.
///
/// # Errors
///
/// [`Error::Shares`], [`Error::Input`] unless there is a finite marker for each of at least two subjects, [`Error::LeftTruncation`],
/// [`Error::NoEvents`], [`Error::NoCutPoint`] if no cut-point lies within the shares, [`Error::NoVariance`],
/// [`Error::Resample`] for no permutations.
///
/// # References
///
/// Lausen B, Schumacher M. *Biometrics* 1992;48:73-85, and *Comput Stat Data Anal* 1996;21:307-326. Contal C, O'Quigley J.
/// *Comput Stat Data Anal* 1999;30:253-270. Hothorn T, Lausen B. *Comput Stat Data Anal* 2003;43:121-137. Altman DG, et al.
/// *J Natl Cancer Inst* 1994;86:829-835.
///
/// # Example
///
/// ```
/// use voxomics_stats::survival::{FollowUp, cut_point::{Options, cut_point}};
///
/// let months = [3.0, 5.0, 6.0, 8.0, 11.0, 14.0, 20.0, 24.0, 30.0, 36.0];
/// let marker = [9.0, 7.5, 8.2, 7.9, 3.1, 2.8, 4.0, 1.9, 2.2, 3.3];
/// let follow_up = FollowUp::new(&months, &[true; 10])?;
/// let found = cut_point(&follow_up, &marker, &Options::default())?;
/// assert_eq!((found.best.cut_point, found.best.at_or_below), (4.0, 6));
/// // At face value p = 0.04; but eight cut-points were tried.
/// assert!(found.best.statistic > 2.09 && found.p_lausen_1994 > 0.1);
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
#[doc(alias("maxstat.test", "surv_cutpoint", "findcut"))]
pub fn cut_point(
    follow_up: &FollowUp,
    marker: &[f64],
    options: &Options,
) -> Result<CutPoint, Error> {
    options.check()?;
    input::same_length(("marker", marker.len()), ("times", follow_up.subjects()))?;
    input::finite("marker", marker, 2)?;
    if follow_up.truncated() {
        return Err(Error::LeftTruncation);
    }
    let events = follow_up.events();
    if events == 0 {
        return Err(Error::NoEvents);
    }
    let scores = search::log_rank_scores(follow_up);
    let search = Search::new(marker, &scores, options)?;
    let candidates = search.candidates(marker, &scores);
    let largest = |best: Candidate, other: &Candidate| {
        if other.statistic.abs() > best.statistic.abs() {
            *other
        } else {
            best
        }
    };
    let best = candidates[1..].iter().fold(candidates[0], largest);
    let b = best.statistic.abs();
    let rows = marker.len() as f64;
    let counts: Vec<f64> = candidates
        .iter()
        .map(|other| other.at_or_below as f64)
        .collect();
    let p_permutation = match options.permutations {
        None => None,
        Some(draws) => Some(permuted(&search, &scores, draws)?),
    };
    Ok(CutPoint {
        p_lausen_1992: p_value::lausen_1992(b, options.least_share, options.largest_share),
        p_lausen_1994: p_value::lausen_1994(b, &counts, rows),
        contal_oquigley: search.contal_oquigley(marker, &scores, events),
        best,
        candidates,
        p_permutation,
    })
}

/// Scores and markers have nothing to do with each other in a permutation.
fn permuted(search: &Search, scores: &[f64], draws: Draws) -> Result<f64, resample::Error> {
    let permutations = Resamples::permuted(scores.len(), draws)?;
    let largest = |rows: &[usize]| Some(search.largest(|row| scores[rows[row]]));
    let test = permutation_test(&permutations, largest, crate::Alternative::Greater)?;
    Ok(test.p_value)
}
