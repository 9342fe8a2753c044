//! One model for each column, against the general fit.

use ndarray::{Array2, Axis, ShapeBuilder};
use voxomics_regress::logistic::{self, Error, NoModel, Options, screen};
use voxomics_testkit::generator::{Radiomics, events};

fn study(columns: usize) -> (Array2<f64>, Vec<bool>) {
    let data = Radiomics {
        columns,
        ..Radiomics::STUDY
    };
    let x = Array2::from_shape_vec((data.rows, columns).f(), data.values()).unwrap();
    let cases = events(&data.linear_predictor(), 48);
    (x, cases)
}

#[test]
fn each_is_the_fit_of_its_column() {
    let (x, cases) = study(200);
    let y: Vec<f64> = cases
        .iter()
        .map(|&case| f64::from(u8::from(case)))
        .collect();
    let models = screen(x.view(), &cases).unwrap();
    for (column, model) in models.iter().enumerate() {
        let one = x.select(Axis(1), &[column]);
        let fit = logistic::fit(one.view(), &y, &Options::default()).unwrap();
        let model = model.unwrap();
        let near = |got: f64, want: f64, what: &str| {
            assert!(
                (got - want).abs() <= 1e-10 * want.abs().max(1e-3),
                "{column} {what}: {got} {want}"
            );
        };
        near(
            model.coefficient,
            fit.coefficients[1].unwrap(),
            "coefficient",
        );
        near(
            model.standard_error,
            fit.standard_errors()[1].unwrap(),
            "standard error",
        );
        near(model.p_wald, fit.p_values()[1].unwrap(), "Wald's p");
        // A difference of deviances of 160 has but 13 digits after the point.
        let ratio = fit.null_deviance - fit.deviance;
        assert!((model.likelihood_ratio - ratio).abs() < 1e-11, "{column}");
    }
}

#[test]
fn scale_and_place_of_a_column_do_not_matter() {
    let (x, cases) = study(20);
    let models = screen(x.view(), &cases).unwrap();
    let moved = screen(x.mapv(|x| 1e4 + x).view(), &cases).unwrap();
    let huge = screen(x.mapv(|x| x * 1e300).view(), &cases).unwrap();
    for ((a, b), c) in models.iter().zip(&moved).zip(&huge) {
        let (a, b, c) = (a.unwrap(), b.unwrap(), c.unwrap());
        assert!((a.p_value - b.p_value).abs() < 1e-7 * a.p_value);
        assert!((a.p_value - c.p_value).abs() < 1e-10);
        assert!((c.coefficient * 1e300 - a.coefficient).abs() < 1e-10 * a.coefficient.abs());
    }
}

#[test]
fn columns_without_a_model_say_why() {
    let x = ndarray::array![
        [7.0, 1.0, 1.0, -1.0, 1.0],
        [7.0, 2.0, 2.0, -2.0, 3.0],
        [7.0, 3.0, 2.0, -3.0, 2.0],
        [7.0, 4.0, 3.0, -4.0, 4.0],
    ];
    let cases = [false, false, true, true];
    let models = screen(x.view(), &cases).unwrap();
    assert_eq!(models[0], Err(NoModel::Constant));
    for (column, text) in [
        (1, "complete separation"),
        (2, "quasi-complete"),
        (3, "complete separation"),
    ] {
        let error = models[column].unwrap_err();
        assert!(error.to_string().starts_with(text), "{error}");
        let json = serde_json::to_string(&error).unwrap();
        assert_eq!(serde_json::from_str::<NoModel>(&json).unwrap(), error);
    }
    assert!(models[4].is_ok());
    assert!(matches!(screen(x.view(), &[true; 4]), Err(Error::OneClass)));
    assert!(matches!(
        screen(x.view(), &[true; 3]),
        Err(Error::Length { .. })
    ));
    let mut bad = x.clone();
    bad[(2, 4)] = f64::NAN;
    assert!(matches!(
        screen(bad.view(), &cases),
        Err(Error::Value {
            row: 2,
            column: 4,
            ..
        })
    ));
}

/// One case and one control overlap by ever less: a maximum that exists, until doubles cannot hold it.
#[test]
fn classes_that_are_all_but_parted_have_a_model_or_none_and_never_nan() {
    let cases = [false, false, false, true, false, true, true, true];
    let mut without = 0;
    for exponent in 0..16 {
        let gap = 10_f64.powi(-exponent);
        let x = Array2::from_shape_vec((8, 1), vec![-9.0, -7.0, -5.0, 0.0, gap, 5.0, 7.0, 9.0]);
        match screen(x.unwrap().view(), &cases).unwrap()[0] {
            Ok(model) => assert!(
                model.coefficient.is_finite() && model.standard_error > 0.0,
                "{exponent}: {model:?}"
            ),
            Err(error) => {
                assert_eq!(error, NoModel::NoConvergence);
                without += 1;
            }
        }
    }
    assert!(without < 16);
    // Far apart, but for two that touch by one part in 10^15 of the range.
    let far = ndarray::array![[-1e15], [-1e15], [0.0], [0.5], [1e15], [1e15]];
    let model = screen(far.view(), &[false, false, true, false, true, true]).unwrap()[0];
    assert!(model.is_err() || model.is_ok_and(|model| model.standard_error.is_finite()));
}
