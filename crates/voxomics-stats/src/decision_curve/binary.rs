use super::{DecisionCurve, Error, Options};
use crate::input;

/// Decision curve of predicted risks for a binary outcome, those with at least the threshold treated; dcurves' `dca(y ~ p)`.
///
/// A risk of exactly 0 is never treated, not even at threshold 0 (dcurves' rule). With a prevalence `π` given, the rates are
/// `se·π` and `(1 - sp)(1 - π)`. O(n log T) for `T` thresholds.
///
/// # Errors
///
/// [`Error::Input`] unless there are cases and controls and a risk between 0 and 1 for each; [`Error::Threshold`],
/// [`Error::Order`], [`Error::Prevalence`], [`Error::Harm`].
#[doc(alias("dca", "net benefit"))]
#[expect(clippy::missing_panics_doc, reason = "both classes have been seen to")]
pub fn model(labels: &[bool], risks: &[f64], options: &Options) -> Result<DecisionCurve, Error> {
    let treated = Treated::new(labels, risks, options)?;
    let counts = vec![1; labels.len()];
    let rates = treated.rates(&counts, options.prevalence);
    let (prevalence, rates) = rates.expect("each class has been counted");
    Ok(DecisionCurve::new(
        prevalence,
        options,
        options.harm,
        rates.into_iter().map(Some),
    ))
}

/// Decision curve of treating everybody: the share of cases less the price of treating all controls, `π - t/(1 - t)(1 - π)`.
///
/// No test is done, so [`Options::harm`] is not charged.
///
/// # Errors
///
/// As [`model`].
pub fn treat_all(labels: &[bool], options: &Options) -> Result<DecisionCurve, Error> {
    options.check()?;
    let (cases, _) = input::both_classes("labels", labels)?;
    let prevalence = options
        .prevalence
        .unwrap_or(cases as f64 / labels.len() as f64);
    let everybody = options
        .thresholds
        .iter()
        .map(|_| Some((prevalence, 1.0 - prevalence)));
    Ok(DecisionCurve::new(prevalence, options, 0.0, everybody))
}

/// Who is treated at which thresholds.
pub(super) struct Treated<'a> {
    labels: &'a [bool],
    /// For each row, at how many of the thresholds, the lowest first.
    thresholds_met: Vec<u32>,
    thresholds: usize,
}

impl<'a> Treated<'a> {
    pub(super) fn new(labels: &'a [bool], risks: &[f64], options: &Options) -> Result<Self, Error> {
        options.check()?;
        input::both_classes("labels", labels)?;
        input::same_length(("risks", risks.len()), ("labels", labels.len()))?;
        input::probabilities("risks", risks)?;
        let met = |&risk: &f64| {
            if risk == 0.0 {
                0
            } else {
                options
                    .thresholds
                    .partition_point(|&threshold| threshold <= risk) as u32
            }
        };
        Ok(Self {
            labels,
            thresholds_met: risks.iter().map(met).collect(),
            thresholds: options.thresholds.len(),
        })
    }

    /// Prevalence, and the true and false positive rates at each threshold, when row `i` counts `counts[i]` times; `None`
    /// without cases or controls.
    pub(super) fn rates(
        &self,
        counts: &[u32],
        prevalence: Option<f64>,
    ) -> Option<(f64, Vec<(f64, f64)>)> {
        let mut met = vec![[0_u64; 2]; self.thresholds + 1];
        for ((&thresholds, &case), &count) in
            self.thresholds_met.iter().zip(self.labels).zip(counts)
        {
            met[thresholds as usize][usize::from(case)] += u64::from(count);
        }
        // From those who meet so many thresholds to those who meet at least so many.
        for at in (0..self.thresholds).rev() {
            let [controls, cases] = met[at + 1];
            met[at][0] += controls;
            met[at][1] += cases;
        }
        let [controls, cases] = met[0].map(|count| count as f64);
        let all = cases + controls;
        let rates = met[1..].iter().map(|&[fp, tp]| match prevalence {
            None => (tp as f64 / all, fp as f64 / all),
            Some(prevalence) => {
                let (se, fpr) = (tp as f64 / cases, fp as f64 / controls);
                (se * prevalence, fpr * (1.0 - prevalence))
            }
        });
        let rates = rates.collect();
        (cases > 0.0 && controls > 0.0).then(|| (prevalence.unwrap_or(cases / all), rates))
    }
}
