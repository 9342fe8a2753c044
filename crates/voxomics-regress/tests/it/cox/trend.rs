//! Proportional hazards: the score test by its definition, on rows cut at every time of events.

use ndarray::Array2;
use voxomics_regress::cox::{Ties, Transform};

use super::data::{Data, Has, differences, random};

/// Each row in pieces that end at times of events, with `x` and `time·x` as columns.
fn cut(data: &Data) -> Data {
    let mut times: Vec<f64> = data.moments().iter().map(|(time, ..)| *time).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let (mut rows, mut starts, mut stops, mut events) = (vec![], vec![], vec![], vec![]);
    let mut columns = Vec::new();
    for row in 0..data.rows() {
        let begin = data.start(row).max(-1e6);
        let inner = times
            .iter()
            .filter(|&&time| time > begin && time < data.stops[row]);
        let mut start = begin;
        for &stop in inner.chain([&data.stops[row]]) {
            rows.push(row);
            starts.push(start);
            stops.push(stop);
            events.push(data.events[row] && stop >= data.stops[row]);
            let x = data.x.row(row);
            columns.extend([x[0], x[1], stop * x[0], stop * x[1]]);
            start = stop;
        }
    }
    let of = |values: &Vec<f64>| rows.iter().map(|&row| values[row]).collect();
    let mut options = data.options.clone();
    options.weights = options.weights.as_ref().map(of);
    options.offset = options.offset.as_ref().map(of);
    let codes = |codes: &Vec<u32>| rows.iter().map(|&row| codes[row]).collect();
    options.strata = options.strata.as_ref().map(codes);
    Data {
        x: Array2::from_shape_vec((rows.len(), 4), columns).unwrap(),
        starts: Some(starts),
        stops,
        events,
        options,
    }
}

/// `uᵀ M⁻¹ u` by elimination.
fn form(mut m: Vec<Vec<f64>>, u: &[f64]) -> f64 {
    let size = u.len();
    let mut b = u.to_vec();
    let mut sum = 0.0;
    for i in 0..size {
        sum += b[i] * b[i] / m[i][i];
        let (own, below) = (m[i].clone(), &mut m[i + 1..]);
        for (k, row) in below.iter_mut().enumerate() {
            let factor = row[i] / own[i];
            row.iter_mut().zip(&own).for_each(|(a, b)| *a -= factor * b);
            b[i + 1 + k] -= factor * b[i];
        }
    }
    sum
}

#[test]
fn trends_are_score_tests_of_time_dependent_columns() {
    let mut seen = 0;
    for seed in 0..4 {
        for (has, ties) in [
            (Has::default(), Ties::Efron),
            (Has::ALL, Ties::Efron),
            (Has::ALL, Ties::Breslow),
        ] {
            let data = random(seed, 40, has).with(ties);
            let cohort = data.cohort().unwrap();
            let Ok(fit) = cohort.fit() else { continue };
            let tests = cohort
                .proportional_hazards(&fit, Transform::Identity)
                .unwrap();
            seen += 1;
            let cut = cut(&data);
            let at = [
                fit.coefficients[0].unwrap(),
                fit.coefficients[1].unwrap(),
                0.0,
                0.0,
            ];
            let value = |beta: &[f64]| cut.log_likelihood(&cut.eta(beta));
            let (u, second) = differences(value, &at, 1e-4);
            let part = |which: &[usize]| {
                let row = |&i: &usize| which.iter().map(|&j| -second[i][j]).collect();
                let u: Vec<f64> = which.iter().map(|&i| u[i]).collect();
                form(which.iter().map(row).collect(), &u)
            };
            let wants = [part(&[0, 1, 2]), part(&[0, 1, 3]), part(&[0, 1, 2, 3])];
            let gots = [tests.columns[0], tests.columns[1], Some(tests.global)];
            for (got, want) in gots.iter().zip(wants) {
                let got = got.unwrap().statistic;
                assert!(
                    (got - want).abs() < 1e-4 * want.max(1.0),
                    "{got} for {want}"
                );
            }
        }
    }
    assert!(seen > 8, "{seen}");
}
