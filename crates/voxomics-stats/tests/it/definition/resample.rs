//! Draws from the keystream, folds, optimism and permutations by hand.

use voxomics_core::{ErrorClass, Seed};
use voxomics_stats::Alternative;
use voxomics_stats::resample::{
    Draws, Error, Folds, OnBoth, Resamples, bootstrap, contiguous_k_fold, k_fold, leave_one_out,
    optimism, permutation_test, stratified_k_fold,
};
use voxomics_testkit::on_any_pool;

fn draws(resamples: usize, seed: u64) -> Draws {
    Draws {
        resamples,
        seed: Seed(seed),
    }
}

#[test]
fn plain_draws_are_the_stream_s() {
    let resamples = Resamples::plain(17, draws(5, 3)).unwrap();
    for at in 0..5 {
        let mut stream = Seed(3).stream("bootstrap", at as u64);
        let want: Vec<usize> = (0..17).map(|_| stream.below(17)).collect();
        assert_eq!(resamples.rows_of(at), Some(want));
    }
    assert_ne!(resamples.rows_of(0), resamples.rows_of(1));
}

#[test]
fn strata_keep_their_places() {
    let strata = [2_u32, 0, 2, 1, 0, 2, 2, 0];
    for resamples in [
        Resamples::stratified(&strata, draws(50, 1)).unwrap(),
        Resamples::permuted_within(&strata, draws(50, 1)).unwrap(),
    ] {
        for at in 0..50 {
            let drawn = resamples.rows_of(at).unwrap();
            assert!(drawn.iter().zip(strata).all(|(&row, s)| strata[row] == s));
        }
    }
}

#[test]
fn permutations_hold_every_row_once_and_all_orders_occur() {
    let resamples = Resamples::permuted(3, draws(600, 9)).unwrap();
    let mut counts = std::collections::BTreeMap::new();
    for at in 0..resamples.len() {
        *counts.entry(resamples.rows_of(at).unwrap()).or_insert(0) += 1;
    }
    assert_eq!(counts.len(), 6, "{counts:?}");
    assert!(counts.values().all(|count| (60..140).contains(count)));
}

#[test]
fn counts_are_those_of_the_rows() {
    let resamples = Resamples::plain(9, draws(20, 4)).unwrap();
    let counts = resamples.map_counts(<[u32]>::to_vec).unwrap();
    for (at, counts) in counts.iter().enumerate() {
        let rows = resamples.rows_of(at).unwrap();
        let want = (0..9).map(|row| rows.iter().filter(|&&drawn| drawn == row).count());
        assert!(
            want.eq(counts.iter().map(|&count| count as usize)),
            "{rows:?}"
        );
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let values: Vec<f64> = (0..101).map(|i| 1.0 / f64::from(i + 1)).collect();
    let mean =
        |rows: &[usize]| Some(rows.iter().map(|&row| values[row]).sum::<f64>() / rows.len() as f64);
    on_any_pool(|| {
        let resamples = Resamples::plain(101, draws(500, 7)).unwrap();
        let bits = |value: &f64| value.to_bits();
        let replicates = bootstrap(&resamples, mean).unwrap();
        replicates.values.iter().map(bits).collect::<Vec<_>>()
    });
}

#[test]
fn folds_part_the_rows() {
    let strata: Vec<u32> = (0..53).map(|row| u32::from(row % 7 == 0)).collect();
    let options = Folds {
        folds: 5,
        repeats: 3,
        seed: Seed(2),
    };
    for (folds, stratified) in [
        (k_fold(53, options).unwrap(), false),
        (stratified_k_fold(&strata, options).unwrap(), true),
    ] {
        assert_eq!(folds.len(), 15);
        for repeat in folds.chunks(5) {
            let mut tested: Vec<usize> = repeat
                .iter()
                .flat_map(|fold| fold.test.iter().copied())
                .collect();
            tested.sort_unstable();
            assert!(tested.into_iter().eq(0..53), "each row is tested once");
            for fold in repeat {
                assert!((10..=11).contains(&fold.test.len()));
                assert!(fold.test.is_sorted() && fold.train.is_sorted());
                let mut all = [fold.train.clone(), fold.test.clone()].concat();
                all.sort_unstable();
                assert!(all.into_iter().eq(0..53));
                let of_stratum = fold.test.iter().filter(|&&row| strata[row] == 1).count();
                assert!(!stratified || (1..=2).contains(&of_stratum), "{of_stratum}");
            }
        }
        assert_ne!(folds[0], folds[5], "repeats differ");
    }
    let left_out = leave_one_out(3).unwrap();
    assert_eq!(
        (left_out[1].train.as_slice(), left_out[1].test.as_slice()),
        (&[0, 2][..], &[1][..])
    );
}

#[test]
fn contiguous_folds_are_scikit_learns() {
    // `KFold(4).split(range(11))`.
    let folds = contiguous_k_fold(11, 4).unwrap();
    let tested: Vec<Vec<usize>> = folds.iter().map(|fold| fold.test.clone()).collect();
    assert_eq!(
        tested,
        [vec![0, 1, 2], vec![3, 4, 5], vec![6, 7, 8], vec![9, 10]]
    );
    assert_eq!(folds[1].train, [0, 1, 2, 6, 7, 8, 9, 10]);
    assert_eq!(contiguous_k_fold(3, 3), leave_one_out(3));
    for folds in [0, 1, 4] {
        assert_eq!(
            contiguous_k_fold(3, folds),
            Err(Error::Folds { folds, rows: 3 })
        );
    }
}

#[test]
fn optimism_by_hand() {
    let given = [vec![0, 0, 1], vec![1, 2, 2], vec![0, 1, 2], vec![2, 2, 2]];
    let resamples = Resamples::given(3, &given).unwrap();
    let model = |rows: &[usize]| {
        let sum: usize = rows.iter().sum();
        // No model for the last; the second index is undefined where the sum is 3.
        (sum < 6).then(|| OnBoth {
            training: vec![Some(sum as f64), (sum != 3).then_some(1.0)],
            test: vec![Some(0.5), Some(0.25)],
        })
    };
    let got = optimism(&resamples, &[Some(3.0), Some(2.0)], model).unwrap();
    // Sums 1, 5, 3: mean 3; the second index counts twice.
    assert_eq!(got[0].used, 3);
    assert_eq!(got[0].optimism, Some(2.5));
    assert_eq!(got[0].corrected, Some(0.5));
    assert_eq!(got[1].used, 2);
    assert_eq!(got[1].corrected, Some(1.25));
    let wrong = |_: &[usize]| Some(OnBoth::default());
    let error = optimism(&resamples, &[Some(3.0)], wrong).unwrap_err();
    assert_eq!(
        error,
        Error::Indices {
            resample: 0,
            got: 0,
            want: 1
        }
    );
}

#[test]
fn permutation_p_counts_the_data_among_the_permutations() {
    let given: Vec<Vec<usize>> = vec![vec![0, 1], vec![1, 0], vec![1, 0], vec![1, 0]];
    let resamples = Resamples::given(2, &given).unwrap();
    let values = [1.0, -2.0];
    let first = |rows: &[usize]| Some(values[rows[0]]);
    let p = |alternative| permutation_test(&resamples, first, alternative).unwrap();
    assert_eq!(p(Alternative::TwoSided).p_value, 1.0);
    assert_eq!(p(Alternative::Greater).p_value, 2.0 / 5.0);
    assert_eq!(p(Alternative::Less).extreme, 4);
    let undefined = permutation_test(&resamples, |_| None, Alternative::Less);
    assert_eq!(undefined, Err(Error::Undefined));
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let error = |result: Result<Resamples<'_>, Error>| result.unwrap_err();
    assert_eq!(error(Resamples::plain(0, draws(1, 0))), Error::NoRows);
    assert_eq!(error(Resamples::plain(1, draws(0, 0))), Error::NoResamples);
    assert_eq!(
        error(Resamples::stratified::<bool>(&[], draws(1, 0))),
        Error::NoRows
    );
    assert_eq!(error(Resamples::given(2, &[])), Error::NoResamples);
    assert_eq!(
        error(Resamples::given(2, &[vec![]])),
        Error::EmptyResample(0)
    );
    assert_eq!(
        error(Resamples::given(2, &[vec![0], vec![2]])).to_string(),
        "resample 1: row 2 does not exist, there are 2; rows count from 0"
    );
    let too_many = Resamples::plain(1, draws(usize::MAX, 0)).unwrap();
    let error = bootstrap(&too_many, |_| Some(1.0)).unwrap_err();
    assert_eq!(
        voxomics_stats::Error::from(error).class(),
        ErrorClass::Resource
    );
    for (folds, rows) in [(1, 5), (6, 5), (2, 0)] {
        let options = Folds {
            folds,
            ..Folds::default()
        };
        assert_eq!(k_fold(rows, options), Err(Error::Folds { folds, rows }));
    }
}
