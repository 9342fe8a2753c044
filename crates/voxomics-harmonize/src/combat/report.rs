use serde::{Deserialize, Serialize};
use voxomics_stats::dist::{chi_squared, normal};

use super::{Model, Prior};

/// What is taken from one feature in one batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Removed {
    /// The feature.
    pub feature: String,
    /// The batch.
    pub batch: String,
    /// What its values are above the grand mean, in the feature's own unit: `γ* σ`.
    pub shift: f64,
    /// What its standard deviation is in terms of the pooled one: `δ*`.
    pub scale: f64,
}

/// How well the parametric prior of a batch describes the estimates that it was taken from.
///
/// Kolmogorov's distance between the estimates and the prior, 0 to 1, without a p value: its parameters are the estimates'
/// own. A large one says that the non-parametric prior describes them better.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PriorFit {
    /// The batch.
    pub batch: String,
    /// Of the shifts to the normal distribution.
    pub shifts: f64,
    /// Of the variances to the inverse gamma distribution; none where only means are adjusted or the variances do not vary.
    pub scales: Option<f64>,
}

impl Model {
    /// What is taken from each feature, batch after batch.
    pub fn removed(&self) -> impl Iterator<Item = Removed> {
        self.batches.iter().flat_map(move |batch| {
            self.harmonized()
                .enumerate()
                .map(move |(place, feature)| Removed {
                    feature: feature.to_owned(),
                    batch: batch.name.clone(),
                    shift: batch.gamma_star[place] * self.variance[place].sqrt(),
                    scale: batch.delta_star[place].sqrt(),
                })
        })
    }

    /// How well each batch's parametric prior fits; what `sva` plots.
    #[must_use]
    #[doc(alias = "prior.plots")]
    pub fn prior_fits(&self) -> Vec<PriorFit> {
        let with_prior = self
            .batches
            .iter()
            .filter_map(|batch| Some((batch, batch.prior?)));
        let fit = |(batch, prior): (&super::Batch, Prior)| PriorFit {
            batch: batch.name.clone(),
            shifts: distance(&batch.gamma_hat, |x| below_normal(x, &prior)),
            scales: (prior.scale_variance > 0.0)
                .then(|| distance(&batch.delta_hat, |x| below_inverse_gamma(x, &prior))),
        };
        with_prior.map(fit).collect()
    }
}

fn below_normal(x: f64, prior: &Prior) -> f64 {
    normal::lower((x - prior.shift_mean) / prior.shift_variance.sqrt())
}

/// `X` is inverse gamma where `2b/X` is chi-squared with `2a` degrees of freedom.
fn below_inverse_gamma(x: f64, prior: &Prior) -> f64 {
    chi_squared::upper(2.0 * prior.rate() / x, 2.0 * prior.shape())
}

/// Kolmogorov's distance between values and a distribution.
fn distance(values: &[f64], below: impl Fn(f64) -> f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let steps = sorted.iter().enumerate();
    steps.fold(0.0, |most: f64, (rank, &value)| {
        let p = below(value);
        most.max(p - rank as f64 / n).max((rank + 1) as f64 / n - p)
    })
}
