//! Bootstrap correction of a survival model's calibration and of its indices.

use serde::{Deserialize, Serialize};
use voxomics_core::math;

use super::groups::{RiskGroup, by_risk_group, within_cuts};
use crate::likelihood::cox::{self, Ties};
use crate::moments::mean_difference;
use crate::resample::{OnBoth, Optimism, Resamples, optimism};
use crate::survival::concordance::{self, concordance};
use crate::survival::{Error, FollowUp};

/// Calibration of one group of predictions, corrected for optimism.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibrated {
    /// The group as the model of all data gives it.
    pub group: RiskGroup,
    /// Observed minus predicted survival; its `corrected` value is what to report.
    pub difference: Optimism,
}

/// Calibration at time `t` in groups between `cuts` of predicted survival, corrected by the bootstrap.
///
/// `predict` gets rows, fits the model on them with every step of its making, and answers with the predicted survival at t of all
/// subjects, or with `None` where no model could be fitted. In each resample the difference of Kaplan-Meier estimate and mean
/// prediction is had on the resample and on all data; the mean of what the first exceeds the second by is taken off. Groups that
/// no prediction of the model on all data falls into are left out. rms' `calibrate(fit, u = t, cmethod = "KM")`, whose cuts are
/// the distinct type 7 quantiles of 0, 1 and the predictions.
///
/// ```
/// use voxomics_stats::resample::{Draws, Resamples};
/// use voxomics_stats::survival::calibration::calibrate;
///
/// let months: Vec<f64> = (1..=40).map(f64::from).collect();
/// let died = [true, true, false, true].repeat(10);
/// let fit = |rows: &[usize]| {
///     // The model of these rows: here one rate for all, and its survival at 20 months.
///     let deaths = rows.iter().filter(|&&row| died[row]).count();
///     let rate = deaths as f64 / rows.iter().map(|&row| months[row]).sum::<f64>();
///     Some(vec![(-rate * 20.0).exp(); 40])
/// };
/// let draws = Draws { resamples: 20, ..Draws::default() };
/// let resamples = Resamples::plain(40, draws)?;
/// let groups = calibrate((&months, &died), (20.0, &[0.0, 1.0]), &resamples, fit)?;
/// assert_eq!((groups.len(), groups[0].difference.used), (1, 20));
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
///
/// # Errors
///
/// As [`FollowUp::new`]; [`Error::NoModel`] if there is no model of all data; [`Error::Resample`]; [`Error::Input`] for
/// predictions that are no probabilities.
#[doc(alias = "calibrate.cph")]
pub fn calibrate(
    (times, events): (&[f64], &[bool]),
    (t, cuts): (f64, &[f64]),
    resamples: &Resamples<'_>,
    predict: impl Fn(&[usize]) -> Option<Vec<f64>> + Sync,
) -> Result<Vec<Calibrated>, Error> {
    let all: Vec<usize> = (0..times.len()).collect();
    let groups_of =
        |rows: &[usize], predicted: &[f64]| grouped((times, events), rows, predicted, (t, cuts));
    let predicted = predict(&all).ok_or(Error::NoModel)?;
    let apparent = groups_of(&all, &predicted)?;
    let differences = |groups: &[RiskGroup]| -> Vec<Option<f64>> {
        let of = |label: u32| groups.iter().find(|group| group.group == label);
        let difference =
            |group: &RiskGroup| group.observed.map(|observed| observed - group.predicted);
        let labels = apparent.iter().map(|group| group.group);
        labels.map(|label| of(label).and_then(difference)).collect()
    };
    let corrected = optimism(resamples, &differences(&apparent), |rows| {
        let predicted = predict(rows)?;
        Some(OnBoth {
            training: differences(&groups_of(rows, &predicted).ok()?),
            test: differences(&groups_of(&all, &predicted).ok()?),
        })
    })?;
    let both = apparent.into_iter().zip(corrected);
    Ok(both
        .map(|(group, difference)| Calibrated { group, difference })
        .collect())
}

/// The groups of some rows, given predictions for all.
fn grouped(
    data: (&[f64], &[bool]),
    rows: &[usize],
    predicted: &[f64],
    (t, cuts): (f64, &[f64]),
) -> Result<Vec<RiskGroup>, Error> {
    crate::input::same_length(("predictions", predicted.len()), ("times", data.0.len()))?;
    let groups = within_cuts(predicted, cuts)?;
    let rows: Vec<usize> = rows
        .iter()
        .copied()
        .filter(|&row| groups[row].is_some())
        .collect();
    let labels: Vec<u32> = rows.iter().filter_map(|&row| groups[row]).collect();
    let predicted: Vec<f64> = rows.iter().map(|&row| predicted[row]).collect();
    by_risk_group(&part(data, &rows)?, &predicted, &labels, t)
}

/// The follow-up of some rows, repeated as they are.
fn part((times, events): (&[f64], &[bool]), rows: &[usize]) -> Result<FollowUp, Error> {
    let times: Vec<f64> = rows.iter().map(|&row| times[row]).collect();
    let events: Vec<bool> = rows.iter().map(|&row| events[row]).collect();
    FollowUp::new(&times, &events)
}

/// A Cox model's indices, corrected for optimism; what rms' `validate.cph` prints.
///
/// With n subjects, `L₀` minus twice the log partial likelihood of no effects, and LR the likelihood ratio statistic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Validation {
    /// Somers' `Dxy = 2C - 1`.
    pub dxy: Optimism,
    /// Nagelkerke's `R² = (1 - exp(-LR/n))/(1 - exp(-L₀/n))`.
    pub r2: Optimism,
    /// Slope of the linear predictor, 1 where it was fitted.
    pub slope: Optimism,
    /// Discrimination index `D = (LR - 1)/L₀`.
    pub discrimination: Optimism,
    /// Unreliability index U: what recalibrating the slope gains, over `L₀`; `-2/L₀` where it was fitted.
    pub unreliability: Optimism,
    /// Quality `Q = D - U`.
    pub quality: Optimism,
    /// Gini's mean difference of the recalibrated linear predictors.
    pub g: Optimism,
}

/// Indices of a Cox model, corrected by the bootstrap; ties by Efron.
///
/// `predict` gets rows, fits the model on them with every step of its making, and answers with the linear predictors of all
/// subjects, or with `None` where no model could be fitted. rms' `validate(fit)` stops its fits at 4 digits.
///
/// ```
/// use voxomics_stats::likelihood::cox;
/// use voxomics_stats::resample::{Draws, Resamples};
/// use voxomics_stats::survival::{FollowUp, calibration::validate};
///
/// let months: Vec<f64> = (1..=40).map(f64::from).collect();
/// let died = [true, true, false, true].repeat(10);
/// let marker: Vec<f64> = (0..40).map(|i| f64::from(i * 7 % 40 - i)).collect();
/// let fit = |rows: &[usize]| {
///     // The model of these rows: here a Cox model of one marker.
///     let pick = |values: &[f64]| rows.iter().map(|&row| values[row]).collect::<Vec<_>>();
///     let events: Vec<bool> = rows.iter().map(|&row| died[row]).collect();
///     let follow_up = FollowUp::new(&pick(&months), &events).ok()?;
///     let model = cox::fit(&follow_up, &[&pick(&marker)], cox::Ties::Efron).ok()?;
///     Some(marker.iter().map(|x| model.coefficients[0] * x).collect())
/// };
/// let draws = Draws { resamples: 20, ..Draws::default() };
/// let resamples = Resamples::plain(40, draws)?;
/// let validation = validate((&months, &died), &resamples, fit)?;
/// assert_eq!(validation.dxy.used, 20);
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
///
/// # Errors
///
/// As [`FollowUp::new`]; [`Error::NoModel`] if there is no model of all data; [`Error::Resample`].
#[doc(alias = "validate.cph")]
pub fn validate(
    (times, events): (&[f64], &[bool]),
    resamples: &Resamples<'_>,
    predict: impl Fn(&[usize]) -> Option<Vec<f64>> + Sync,
) -> Result<Validation, Error> {
    let all: Vec<usize> = (0..times.len()).collect();
    let whole = part((times, events), &all)?;
    let training = |rows: &[usize], linear: &[f64]| -> Option<Vec<Option<f64>>> {
        let linear: Vec<f64> = rows.iter().map(|&row| linear[row]).collect();
        indices(&part((times, events), rows).ok()?, &linear, Slope::Fitted)
    };
    let predict = |rows: &[usize]| predict(rows).filter(|linear| linear.len() == times.len());
    let linear = predict(&all).ok_or(Error::NoModel)?;
    let apparent = training(&all, &linear).ok_or(Error::NoModel)?;
    let corrected = optimism(resamples, &apparent, |rows| {
        let linear = predict(rows)?;
        Some(OnBoth {
            training: training(rows, &linear)?,
            test: indices(&whole, &linear, Slope::Refitted)?,
        })
    })?;
    let mut corrected = corrected.into_iter();
    let mut next = || corrected.next().ok_or(Error::NoModel);
    Ok(Validation {
        dxy: next()?,
        r2: next()?,
        slope: next()?,
        discrimination: next()?,
        unreliability: next()?,
        quality: next()?,
        g: next()?,
    })
}

/// Whether the linear predictors come from the data at hand.
#[derive(Clone, Copy, PartialEq)]
enum Slope {
    Fitted,
    Refitted,
}

/// Dxy, R², slope, D, U, Q and g.
fn indices(follow_up: &FollowUp, linear: &[f64], slope: Slope) -> Option<Vec<Option<f64>>> {
    let ranks = concordance(follow_up, linear, &concordance::Options::default()).ok()?;
    let log_likelihood = |eta: &[f64]| cox::log_likelihood(follow_up, eta, Ties::Efron).ok();
    let n = linear.len() as f64;
    let null = -2.0 * log_likelihood(&vec![0.0; linear.len()])?;
    let frozen = log_likelihood(linear)?;
    let (slope, best, unreliability) = match slope {
        Slope::Fitted => (1.0, frozen, -2.0 / null),
        Slope::Refitted => {
            let fit = cox::fit(follow_up, &[linear], Ties::Efron).ok()?;
            let gain = -2.0 * (frozen - fit.log_likelihood);
            (fit.coefficients[0], fit.log_likelihood, gain / null)
        }
    };
    let ratio = 2.0 * best + null;
    let discrimination = (ratio - 1.0) / null;
    let r2 = (1.0 - math::exp(-ratio / n)) / (1.0 - math::exp(-null / n));
    Some(vec![
        ranks.somers_d(),
        Some(r2),
        Some(slope),
        Some(discrimination),
        Some(unreliability),
        Some(discrimination - unreliability),
        Some(slope.abs() * mean_difference_of(linear)),
    ])
}

/// Of values that each count once, in any order.
fn mean_difference_of(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len() as f64;
    mean_difference(sorted.into_iter().map(|value| (value, 1.0)), n)
}
