//! Made-up data of any size, the same bits in every language: integer arithmetic, products and sums only.
//!
//! `tests/data/models/README.md` has the formulas; `generator_vectors.json` beside it has bits to compare with.

/// Output number `k` of `SplitMix64`.
#[must_use]
pub fn bits(seed: u64, k: u64) -> u64 {
    let z = seed.wrapping_add(k.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// In [0, 1).
#[must_use]
pub fn uniform(seed: u64, k: u64) -> f64 {
    (bits(seed, k) >> 11) as f64 / (1u64 << 53) as f64
}

/// Mean 0, variance 1, a sum of twelve uniforms.
#[must_use]
pub fn normal(seed: u64, k: u64) -> f64 {
    let half = |m| {
        let bits = bits(seed, 6 * k + m);
        (bits >> 32) + (bits & 0xFFFF_FFFF)
    };
    let sum: u64 = (0..6).map(half).sum();
    (sum + 6) as f64 / (1u64 << 32) as f64 - 6.0
}

/// A table of features as radiomics has them: groups of correlated columns, scales over four orders of magnitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Radiomics {
    /// Where it begins.
    pub seed: u64,
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Groups of correlated columns.
    pub groups: usize,
}

impl Radiomics {
    /// 121 patients, 6,865 features.
    pub const STUDY: Self = Self {
        seed: 20_260_729,
        rows: 121,
        columns: 6865,
        groups: 40,
    };

    fn latent(&self, row: usize, column: usize) -> f64 {
        let group = (row * self.groups + column % self.groups) as u64;
        let common = normal(self.seed ^ 0xF0F0, group);
        let own = normal(self.seed, (row * self.columns + column) as u64);
        0.6 * common + 0.8 * own
    }

    /// Its values, column after column.
    #[must_use]
    pub fn values(&self) -> Vec<f64> {
        let value = |column: usize, row| {
            let scale = f64::from(1_u16 << (column % 13)) / 64.0;
            self.latent(row, column) * scale + f64::from(whole(column % 7) - 3)
        };
        let columns = 0..self.columns;
        columns
            .flat_map(|column| (0..self.rows).map(move |row| value(column, row)))
            .collect()
    }

    /// A linear predictor of the first five columns and noise.
    #[must_use]
    pub fn linear_predictor(&self) -> Vec<f64> {
        let row = |row| {
            let weights = [1.0, -1.0, 0.75, 0.5, -0.5];
            let terms = weights.iter().enumerate();
            let signal = terms.fold(0.0, |sum, (column, weight)| {
                sum + weight * self.latent(row, column)
            });
            signal + 0.5 * normal(self.seed ^ 0xE0E0, row as u64)
        };
        (0..self.rows).map(row).collect()
    }

    /// Times and events of a linear predictor.
    #[must_use]
    pub fn survival(&self, predictor: &[f64]) -> (Vec<f64>, Vec<bool>) {
        let time = |(row, eta): (usize, &f64)| {
            let hazard = 1.0 + (eta + 2.0).max(0.0);
            (240.0 * uniform(self.seed ^ 0x7070, row as u64) / hazard).floor() / 4.0 + 0.25
        };
        let event = |row| uniform(self.seed ^ 0x5050, row as u64) < 0.55;
        let times = predictor.iter().enumerate().map(time).collect();
        (times, (0..predictor.len()).map(event).collect())
    }
}

/// True for the `count` largest of a linear predictor, of equal ones for the first.
#[must_use]
pub fn events(predictor: &[f64], count: usize) -> Vec<bool> {
    let mut order: Vec<usize> = (0..predictor.len()).collect();
    order.sort_by(|&a, &b| predictor[b].total_cmp(&predictor[a]).then(a.cmp(&b)));
    let mut events = vec![false; predictor.len()];
    for row in order.into_iter().take(count) {
        events[row] = true;
    }
    events
}

/// Features of several batches that differ by shifts and scales, with one covariate: `a + s((β·c + γ) + δ·ε)`.
#[derive(Debug, Clone)]
pub struct Batches {
    /// Where it begins.
    pub seed: u64,
    /// Features.
    pub features: usize,
    /// The batch of each row, from 0.
    pub batches: Vec<usize>,
    /// The covariate of each row.
    pub covariate: Vec<f64>,
}

impl Batches {
    /// 1,000 features of 121 and 58 patients.
    #[must_use]
    pub fn study() -> Self {
        let covariate = (0..179).map(|i| f64::from(11 * i % 5 % 2));
        Self {
            seed: 16,
            features: 1000,
            batches: (0..179).map(|i| usize::from(i >= 121)).collect(),
            covariate: covariate.collect(),
        }
    }

    /// The values of a feature.
    #[must_use]
    pub fn feature(&self, at: usize) -> Vec<f64> {
        let (seed, j) = (self.seed, at as u64);
        let (level, scale) = (2.0 * normal(seed ^ 0xA1, j), 0.5 + uniform(seed ^ 0xA2, j));
        let rows = self.batches.iter().zip(&self.covariate).enumerate();
        rows.map(|(row, (&batch, &covariate))| {
            let noise = normal(seed, (at * self.batches.len() + row) as u64);
            let effect = self.slope(at) * covariate + self.shift(batch, at);
            level + scale * (effect + self.scale(batch, at) * noise)
        })
        .collect()
    }

    /// What one unit of the covariate adds, in units of the feature's scale.
    #[must_use]
    pub fn slope(&self, feature: usize) -> f64 {
        0.7 * normal(self.seed ^ 0xC1, feature as u64)
    }

    /// What a batch adds, in the same units.
    #[must_use]
    pub fn shift(&self, batch: usize, feature: usize) -> f64 {
        let at = (batch * self.features + feature) as u64;
        0.8 * normal(self.seed ^ 0xB1, at) + 0.5 * batch as f64
    }

    /// Standard deviation within a batch, in the same units.
    #[must_use]
    pub fn scale(&self, batch: usize, feature: usize) -> f64 {
        let at = (batch * self.features + feature) as u64;
        0.5 + 1.5 * uniform(self.seed ^ 0xB2, at)
    }
}

fn whole(small: usize) -> i32 {
    i32::try_from(small).expect("a small number")
}

#[cfg(test)]
mod tests {
    use super::{Batches, Radiomics, bits, events, normal, uniform};
    use crate::goldens::{indices, numbers};
    use serde_json::Value;

    fn vectors() -> Value {
        let path = crate::data().join("models/generator_vectors.json");
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    /// FNV-1a of the little-endian bytes.
    fn hash(values: impl Iterator<Item = f64>) -> String {
        let bytes = values.flat_map(f64::to_le_bytes);
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        hash.to_string()
    }

    #[test]
    fn numbers_are_those_of_the_vectors() {
        let want = vectors();
        for (k, bits_wanted) in want["u64_seed0"].as_array().unwrap().iter().enumerate() {
            assert_eq!(bits(0, k as u64).to_string(), bits_wanted.as_str().unwrap());
        }
        let first = |of: fn(u64, u64) -> f64, count: u64| -> Vec<f64> {
            (0..count).map(|k| of(1, k)).collect()
        };
        assert_eq!(first(uniform, 4), numbers(&want["uniform_seed1"]));
        assert_eq!(first(normal, 6), numbers(&want["normal_seed1"]));
    }

    #[test]
    fn batches_are_those_of_the_vectors() {
        let want = &vectors()["combat_7_50_12"];
        let made = Batches {
            seed: 7,
            features: 50,
            batches: indices(&want["batch"]),
            covariate: numbers(&want["cov"]),
        };
        let cells = want["at"].as_array().unwrap();
        for (cell, value) in cells.iter().zip(numbers(&want["value"])) {
            let cell = indices(cell);
            assert_eq!(made.feature(cell[0])[cell[1]].to_bits(), value.to_bits());
        }
    }

    #[test]
    fn the_study_is_that_of_the_vectors() {
        let study = Radiomics::STUDY;
        let want = &vectors()["radiomics_20260729_121_6865_40"];
        let hashed = |name: &str| want["fnv1a64"][name].as_str().unwrap().to_owned();
        let values = study.values();
        let by_row = (0..study.rows)
            .flat_map(|row| (0..study.columns).map(move |column| column * study.rows + row));
        assert_eq!(hash(by_row.map(|at| values[at])), hashed("matrix"));
        let eta = study.linear_predictor();
        assert_eq!(hash(eta.iter().copied()), hashed("eta"));
        let (times, status) = study.survival(&eta);
        assert_eq!(hash(times.into_iter()), hashed("time"));
        assert_eq!(hash(status.into_iter().map(f64::from)), hashed("status"));
        assert_eq!(
            hash(events(&eta, 48).into_iter().map(f64::from)),
            hashed("events")
        );
    }
}
