//! What must hold for any data.

use ndarray::{Array2, Axis, concatenate};
use proptest::prelude::*;
use voxomics_regress::cox::{Error, Fit, Ties, Variance};

use super::data::{Data, Has, random};

fn any_data() -> impl Strategy<Value = Data> {
    let ties = prop_oneof![Just(Ties::Efron), Just(Ties::Breslow), Just(Ties::Exact)];
    let has = any::<(bool, bool, bool, bool)>();
    (any::<u64>(), 16_usize..50, has, ties).prop_map(|(seed, rows, has, ties)| {
        let (late, strata, weights, offset) = has;
        let has = Has {
            late,
            strata,
            weights: weights && ties != Ties::Exact,
            offset,
        };
        random(seed, rows, has).with(ties)
    })
}

/// The fit, unless the likelihood has no maximum or nothing to say.
fn fit(data: &Data) -> Option<Fit> {
    match data.cohort().and_then(|cohort| cohort.fit()) {
        Ok(fit) => fit.coefficients.iter().all(Option::is_some).then_some(fit),
        Err(Error::Monotone { .. } | Error::NoEvents { .. }) => None,
        Err(error) => panic!("{error}"),
    }
}

/// Equal but for a factor of each coefficient.
fn same(a: &Fit, b: &Fit, factors: [f64; 2]) -> Result<(), TestCaseError> {
    let apart = |a: f64, b: f64| (a - b).abs() / b.abs().max(1.0);
    for (at, factor) in factors.into_iter().enumerate() {
        let (a, b) = (a.estimates[at].unwrap(), b.estimates[at].unwrap());
        prop_assert!(
            apart(a.coefficient * factor, b.coefficient) < 1e-8,
            "{a:?} {b:?}"
        );
        prop_assert!(apart(a.standard_error * factor.abs(), b.standard_error) < 1e-7);
    }
    prop_assert!(apart(a.log_likelihood, b.log_likelihood) < 1e-11);
    prop_assert!(apart(a.null_log_likelihood, b.null_log_likelihood) < 1e-11);
    prop_assert!(apart(a.score.statistic, b.score.statistic) < 1e-8);
    Ok(())
}

/// Some rows, each as often as it is named.
fn select(data: &Data, rows: &[usize]) -> Data {
    let of = |values: &Vec<f64>| rows.iter().map(|&row| values[row]).collect::<Vec<f64>>();
    let mut options = data.options.clone();
    options.weights = options.weights.as_ref().map(of);
    options.offset = options.offset.as_ref().map(of);
    let codes = |codes: &Vec<u32>| rows.iter().map(|&row| codes[row]).collect();
    options.strata = options.strata.as_ref().map(codes);
    Data {
        x: data.x.select(Axis(0), rows),
        starts: data.starts.as_ref().map(of),
        stops: of(&data.stops),
        events: rows.iter().map(|&row| data.events[row]).collect(),
        options,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn units_do_not_matter(mut data in any_data(), power in -20_i32..20, shift in -1_000_000_i32..1_000_000) {
        // On a grid, and times a power of two: nothing is rounded.
        data.x.column_mut(0).mapv_inplace(|x| (x * 1024.0).round() / 1024.0);
        let Some(before) = fit(&data) else { return Ok(()) };
        let factor = -(2.0_f64.powi(power));
        let mut moved = data.clone();
        moved.x.column_mut(0).mapv_inplace(|x| (x + f64::from(shift)) * factor);
        same(&before, &fit(&moved).unwrap(), [1.0 / factor, 1.0])?;
    }

    #[test]
    fn the_order_of_rows_does_not_matter(data in any_data(), step in 1_usize..40) {
        let Some(before) = fit(&data) else { return Ok(()) };
        let count = data.rows();
        let mut order: Vec<usize> = (0..count).collect();
        order.rotate_left(step % count);
        order.reverse();
        let permuted = select(&data, &order);
        let after = fit(&permuted).unwrap();
        same(&before, &after, [1.0; 2])?;
        if data.options.ties != Ties::Exact {
            let martingale = data.cohort().unwrap().martingale_residuals(&before).unwrap();
            let other = permuted.cohort().unwrap().martingale_residuals(&after).unwrap();
            for (&row, other) in order.iter().zip(other) {
                prop_assert!((martingale[row] - other).abs() < 1e-8);
            }
        }
    }

    #[test]
    fn a_row_in_pieces_is_the_row(mut data in any_data(), cut in 0.05_f64..0.95) {
        // Pieces are clusters in the robust variance.
        data.options.variance = Some(Variance::Model);
        let Some(before) = fit(&data) else { return Ok(()) };
        let count = data.rows();
        let twice: Vec<usize> = (0..2 * count).map(|at| at % count).collect();
        let mut pieces = select(&data, &twice);
        let starts = data.starts.clone().unwrap_or_else(|| vec![-1.0; count]);
        pieces.starts = Some(vec![0.0; 2 * count]);
        for row in 0..count {
            let middle = starts[row] + cut * (data.stops[row] - starts[row]);
            let piece = pieces.starts.as_mut().unwrap();
            (piece[row], piece[count + row]) = (starts[row], middle);
            pieces.stops[row] = middle;
            pieces.events[row] = false;
        }
        same(&before, &fit(&pieces).unwrap(), [1.0; 2])?;
    }

    #[test]
    fn a_weight_of_two_is_two_rows(mut data in any_data()) {
        data.options.ties = Ties::Breslow;
        data.options.variance = Some(Variance::Model);
        let weights: Vec<f64> = (0..data.rows()).map(|row| (1 + row % 3) as f64).collect();
        let copies = |row: usize| std::iter::repeat_n(row, 1 + row % 3);
        let rows: Vec<usize> = (0..data.rows()).flat_map(copies).collect();
        data.options.weights = None;
        let copied = select(&data, &rows);
        data.options.weights = Some(weights);
        let Some(before) = fit(&data) else { return Ok(()) };
        same(&before, &fit(&copied).unwrap(), [1.0; 2])?;
    }

    #[test]
    fn combinations_of_columns_before_them_are_aliased(data in any_data(), a in -3.0_f64..3.0, b in -3.0_f64..3.0) {
        let Some(before) = fit(&data) else { return Ok(()) };
        let first = data.x.column(0).to_owned();
        let sum: Array2<f64> = (&first * a + data.x.column(1).mapv(|x| b * x) + 5.0).insert_axis(Axis(1));
        let mut wider = data.clone();
        let last = data.x.column(1).insert_axis(Axis(1));
        wider.x = concatenate(Axis(1), &[first.view().insert_axis(Axis(1)), sum.view(), last]).unwrap();
        let after = wider.cohort().unwrap().fit().unwrap();
        // The middle one stands for the last, or says no more than the first.
        let kept = after.coefficients.iter().flatten().count();
        prop_assert_eq!(kept, 2);
        prop_assert!((after.log_likelihood - before.log_likelihood).abs() < 1e-8);
        prop_assert_eq!(after.likelihood_ratio.df, 2);
    }

    #[test]
    fn results_survive_files(data in any_data()) {
        let Some(fit) = fit(&data) else { return Ok(()) };
        let text = serde_json::to_string(&fit).unwrap();
        prop_assert_eq!(serde_json::from_str::<Fit>(&text).unwrap(), fit);
    }
}
