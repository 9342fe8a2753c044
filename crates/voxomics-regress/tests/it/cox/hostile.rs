//! Input that no model takes, or hardly.

use ndarray::{Array2, array};
use voxomics_regress::cox::{
    Cohort, Error, Fit, Options, Response, Ties, Transform, Variance, fit,
};

const TIMES: [f64; 6] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
const EVENTS: [bool; 6] = [true, true, false, true, true, false];

fn x() -> Array2<f64> {
    array![
        [1.0, 3.0],
        [0.0, 2.5],
        [1.0, 1.5],
        [0.0, 3.5],
        [1.0, 2.2],
        [0.0, 1.0]
    ]
}

fn right() -> Response<'static> {
    Response::Right {
        times: &TIMES,
        events: &EVENTS,
    }
}

fn refused(options: &Options) -> Error {
    fit(x().view(), &right(), options).unwrap_err()
}

fn one(values: &[f64]) -> Array2<f64> {
    Array2::from_shape_vec((values.len(), 1), values.to_vec()).unwrap()
}

#[test]
fn numbers_out_of_range_are_named() {
    let mut wrong = x();
    wrong[[2, 1]] = f64::NAN;
    let error = fit(wrong.view(), &right(), &Options::default()).unwrap_err();
    assert!(matches!(
        error,
        Error::Value {
            row: 2,
            column: 1,
            ..
        }
    ));
    let weights = Some(vec![1.0, 1.0, 0.0, 1.0, 1.0, 1.0]);
    let error = refused(&Options {
        weights,
        ..Options::default()
    });
    assert!(matches!(
        error,
        Error::OutOfRange {
            what: "weights",
            row: 2,
            ..
        }
    ));
    let offset = Some(vec![0.0, f64::INFINITY, 0.0, 0.0, 0.0, 0.0]);
    let error = refused(&Options {
        offset,
        ..Options::default()
    });
    assert!(matches!(
        error,
        Error::OutOfRange {
            what: "offset",
            row: 1,
            ..
        }
    ));
    let response = Response::Right {
        times: &[1.0, 2.0, f64::NAN, 4.0, 5.0, 6.0],
        events: &EVENTS,
    };
    let error = fit(x().view(), &response, &Options::default()).unwrap_err();
    assert!(matches!(
        error,
        Error::OutOfRange {
            what: "times",
            row: 2,
            ..
        }
    ));
}

#[test]
fn lengths_are_named() {
    let strata = Some(vec![0; 5]);
    let error = refused(&Options {
        strata,
        ..Options::default()
    });
    assert_eq!(
        error.to_string(),
        "strata: 5 given, 6 needed, one for each row"
    );
    let clusters = Some(vec![0; 7]);
    let error = refused(&Options {
        clusters,
        ..Options::default()
    });
    assert!(matches!(
        error,
        Error::Length {
            what: "clusters",
            found: 7,
            ..
        }
    ));
    let response = Response::Right {
        times: &TIMES[..4],
        events: &EVENTS,
    };
    let error = fit(x().view(), &response, &Options::default()).unwrap_err();
    assert!(matches!(
        error,
        Error::Length {
            what: "times",
            found: 4,
            ..
        }
    ));
}

#[test]
fn intervals_have_a_length() {
    let response = Response::Counting {
        starts: &[0.0, 0.0, 3.0, 0.0, 0.0, 0.0],
        stops: &TIMES,
        events: &EVENTS,
    };
    let error = fit(x().view(), &response, &Options::default()).unwrap_err();
    assert_eq!(
        error,
        Error::EmptyInterval {
            row: 2,
            start: 3.0,
            stop: 3.0
        }
    );
}

#[test]
fn exact_ties_say_what_they_lack() {
    let options = Options {
        ties: Ties::Exact,
        ..Options::default()
    };
    let weights = Some(vec![2.0; 6]);
    assert_eq!(
        refused(&Options {
            weights,
            ..options.clone()
        }),
        Error::ExactWeights
    );
    let variance = Some(Variance::Robust);
    let error = refused(&Options {
        variance,
        ..options.clone()
    });
    assert!(matches!(
        error,
        Error::ExactTies {
            what: "robust variance"
        }
    ));
    let cohort = Cohort::new(x().view(), &right(), &options).unwrap();
    let fit = cohort.fit().unwrap();
    assert!(matches!(
        cohort.martingale_residuals(&fit),
        Err(Error::ExactTies { .. })
    ));
    assert!(matches!(
        cohort.baseline(&fit),
        Err(Error::ExactTies { .. })
    ));
    assert!(cohort.concordance(&fit).unwrap().index.is_some());
}

#[test]
fn likelihoods_without_end_name_their_columns() {
    // The events come in the order of the second column plus a tenth of the first.
    let mut rows = x();
    for (at, mut row) in rows.rows_mut().into_iter().enumerate() {
        row[1] = -(at as f64) - 0.1 * row[0];
    }
    let error = fit(rows.view(), &right(), &Options::default()).unwrap_err();
    let Error::Monotone { columns, direction } = error else {
        panic!("{error}")
    };
    assert!(columns.contains(&1) && direction.len() == columns.len());
    // One value only among events, whoever else is at risk.
    let column = one(&[1.0, 1.0, 0.0, 1.0, 1.0, 0.0]);
    let late = Response::Counting {
        starts: &[0.0, 0.5, 0.0, 1.5, 1.0, 0.0],
        stops: &TIMES,
        events: &EVENTS,
    };
    for response in [right(), late] {
        let error = fit(column.view(), &response, &Options::default()).unwrap_err();
        assert_eq!(
            error,
            Error::Monotone {
                columns: vec![0],
                direction: vec![1.0]
            }
        );
    }
}

#[test]
fn one_late_row_is_no_reason_to_see_no_end() {
    // The last row would be larger than all events, and comes when they are over.
    let column = one(&[1.0, 0.0, 0.5, 0.2, 0.1, 9.0]);
    let response = Response::Counting {
        starts: &[0.0, 0.0, 0.0, 0.0, 0.0, 5.5],
        stops: &TIMES,
        events: &[true, false, true, false, true, false],
    };
    let outcome = fit(column.view(), &response, &Options::default());
    assert!(
        outcome.is_ok() || matches!(outcome, Err(Error::Monotone { .. })),
        "{outcome:?}"
    );
    let without = fit(
        one(&[1.0, 0.0, 0.5, 0.2, 0.1, 0.1]).view(),
        &response,
        &Options::default(),
    );
    match (outcome, without) {
        (Ok(a), Ok(b)) => assert!((a.log_likelihood - b.log_likelihood).abs() < 1e-12),
        (a, b) => assert_eq!(a.is_err(), b.is_err()),
    }
}

#[test]
fn columns_without_a_say_are_aliased() {
    let events = right();
    for column in [[7.0; 6], [0.0; 6], [1e300; 6], [0.1; 6]] {
        let fit = fit(one(&column).view(), &events, &Options::default()).unwrap();
        assert_eq!((fit.coefficients[0], fit.wald.df), (None, 0));
        assert_eq!(
            (fit.log_likelihood, fit.score.p_value),
            (fit.null_log_likelihood, 1.0)
        );
    }
    // Constant in each stratum.
    let strata = Some(vec![0, 1, 0, 1, 0, 1]);
    let options = Options {
        strata,
        ..Options::default()
    };
    let fit = fit(
        one(&[2.0, 0.3, 2.0, 0.3, 2.0, 0.3]).view(),
        &events,
        &options,
    )
    .unwrap();
    assert_eq!(fit.coefficients, [None]);
}

#[test]
fn no_columns_leave_the_null_model() {
    let none = Array2::<f64>::zeros((6, 0));
    let cohort = Cohort::new(none.view(), &right(), &Options::default()).unwrap();
    let fit = cohort.fit().unwrap();
    assert_eq!(
        (fit.coefficients.len(), fit.likelihood_ratio.p_value),
        (0, 1.0)
    );
    let steps = cohort
        .baseline(&fit)
        .unwrap()
        .curve(&fit, &[], 0)
        .unwrap()
        .steps;
    // Nelson and Aalen's.
    assert!((steps[1].hazard - (1.0 / 6.0 + 1.0 / 5.0)).abs() < 1e-15);
    assert!(
        cohort
            .proportional_hazards(&fit, Transform::Rank)
            .unwrap()
            .columns
            .is_empty()
    );
}

#[test]
fn sizes_do_not_matter_until_doubles_end() {
    let small = fit(x().view(), &right(), &Options::default()).unwrap();
    for factor in [1e-150, 1e12, 1e150] {
        let scaled = x().mapv(|x| x * factor);
        let fit = fit(scaled.view(), &right(), &Options::default());
        match fit {
            Ok(fit) => {
                let ratio = fit.coefficients[0].unwrap() * factor / small.coefficients[0].unwrap();
                assert!((ratio - 1.0).abs() < 1e-12);
            }
            Err(error) => assert!(matches!(error, Error::Units { .. }), "{error}"),
        }
    }
    let offset = Some(vec![1e4, 0.0, -1e4, 0.0, 0.0, 0.0]);
    let error = refused(&Options {
        offset,
        ..Options::default()
    });
    assert_eq!(
        error,
        Error::Span {
            low: -1e4,
            high: 1e4
        }
    );
    // All of them far away is nowhere.
    let offset = Some(vec![-1e6; 6]);
    let far = fit(
        x().view(),
        &right(),
        &Options {
            offset,
            ..Options::default()
        },
    )
    .unwrap();
    assert!((far.log_likelihood - small.log_likelihood).abs() < 1e-8);
}

#[test]
fn one_cluster_has_no_variance() {
    let clusters = Some(vec![3; 6]);
    let outcome = fit(
        x().view(),
        &right(),
        &Options {
            clusters,
            ..Options::default()
        },
    );
    assert!(
        matches!(outcome, Err(Error::NoVariance { .. })),
        "{outcome:?}"
    );
}

#[test]
fn questions_that_have_no_answer_say_so() {
    let cohort = Cohort::new(x().view(), &right(), &Options::default()).unwrap();
    let fit = cohort.fit().unwrap();
    let other = Cohort::new(
        one(&TIMES.map(f64::sin)).view(),
        &right(),
        &Options::default(),
    )
    .unwrap();
    assert!(matches!(
        other.martingale_residuals(&fit),
        Err(Error::Length {
            what: "columns",
            ..
        })
    ));
    let baseline = cohort.baseline(&fit).unwrap();
    let error = baseline.curve(&fit, &[0.0, 0.0], 4).unwrap_err();
    assert_eq!(error.to_string(), "stratum 4: not among those fitted, [0]");
    assert!(matches!(
        baseline.curve(&fit, &[0.0], 0),
        Err(Error::Length { .. })
    ));
    assert!(matches!(
        baseline.curve(&fit, &[f64::NAN, 0.0], 0),
        Err(Error::Value { .. })
    ));
    assert!(matches!(
        baseline.curve(&fit, &[1e30, 1e30], 0),
        Err(Error::Span { .. })
    ));
    let early = Response::Right {
        times: &TIMES.map(|time| time - 3.0),
        events: &EVENTS,
    };
    let early = Cohort::new(x().view(), &early, &Options::default()).unwrap();
    assert_eq!(early.fit().unwrap().coefficients, fit.coefficients);
    let error = early
        .proportional_hazards(&fit, Transform::Log)
        .unwrap_err();
    assert_eq!(error, Error::LogOfTime { time: -2.0 });
    let one_time = Response::Right {
        times: &[2.0; 6],
        events: &EVENTS,
    };
    let one_time = Cohort::new(x().view(), &one_time, &Options::default()).unwrap();
    let trend = one_time.proportional_hazards(&fit, Transform::Identity);
    assert_eq!(trend.unwrap_err(), Error::OneTime);
}

fn bits(fit: &Fit) -> Vec<u64> {
    fit.coefficients
        .iter()
        .flatten()
        .map(|coefficient| coefficient.to_bits())
        .collect()
}

#[test]
fn layouts_of_the_matrix_have_equal_bits() {
    let rows = x();
    let mut columns = Array2::zeros(ndarray::ShapeBuilder::f((6, 2)));
    columns.assign(&rows);
    let fit = |x: &Array2<f64>| fit(x.view(), &right(), &Options::default()).unwrap();
    assert_eq!(bits(&fit(&rows)), bits(&fit(&columns)));
}

#[test]
fn near_times_are_one_time() {
    let near = TIMES.map(|time| {
        if (time - 2.0).abs() < 0.5 {
            1.0 + 1e-12
        } else {
            time
        }
    });
    let tied = TIMES.map(|time| if (time - 2.0).abs() < 0.5 { 1.0 } else { time });
    let fit = |times: &[f64], options: &Options| {
        let response = Response::Right {
            times,
            events: &EVENTS,
        };
        fit(x().view(), &response, options).unwrap()
    };
    let keep = Options {
        near_ties: voxomics_stats::survival::NearTies::Keep,
        ..Options::default()
    };
    assert_eq!(
        fit(&near, &Options::default()),
        fit(&tied, &Options::default())
    );
    assert_eq!(fit(&near, &keep), fit(&TIMES, &keep));
    assert_ne!(fit(&near, &keep), fit(&tied, &keep));
}
