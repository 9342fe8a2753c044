//! What is minimised beside the penalty, as a function of the linear predictor.

mod binomial;
mod cox;
mod gaussian;

pub(crate) use binomial::Binomial;
pub(crate) use cox::Cox;
pub(crate) use gaussian::Gaussian;

/// A convex loss of the linear predictor, per unit of weight.
pub(crate) trait Loss: Send {
    /// Its value at `eta`; `residual` becomes the negative gradient.
    fn evaluate(&mut self, eta: &[f64], residual: &mut [f64]) -> f64;

    /// Takes the curvature at `eta`, for [`curve`](Self::curve).
    fn freeze(&mut self, eta: &[f64]);

    /// The curvature times a vector.
    fn curve(&self, direction: &[f64], product: &mut [f64]);

    /// Whether the curvature is the same everywhere.
    fn is_quadratic(&self) -> bool {
        false
    }
}
