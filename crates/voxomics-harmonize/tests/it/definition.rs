//! `ComBat` as its definition has it, row by row, beside the crate.

mod oracle;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use voxomics_harmonize::combat::{self, Divisor, Error, Options, PriorKind};

use crate::combat::case::Input;
use crate::made::{BATCHES, Made, column, is_near, made};

const PRIORS: [PriorKind; 3] = [
    PriorKind::Parametric,
    PriorKind::NonParametric,
    PriorKind::None,
];

/// The table that the crate makes, if the rows suffice for it.
fn fitted(input: &Input, options: &Options) -> Result<voxomics_table::Table, TestCaseError> {
    match combat::fit(&input.cohort(), options) {
        Ok(model) => Ok(model.apply(&input.cohort()).unwrap()),
        // A stage that is in too few rows, at random.
        Err(Error::Confounded { .. } | Error::Saturated { .. } | Error::NoValues { .. }) => {
            Err(TestCaseError::reject("a design without a solution"))
        }
        Err(error) => Err(TestCaseError::fail(error.to_string())),
    }
}

fn options() -> impl Strategy<Value = Options> {
    let reference = prop_oneof![Just(None), Just(Some(BATCHES[0])), Just(Some(BATCHES[1]))];
    let kinds = (0..3_usize, any::<bool>(), any::<bool>(), reference);
    kinds.prop_map(|(prior, mean_only, by_rows, reference)| Options {
        prior: PRIORS[prior],
        mean_only,
        reference: reference.map(str::to_owned),
        divisor: if by_rows { Divisor::Rows } else { Divisor::Sva },
        ..Options::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_crate_is_its_definition(made in made(), options in options()) {
        let input = made.input();
        let alike = fitted(&input, &options)?;
        for (name, want) in input.features.names().iter().zip(oracle::harmonised(&input, &options)) {
            let got = column(&alike, name);
            prop_assert!(is_near(&got, &want, 1e-9), "{name}\n{got:?}\n{want:?}");
        }
    }
}

#[test]
fn another_rule_is_another_number() {
    // The comparison can fail: each choice of the options moves values by more than it allows.
    let made = Made {
        seed: 3,
        batches: 3,
        more_rows: 9,
        features: 6,
        has_age: true,
        has_stage: true,
        has_gaps: true,
    };
    let input = made.input();
    let base = Options::default();
    let others = [
        Options {
            prior: PriorKind::NonParametric,
            ..base.clone()
        },
        Options {
            prior: PriorKind::None,
            ..base.clone()
        },
        Options {
            mean_only: true,
            ..base.clone()
        },
        Options {
            reference: Some("9".to_owned()),
            ..base.clone()
        },
        Options {
            divisor: Divisor::Rows,
            ..base.clone()
        },
    ];
    let model = combat::fit(&input.cohort(), &base).unwrap();
    let alike = model.apply(&input.cohort()).unwrap();
    for other in others {
        let want = oracle::harmonised(&input, &other);
        let got = column(&alike, "f1");
        assert!(!is_near(&got, &want[1], 1e-9), "{other:?}");
    }
}
