//! What gamma and beta have in common: a tail as density times ratio.

use voxomics_core::math;

/// Which tail a ratio is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Lower,
    Upper,
}

impl Side {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Lower => Self::Upper,
            Self::Upper => Self::Lower,
        }
    }
}

/// Both tails at one point.
///
/// The tail away from the mean is `exp(ln_density) · ratio`; the other one is what it leaves of 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tails {
    /// Logarithm of the density of the logarithm (gamma) or of the log odds (beta).
    pub(super) ln_density: f64,
    /// The tail over the density.
    pub(super) ratio: f64,
    /// Which tail.
    pub(super) side: Side,
}

impl Tails {
    /// The probability on one side.
    pub(super) fn probability(self, side: Side) -> f64 {
        let tail = math::exp(self.ln_density) * self.ratio;
        if side == self.side { tail } else { 1.0 - tail }.clamp(0.0, 1.0)
    }

    /// The logarithm of the probability on one side, and the probability over the density.
    pub(super) fn logarithm(self, side: Side) -> (f64, f64) {
        if side == self.side {
            (self.ln_density + math::ln(self.ratio), self.ratio)
        } else {
            let probability = self.probability(side);
            let density = math::exp(self.ln_density);
            (math::ln(probability), probability / density)
        }
    }
}
