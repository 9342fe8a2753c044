//! What is known of one batch: estimates of its features, and what the prior makes of them.

use super::{Error, Options, Prior, PriorKind, non_parametric, parametric};

/// Estimates of a batch in units of the pooled standard deviation, an entry for each feature.
#[derive(Debug, Clone)]
pub(crate) struct Estimates {
    /// `γ̂`: means.
    pub(crate) shifts: Vec<f64>,
    /// `δ̂²`: variances of divisor n - 1; 1 where only means are adjusted.
    pub(crate) scales: Vec<f64>,
    /// Sums of squares around the means.
    pub(crate) squares: Vec<f64>,
    /// Rows that have the feature.
    pub(crate) rows: Vec<usize>,
}

impl Estimates {
    pub(crate) fn with_capacity(features: usize) -> Self {
        Self {
            shifts: Vec::with_capacity(features),
            scales: Vec::with_capacity(features),
            squares: Vec::with_capacity(features),
            rows: Vec::with_capacity(features),
        }
    }

    /// A feature's mean, sum of squares around it, and rows. A variance that is none counts as 1.
    pub(crate) fn push(&mut self, shift: f64, squares: f64, rows: usize, mean_only: bool) {
        let is_one = mean_only || squares == 0.0;
        let scale = if is_one {
            1.0
        } else {
            squares / (rows - 1) as f64
        };
        self.shifts.push(shift);
        self.scales.push(scale);
        self.squares.push(squares);
        self.rows.push(rows);
    }

    /// The first feature whose estimates are so large or so small that products of three of them may not be numbers.
    pub(crate) fn beyond(&self) -> Option<usize> {
        let mut estimates = self.shifts.iter().zip(&self.scales);
        estimates.position(|(shift, scale)| {
            !(shift.abs() < RANGE && (RANGE.recip()..RANGE).contains(scale))
        })
    }
}

/// Pooled standard deviations; no feature is so far away but by an error.
const RANGE: f64 = 1e100;

/// `γ*` and `δ²*`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Posterior {
    pub(crate) shifts: Vec<f64>,
    pub(crate) scales: Vec<f64>,
    /// The most that a feature took.
    pub(crate) iterations: usize,
}

impl Posterior {
    pub(crate) fn with_capacity(features: usize) -> Self {
        Self {
            shifts: Vec::with_capacity(features),
            scales: Vec::with_capacity(features),
            iterations: 0,
        }
    }
}

/// The parameters of the prior, where it has any, and the posterior; an error names a feature by its index.
pub(crate) fn shrink(
    estimates: &Estimates,
    options: &Options,
    mean_only: bool,
) -> Result<(Option<Prior>, Posterior), parametric::Unsettled> {
    match options.prior {
        PriorKind::None => {
            let posterior = Posterior {
                shifts: estimates.shifts.clone(),
                scales: estimates.scales.clone(),
                iterations: 0,
            };
            Ok((None, posterior))
        }
        PriorKind::NonParametric => Ok((None, non_parametric::both(estimates))),
        PriorKind::Parametric => {
            let prior = Prior::of(&estimates.shifts, &estimates.scales);
            let posterior = if mean_only {
                parametric::shifts(estimates, &prior)
            } else {
                parametric::both(estimates, &prior, options.stopping)?
            };
            Ok((Some(prior), posterior))
        }
    }
}

/// Empirical Bayes learns from several features.
pub(crate) fn check_count(options: &Options, features: usize) -> Result<(), Error> {
    match (options.prior, features) {
        (PriorKind::Parametric | PriorKind::NonParametric, 0 | 1) => {
            Err(Error::TooFew { features })
        }
        _ => Ok(()),
    }
}
