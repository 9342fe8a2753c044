//! Pairs of rows in the same order, and in the opposite.

use voxomics_core::vectorised;

use super::Rows;

const LANES: usize = 4;

/// Weights of pairs of rows, each the product of its rows' weights.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Pairs {
    /// In the same order.
    pub(crate) concordant: f64,
    /// In the opposite order.
    pub(crate) discordant: f64,
    /// Untied in the first vector.
    pub(crate) first: f64,
    /// Untied in the second vector.
    pub(crate) second: f64,
}

impl Pairs {
    /// The same with the vectors exchanged.
    pub(crate) fn exchanged(self) -> Self {
        let Self { first, second, .. } = self;
        Self {
            first: second,
            second: first,
            ..self
        }
    }
}

/// Pairs of two vectors, within blocks, of rows that have both.
pub(crate) fn concordance(a: &[f64], b: &[f64], rows: &Rows) -> Pairs {
    let mut sum = Pairs::default();
    for block in &rows.blocks {
        let both = (block.clone()).filter(|&row| !a[row].is_nan() && !b[row].is_nan());
        let both: Vec<usize> = both.collect();
        let gather = |from: &[f64]| both.iter().map(|&row| from[row]).collect::<Vec<f64>>();
        let (a, b, weights) = (gather(a), gather(b), gather(&rows.weights));
        for row in 1..a.len() {
            let rest = (&a[..row], &b[..row], &weights[..row]);
            let [same, opposite, first, second] = compared(a[row], b[row], rest.0, rest.1, rest.2);
            let weight = weights[row];
            sum.concordant += weight * total(same);
            sum.discordant += weight * total(opposite);
            sum.first += weight * total(first);
            sum.second += weight * total(second);
        }
    }
    sum
}

/// Times and events, in the order of the rows.
#[derive(Debug)]
pub(crate) struct Survivors {
    pub(crate) times: Vec<f64>,
    pub(crate) events: Vec<bool>,
}

/// Pairs of which one is known to live longer, and a marker: concordant if the higher marker has the shorter time.
pub(crate) fn survival_concordance(survivors: &Survivors, marker: &[f64], rows: &Rows) -> Pairs {
    let Survivors { times, events } = survivors;
    let mut sum = Pairs::default();
    for block in &rows.blocks {
        for i in block.clone().filter(|&i| events[i] && !marker[i].is_nan()) {
            for j in block.clone() {
                if times[i] < times[j] && !marker[j].is_nan() {
                    let weight = rows.weights[i] * rows.weights[j];
                    sum.first += weight;
                    if marker[i] > marker[j] {
                        sum.concordant += weight;
                    } else if marker[i] < marker[j] {
                        sum.discordant += weight;
                    }
                }
            }
        }
    }
    sum
}

vectorised! {
    // One row against others: weights of pairs in the same order, in the opposite, and untied in either vector.
    fn compared(a: f64, b: f64, others_a: &[f64], others_b: &[f64], weights: &[f64]) -> [[f64; LANES]; 4] {
        let mut sums = [[0.0; LANES]; 4];
        let mut add = |lane: usize, x: f64, y: f64, weight: f64| {
            let order_a = f64::from(i8::from(a > x)) - f64::from(i8::from(a < x));
            let order_b = f64::from(i8::from(b > y)) - f64::from(i8::from(b < y));
            let product = order_a * order_b;
            sums[0][lane] += weight * product.max(0.0);
            sums[1][lane] += weight * (-product).max(0.0);
            sums[2][lane] += weight * order_a.abs();
            sums[3][lane] += weight * order_b.abs();
        };
        let (x, y, w) = (others_a.as_chunks(), others_b.as_chunks(), weights.as_chunks());
        for ((x, y), w) in x.0.iter().zip(y.0).zip(w.0) {
            let (x, y, w): (&[f64; LANES], &[f64; LANES], &[f64; LANES]) = (x, y, w);
            for lane in 0..LANES {
                add(lane, x[lane], y[lane], w[lane]);
            }
        }
        for (lane, ((x, y), w)) in x.1.iter().zip(y.1).zip(w.1).enumerate() {
            add(lane, *x, *y, *w);
        }
        sums
    }
}

fn total([a, b, c, d]: [f64; LANES]) -> f64 {
    (a + b) + (c + d)
}
