//! Likelihoods, residuals and concordance straight from their definitions.

use voxomics_regress::cox::{Cohort, Error, Fit, Ties, Variance};

use super::data::{Data, Has, any_kind, differences, every_kind, random};

fn beta(fit: &Fit) -> Vec<f64> {
    fit.coefficients
        .iter()
        .map(|coefficient| coefficient.unwrap())
        .collect()
}

fn fitted(data: &Data) -> (Cohort, Fit) {
    let cohort = data.cohort().unwrap();
    let fit = cohort.fit().unwrap();
    (cohort, fit)
}

#[test]
fn maxima_are_those_of_the_definition() {
    for mut data in every_kind(24) {
        data.options.variance = Some(Variance::Model);
        let (_, fit) = fitted(&data);
        let value = |beta: &[f64]| data.log_likelihood(&data.eta(beta));
        let beta = beta(&fit);
        let scale = fit.log_likelihood.abs().max(1.0);
        assert!(
            (value(&beta) - fit.log_likelihood).abs() < 1e-12 * scale,
            "{data:?}"
        );
        assert!((value(&[0.0, 0.0]) - fit.null_log_likelihood).abs() < 1e-12 * scale);
        let (gradient, _) = differences(value, &beta, 1e-5);
        assert!(gradient.iter().all(|g| g.abs() < 1e-7), "{gradient:?}");
        let (_, second) = differences(value, &beta, 1e-3);
        for (i, row) in second.iter().enumerate() {
            for j in 0..2 {
                let column = fit.covariance.iter().map(|row| row[j]);
                let product: f64 = row.iter().zip(column).map(|(a, b)| a * b).sum();
                let unit = f64::from(u8::from(i == j));
                assert!((product + unit).abs() < 1e-4, "{product}");
            }
        }
        let (score, information) = differences(value, &[0.0, 0.0], 1e-3);
        let determinant =
            information[0][0] * information[1][1] - information[0][1] * information[1][0];
        let form = score[0] * score[0] * information[1][1]
            + score[1] * score[1] * information[0][0]
            - 2.0 * score[0] * score[1] * information[0][1];
        let statistic = -form / determinant;
        assert!((fit.score.statistic / statistic - 1.0).abs() < 1e-4);
    }
}

#[test]
fn likelihoods_without_end_never_fall_along_their_direction() {
    let mut seen = 0;
    for data in [10, 16, 24].into_iter().flat_map(any_kind) {
        let outcome = data.cohort().and_then(|cohort| cohort.fit());
        let Err(Error::Monotone { columns, direction }) = outcome else {
            assert!(outcome.is_ok(), "{outcome:?}");
            continue;
        };
        seen += 1;
        let at = |length: f64| {
            let mut beta = [0.0; 2];
            for (&column, share) in columns.iter().zip(&direction) {
                beta[column] = length * share;
            }
            data.log_likelihood(&data.eta(&beta))
        };
        let values = [0.0, 2.0, 5.0, 10.0, 15.0].map(at);
        assert!(values.is_sorted_by(|a, b| a <= &(b + 1e-9)) && values[4] > values[0]);
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn martingale_residuals_are_derivatives_by_each_linear_predictor() {
    for data in every_kind(20).filter(|data| data.options.ties != Ties::Exact) {
        let (cohort, fit) = fitted(&data);
        let eta = data.eta(&beta(&fit));
        let residuals = cohort.martingale_residuals(&fit).unwrap();
        for row in 0..data.rows() {
            let moved = |by: f64| {
                let mut there = eta.clone();
                there[row] += by;
                data.log_likelihood(&there)
            };
            let slope = (moved(1e-4) - moved(-1e-4)) / 2e-4 / data.weight(row);
            assert!(
                (residuals[row] - slope).abs() < 1e-7,
                "{} for {slope}",
                residuals[row]
            );
        }
    }
}

#[test]
fn score_residuals_are_derivatives_by_each_weight() {
    // The weight of a row moves its own events too, whose log terms count with a mean of weights under Efron: Breslow only.
    let data = random(5, 20, Has::ALL).with(Ties::Breslow);
    let (cohort, fit) = fitted(&data);
    let beta = beta(&fit);
    let residuals = cohort.score_residuals(&fit).unwrap();
    let score =
        |data: &Data| differences(|beta| data.log_likelihood(&data.eta(beta)), &beta, 1e-4).0;
    for row in 0..data.rows() {
        let moved = |by: f64| {
            let mut data = data.clone();
            data.options.weights.as_mut().unwrap()[row] += by;
            score(&data)
        };
        let (more, less) = (moved(1e-3), moved(-1e-3));
        for column in 0..2 {
            let slope = (more[column] - less[column]) / 2e-3;
            assert!((residuals[[row, column]] - slope).abs() < 1e-5);
        }
    }
}

#[test]
fn score_residuals_add_up() {
    for data in every_kind(20).filter(|data| data.options.ties != Ties::Exact) {
        let (cohort, fit) = fitted(&data);
        let scores = cohort.score_residuals(&fit).unwrap();
        for column in scores.columns() {
            let sum: f64 = column
                .iter()
                .enumerate()
                .map(|(row, s)| data.weight(row) * s)
                .sum();
            assert!(sum.abs() < 1e-9, "{sum}");
        }
        let schoenfeld = cohort.schoenfeld(&fit).unwrap();
        for column in 0..2 {
            let each = schoenfeld.rows.iter().zip(&schoenfeld.residuals);
            let sum: f64 = each
                .map(|(&row, residual)| data.weight(row) * residual[column])
                .sum();
            // Means over tied events are not weighted means, unless weights are equal.
            assert!(sum.abs() < 1e-9 || data.options.weights.is_some(), "{sum}");
        }
    }
}

#[test]
fn robust_variance_is_the_square_of_dfbeta() {
    for mut data in every_kind(24).filter(|data| data.options.ties != Ties::Exact) {
        let clusters: Vec<u32> = (0..24).map(|row| row / 2 * 7).collect();
        data.options.clusters = Some(clusters.clone());
        let (cohort, fit) = fitted(&data);
        let dfbeta = cohort.dfbeta(&fit).unwrap();
        for i in 0..2 {
            for j in 0..2 {
                let sum = |cluster: usize, column| {
                    dfbeta[[2 * cluster, column]] + dfbeta[[2 * cluster + 1, column]]
                };
                let square: f64 = (0..12)
                    .map(|cluster| sum(cluster, i) * sum(cluster, j))
                    .sum();
                assert!(
                    (square - fit.covariance[i][j]).abs() < 1e-12 * fit.covariance[i][i].max(1.0)
                );
            }
        }
        assert!(fit.model_covariance.is_some());
    }
}

/// Concordant, discordant and tied pairs.
fn pairs(data: &Data, eta: &[f64]) -> [f64; 3] {
    let mut pairs = [0.0; 3];
    for event in (0..data.rows()).filter(|&row| data.events[row]) {
        let time = data.stops[event];
        for other in data.at_risk(time, data.stratum(event)) {
            let outlives = data.stops[other] > time || !data.events[other];
            if other == event || !outlives {
                continue;
            }
            let kind = match eta[event].total_cmp(&eta[other]) {
                std::cmp::Ordering::Greater => 0,
                std::cmp::Ordering::Less => 1,
                std::cmp::Ordering::Equal => 2,
            };
            pairs[kind] += data.weight(event) * data.weight(other);
        }
    }
    pairs
}

#[test]
fn concordance_counts_pairs() {
    for mut data in every_kind(30) {
        data.x.column_mut(0).mapv_inplace(f64::round);
        let (cohort, fit) = fitted(&data);
        // As the cohort has them, or pairs equal but for rounding would differ.
        let eta = cohort.linear_predictors(&fit).unwrap();
        let eta: Vec<f64> = eta.iter().map(|eta| (eta * 1e9).round()).collect();
        let found = cohort.concordance(&fit).unwrap();
        let [concordant, discordant, tied] = pairs(&data, &eta);
        assert!((found.concordant - concordant).abs() < 1e-9, "{data:?}");
        assert!((found.discordant - discordant).abs() < 1e-9);
        assert!((found.tied - tied).abs() < 1e-9);
        let index = |data: &Data| {
            let [concordant, discordant, tied] = pairs(data, &eta);
            (concordant + tied / 2.0) / (concordant + discordant + tied)
        };
        assert!((found.index.unwrap() - index(&data)).abs() < 1e-12);
        let mut weighted = data.clone();
        weighted
            .options
            .weights
            .get_or_insert_with(|| vec![1.0; 30]);
        let square = |row: usize| {
            let moved = |by: f64| {
                let mut data = weighted.clone();
                data.options.weights.as_mut().unwrap()[row] += by;
                index(&data)
            };
            let part = weighted.weight(row) * (moved(1e-4) - moved(-1e-4)) / 2e-4;
            part * part
        };
        let error = (0..30).map(square).sum::<f64>().sqrt();
        assert!((found.standard_error.unwrap() - error).abs() < 1e-7);
    }
}

#[test]
fn hazards_of_rows_are_what_martingales_expect() {
    for mut data in every_kind(24).filter(|data| data.options.ties != Ties::Exact) {
        // With Efron's ties those who die at a time are spared a part.
        data.options.ties = Ties::Breslow;
        data.options.offset = None;
        let (cohort, fit) = fitted(&data);
        let baseline = cohort.baseline(&fit).unwrap();
        let residuals = cohort.martingale_residuals(&fit).unwrap();
        for (row, residual) in residuals.iter().enumerate() {
            let values = data.x.row(row).to_vec();
            let curve = baseline.curve(&fit, &values, data.stratum(row)).unwrap();
            let hazard = |time: f64| curve.at(time).map_or(0.0, |step| step.hazard);
            let expected = hazard(data.stops[row]) - hazard(data.start(row));
            let event = f64::from(u8::from(data.events[row]));
            assert!((event - expected - residual).abs() < 1e-11);
        }
    }
}

#[test]
fn deviance_residuals_have_the_signs_of_martingales() {
    let data = random(2, 30, Has::default());
    let (cohort, fit) = fitted(&data);
    let martingale = cohort.martingale_residuals(&fit).unwrap();
    let deviance = cohort.deviance_residuals(&fit).unwrap();
    for (row, (m, d)) in martingale.iter().zip(&deviance).enumerate() {
        let event = f64::from(u8::from(data.events[row]));
        let log = if data.events[row] {
            (event - m).ln()
        } else {
            0.0
        };
        assert!((d * d + 2.0 * (m + event * log)).abs() < 1e-12 && d * m >= 0.0);
    }
}
