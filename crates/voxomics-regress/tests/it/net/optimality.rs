//! Conditions of Karush, Kuhn and Tucker, by their definition.

use voxomics_regress::net::{Lambdas, Options, Path, fit};
use voxomics_stats::likelihood::logistic;

use super::cases::{Case, cases};

/// What a fit is measured by: gradients of the loss with respect to standardised coefficients.
pub(super) struct Scale {
    weights: Vec<f64>,
    centres: Vec<f64>,
    deviations: Vec<f64>,
    /// Deviation of the response, for least squares.
    response: f64,
    factors: Vec<f64>,
}

impl Scale {
    pub(super) fn new(case: &Case) -> Self {
        let (rows, columns) = case.x.dim();
        let given = case
            .options
            .weights
            .clone()
            .unwrap_or_else(|| vec![1.0; rows]);
        let total: f64 = given.iter().sum();
        let weights: Vec<f64> = given.iter().map(|w| w / total).collect();
        let moments = |x: &mut dyn Iterator<Item = f64>| {
            let x: Vec<f64> = x.collect();
            let mean: f64 = x.iter().zip(&weights).map(|(x, w)| w * x).sum();
            let squares = x
                .iter()
                .zip(&weights)
                .map(|(x, w)| w * (x - mean) * (x - mean));
            (mean, squares.sum::<f64>().sqrt())
        };
        let each: Vec<(f64, f64)> = (0..columns)
            .map(|column| moments(&mut case.x.column(column).iter().copied()))
            .collect();
        let centred = case.options.intercept || case.family == "cox";
        let deviation = |(_, deviation): &(f64, f64)| {
            if case.options.standardize && *deviation > 0.0 {
                *deviation
            } else {
                1.0
            }
        };
        let factors = case
            .options
            .penalty_factors
            .clone()
            .unwrap_or_else(|| vec![1.0; columns]);
        let sum: f64 = factors
            .iter()
            .map(|f| if f.is_finite() { *f } else { 1.0 })
            .sum();
        Self {
            centres: each
                .iter()
                .map(|(mean, _)| if centred { *mean } else { 0.0 })
                .collect(),
            deviations: each.iter().map(deviation).collect(),
            response: if case.family == "gaussian" {
                moments(&mut case.y.iter().copied()).1
            } else {
                1.0
            },
            factors: factors.iter().map(|f| f * columns as f64 / sum).collect(),
            weights,
        }
    }

    /// Minus the gradient of the loss with respect to each row's linear predictor.
    fn residual(&self, case: &Case, eta: &[f64]) -> Vec<f64> {
        let rows = 0..eta.len();
        match case.family.as_str() {
            "gaussian" => rows
                .map(|row| self.weights[row] * (case.y[row] - eta[row]))
                .collect(),
            "binomial" => {
                let p = |row: usize| 1.0 / (1.0 + (-eta[row]).exp());
                rows.map(|row| self.weights[row] * (case.y[row] - p(row)))
                    .collect()
            }
            _ => self.cox_residual(case, eta),
        }
    }

    /// Every event against everybody at risk, one by one.
    fn cox_residual(&self, case: &Case, eta: &[f64]) -> Vec<f64> {
        let rows = 0..eta.len();
        let hazard = |row: usize| self.weights[row] * eta[row].exp();
        let mut residual = vec![0.0; eta.len()];
        for event in rows.clone().filter(|&row| case.events[row]) {
            let at_risk = rows.clone().filter(|&row| case.y[row] >= case.y[event]);
            let sum: f64 = at_risk.clone().map(hazard).sum();
            residual[event] += self.weights[event];
            for row in at_risk {
                residual[row] -= self.weights[event] * hazard(row) / sum;
            }
        }
        residual
    }

    /// The largest violation, in lambdas.
    pub(super) fn violation(
        &self,
        case: &Case,
        lambda: f64,
        intercept: f64,
        coefficients: &[f64],
    ) -> f64 {
        let mut eta = case
            .options
            .offset
            .clone()
            .unwrap_or_else(|| vec![0.0; case.y.len()]);
        for (row, eta) in eta.iter_mut().enumerate() {
            let terms = case
                .x
                .row(row)
                .iter()
                .zip(coefficients)
                .map(|(x, b)| x * b)
                .sum::<f64>();
            *eta += intercept + terms;
        }
        let residual = self.residual(case, &eta);
        let alpha = case.options.alpha;
        let mut worst = 0.0_f64;
        for (column, &b) in coefficients.iter().enumerate() {
            let factor = self.factors[column];
            if factor.is_infinite() {
                continue;
            }
            let x = case.x.column(column);
            let product = x
                .iter()
                .zip(&residual)
                .map(|(x, r)| (x - self.centres[column]) * r);
            let gradient = product.sum::<f64>() / self.deviations[column];
            let lasso = lambda * alpha * factor;
            let ridge =
                lambda / self.response * (1.0 - alpha) * factor * b * self.deviations[column];
            let pull = gradient - ridge;
            let (low, high) = case
                .options
                .bounds
                .as_ref()
                .map_or((f64::NEG_INFINITY, f64::INFINITY), |all| all[column]);
            // What pushes against a bound is no violation.
            let beyond = if b == 0.0 {
                let open = if pull > 0.0 { high > 0.0 } else { low < 0.0 };
                if open {
                    (pull.abs() - lasso).max(0.0)
                } else {
                    0.0
                }
            } else if b >= high {
                (lasso * b.signum() - pull).max(0.0)
            } else if b <= low {
                (pull - lasso * b.signum()).max(0.0)
            } else {
                (pull - lasso * b.signum()).abs()
            };
            worst = worst.max(beyond);
        }
        worst / (lambda * alpha.max(1e-3))
    }

    /// The largest of a path; the first of a sequence stands for infinity.
    fn of_path(&self, case: &Case, path: &Path) -> f64 {
        let fits = path
            .lambdas
            .iter()
            .zip(&path.intercepts)
            .zip(&path.coefficients);
        let each = fits.skip(1).map(|((&lambda, &intercept), coefficients)| {
            let mut dense = vec![0.0; case.x.ncols()];
            for (&column, &value) in coefficients.columns.iter().zip(&coefficients.values) {
                dense[column] = value;
            }
            self.violation(case, lambda, intercept, &dense)
        });
        each.fold(0.0, f64::max)
    }
}

#[test]
fn without_a_penalty_it_is_maximum_likelihood() {
    let all = cases("glmnet_small.json.gz");
    let case = all
        .iter()
        .find(|case| case.name == "birthwt_binomial_lasso");
    let case = case.unwrap();
    let options = Options {
        lambdas: Lambdas::Given(vec![0.0]),
        ..case.options.clone()
    };
    let path = fit(case.x.view(), &case.response(), &options).unwrap();
    let columns: Vec<Vec<f64>> = case.x.columns().into_iter().map(|x| x.to_vec()).collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let labels: Vec<bool> = case.y.iter().map(|&y| y > 0.5).collect();
    let known = logistic::fit(&columns, &labels, &logistic::Options::default()).unwrap();
    assert!((path.intercepts[0] - known.coefficients[0]).abs() < 1e-8);
    for (column, want) in known.coefficients[1..].iter().enumerate() {
        assert!((path.coefficients[0].of(column) - want).abs() < 1e-8);
    }
    let endless = Options {
        lambdas: Lambdas::Sequence {
            count: usize::MAX,
            ratio: None,
        },
        ..case.options.clone()
    };
    assert!(fit(case.x.view(), &case.response(), &endless).is_err());
}

#[test]
fn every_fit_is_optimal() {
    for file in [
        "glmnet_small.json.gz",
        "glmnet_large.json.gz",
        "glmnet_large_cox.json.gz",
    ] {
        for case in cases(file) {
            let Ok(path) = case.fit() else { continue };
            let violation = Scale::new(&case).of_path(&case, &path);
            assert!(violation < 1e-9, "{}: {violation:e}", case.name);
        }
    }
}
