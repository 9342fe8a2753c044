use super::Loss;

/// `½ Σ w (y - η)²`.
#[derive(Debug, Clone)]
pub(crate) struct Gaussian {
    pub(crate) y: Vec<f64>,
    pub(crate) weights: Vec<f64>,
}

impl Loss for Gaussian {
    fn evaluate(&mut self, eta: &[f64], residual: &mut [f64]) -> f64 {
        let mut value = 0.0;
        for (row, residual) in residual.iter_mut().enumerate() {
            let apart = self.y[row] - eta[row];
            *residual = self.weights[row] * apart;
            value += *residual * apart;
        }
        0.5 * value
    }

    fn freeze(&mut self, _: &[f64]) {}

    fn curve(&self, direction: &[f64], product: &mut [f64]) {
        for (row, product) in product.iter_mut().enumerate() {
            *product = self.weights[row] * direction[row];
        }
    }

    fn is_quadratic(&self) -> bool {
        true
    }
}
