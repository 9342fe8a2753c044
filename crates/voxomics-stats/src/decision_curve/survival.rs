use super::{DecisionCurve, Error, Options};
use crate::input;
use crate::survival::{FollowUp, kaplan_meier};

/// Decision curve of predicted risks of an event by `time`, with censoring; dcurves' `dca(Surv(t, e) ~ p, time = )`.
///
/// Of those treated at a threshold, a share `P` of all, the risk `r` by `time` is estimated by Kaplan and Meier, and the rates
/// are `r·P` and `(1 - r)·P`. Nobody treated is a net benefit of 0; where those treated are not followed up to `time` it is
/// undefined. Where all those treated are followed past `time` and none left before, their risk is 0; dcurves answers NA
/// there, for want of a time in their curve. The survival times are sorted once per threshold.
///
/// ```
/// use voxomics_stats::decision_curve::{Options, survival_model};
///
/// let (months, died) = ([3.0, 8.0, 20.0, 30.0, 40.0], [true, true, false, true, false]);
/// let options = Options { thresholds: vec![0.5], ..Options::default() };
/// let curve = survival_model((&months, &died), &[0.8, 0.6, 0.7, 0.2, 0.1], 12.0, &options)?;
/// // Three of five are treated, and two of them die within the year.
/// assert!((curve.points[0].net_benefit.unwrap() - (2.0 - 1.0) / 5.0).abs() < 1e-15);
/// # Ok::<(), voxomics_stats::decision_curve::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for risks, [`Error::Survival`] for times, [`Error::Time`] past the last observation,
/// [`Error::SurvivalPrevalence`], and as [`model`](super::model).
pub fn survival_model(
    (times, events): (&[f64], &[bool]),
    risks: &[f64],
    time: f64,
    options: &Options,
) -> Result<DecisionCurve, Error> {
    input::same_length(("risks", risks.len()), ("times", times.len()))?;
    input::probabilities("risks", risks)?;
    let prevalence = prevalence((times, events), time, options)?;
    let rates = options.thresholds.iter().map(|&threshold| {
        let treated = |risk: f64| risk >= threshold && risk != 0.0;
        let rows = (0..risks.len()).filter(|&row| treated(risks[row]));
        let rows: Vec<usize> = rows.collect();
        if rows.is_empty() {
            return Ok(Some((0.0, 0.0)));
        }
        let times: Vec<f64> = rows.iter().map(|&row| times[row]).collect();
        let events: Vec<bool> = rows.iter().map(|&row| events[row]).collect();
        let share = rows.len() as f64 / risks.len() as f64;
        let risk = risk((&times, &events), time)?;
        Ok(risk.map(|risk| (risk * share, (1.0 - risk) * share)))
    });
    let rates = rates.collect::<Result<Vec<_>, Error>>()?;
    Ok(DecisionCurve::new(prevalence, options, options.harm, rates))
}

/// Decision curve of treating everybody, the risk `r` of all by `time` estimated by Kaplan and Meier: `r - t/(1 - t)(1 - r)`.
///
/// No test is done, so [`Options::harm`] is not charged.
///
/// # Errors
///
/// As [`survival_model`].
pub fn survival_treat_all(
    follow_up: (&[f64], &[bool]),
    time: f64,
    options: &Options,
) -> Result<DecisionCurve, Error> {
    let prevalence = prevalence(follow_up, time, options)?;
    let everybody = options
        .thresholds
        .iter()
        .map(|_| Some((prevalence, 1.0 - prevalence)));
    Ok(DecisionCurve::new(prevalence, options, 0.0, everybody))
}

/// Risk of everybody.
fn prevalence(
    (times, events): (&[f64], &[bool]),
    time: f64,
    options: &Options,
) -> Result<f64, Error> {
    options.check()?;
    if options.prevalence.is_some() {
        return Err(Error::SurvivalPrevalence);
    }
    input::finite("time", &[time], 1)?;
    let last = times.iter().copied().fold(0.0, f64::max);
    risk((times, events), time)?.ok_or(Error::Time { time, last })
}

/// `1 - S(time)`; `None` if nobody is followed so long.
fn risk((times, events): (&[f64], &[bool]), time: f64) -> Result<Option<f64>, Error> {
    let curve = kaplan_meier::curve(&FollowUp::new(times, events)?);
    Ok(curve.survival_at(time).map(|survival| 1.0 - survival))
}
