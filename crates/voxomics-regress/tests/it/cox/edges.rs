//! Likelihoods at the edge of what doubles see, as random data found them.

use ndarray::{Axis, array, concatenate};
use voxomics_regress::cox::{Error, Options, Response, Ties, fit};

use super::data::{Has, random};

/// The best coefficients are finite, but so far out that the likelihood falls by 1e-14 on the way back: their standard error
/// would be a million.
#[test]
fn flat_likelihoods_are_monotone_as_far_as_doubles_see() {
    let x = array![
        [-2.7252, 0.0],
        [-0.2842, 0.0],
        [1.1775, 0.0],
        [-0.5448, 1.0],
        [0.1057, 0.0],
        [-0.1552, 0.0],
        [0.3851, 1.0],
        [0.0296, 0.0],
        [-0.0806, 1.0],
        [-0.5557, 0.0],
        [1.6533, 0.0],
        [3.0130, 1.0],
        [0.0045, 1.0],
        [0.9711, 0.0],
        [-0.2771, 0.0],
        [-2.0446, 0.0],
        [-0.9119, 1.0],
        [1.2040, 1.0],
        [-0.3459, 1.0],
        [-0.0524, 0.0]
    ];
    let response = Response::Right {
        times: &[
            12.0, 11.0, 2.0, 12.0, 3.0, 8.0, 12.0, 5.0, 12.0, 2.0, 1.0, 2.0, 12.0, 1.0, 12.0, 12.0,
            12.0, 2.0, 12.0, 5.0,
        ],
        events: &[
            false, true, true, false, true, false, false, true, false, false, true, true, false,
            false, false, false, false, false, false, false,
        ],
    };
    let options = Options {
        ties: Ties::Exact,
        ..Options::default()
    };
    let error = fit(x.view(), &response, &options).unwrap_err();
    assert!(
        matches!(error, Error::Monotone { ref columns, .. } if columns == &[1]),
        "{error:?}"
    );
}

/// The second column nearly equals the first, so that little of either is left to see that they determine the third.
#[test]
fn nearly_equal_columns_do_not_hide_a_third_that_they_determine() {
    for ties in [Ties::Efron, Ties::Breslow, Ties::Exact] {
        for share in [1e-1, 1e-2, 1e-3, 1e-4] {
            let has = Has {
                strata: true,
                ..Has::default()
            };
            let mut data = random(1, 60, has).with(ties);
            let (first, third) = (data.x.column(0).to_owned(), data.x.column(1).to_owned());
            let second = first.mapv(|x| 5.0 - 2.0 * x) + third.mapv(|x| share * x);
            let columns = [first, second, third].map(|column| column.insert_axis(Axis(1)));
            let before = data.cohort().unwrap().fit().unwrap();
            data.x = concatenate(Axis(1), &columns.each_ref().map(|column| column.view())).unwrap();
            let fit = data.cohort().unwrap().fit().unwrap();
            assert!(
                fit.coefficients[1].is_some() && fit.coefficients[2].is_none(),
                "{share}"
            );
            assert!((fit.log_likelihood - before.log_likelihood).abs() < 1e-9);
        }
    }
}
