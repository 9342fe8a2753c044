//! Where glmnet stops.

use voxomics_regress::net::{Convergence, Options, fit};
use voxomics_testkit::goldens::{indices, numbers};

use super::cases::cases;

/// glmnet's default threshold.
const DEFAULT: f64 = 1e-7;

#[test]
fn the_same_columns_are_in_as_in_glmnets_default_fits() {
    for name in ["binomial_lasso", "gaussian_lasso", "gaussian01_lasso"] {
        let all = cases("glmnet_large.json.gz");
        let case = all.iter().find(|case| case.name == name).unwrap();
        let stored = case.stored(DEFAULT).unwrap();
        let options = Options {
            convergence: Convergence::Glmnet { threshold: DEFAULT },
            ..case.options.clone()
        };
        let path = fit(case.x.view(), &case.response(), &options).unwrap();
        let wanted = stored["beta"].as_array().unwrap();
        assert_eq!(path.lambdas.len(), wanted.len(), "{name}");
        for (at, want) in wanted.iter().enumerate() {
            let got = &path.coefficients[at];
            assert_eq!(got.columns, indices(&want["i"]), "{name}, lambda {at}");
            for (got, want) in got.values.iter().zip(numbers(&want["v"])) {
                assert!(
                    (got - want).abs() <= 1e-9 * want.abs().max(1e-3),
                    "{name}, lambda {at}: {got} {want}"
                );
            }
        }
    }
}
