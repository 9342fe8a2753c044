//! `λ Σ f [α|β| + (1-α)/2 β²]` on standardised coefficients, and bounds.

/// The penalty of every column.
#[derive(Debug, Clone)]
pub(crate) struct Penalty {
    pub(crate) alpha: f64,
    /// Sum to the number of columns; infinite for what is left out.
    pub(crate) factors: Vec<f64>,
    /// On the original scale.
    pub(crate) lower: Vec<f64>,
    pub(crate) upper: Vec<f64>,
}

/// Lambdas are compared with gradients over alpha, and alpha may be 0.
pub(crate) const LEAST_ALPHA: f64 = 1e-3;
/// Gradients are rounded, so that with a lambda of 0 they are measured by this.
const LEAST_SCALE: f64 = 1e-6;

impl Penalty {
    pub(crate) fn factor(&self, column: usize) -> f64 {
        self.factors[column]
    }

    /// Not penalised at all.
    pub(crate) fn is_free(&self, column: usize) -> bool {
        self.factors[column] == 0.0
    }

    /// What the gradient of the loss must exceed.
    pub(crate) fn lasso(&self, lambda: f64, column: usize) -> f64 {
        if self.is_free(column) {
            0.0
        } else {
            lambda * self.alpha * self.factors[column]
        }
    }

    pub(crate) fn ridge(&self, lambda: f64) -> f64 {
        if lambda.is_finite() {
            lambda * (1.0 - self.alpha)
        } else {
            0.0
        }
    }

    /// What gradients are measured by.
    pub(crate) fn scale(&self, lambda: f64) -> f64 {
        if lambda.is_finite() {
            (lambda * self.alpha.max(LEAST_ALPHA)).max(LEAST_SCALE)
        } else {
            LEAST_ALPHA
        }
    }

    pub(crate) fn has_zero_bounds(&self) -> bool {
        self.lower
            .iter()
            .chain(&self.upper)
            .any(|&bound| bound == 0.0)
    }

    pub(crate) fn bounds(&self, column: usize, scale: f64) -> (f64, f64) {
        (self.lower[column] * scale, self.upper[column] * scale)
    }

    /// The sign with which a coefficient of 0 leaves it, if it does.
    pub(crate) fn enters(
        &self,
        lambda: f64,
        column: usize,
        gradient: f64,
        tolerance: f64,
    ) -> Option<f64> {
        let least = self.lasso(lambda, column) + tolerance * self.scale(lambda);
        let open = if gradient > 0.0 {
            self.upper[column] > 0.0
        } else {
            self.lower[column] < 0.0
        };
        // Not with an infinite factor or lambda.
        (gradient.abs() > least && open).then(|| gradient.signum())
    }
}
