//! What fits are worth on the rows that they have not seen.

use voxomics_core::math;
use voxomics_stats::resample::Fold;
use voxomics_stats::survival::FollowUp;
use voxomics_stats::survival::concordance::{self, concordance};

use super::{CvOptions, FoldWeights, Measure};
use crate::link::{logistic, p_log_p};
use crate::net::loss::{Cox, Loss};
use crate::net::{Error, Options, Response};

/// Rows a fold below which an area means little, and means of folds do.
const LEAST_FOR_AUC: usize = 10;
const LEAST_FOR_MEANS: usize = 3;
/// How near probabilities come to 0 and 1.
const LEAST_PROBABILITY: f64 = 1e-5;

pub(super) struct Judge<'a> {
    response: &'a Response<'a>,
    folds: &'a [Fold],
    weights: Vec<f64>,
    measure: Measure,
    grouped: bool,
    fold_weights: FoldWeights,
}

/// A number and how much it counts.
type Weighted = (f64, f64);

impl<'a> Judge<'a> {
    pub(super) fn new(
        response: &'a Response<'a>,
        options: &Options,
        folds: &'a [Fold],
        cv: CvOptions,
    ) -> Result<Self, Error> {
        let rows: usize = folds.iter().map(|fold| fold.test.len()).sum();
        let fits = match response {
            Response::Gaussian(_) => matches!(
                cv.measure,
                Measure::Deviance | Measure::SquaredError | Measure::AbsoluteError
            ),
            Response::Binomial(_) => cv.measure != Measure::Concordance,
            Response::Cox { .. } => matches!(cv.measure, Measure::Deviance | Measure::Concordance),
        };
        if !fits {
            return Err(Error::Measure(cv.measure));
        }
        if cv.measure == Measure::Auc && rows < LEAST_FOR_AUC * folds.len() {
            return Err(Error::SmallFolds {
                rows,
                folds: folds.len(),
            });
        }
        Ok(Self {
            response,
            folds,
            weights: options.weights.clone().unwrap_or_else(|| vec![1.0; rows]),
            measure: cv.measure,
            grouped: cv.grouped
                && (cv.fold_weights == FoldWeights::Equal || rows >= LEAST_FOR_MEANS * folds.len()),
            fold_weights: cv.fold_weights,
        })
    }

    /// The mean over folds or rows of linear predictors, and its standard error; NaN where no fold has a value.
    pub(super) fn mean(&self, each: &[Vec<f64>]) -> (f64, Option<f64>) {
        let folds = self.folds.iter().zip(each);
        let mut parts: Vec<Weighted> = match (self.response, self.measure) {
            (Response::Cox { times, events }, Measure::Deviance) => folds
                .filter_map(|(fold, eta)| self.cox_deviance(times, events, fold, eta))
                .collect(),
            (Response::Cox { times, events }, _) => folds
                .filter_map(|(fold, eta)| self.concordance(times, events, fold, eta))
                .collect(),
            (Response::Binomial(y), Measure::Auc) => folds
                .filter_map(|(fold, eta)| self.area(y, fold, eta))
                .collect(),
            (Response::Gaussian(y) | Response::Binomial(y), _) => {
                let rows = folds.map(|(fold, eta)| self.losses(y, fold, eta));
                if self.grouped {
                    rows.map(|rows| (average(&rows), rows.iter().map(|&(_, weight)| weight).sum()))
                        .collect()
                } else {
                    rows.flatten().collect()
                }
            }
        };
        if self.grouped && self.fold_weights == FoldWeights::Equal {
            for (_, weight) in &mut parts {
                *weight = 1.0;
            }
        }
        let mean = average(&parts);
        let squares: Vec<Weighted> = parts
            .iter()
            .map(|&(value, weight)| ((value - mean) * (value - mean), weight))
            .collect();
        let error = || (average(&squares) / (parts.len() as f64 - 1.0)).sqrt();
        (mean, (parts.len() > 1).then(error))
    }

    fn losses(&self, y: &[f64], fold: &Fold, eta: &[f64]) -> Vec<Weighted> {
        let binomial = matches!(self.response, Response::Binomial(_));
        let loss = |row: usize| {
            let y = y[row];
            if !binomial {
                let apart = y - eta[row];
                return if self.measure == Measure::AbsoluteError {
                    apart.abs()
                } else {
                    apart * apart
                };
            }
            let (p, ..) = logistic(eta[row]);
            match self.measure {
                Measure::SquaredError => 2.0 * (y - p) * (y - p),
                Measure::AbsoluteError => 2.0 * (y - p).abs(),
                Measure::Misclassification if p > 0.5 => 1.0 - y,
                Measure::Misclassification => y,
                _ => {
                    let p = p.clamp(LEAST_PROBABILITY, 1.0 - LEAST_PROBABILITY);
                    let saturated = p_log_p(y) + p_log_p(1.0 - y);
                    2.0 * (saturated - y * math::ln(p) - (1.0 - y) * math::ln(1.0 - p))
                }
            }
        };
        fold.test
            .iter()
            .map(|&row| (loss(row), self.weights[row]))
            .collect()
    }

    /// Share of the pairs of a case and a control in which the case is ahead, ties half.
    fn area(&self, y: &[f64], fold: &Fold, eta: &[f64]) -> Option<Weighted> {
        let mut order = fold.test.clone();
        order.sort_by(|&a, &b| eta[a].total_cmp(&eta[b]));
        let (mut below, mut ahead, mut cases) = (0.0, 0.0, 0.0);
        for tied in order.chunk_by(|&a, &b| eta[a] == eta[b]) {
            let case = |&row: &usize| self.weights[row] * y[row];
            let control = |&row: &usize| self.weights[row] * (1.0 - y[row]);
            let (here, others): (f64, f64) =
                (tied.iter().map(case).sum(), tied.iter().map(control).sum());
            ahead += here * (below + 0.5 * others);
            below += others;
            cases += here;
        }
        (cases > 0.0 && below > 0.0).then(|| (ahead / (cases * below), self.size(fold)))
    }

    fn size(&self, fold: &Fold) -> f64 {
        fold.test.iter().map(|&row| self.weights[row]).sum()
    }

    fn concordance(
        &self,
        times: &[f64],
        events: &[bool],
        fold: &Fold,
        eta: &[f64],
    ) -> Option<Weighted> {
        let rows = fold.test.iter();
        let times: Vec<f64> = rows.clone().map(|&row| times[row]).collect();
        let events: Vec<bool> = rows.clone().map(|&row| events[row]).collect();
        let eta: Vec<f64> = rows.map(|&row| eta[row]).collect();
        let follow_up = FollowUp::new(&times, &events).ok()?;
        let found = concordance(&follow_up, &eta, &concordance::Options::default()).ok()?;
        Some((found.index?, self.size(fold)))
    }

    /// Per event of the fold: of all rows without that of the others, or of the fold alone.
    fn cox_deviance(
        &self,
        times: &[f64],
        events: &[bool],
        fold: &Fold,
        eta: &[f64],
    ) -> Option<Weighted> {
        let in_fold = |weights: &mut Vec<f64>, inside: bool| {
            let mut is_test = vec![false; weights.len()];
            for &row in &fold.test {
                is_test[row] = true;
            }
            for (weight, is_test) in weights.iter_mut().zip(is_test) {
                if is_test != inside {
                    *weight = 0.0;
                }
            }
        };
        let deviance = |weights: Vec<f64>| {
            let mut loss = Cox::new(times, events, weights);
            let saturated = loss.saturated();
            2.0 * (loss.evaluate(eta, &mut vec![0.0; eta.len()]) + saturated)
        };
        let happened = |&&row: &&usize| events[row];
        let weight: f64 = fold
            .test
            .iter()
            .filter(happened)
            .map(|&row| self.weights[row])
            .sum();
        if weight == 0.0 {
            return None;
        }
        let mut part = self.weights.clone();
        in_fold(&mut part, !self.grouped);
        let value = if self.grouped {
            deviance(self.weights.clone()) - deviance(part)
        } else {
            in_fold(&mut part, true);
            deviance(part)
        };
        Some((value / weight, weight))
    }

    /// Where the measure is best, and the largest lambda within a standard error of that.
    pub(super) fn choose(&self, means: &[f64], errors: &[Option<f64>]) -> Option<(usize, usize)> {
        let sign = match self.measure {
            Measure::Auc | Measure::Concordance => -1.0,
            _ => 1.0,
        };
        let cost = |at: &usize| sign * means[*at];
        let known = (0..means.len()).filter(|at| means[*at].is_finite());
        let best = known.clone().min_by(|a, b| cost(a).total_cmp(&cost(b)))?;
        let limit = cost(&best) + errors[best].unwrap_or(0.0);
        let mut within = known.filter(|at| cost(at) <= limit);
        Some((best, within.next().unwrap_or(best)))
    }
}

fn average(parts: &[Weighted]) -> f64 {
    let total: f64 = parts.iter().map(|&(_, weight)| weight).sum();
    parts
        .iter()
        .map(|&(value, weight)| weight * value)
        .sum::<f64>()
        / total
}
