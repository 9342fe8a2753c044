//! The numbers that rms judges a logistic model by.

use serde::{Deserialize, Serialize};

use crate::likelihood::logistic::{self, Options, expit, log_probability};
use crate::moments::mean_difference;
use crate::rank;

/// The rows of `rms::validate` for a logistic model.
///
/// With `n` rows, `LR` the likelihood ratio against the intercept alone and `L` a -2 log likelihood.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Performance {
    /// Somers' `Dxy = 2(C - ½)` of the linear predictor, ties counting ½.
    pub dxy: f64,
    /// Nagelkerke's `R² = (1 - exp(-LR/n))/(1 - exp(-L₀/n))`.
    pub r2: f64,
    /// Intercept of the logistic regression of the labels on the linear predictor; 0 on the model's own rows.
    pub intercept: f64,
    /// Slope of the same; 1 on the model's own rows.
    pub slope: f64,
    /// Discrimination index `D = (LR - 1)/n`.
    pub d: f64,
    /// Unreliability index `U`: how much worse the linear predictor is than itself recalibrated, `(L₀₁ - L - 2)/n`.
    pub u: f64,
    /// Quality index `Q = D - U`.
    pub q: f64,
    /// Brier score.
    pub brier: f64,
    /// Gini's mean difference of the (recalibrated) linear predictor.
    pub g: f64,
    /// The same of the (recalibrated) risk.
    pub gp: f64,
}

impl Performance {
    /// Field by field.
    pub(super) fn zip(&self, other: &Self, combine: impl Fn(f64, f64) -> f64) -> Self {
        Self {
            dxy: combine(self.dxy, other.dxy),
            r2: combine(self.r2, other.r2),
            intercept: combine(self.intercept, other.intercept),
            slope: combine(self.slope, other.slope),
            d: combine(self.d, other.d),
            u: combine(self.u, other.u),
            q: combine(self.q, other.q),
            brier: combine(self.brier, other.brier),
            g: combine(self.g, other.g),
            gp: combine(self.gp, other.gp),
        }
    }
}

/// Rows sorted by their linear predictor, with how often each counts.
#[derive(Debug)]
pub(super) struct Rows {
    linear: Vec<f64>,
    cases: Vec<bool>,
    counts: Vec<f64>,
    /// Sum of the counts, and of those of the cases.
    total: f64,
    positive: f64,
}

impl Rows {
    /// The rows in `order` that count.
    pub(super) fn new(
        order: &[usize],
        linear: &[f64],
        labels: &[bool],
        count: impl Fn(usize) -> u32,
    ) -> Self {
        let rows: Vec<usize> = order
            .iter()
            .copied()
            .filter(|&row| count(row) > 0)
            .collect();
        let cases: Vec<bool> = rows.iter().map(|&row| labels[row]).collect();
        let counts: Vec<f64> = rows.iter().map(|&row| f64::from(count(row))).collect();
        let positive = counts.iter().zip(&cases).filter(|&(_, &case)| case);
        Self {
            linear: rows.iter().map(|&row| linear[row]).collect(),
            total: counts.iter().sum(),
            positive: positive.map(|(count, _)| count).sum(),
            cases,
            counts,
        }
    }

    /// Whether there are cases and controls; without both nothing here is defined.
    pub(super) fn both_classes(&self) -> bool {
        0.0 < self.positive && self.positive < self.total
    }

    /// Performance of the model on the rows it was fitted to.
    pub(super) fn own(&self) -> Performance {
        let u = -2.0 / self.total;
        let gini = self.gini(&self.linear);
        self.performance(
            self.deviance(),
            (0.0, 1.0),
            u,
            gini,
            self.gini(&self.risks(0.0, 1.0)),
        )
    }

    /// Performance of a model that was fitted to other rows; `None` where its recalibration has no maximum.
    pub(super) fn others(&self) -> Option<Performance> {
        let options = Options {
            weights: Some(&self.counts),
            ..Options::default()
        };
        let fit = logistic::fit(&[&self.linear], &self.cases, &options).ok()?;
        let (a, b) = (fit.coefficients[0], fit.coefficients[1]);
        let u = (self.deviance() - fit.deviance - 2.0) / self.total;
        let gini = b.abs() * self.gini(&self.linear);
        let of_risks = self.gini(&self.risks(a, b)).abs();
        Some(self.performance(fit.deviance, (a, b), u, gini, of_risks))
    }

    fn performance(
        &self,
        deviance: f64,
        (intercept, slope): (f64, f64),
        u: f64,
        g: f64,
        gp: f64,
    ) -> Performance {
        let null = logistic::null_deviance(self.positive, self.total - self.positive);
        let ratio = null - deviance;
        let d = (ratio - 1.0) / self.total;
        Performance {
            dxy: 2.0 * (self.concordance() - 0.5),
            r2: libm::expm1(-ratio / self.total) / libm::expm1(-null / self.total),
            intercept,
            slope,
            d,
            u,
            q: d - u,
            brier: self.brier(),
            g,
            gp,
        }
    }

    fn risks(&self, a: f64, b: f64) -> Vec<f64> {
        self.linear.iter().map(|eta| expit(a + b * eta)).collect()
    }

    /// -2 log likelihood of the linear predictor as it is.
    fn deviance(&self) -> f64 {
        -2.0 * self.sum(|eta, case| log_probability(case, eta))
    }

    fn brier(&self) -> f64 {
        let squared = |eta, case| {
            let off = expit(eta) - f64::from(case);
            off * off
        };
        self.sum(squared) / self.total
    }

    /// Sum over the rows, each as often as it counts.
    fn sum(&self, of: impl Fn(f64, bool) -> f64) -> f64 {
        let rows = self.linear.iter().zip(&self.cases).zip(&self.counts);
        rows.map(|((&eta, &case), &count)| count * of(eta, case))
            .sum()
    }

    /// Share of case-control pairs in the right order.
    fn concordance(&self) -> f64 {
        let rows = self.linear.iter().zip(&self.cases).zip(&self.counts);
        rank::concordance(rows.map(|((&eta, &case), &count)| (eta, case, count)))
    }

    /// Gini's mean difference of values that ascend with the rows; negative if they descend.
    fn gini(&self, values: &[f64]) -> f64 {
        let counted = values.iter().copied().zip(self.counts.iter().copied());
        mean_difference(counted, self.total)
    }
}
