//! What scikit-learn's habits add to a path and its cross-validation.

use ndarray::{Array2, Axis, array};
use voxomics_regress::net::{
    Convergence, CvOptions, Error, FoldWeights, Lambdas, Matching, Measure, Options, Response,
    cross_validate, fit,
};
use voxomics_stats::resample::contiguous_k_fold;
use voxomics_testkit::generator::normal;

const ROWS: usize = 23;

fn data() -> (Array2<f64>, Vec<f64>) {
    let x = Array2::from_shape_fn((ROWS, 4), |(row, column)| {
        normal(9, (row * 4 + column) as u64)
    });
    let y = (0..ROWS)
        .map(|row| x[[row, 0]] + 0.5 * normal(10, row as u64))
        .collect();
    (x, y)
}

#[test]
fn a_full_path_has_all_its_lambdas() {
    let (x, y) = data();
    let with = |lambdas| {
        let options = Options {
            lambdas,
            ..Options::default()
        };
        fit(x.view(), &Response::Gaussian(&y), &options)
    };
    let sequence = with(Lambdas::Sequence {
        count: 80,
        ratio: Some(1e-4),
    })
    .unwrap();
    let full = with(Lambdas::Full {
        count: 80,
        ratio: 1e-4,
    })
    .unwrap();
    assert!(sequence.lambdas.len() < 80, "it ends early");
    assert_eq!((full.lambdas.len(), full.coefficients.len()), (80, 80));
    assert_eq!(full.lambdas[..sequence.lambdas.len()], sequence.lambdas);
    for (count, ratio) in [
        (0, 0.1),
        (100_001, 0.1),
        (10, 0.0),
        (10, 1.0),
        (10, f64::NAN),
    ] {
        assert!(matches!(
            with(Lambdas::Full { count, ratio }),
            Err(Error::OutOfRange { .. })
        ));
    }
}

/// Errors of each fold at each lambda, from fits of the training rows alone.
fn by_hand(scaled: bool, lambdas: &[f64]) -> Vec<Vec<f64>> {
    let (x, y) = data();
    let folds = contiguous_k_fold(ROWS, 4).unwrap();
    let each = folds.iter().map(|fold| {
        let scale = if scaled {
            ROWS as f64 / fold.train.len() as f64
        } else {
            1.0
        };
        let options = Options {
            lambdas: Lambdas::Given(lambdas.iter().map(|lambda| lambda * scale).collect()),
            ..Options::default()
        };
        let own: Vec<f64> = fold.train.iter().map(|&row| y[row]).collect();
        let path = fit(
            x.select(Axis(0), &fold.train).view(),
            &Response::Gaussian(&own),
            &options,
        )
        .unwrap();
        let error = |at: usize| {
            let squares = fold.test.iter().map(|&row| {
                let apart = y[row] - path.linear_predictor(at, &x.row(row).to_vec()).unwrap();
                apart * apart
            });
            squares.sum::<f64>() / fold.test.len() as f64
        };
        (0..lambdas.len()).map(error).collect()
    });
    each.collect()
}

#[test]
fn folds_count_the_same_and_are_fitted_at_scaled_lambdas() {
    let (x, y) = data();
    let lambdas = vec![0.5, 0.2, 0.05];
    let options = Options {
        lambdas: Lambdas::Given(lambdas.clone()),
        ..Options::default()
    };
    for matching in [Matching::Exact, Matching::Scaled] {
        let cv = CvOptions {
            measure: Measure::SquaredError,
            matching,
            fold_weights: FoldWeights::Equal,
            ..CvOptions::default()
        };
        // Folds of 6, 6, 6 and 5 rows.
        let folds = contiguous_k_fold(ROWS, 4).unwrap();
        let found =
            cross_validate(x.view(), &Response::Gaussian(&y), &options, &folds, &cv).unwrap();
        let errors = by_hand(matching == Matching::Scaled, &lambdas);
        for at in 0..lambdas.len() {
            let mean = errors.iter().map(|fold| fold[at]).sum::<f64>() / 4.0;
            let squares: f64 = errors
                .iter()
                .map(|fold| (fold[at] - mean) * (fold[at] - mean))
                .sum();
            assert!((found.means[at] / mean - 1.0).abs() < 1e-9, "{matching:?}");
            assert!(
                (found.standard_errors[at].unwrap() / (squares / 12.0).sqrt() - 1.0).abs() < 1e-8,
                "{matching:?}"
            );
        }
    }
}

#[test]
fn a_constant_column_is_an_intercept_where_there_is_none() {
    let (x, y) = data();
    let mut with_ones = Array2::ones((ROWS, 5));
    with_ones.slice_mut(ndarray::s![.., 1..]).assign(&x);
    let plain = Options {
        lambdas: Lambdas::Given(vec![0.1]),
        standardize: false,
        ..Options::default()
    };
    // Factors are scaled to sum to 5, so that the others have 1.25.
    let free = Options {
        intercept: false,
        lambdas: Lambdas::Given(vec![0.08]),
        penalty_factors: Some(vec![0.0, 1.0, 1.0, 1.0, 1.0]),
        ..plain.clone()
    };
    let response = Response::Gaussian(&y);
    let want = fit(x.view(), &response, &plain).unwrap();
    let got = fit(with_ones.view(), &response, &free).unwrap();
    assert!((got.coefficients[0].of(0) - want.intercepts[0]).abs() < 1e-9);
    for column in 0..4 {
        assert!(
            (got.coefficients[0].of(column + 1) - want.coefficients[0].of(column)).abs() < 1e-9
        );
    }
    // Not where glmnet's own steps are followed, and never a column of zeros.
    let convergence = Convergence::Glmnet { threshold: 1e-12 };
    let replayed = fit(
        with_ones.view(),
        &response,
        &Options {
            convergence,
            ..free.clone()
        },
    )
    .unwrap();
    assert_eq!(replayed.coefficients[0].of(0), 0.0);
    let zeros = array![[0.0], [0.0], [0.0]];
    let options = Options {
        penalty_factors: None,
        ..free
    };
    assert_eq!(
        fit(
            zeros.view(),
            &Response::Gaussian(&[1.0, 2.0, 4.0]),
            &options
        ),
        Err(Error::NoColumns)
    );
}
