use super::Loss;
use crate::link::logistic;

/// `-Σ w [y η - log(1 + e^η)]`, `y` from 0 to 1.
#[derive(Debug, Clone)]
pub(crate) struct Binomial {
    pub(crate) y: Vec<f64>,
    pub(crate) weights: Vec<f64>,
    curvature: Vec<f64>,
}

impl Binomial {
    pub(crate) fn new(y: Vec<f64>, weights: Vec<f64>) -> Self {
        let curvature = vec![0.0; y.len()];
        Self {
            y,
            weights,
            curvature,
        }
    }
}

impl Loss for Binomial {
    fn evaluate(&mut self, eta: &[f64], residual: &mut [f64]) -> f64 {
        let mut value = 0.0;
        for (row, residual) in residual.iter_mut().enumerate() {
            let (y, weight) = (self.y[row], self.weights[row]);
            let (p, q, log) = logistic(eta[row]);
            // y - p without its cancellation.
            *residual = weight * (y * q - (1.0 - y) * p);
            value += weight * (log - y * eta[row]);
        }
        value
    }

    fn freeze(&mut self, eta: &[f64]) {
        for (row, curvature) in self.curvature.iter_mut().enumerate() {
            let (p, q, _) = logistic(eta[row]);
            *curvature = self.weights[row] * p * q;
        }
    }

    fn curve(&self, direction: &[f64], product: &mut [f64]) {
        for (row, product) in product.iter_mut().enumerate() {
            *product = self.curvature[row] * direction[row];
        }
    }
}
