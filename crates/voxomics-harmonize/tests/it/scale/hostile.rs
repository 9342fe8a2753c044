//! What cannot be scaled: an error that names it.

use voxomics_harmonize::ndarray::Array2;
use voxomics_harmonize::scale::{self, Error, Method};

use super::{METHODS, by_row, named};

#[test]
fn what_cannot_be_scaled_is_named() {
    let nothing = named(Array2::from_elem((3, 1), f64::NAN));
    let error = scale::fit(&nothing, &Method::Standard { ddof: 0 }).unwrap_err();
    assert_eq!(
        error,
        Error::NoValues {
            feature: "f0".to_owned(),
            values: 0,
            needed: 1
        }
    );
    let one = named(Array2::from_elem((1, 1), 4.0));
    let error = scale::fit(&one, &Method::Standard { ddof: 1 }).unwrap_err();
    assert_eq!(
        error.to_string(),
        "feature `f0` has 1 value(s), and needs 2: leave it out"
    );
    let infinite = named(Array2::from_elem((1, 1), f64::INFINITY));
    assert!(matches!(
        scale::fit(&infinite, &METHODS[0].1),
        Err(Error::Infinite { .. })
    ));
    for method in [
        Method::Robust {
            low: 0.5,
            high: 0.5,
            unit_variance: false,
        },
        Method::Robust {
            low: 0.0,
            high: 0.5,
            unit_variance: true,
        },
        Method::MinMax {
            low: 1.0,
            high: 1.0,
        },
        Method::Quantile {
            count: 1,
            normal: false,
        },
        Method::MedianMad { constant: f64::NAN },
    ] {
        assert!(
            matches!(scale::fit(&one, &method), Err(Error::Option { .. })),
            "{method:?}"
        );
    }
}

#[test]
fn values_beyond_doubles_are_refused() {
    let column =
        |values: &[f64]| named(Array2::from_shape_vec((values.len(), 1), values.to_vec()).unwrap());
    let wide = column(&[-f64::MAX, 1.0, f64::MAX]);
    let mut refused = 0;
    for (name, method) in METHODS {
        match scale::fit(&wide, &method).and_then(|scaler| scaler.apply(&wide)) {
            Ok(scaled) => assert!(by_row(&scaled).iter().all(Option::is_some), "{name}"),
            Err(error) => {
                assert!(matches!(error, Error::Overflow { .. }), "{name} {error}");
                refused += 1;
            }
        }
    }
    assert!(refused > 1);
    // Squares without a sum, of values that have one.
    let large = column(&[1e200, 2e200, 4e200]);
    let error = scale::fit(&large, &Method::Standard { ddof: 0 }).unwrap_err();
    assert_eq!(
        error.to_string(),
        "feature `f0` leaves the range of doubles in its scale over all rows: rescale it, or leave it out"
    );
    let scaler = scale::fit(&column(&[0.0, 1e-3]), &Method::Standard { ddof: 0 }).unwrap();
    let error = scaler.apply(&column(&[1.0, f64::MAX])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "feature `f0` leaves the range of doubles in row `r1`: rescale it, or leave it out"
    );
    let many = Method::Standard { ddof: usize::MAX };
    assert!(matches!(
        scale::fit(&large, &many),
        Err(Error::NoValues { .. })
    ));
}
