//! The Brier score at a time.

use serde::{Deserialize, Serialize};

use super::censoring::{Censoring, Ties, standard_error};
use crate::survival::{Error, FollowUp, kaplan_meier};
use crate::{ConfidenceLevel, Interval, dist, input};

/// Brier score at a time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Brier {
    /// The time.
    pub time: f64,
    /// Mean squared distance of predicted risk and outcome, 0 at best.
    pub score: f64,
    /// Its standard error, the estimation of the weights included; none for a single subject.
    pub standard_error: Option<f64>,
    /// The score of predicting for everybody the risk that the Kaplan-Meier curve gives.
    pub null: f64,
    /// `1 - score/null`, the index of prediction accuracy: 1 at best, 0 for a useless model, negative for a harmful one; none
    /// if the null model is perfect.
    #[doc(alias = "IPA")]
    pub scaled: Option<f64>,
}

impl Brier {
    /// Normal interval within \[0, 1\]; riskRegression's.
    #[must_use]
    pub fn interval(&self, level: ConfidenceLevel) -> Option<Interval> {
        let half = -dist::normal::quantile(level.tail()) * self.standard_error?;
        Some(Interval {
            lower: (self.score - half).max(0.0),
            upper: (self.score + half).min(1.0),
        })
    }
}

/// Brier score of predicted `risks` of the event by time `t`.
///
/// `[Σ (1 - r)²/G(T-) over cases + Σ r²/G(t) over controls]/n`; cases have the event up to and at t. riskRegression's
/// `Score(..., metrics = "brier")` with `cens.model = "km"`.
///
/// # Errors
///
/// [`Error::Input`] unless there is a risk between 0 and 1 for each subject, [`Error::LeftTruncation`], [`Error::Horizon`] for
/// a time that is no number or after the last one.
///
/// # References
///
/// Graf E, Schmoor C, Sauerbrei W, Schumacher M. *Stat Med* 1999;18:2529-2545. Kattan MW, Gerds TA. *Diagn Progn Res*
/// 2018;2:7.
///
/// # Example
///
/// ```
/// use voxomics_stats::survival::{FollowUp, time_dependent::brier};
///
/// let follow_up = FollowUp::new(&[1.0, 2.0, 3.0, 4.0], &[true, true, false, false])?;
/// let brier = brier(&follow_up, &[0.5; 4], 2.5)?;
/// assert_eq!((brier.score, brier.null, brier.scaled), (0.25, 0.25, Some(0.0)));
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
#[doc(alias("Score", "brier_score", "pec"))]
pub fn brier(follow_up: &FollowUp, risks: &[f64], t: f64) -> Result<Brier, Error> {
    input::same_length(("risks", risks.len()), ("times", follow_up.subjects()))?;
    input::probabilities("risks", risks)?;
    follow_up.check_time(t)?;
    let curve = kaplan_meier::curve(follow_up);
    let survival = curve.survival_at(t).ok_or(Error::Horizon {
        horizon: t,
        last: curve.last_time(),
    })?;
    let censoring = Censoring::new(follow_up)?;
    let exits = follow_up.exits();
    let gone = exits.partition_point(|exit| exit.time <= t);
    let control_weight = censoring.control_weight(gone);
    let residuals = |risk: &dyn Fn(u32) -> f64| -> Vec<f64> {
        let residual = |(place, exit): (usize, &crate::survival::follow_up::Exit)| {
            let risk = risk(exit.row);
            match (place < gone, exit.event) {
                (true, true) => (1.0 - risk) * (1.0 - risk) * censoring.case_weight(place),
                (true, false) => 0.0,
                (false, _) => risk * risk * control_weight,
            }
        };
        exits.iter().enumerate().map(residual).collect()
    };
    let all = exits.len() as f64;
    let own = residuals(&|row| risks[row as usize]);
    let score = own.iter().sum::<f64>() / all;
    let null = residuals(&|_| 1.0 - survival).iter().sum::<f64>() / all;
    let controls: f64 = own[gone..].iter().sum::<f64>() / all;
    let shares: Vec<f64> = own.iter().map(|residual| residual / all).collect();
    let mut influence = censoring.influence(&shares, controls, gone, Ties::Together);
    for (influence, residual) in influence.iter_mut().zip(&own) {
        *influence += residual;
    }
    Ok(Brier {
        time: t,
        score,
        standard_error: standard_error(&influence),
        null,
        scaled: (null > 0.0).then(|| 1.0 - score / null),
    })
}
