//! What must hold whatever the numbers.

use proptest::prelude::*;
use voxomics_core::Seed;
use voxomics_select::constant;
use voxomics_select::correlation::{self as pruning, Rule, prune};
use voxomics_select::icc;
use voxomics_select::input;
use voxomics_select::mrmr::gaussian::{self, Estimator, Options, Outcome, Size, ensemble};
use voxomics_select::mrmr::{End, Error, correlation, discrete, relevance};
use voxomics_select::ndarray::{Array2, Axis, ShapeBuilder, concatenate};
use voxomics_select::stability;
use voxomics_select::{Reason, Selection};
use voxomics_stats::resample::{Draws, Resamples};
use voxomics_testkit::on_any_pool;

use crate::definition::table;

fn outcome(table: &Array2<f64>, seed: u64) -> Vec<f64> {
    let mut stream = Seed(seed).stream("outcome", 0);
    table
        .rows()
        .into_iter()
        .map(|row| row[1] - row[2] + stream.normal())
        .collect()
}

fn columns(table: &Array2<f64>, y: &[f64], count: usize, estimator: Estimator) -> Vec<usize> {
    let options = Options {
        estimator,
        ..Options::default()
    };
    gaussian::select(table.view(), Outcome::Continuous(y), count, &options)
        .unwrap()
        .columns()
}

const ESTIMATORS: [Estimator; 3] = [Estimator::Pearson, Estimator::Spearman, Estimator::Kendall];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_rows_does_not_matter(seed in 0_u64..1000, shift in 1_usize..30) {
        let data = table(seed, 31, 9, false, false);
        let y = outcome(&data, seed);
        let order: Vec<usize> = (0..31).map(|row| (row * 7 + shift) % 31).collect();
        let moved = data.select(Axis(0), &order);
        let moved_y: Vec<f64> = order.iter().map(|&row| y[row]).collect();
        for estimator in ESTIMATORS {
            prop_assert_eq!(columns(&data, &y, 6, estimator), columns(&moved, &moved_y, 6, estimator));
        }
        let options = pruning::Options { cutoff: 0.4, ..pruning::Options::default() };
        prop_assert_eq!(prune(data.view(), &options).unwrap().kept, prune(moved.view(), &options).unwrap().kept);
    }

    #[test]
    fn units_do_not_matter(seed in 0_u64..1000, factor in 1e-9_f64..1e9, offset in -1e3_f64..1e3, at in 0_usize..9) {
        let data = table(seed, 31, 9, false, false);
        let y = outcome(&data, seed);
        let mut other = data.clone();
        other.column_mut(at).mapv_inplace(|value| factor * value + factor * offset);
        for estimator in ESTIMATORS {
            prop_assert_eq!(columns(&data, &y, 6, estimator), columns(&other, &y, 6, estimator));
        }
    }

    #[test]
    fn layouts_do_not_matter(seed in 0_u64..1000) {
        let data = table(seed, 17, 6, true, true);
        let y = outcome(&table(seed, 17, 6, false, false), seed);
        let by_row = Array2::from_shape_fn((17, 6), |at| data[at]);
        let select = |table: &Array2<f64>| {
            gaussian::select(table.view(), Outcome::Continuous(&y), 4, &Options::default()).unwrap()
        };
        prop_assert_eq!(select(&data), select(&by_row));
    }

    /// Of a column and its copy one is chosen, the later; the other is named.
    #[test]
    fn copies_are_never_both_chosen(seed in 0_u64..1000, at in 0_usize..9, factor in 0.1_f64..10.0) {
        let data = table(seed, 31, 9, false, false);
        let y = outcome(&data, seed);
        let copy = data.select(Axis(1), &[at]) * factor;
        let with = concatenate(Axis(1), &[data.view(), copy.view()]).unwrap();
        for estimator in ESTIMATORS {
            let options = Options { estimator, ..Options::default() };
            let ranking = gaussian::select(with.view(), Outcome::Continuous(&y), 10, &options).unwrap();
            prop_assert_eq!(ranking.chosen.len(), 9);
            prop_assert_eq!(ranking.end, End::Exhausted);
            let dropped: Vec<usize> = ranking.dropped.iter().map(|gone| gone.column).collect();
            prop_assert!(dropped == [9] || dropped == [at]);
            let of_other = matches!(ranking.dropped[0].reason, Reason::Duplicate { of } if of == 9 + at - dropped[0]);
            prop_assert!(of_other);
        }
    }

    #[test]
    fn solutions_of_an_ensemble_differ(seed in 0_u64..1000, count in 1_usize..6, solutions in 1_usize..8) {
        let data = table(seed, 31, 7, false, false);
        let y = outcome(&data, seed);
        let size = Size { count, solutions };
        let found = ensemble(data.view(), Outcome::Continuous(&y), size, &Options::default()).unwrap();
        prop_assert_eq!(found.len(), solutions.min(7));
        prop_assert_eq!(found[0].columns(), columns(&data, &y, count, Estimator::Pearson));
        let mut sets: Vec<Vec<usize>> = found.iter().map(|one| {
            let mut set = one.columns();
            set.sort_unstable();
            set
        }).collect();
        sets.sort();
        sets.dedup();
        prop_assert_eq!(sets.len(), found.len());
    }

    /// By any rule no pair above the cut-off remains, and every dropped column had such a partner.
    #[test]
    fn no_correlated_pair_remains(seed in 0_u64..1000, cutoff in 0.0_f64..1.0, ranks: bool) {
        let data = table(seed, 23, 12, true, true);
        for rule in [Rule::LargerMean, Rule::CaretExact, Rule::CaretFast] {
            let options = pruning::Options { cutoff, rule, ranks };
            let Selection { kept, dropped } = prune(data.view(), &options).unwrap();
            prop_assert_eq!(kept.len() + dropped.len(), 12);
            for gone in dropped {
                let enough = matches!(gone.reason, Reason::Correlated { correlation, .. } if correlation.abs() > cutoff);
                prop_assert!(enough);
            }
            let rest = data.select(Axis(1), &kept);
            prop_assert_eq!(prune(rest.view(), &options).unwrap().dropped, []);
        }
    }

    /// Any doubles at all, NaN and infinities included: an answer or an error, and JSON reads back what it wrote.
    #[test]
    fn anything_is_answered(
        values in prop::collection::vec(prop_oneof![any::<f64>(), -2.0_f64..2.0, Just(1.0), Just(f64::NAN)], 24),
        y in prop::collection::vec(prop_oneof![any::<f64>(), Just(0.0), Just(1.0), Just(f64::NAN)], 6),
        count in 0_usize..6,
    ) {
        let data = Array2::from_shape_vec((6, 4).f(), values).unwrap();
        let classes: Vec<u32> = y.iter().map(|&y| u32::from(y > 0.5)).collect();
        for estimator in ESTIMATORS {
            let options = Options { estimator, strata: (count > 3).then_some(&[0, 0, 0, 1, 1, 1]), ..Options::default() };
            for outcome in [Outcome::Continuous(&y), Outcome::Ordered(&classes)] {
                if let Ok(ranking) = gaussian::select(data.view(), outcome, count, &options) {
                    let text = serde_json::to_string(&ranking).unwrap();
                    prop_assert_eq!(serde_json::from_str::<voxomics_select::mrmr::Ranking>(&text).unwrap(), ranking);
                }
            }
        }
        if let Ok(f) = relevance::f_classif(data.view(), &classes) {
            for form in [correlation::Form::Quotient, correlation::Form::Difference] {
                let options = correlation::Options { form, ..correlation::Options::default() };
                if let Ok(ranking) = correlation::select(data.view(), &f, count, &options) {
                    let text = serde_json::to_string(&ranking).unwrap();
                    prop_assert_eq!(serde_json::from_str::<voxomics_select::mrmr::Ranking>(&text).unwrap(), ranking);
                }
            }
        }
        let _ = relevance::kolmogorov_smirnov(data.view(), &classes);
        let _ = relevance::f_regression(data.view(), &y);
        for rule in [Rule::LargerMean, Rule::CaretExact, Rule::CaretFast] {
            let _ = prune(data.view(), &pruning::Options { rule, ..pruning::Options::default() });
        }
        let kept = constant::remove(data.view(), &constant::Options::default()).unwrap().kept;
        let complete = data.select(Axis(1), &kept);
        if let Ok(states) = discrete::States::new(complete.view(), discrete::Discretisation::Deviations(0.5)) {
            let _ = discrete::select(&states, &classes, count, discrete::Form::MIQ);
        }
        let _ = icc::filter(&[&[data.view(), data.view()]], &icc::Options::default()).unwrap();
    }
}

/// Of noise, no column is much more frequent than by lot, and the index is near 0.
#[test]
fn noise_is_not_stable() {
    let mut stream = Seed(5).stream("noise", 0);
    let data = Array2::from_shape_fn((60, 40).f(), |_| stream.normal());
    let y: Vec<f64> = (0..60).map(|_| stream.normal()).collect();
    let relevances: Vec<f64> = {
        let all = gaussian::select(
            data.view(),
            Outcome::Continuous(&y),
            40,
            &Options::default(),
        );
        all.unwrap()
            .chosen
            .iter()
            .map(|choice| choice.relevance)
            .collect()
    };
    // Twice n times the information is chi-squared with one degree of freedom: a mean of 1/(2n).
    let mean = relevances.iter().sum::<f64>() / 40.0;
    assert!((mean * 120.0 - 1.0).abs() < 0.5, "{mean}");
    let draws = Draws {
        resamples: 100,
        seed: Seed(1),
    };
    // Half of the rows at a time, so that resamples share little.
    let halves: Vec<Vec<usize>> = (0..100)
        .map(|at| Resamples::permuted(60, draws).unwrap().rows_of(at).unwrap()[..30].to_vec())
        .collect();
    let resamples = Resamples::given(60, &halves).unwrap();
    let found = stability::select(
        &resamples,
        40,
        &stability::Options { threshold: 0.9 },
        |rows| {
            let shuffled: Vec<f64> = rows
                .iter()
                .map(|&row| y[(row * 13 + rows[0]) % 60])
                .collect();
            let part = data.select(Axis(0), rows);
            let outcome = Outcome::Continuous(&shuffled);
            Some(
                gaussian::select(part.view(), outcome, 5, &Options::default())
                    .ok()?
                    .columns(),
            )
        },
    );
    let found = found.unwrap();
    assert_eq!((found.stable, found.runs, found.failed), (vec![], 100, 0));
    assert!(found.index.unwrap().abs() < 0.05, "{:?}", found.index);
}

#[test]
fn stability_follows_its_definition() {
    let given = vec![vec![0, 1], vec![1, 1], vec![0, 0], vec![1, 0]];
    let resamples = Resamples::given(2, &given).unwrap();
    let run = |rows: &[usize]| match rows {
        [1, 1] => None,
        [0, 1] => Some(vec![2, 0, 2]),
        [0, 0] => Some(vec![2, 1]),
        _ => Some(vec![2]),
    };
    let found = stability::select(&resamples, 4, &stability::Options::default(), run).unwrap();
    assert_eq!((found.runs, found.failed, found.stable), (3, 1, vec![2]));
    assert_eq!(found.frequency, [1.0 / 3.0, 1.0 / 3.0, 1.0, 0.0]);
    // Variances 3/2·2/9, twice, of four columns; a mean of 5/3 chosen of 4.
    let want = 1.0 - (2.0 / 3.0 / 4.0) / (5.0 / 12.0 * 7.0 / 12.0);
    assert!((found.index.unwrap() - want).abs() < 1e-14);
    let wrong = stability::select(&resamples, 2, &stability::Options::default(), run);
    let error = wrong.unwrap_err();
    assert_eq!(
        error.to_string(),
        "resample 0: the selector chose column 2 of 2; columns count from 0"
    );
    let none = stability::select(&resamples, 4, &stability::Options::default(), |_| None);
    assert_eq!(none.unwrap_err(), stability::Error::NoRun { runs: 4 });
}

#[test]
fn threads_do_not_matter() {
    let data = table(3, 50, 700, true, true);
    let y = outcome(&table(3, 50, 700, false, false), 3);
    on_any_pool(|| {
        let size = Size {
            count: 8,
            solutions: 3,
        };
        let ranked = ensemble(
            data.view(),
            Outcome::Continuous(&y),
            size,
            &Options::default(),
        )
        .unwrap();
        let options = pruning::Options {
            cutoff: 0.5,
            ..pruning::Options::default()
        };
        let pruned = prune(data.view(), &options).unwrap();
        let text = serde_json::to_string(&(ranked, pruned)).unwrap();
        (
            text,
            constant::remove(data.view(), &constant::Options::default())
                .unwrap()
                .kept,
        )
    });
}

/// A perfect predictor has the largest relevance there is, and JSON can hold it.
#[test]
fn perfect_relevance_is_finite() {
    let data = Array2::from_shape_fn((6, 2), |(row, column)| {
        ((row + 1) * (column + 1)) as f64 + (row * column % 2) as f64
    });
    let ranking = gaussian::select(
        data.view(),
        Outcome::Ordered(&[0, 0, 0, 1, 1, 1]),
        2,
        &Options::default(),
    );
    let first = ranking.unwrap().chosen[0];
    assert_eq!((first.column, first.relevance), (1, 18.368_400_284_838_55));
}

#[test]
fn outcomes_that_nothing_can_be_relevant_to() {
    let data = table(0, 4, 2, false, false);
    let select = |outcome| gaussian::select(data.view(), outcome, 1, &Options::default());
    let nan = [f64::NAN; 4];
    assert_eq!(select(Outcome::Continuous(&nan)), Err(Error::NoOutcome));
    assert_eq!(
        select(Outcome::Ordered(&[2; 4])),
        Err(Error::ConstantOutcome { value: 2.0 })
    );
    let outcome = Outcome::Survival {
        times: &[1.0, 2.0, 3.0, 4.0],
        events: &[false, false, false, true],
    };
    assert_eq!(select(outcome), Err(Error::NoEvents));
    let error = select(Outcome::Continuous(&[1.0, 2.0])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "outcome: 2, but 4 rows: one for each is needed"
    );
    let classes = [0, 0, 0, 0];
    let error = relevance::f_classif(data.view(), &classes).unwrap_err();
    assert_eq!(error, Error::ConstantOutcome { value: 0.0 });
}

#[test]
fn refusals_name_the_place() {
    let mut data = table(0, 4, 3, false, false);
    data[[2, 1]] = f64::INFINITY;
    let error = prune(data.view(), &pruning::Options::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "column 1, row 2: inf is not finite; drop the column or mark the value as missing (NaN)"
    );
    data[[2, 1]] = f64::NAN;
    let error =
        discrete::States::new(data.view(), discrete::Discretisation::Quantiles(3)).unwrap_err();
    assert_eq!(error, input::Error::Missing { column: 1, row: 2 });
    let empty = Array2::<f64>::zeros((0, 3));
    let error = constant::remove(empty.view(), &constant::Options::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the table has no rows, at least one is needed"
    );
    let error = icc::filter(&[&[data.view()]], &icc::Options::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "delineations in a study is 1, but must be at least 2"
    );
    let error = gaussian::select(
        data.view(),
        Outcome::Ordered(&[0, 1, 0, 1]),
        0,
        &Options::default(),
    );
    assert_eq!(
        error.unwrap_err().to_string(),
        "count is 0, but must be at least 1"
    );
    let options = Options {
        weights: Some(&[1.0, -1.0, 1.0, 1.0]),
        ..Options::default()
    };
    let error = gaussian::select(data.view(), Outcome::Ordered(&[0, 1, 0, 1]), 1, &options);
    assert_eq!(
        error.unwrap_err().to_string(),
        "weights, row 1: -1 is not a finite number, 0 or above"
    );
}
