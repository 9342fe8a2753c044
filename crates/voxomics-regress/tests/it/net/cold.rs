//! One small lambda at once, without the path that leads to it.

use ndarray::{Array2, ArrayView2, Axis, ShapeBuilder, concatenate};
use voxomics_regress::net::{Lambdas, Options, Response, fit};
use voxomics_testkit::generator::{Radiomics, events};

fn worst_gradient(x: &ArrayView2<'_, f64>, y: &[f64], lambda: f64, binomial: bool) -> f64 {
    let options = Options {
        lambdas: Lambdas::Given(vec![lambda]),
        standardize: false,
        ..Options::default()
    };
    let response = if binomial {
        Response::Binomial(y)
    } else {
        Response::Gaussian(y)
    };
    let path = fit(*x, &response, &options).unwrap();
    let residual: Vec<f64> = (0..y.len())
        .map(|row| {
            let terms = path.linear_predictor(0, &x.row(row).to_vec()).unwrap();
            y[row]
                - if binomial {
                    1.0 / (1.0 + (-terms).exp())
                } else {
                    terms
                }
        })
        .collect();
    let gradient = |column: usize| {
        let products = x.column(column).into_iter().zip(&residual);
        products.map(|(x, r)| x * r).sum::<f64>() / y.len() as f64
    };
    (0..x.ncols())
        .map(|column| gradient(column).abs())
        .fold(0.0, f64::max)
}

/// More columns exceed the penalty at once than there are rows, and each has a copy: coefficients were NaN.
#[test]
fn a_wide_matrix_is_fitted_at_one_small_lambda() {
    let data = Radiomics {
        columns: 2000,
        rows: 60,
        ..Radiomics::STUDY
    };
    let x = Array2::from_shape_vec((60, 2000).f(), data.values()).unwrap();
    let y: Vec<f64> = events(&data.linear_predictor(), 25)
        .into_iter()
        .map(f64::from)
        .collect();
    let twice = concatenate![Axis(1), x, x];
    for x in [x.view(), twice.view()] {
        for lambda in [1.0, 0.1, 0.01] {
            for binomial in [false, true] {
                let worst = worst_gradient(&x, &y, lambda, binomial);
                let name = format!("{} columns, lambda {lambda}, {binomial}", x.ncols());
                assert!((worst / lambda - 1.0).abs() < 1e-8, "{name}: {worst}");
            }
        }
    }
}
