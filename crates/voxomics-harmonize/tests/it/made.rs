//! Random cohorts: interleaved batches of any sizes, covariates of numbers and of groups, missing values.

use proptest::prelude::*;
use voxomics_harmonize::Covariate;
use voxomics_harmonize::ndarray::Array2;
use voxomics_table::Table;
use voxomics_testkit::generator::{normal, uniform};

use crate::combat::case::Input;

/// Names whose order as numbers is not that as text.
pub(crate) const BATCHES: [&str; 4] = ["9", "10", "2", "30"];
const STAGES: [&str; 3] = ["I", "II", "III"];

/// What a cohort is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Made {
    pub(crate) seed: u64,
    pub(crate) batches: usize,
    /// Beyond five of each batch.
    pub(crate) more_rows: usize,
    pub(crate) features: usize,
    pub(crate) has_age: bool,
    pub(crate) has_stage: bool,
    pub(crate) has_gaps: bool,
}

pub(crate) fn made() -> impl Strategy<Value = Made> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    let sizes = (2..=4_usize, 0..20_usize, 3..9_usize);
    (any::<u64>(), sizes, flags).prop_map(|(seed, sizes, flags)| Made {
        seed,
        batches: sizes.0,
        more_rows: sizes.1,
        features: sizes.2,
        has_age: flags.0,
        has_stage: flags.1,
        has_gaps: flags.2,
    })
}

impl Made {
    /// A number of its own for each place of each part.
    fn at(&self, part: u64, place: usize) -> (u64, u64) {
        (self.seed ^ (part << 32), place as u64)
    }

    fn uniform(&self, part: u64, place: usize) -> f64 {
        let (seed, k) = self.at(part, place);
        uniform(seed, k)
    }

    fn normal(&self, part: u64, place: usize) -> f64 {
        let (seed, k) = self.at(part, place);
        normal(seed, k)
    }

    /// One of `count`.
    fn pick(&self, part: u64, place: usize, count: usize) -> usize {
        (self.uniform(part, place) * count as f64) as usize
    }

    /// Five rows of each batch by turns, and then any.
    fn batch(&self, row: usize) -> usize {
        if row < 5 * self.batches {
            row % self.batches
        } else {
            self.pick(1, row, self.batches)
        }
    }

    fn value(&self, row: usize, feature: usize) -> f64 {
        let cell = row * self.features + feature;
        let place = self.batch(row) * self.features + feature;
        let shift = self.normal(2, place);
        let scale = 0.5 + self.uniform(3, place);
        let slope = self.normal(4, feature);
        let value = slope * self.normal(5, row) + shift + scale * self.normal(6, cell);
        // Units over some orders of magnitude.
        let unit = [0.01, 1.0, 250.0][feature % 3];
        let is_missing = self.has_gaps && self.uniform(7, cell) < 0.06;
        if is_missing {
            f64::NAN
        } else {
            unit * (value + 3.0)
        }
    }

    pub(crate) fn input(&self) -> Input {
        let rows = 5 * self.batches + self.more_rows;
        let values = Array2::from_shape_fn((rows, self.features), |(row, feature)| {
            self.value(row, feature)
        });
        let ids = (0..rows).map(|row| format!("r{row}")).collect();
        let names = (0..self.features).map(|at| format!("f{at}")).collect();
        let age = Covariate::numbers(
            "age",
            (0..rows)
                .map(|row| 60.0 + 8.0 * self.normal(5, row))
                .collect::<Vec<_>>(),
        );
        let groups = 2 + self.pick(8, 0, 2);
        let stages = (0..rows).map(|row| STAGES[self.pick(9, row, groups)]);
        let stage = Covariate::groups("stage", stages);
        let covariates = [(self.has_age, age), (self.has_stage, stage)];
        Input {
            features: Table::new(ids, names, values).unwrap(),
            batches: (0..rows)
                .map(|row| BATCHES[self.batch(row)].to_owned())
                .collect(),
            covariates: covariates
                .into_iter()
                .filter_map(|(is_there, covariate)| is_there.then_some(covariate))
                .collect(),
        }
    }
}

/// Whether two columns are the same up to a share of their largest value.
pub(crate) fn is_near(a: &[f64], b: &[f64], share: f64) -> bool {
    let size = b
        .iter()
        .filter(|x| !x.is_nan())
        .fold(0.0, |most: f64, x| most.max(x.abs()));
    let is_same =
        |(a, b): (&f64, &f64)| (a.is_nan() && b.is_nan()) || (a - b).abs() <= share * size;
    a.len() == b.len() && a.iter().zip(b).all(is_same)
}

/// Values of a feature.
pub(crate) fn column(table: &Table, name: &str) -> Vec<f64> {
    table.column(name).unwrap().to_vec()
}
