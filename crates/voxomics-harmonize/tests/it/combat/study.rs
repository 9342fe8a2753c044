//! The study's size: 1,000 made-up features of 121 and 58 patients.

use voxomics_harmonize::Covariate;
use voxomics_harmonize::combat::{self, Options, PriorKind};
use voxomics_testkit::generator::Batches;
use voxomics_testkit::tally::Tally;

use super::case::{Input, by_feature, find, options, read, table};
use super::sva;

pub(crate) fn input(made: &Batches) -> Input {
    let features: Vec<Vec<f64>> = (0..made.features).map(|at| made.feature(at)).collect();
    Input {
        features: table(&features),
        batches: made
            .batches
            .iter()
            .map(|batch| (batch + 1).to_string())
            .collect(),
        covariates: vec![Covariate::numbers("c0", made.covariate.clone())],
    }
}

/// `sva`, and `neuroCombat` and `neuroHarmonize` of the same study.
pub(crate) fn both(tally: &mut Tally) {
    let input = input(&Batches::study());
    let (r, python) = (
        read("combat_study_sva.json.gz"),
        read("combat_study_python.json.gz"),
    );
    for want in r["cases"].as_array().unwrap() {
        sva::compare(tally, &input, &options(want), want);
        let name = want["name"].as_str().unwrap();
        let python = find(&python, name);
        let options = Options {
            stopping: combat::Stopping::Sva,
            ..options(want)
        };
        let model = combat::fit(&input.cohort(), &options).unwrap();
        let mut compare = |field, input: &Input, want: &serde_json::Value| {
            if want.is_null() {
                return;
            }
            let alike = by_feature(&model.apply(&input.cohort()).unwrap());
            let rows = input.batches.len();
            let kept: Vec<Option<f64>> =
                alike.chunks(rows).step_by(50).flatten().copied().collect();
            tally.all((name, field), &kept, want, sva::ALLOWED);
        };
        compare("neuroCombat", &input, &python["neuroCombat_adjusted"]);
        compare("neuroHarmonize", &input, &python["neuroHarmonize_adjusted"]);
        compare(
            "harmonizationApply",
            &input.new_rows(),
            &python["apply_new_rows"]["neuroHarmonize_apply"],
        );
    }
}

#[test]
fn the_study_is_that_of_the_references() {
    let mut tally = Tally::default();
    both(&mut tally);
    assert_eq!(tally.0["adjusted"].values, 2 * 20 * 179);
    assert_eq!(tally.0["neuroCombat"].values, 2 * 20 * 179);
    assert_eq!(tally.0["harmonizationApply"].values, 20 * 60);
}

#[test]
fn many_rows_do_not_underflow() {
    // The references return NaN from about 500 rows a batch.
    let rows = 1400;
    let made = Batches {
        seed: 5,
        features: 60,
        batches: (0..rows).map(|row| usize::from(row >= 700)).collect(),
        covariate: vec![0.0; rows],
    };
    let input = Input {
        covariates: Vec::new(),
        ..input(&made)
    };
    let options = Options {
        prior: PriorKind::NonParametric,
        ..Options::default()
    };
    let model = combat::fit(&input.cohort(), &options).unwrap();
    for batch in &model.batches {
        for (star, hat) in batch.gamma_star.iter().zip(&batch.gamma_hat) {
            // So many rows leave little to shrink, but no feature has its own estimate back.
            assert!((star - hat).abs() < 1.0 && star != hat, "{star} {hat}");
        }
    }
    assert!(
        by_feature(&model.apply(&input.cohort()).unwrap())
            .iter()
            .all(Option::is_some)
    );
}
