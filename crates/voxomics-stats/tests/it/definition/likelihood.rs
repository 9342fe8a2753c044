//! Logistic regression: what a maximum must satisfy, and data that have none.

use voxomics_core::Seed;
use voxomics_stats::likelihood::logistic::{self, Options, expit};
use voxomics_stats::likelihood::{Error, Separation};

struct Data {
    columns: Vec<Vec<f64>>,
    labels: Vec<bool>,
    weights: Vec<f64>,
    offset: Vec<f64>,
}

impl Data {
    fn new(index: u64) -> Self {
        let mut stream = Seed(11).stream("logistic", index);
        let rows = 40 + stream.below(100);
        let columns: Vec<Vec<f64>> = (0..3)
            .map(|_| (0..rows).map(|_| stream.normal()).collect())
            .collect();
        let labels = (0..rows)
            .map(|row| stream.uniform() < expit(0.8 * columns[0][row] - 0.5 * columns[1][row]))
            .collect();
        let weights = (0..rows).map(|_| stream.below(4) as f64).collect();
        let offset = (0..rows).map(|_| 0.3 * stream.normal()).collect();
        Self {
            columns,
            labels,
            weights,
            offset,
        }
    }

    fn slices(&self) -> Vec<&[f64]> {
        self.columns.iter().map(Vec::as_slice).collect()
    }

    fn options(&self) -> Options<'_> {
        Options {
            weights: Some(&self.weights),
            offset: Some(&self.offset),
            ..Options::default()
        }
    }

    /// Derivatives by the coefficients, the largest size of any.
    fn score(&self, coefficients: &[f64]) -> f64 {
        let residual = |row: usize| {
            let eta: f64 = (0..3)
                .map(|j| coefficients[j + 1] * self.columns[j][row])
                .sum();
            let p = 1.0 / (1.0 + (-(eta + coefficients[0] + self.offset[row])).exp());
            self.weights[row] * (f64::from(self.labels[row]) - p)
        };
        let sum = |of: &dyn Fn(usize) -> f64| {
            (0..self.labels.len())
                .map(|r| residual(r) * of(r))
                .sum::<f64>()
                .abs()
        };
        (0..3)
            .map(|j| sum(&|row| self.columns[j][row]))
            .fold(sum(&|_| 1.0), f64::max)
    }
}

#[test]
fn the_score_is_zero_at_the_maximum() {
    for index in 0..50 {
        let data = Data::new(index);
        let fit = logistic::fit(&data.slices(), &data.labels, &data.options()).unwrap();
        let score = data.score(&fit.coefficients);
        assert!(score < 1e-11, "data {index}: score {score:e}");
    }
}

/// Case weights are copies of rows.
#[test]
fn weights_are_copies() {
    for index in 0..20 {
        let data = Data::new(index);
        let copies: Vec<usize> = (0..data.labels.len())
            .flat_map(|row| std::iter::repeat_n(row, data.weights[row] as usize))
            .collect();
        let copied = |values: &[f64]| copies.iter().map(|&row| values[row]).collect::<Vec<f64>>();
        let columns: Vec<Vec<f64>> = data.columns.iter().map(|column| copied(column)).collect();
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let labels: Vec<bool> = copies.iter().map(|&row| data.labels[row]).collect();
        let offset = copied(&data.offset);
        let options = Options {
            offset: Some(&offset),
            ..Options::default()
        };
        let weighted = logistic::fit(&data.slices(), &data.labels, &data.options()).unwrap();
        let copied = logistic::fit(&columns, &labels, &options).unwrap();
        assert!((weighted.deviance - copied.deviance).abs() < 1e-10);
        for j in 0..4 {
            assert!((weighted.coefficients[j] - copied.coefficients[j]).abs() < 1e-11);
            for k in 0..4 {
                assert!((weighted.covariance[j][k] - copied.covariance[j][k]).abs() < 1e-11);
            }
        }
    }
}

/// A shifted and stretched column changes the intercept and its own coefficient by what arithmetic says.
#[test]
fn columns_may_lie_anywhere() {
    let data = Data::new(3);
    let plain = logistic::fit(&data.slices(), &data.labels, &Options::default()).unwrap();
    let far: Vec<f64> = data.columns[0].iter().map(|x| 1e8 + 1e-3 * x).collect();
    let mut columns = data.slices();
    columns[0] = &far;
    let moved = logistic::fit(&columns, &data.labels, &Options::default()).unwrap();
    // The shift itself rounds the column at 1.5e-8 of 1e-3.
    assert!((moved.coefficients[1] / 1e3 - plain.coefficients[1]).abs() < 1e-4);
    assert!((moved.coefficients[2] - plain.coefficients[2]).abs() < 1e-4);
}

/// One binary column: the coefficients are the logits of the table's rows.
#[test]
fn a_two_by_two_table_has_a_closed_form() {
    let x = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
    let labels = [true, false, false, false, false, true, true, true, false];
    let fit = logistic::fit(&[&x], &labels, &Options::default()).unwrap();
    let odds = [0.25_f64.ln(), 3.0_f64.ln()];
    assert!((fit.coefficients[0] - odds[0]).abs() < 1e-14);
    assert!((fit.coefficients[1] - (odds[1] - odds[0])).abs() < 1e-14);
    let variance = 1.0 + 1.0 / 4.0 + 1.0 / 3.0 + 1.0;
    assert!((fit.covariance[1][1] - variance).abs() < 1e-13);
    assert!((fit.standard_errors()[1] - variance.sqrt()).abs() < 1e-13);
}

#[test]
fn separation_is_named() {
    let fit = |x: &[f64], labels: &[bool]| logistic::fit(&[x], labels, &Options::default());
    let labels = [false, false, false, true, true, true];
    assert_eq!(
        fit(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &labels),
        Err(Error::Separated {
            kind: Separation::Complete
        })
    );
    assert_eq!(
        fit(&[1.0, 2.0, 3.0, 3.0, 5.0, 6.0], &labels),
        Err(Error::Separated {
            kind: Separation::QuasiComplete
        })
    );
    // A binary column with an empty cell.
    assert_eq!(
        fit(
            &[0.0, 0.0, 0.0, 0.0, 1.0, 1.0],
            &[true, false, true, false, true, true]
        ),
        Err(Error::Separated {
            kind: Separation::QuasiComplete
        })
    );
    // One row on the wrong side by a little: a maximum, far out.
    let near = fit(&[1.0, 2.0, 3.01, 3.0, 5.0, 6.0], &labels).unwrap();
    assert!(near.coefficients[1] > 3.0, "{near:?}");
}

#[test]
fn collinear_columns_are_named() {
    let data = Data::new(5);
    let sum: Vec<f64> = data.columns[0]
        .iter()
        .zip(&data.columns[1])
        .map(|(a, b)| a + b)
        .collect();
    let mut columns = data.slices();
    columns[2] = &sum;
    assert_eq!(
        logistic::fit(&columns, &data.labels, &Options::default()),
        Err(Error::Collinear { column: 2 })
    );
    let constant = vec![0.1; data.labels.len()];
    assert_eq!(
        logistic::fit(
            &[&data.columns[0], &constant],
            &data.labels,
            &Options::default()
        ),
        Err(Error::Collinear { column: 1 })
    );
}
