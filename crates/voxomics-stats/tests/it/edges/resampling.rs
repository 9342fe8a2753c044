//! Bootstrap, permutations, folds, optimism.

use voxomics_stats::Alternative;
use voxomics_stats::optimism::{self, CalibrationOptions, Logistic, Refit, validate};
use voxomics_stats::resample::{
    Draws, Error, Folds, Replicates, Resamples, acceleration, contiguous_k_fold, jackknife, k_fold,
    leave_one_out, permutation_test,
};

/// A fitted line for any rows, even those of one class.
struct Always(Vec<f64>);

impl Refit for Always {
    fn linear_predictors(&self, _: &[usize]) -> Option<Vec<f64>> {
        Some(self.0.clone())
    }
}

#[test]
fn resamples_of_one_class_are_dropped() {
    let labels: Vec<bool> = (0..100).map(|i| i % 40 == 5).collect();
    assert_eq!(labels.iter().filter(|&&case| case).count(), 3);
    let model = Always(
        (0..100)
            .map(|i| f64::from(i * 17 % 23) / 9.0 - 2.0)
            .collect(),
    );
    let resamples = Resamples::plain(100, Draws::default()).unwrap();
    let found = validate(&labels, &resamples, &model).unwrap();
    let one_class = |rows: &[usize]| !rows.iter().any(|&row| labels[row]);
    let dropped = resamples.map(one_class).unwrap();
    let dropped = dropped.into_iter().filter(|&dropped| dropped).count();
    assert!(dropped > 50, "0.97^100 of 2000, {dropped}");
    assert_eq!(found.used, 2000 - dropped);
    // Undefined numbers would be null.
    assert!(
        !serde_json::to_string(&found.corrected)
            .unwrap()
            .contains("null")
    );
    let alone = vec![vec![0; 100]];
    let alone = Resamples::given(100, &alone).unwrap();
    assert_eq!(
        validate(&labels, &alone, &model),
        Err(optimism::Error::NoResample(1))
    );
}

#[test]
fn a_model_of_other_rows_is_refused() {
    let labels: Vec<bool> = (0..30).map(|i| i * 7 % 30 > 12).collect();
    let x: Vec<f64> = (0..30).map(f64::from).collect();
    let resamples = Resamples::plain(30, Draws::default()).unwrap();
    let shorter = Logistic::new(&[&x[..20]], &labels[..20]).unwrap();
    let error = validate(&labels, &resamples, &shorter).unwrap_err();
    assert_eq!(error, optimism::Error::Predictors { got: 20, rows: 30 });
    let longer = Logistic::new(&[&x], &labels).unwrap();
    let resamples = Resamples::plain(20, Draws::default()).unwrap();
    let error = validate(&labels[..20], &resamples, &longer).unwrap_err();
    assert_eq!(error, optimism::Error::Predictors { got: 30, rows: 20 });
}

#[test]
fn a_curve_says_why_it_cannot_be_drawn() {
    let error = |labels: &[bool], linear: Vec<f64>, at: Option<Vec<f64>>| {
        let resamples = Resamples::plain(labels.len(), Draws::default()).unwrap();
        let options = CalibrationOptions {
            at,
            ..CalibrationOptions::default()
        };
        let found = optimism::calibrate(labels, &resamples, &Always(linear), &options);
        found.unwrap_err().to_string()
    };
    let few = error(&[true, false, true], vec![0.0, 1.0, 2.0], None);
    assert!(few.starts_with("3 predicted risks: 10 are needed"), "{few}");
    let labels: Vec<bool> = (0..20).map(|i| i % 2 == 0).collect();
    let flat = error(&labels, vec![0.0; 20], None);
    assert!(flat.contains("are 0.5: there is no curve"), "{flat}");
    let spread: Vec<f64> = (0..20).map(|i| f64::from(i) / 10.0 - 1.0).collect();
    let beside = error(&labels, spread, Some(vec![0.001, 0.002]));
    assert!(beside.contains("reaches no predicted risk"), "{beside}");
}

/// 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1.
#[test]
fn equal_sums_in_another_order_are_equal() {
    let values = [0.1, 0.2, 0.3, -0.7];
    let given = vec![vec![2, 1, 0, 3], vec![3, 0, 1, 2]];
    let permutations = Resamples::given(4, &given).unwrap();
    let first = |rows: &[usize]| Some(rows[..3].iter().map(|&row| values[row]).sum::<f64>());
    let extreme = |sign: f64, alternative| {
        let statistic = |rows: &[usize]| first(rows).map(|sum| sign * sum);
        let test = permutation_test(&permutations, statistic, alternative);
        test.unwrap().extreme
    };
    assert!(first(&given[0]) < first(&[0, 1, 2]));
    assert_eq!(extreme(1.0, Alternative::TwoSided), 1);
    assert_eq!(extreme(1.0, Alternative::Greater), 1);
    assert_eq!(extreme(-1.0, Alternative::Less), 1);
}

#[test]
fn a_correction_for_bias_says_what_it_lacks() {
    let replicates = |values: &[f64]| Replicates::new(Some(1.0), values.iter().map(|&v| Some(v)));
    let error = replicates(&[1.0, 2.0, 3.0]).unwrap().bias_correction();
    let (below, resamples) = (0, 3);
    assert_eq!(error, Err(Error::OneSided { below, resamples }));
    let error = replicates(&[0.0, 0.5]).unwrap().bias_correction();
    let (below, resamples) = (2, 2);
    assert_eq!(error, Err(Error::OneSided { below, resamples }));
    assert_eq!(acceleration(&[0.0, 0.0]), Err(Error::Influences));
    assert_eq!(acceleration(&[1.0, f64::NAN]), Err(Error::Influences));
}

#[test]
fn more_rows_than_memory_are_refused() {
    let out_of_memory = |error: Error| assert!(matches!(error, Error::OutOfMemory { .. }));
    let most = usize::MAX;
    out_of_memory(Resamples::plain(most, Draws::default()).unwrap_err());
    out_of_memory(Resamples::permuted(most, Draws::default()).unwrap_err());
    out_of_memory(k_fold(most, Folds::default()).unwrap_err());
    let repeats = Folds {
        repeats: most,
        ..Folds::default()
    };
    out_of_memory(k_fold(20, repeats).unwrap_err());
    out_of_memory(leave_one_out(1 << 40).unwrap_err());
    out_of_memory(contiguous_k_fold(most, most).unwrap_err());
    out_of_memory(jackknife(most, |_| None).unwrap_err());
    let resamples = Resamples::plain(3, Draws::default()).unwrap();
    assert_eq!(resamples.rows_of(2000), None);
    assert!(resamples.rows_of(1999).is_some());
}
