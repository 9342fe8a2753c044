//! The likelihood of an intercept and a slope, its gradient and its information, in one sweep over a column.

use voxomics_core::{math, vectorised};

const LANES: usize = 8;
/// Factors between 1 and 2 whose product is far from the largest double.
const BLOCK: usize = 64 * LANES;

/// What all columns share: signs and weights of rows, up to a multiple of the lanes, and the model without a column.
#[derive(Debug)]
pub(super) struct Rows {
    signs: Vec<f64>,
    /// 1, and 0 for rows that only fill up.
    weights: Vec<f64>,
    controls: f64,
    cases: f64,
    /// Log likelihood of the intercept alone.
    pub(super) null: f64,
}

/// Derivatives at some intercept and slope.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sums {
    pub(super) log_likelihood: f64,
    pub(super) residual: f64,
    pub(super) residual_x: f64,
    pub(super) curvature: f64,
    curvature_x: f64,
    curvature_xx: f64,
}

impl Rows {
    pub(super) fn new(cases: &[bool]) -> Self {
        let padded = cases.len().next_multiple_of(LANES);
        let mut signs: Vec<f64> = (cases.iter())
            .map(|&case| if case { 1.0 } else { -1.0 })
            .collect();
        let mut weights = vec![1.0; cases.len()];
        signs.resize(padded, 1.0);
        weights.resize(padded, 0.0);
        let (rows, positive) = (
            cases.len() as f64,
            cases.iter().filter(|&&case| case).count() as f64,
        );
        let part = |count: f64| count * math::ln(count / rows);
        Self {
            signs,
            weights,
            controls: rows - positive,
            cases: positive,
            null: part(positive) + part(rows - positive),
        }
    }

    pub(super) fn padded(&self) -> usize {
        self.signs.len()
    }

    /// Fisher's discriminant as a start: near the maximum where a column is about normal within classes.
    pub(super) fn guess(&self, column: &[f64]) -> (f64, f64) {
        let mut sum = 0.0;
        for (x, sign) in column.iter().zip(&self.signs) {
            sum += x * sign;
        }
        // The column has mean 0 and variance 1, so that both classes' sums are equal but for their sign.
        let (upper, lower) = (sum / 2.0 / self.cases, -sum / 2.0 / self.controls);
        let between = (self.cases * upper * upper + self.controls * lower * lower)
            / (self.cases + self.controls);
        let slope = ((upper - lower) / (1.0 - between).max(0.1)).clamp(-8.0, 8.0);
        let intercept = math::ln(self.cases / self.controls) - slope * f64::midpoint(upper, lower);
        (intercept, slope)
    }

    pub(super) fn sums(&self, column: &[f64], intercept: f64, slope: f64) -> Sums {
        let mut all = Sums {
            log_likelihood: 0.0,
            residual: 0.0,
            residual_x: 0.0,
            curvature: 0.0,
            curvature_x: 0.0,
            curvature_xx: 0.0,
        };
        let blocks = column.chunks(BLOCK).zip(self.signs.chunks(BLOCK));
        for ((column, signs), weights) in blocks.zip(self.weights.chunks(BLOCK)) {
            let mut lanes = [[0.0; LANES]; 7];
            lanes[6] = [1.0; LANES];
            add(column, (signs, weights), (intercept, slope), &mut lanes);
            let total = |which: usize| lanes[which].iter().sum::<f64>();
            all.residual += total(0);
            all.residual_x += total(1);
            all.curvature += total(2);
            all.curvature_x += total(3);
            all.curvature_xx += total(4);
            // A logarithm of products is cheaper than a sum of logarithms, and no less exact.
            let logs: f64 = lanes[6].iter().map(|&product| math::ln(product)).sum();
            all.log_likelihood += total(5) - logs;
        }
        all
    }
}

impl Sums {
    pub(super) fn determinant(&self) -> f64 {
        self.curvature * self.curvature_xx - self.curvature_x * self.curvature_x
    }

    /// Newton's.
    pub(super) fn step(&self) -> (f64, f64) {
        let determinant = self.determinant();
        let a = self.curvature_xx * self.residual - self.curvature_x * self.residual_x;
        let b = self.curvature * self.residual_x - self.curvature_x * self.residual;
        (a / determinant, b / determinant)
    }
}

vectorised! {
    /// Adds rows to lanes: residuals, times x, curvatures, times x, times x², negative margins, and products of `1 + e^-|η|`.
    fn add(
        column: &[f64],
        rows: (&[f64], &[f64]),
        at: (f64, f64),
        lanes: &mut [[f64; LANES]; 7],
    ) -> () {
        let ((signs, weights), (intercept, slope)) = (rows, at);
        let (columns, _) = column.as_chunks::<LANES>();
        let (signs, _) = signs.as_chunks::<LANES>();
        let (weights, _) = weights.as_chunks::<LANES>();
        let mut sums = *lanes;
        for ((x, sign), weight) in columns.iter().zip(signs).zip(weights) {
            let mut e = [0.0; LANES];
            let mut margin = [0.0; LANES];
            for lane in 0..LANES {
                margin[lane] = sign[lane] * (intercept + slope * x[lane]);
                e[lane] = exp(-margin[lane].abs());
            }
            for lane in 0..LANES {
                let (x, e, weight, margin) = (x[lane], e[lane], weight[lane], margin[lane]);
                let whole = 1.0 + e;
                let wrong = if margin < 0.0 { 1.0 } else { e };
                let residual = weight * sign[lane] * wrong / whole;
                let curvature = weight * e / (whole * whole);
                sums[0][lane] += residual;
                sums[1][lane] += residual * x;
                sums[2][lane] += curvature;
                sums[3][lane] += curvature * x;
                sums[4][lane] += curvature * x * x;
                sums[5][lane] += weight * margin.min(0.0);
                sums[6][lane] *= 1.0 + weight * e;
            }
        }
        *lanes = sums;
    }
}

/// `e^x` for x from -700 to 0, and e^-700 below, to 1e-15: a polynomial between powers of two, which vectors can follow.
#[inline]
fn exp(x: f64) -> f64 {
    // Adding and taking away 1.5 * 2^52 rounds to whole numbers, which then stand in the lowest bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
    const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    let x = x.max(-700.0);
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let powers = shifted - ROUND;
    let r = (x - powers * LN_2_HIGH) - powers * LN_2_LOW;
    // Taylor's to the 13th power: |r| is at most ln 2 / 2.
    let mut sum = INVERSE_FACTORIALS[0];
    for &inverse in &INVERSE_FACTORIALS[1..] {
        sum = sum * r + inverse;
    }
    f64::from_bits(sum.to_bits().wrapping_add(shifted.to_bits() << 52))
}

const INVERSE_FACTORIALS: [f64; 14] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
    1.0,
];

#[cfg(test)]
mod tests {
    use super::exp;

    #[test]
    fn exponentials_are_right_to_the_last_digits() {
        let mut x = 0.0;
        while x > -700.0 {
            let want = libm::exp(x);
            assert!(
                (exp(x) - want).abs() <= 4e-16 * want,
                "{x}: {} {want}",
                exp(x)
            );
            x = x * 1.0007 - 1e-5;
        }
        assert!(exp(-1e300) > 0.0 && exp(-1e300) < 1e-300);
    }
}
