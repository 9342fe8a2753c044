//! The definitions, written out slowly and apart from the code.

use voxomics_core::Seed;
use voxomics_select::mrmr::discrete::{self, Discretisation, States};
use voxomics_select::mrmr::gaussian::{self, Estimator, Options, Outcome, Ties};
use voxomics_select::mrmr::{Choice, Ranking, correlation, relevance};
use voxomics_select::ndarray::{Array2, ShapeBuilder};

/// Columns that depend on one another; rounded to halves, so that there are ties, and with holes, if asked.
pub(crate) fn table(
    seed: u64,
    rows: usize,
    columns: usize,
    rounded: bool,
    holes: bool,
) -> Array2<f64> {
    let mut stream = Seed(seed).stream("table", 0);
    let common: Vec<f64> = (0..rows).map(|_| stream.normal()).collect();
    Array2::from_shape_fn((rows, columns).f(), |(row, column)| {
        let share = (column % 4) as f64 / 4.0;
        let value = share * common[row] + stream.normal() + 3.0;
        if holes && stream.uniform() < 0.05 {
            f64::NAN
        } else if rounded {
            (2.0 * value).round() / 2.0
        } else {
            value
        }
    })
}

fn weights(rows: usize) -> Vec<f64> {
    (0..rows).map(|row| 0.25 + (row % 4) as f64 / 4.0).collect()
}

fn column(table: &Array2<f64>, at: usize) -> Vec<f64> {
    table.column(at).to_vec()
}

/// Rows that have both, stratum by stratum.
fn parts(x: &[f64], y: &[f64], strata: &[u32]) -> Vec<Vec<usize>> {
    let mut names = strata.to_vec();
    names.sort_unstable();
    names.dedup();
    let rows = |name: &u32| {
        let rows = (0..x.len()).filter(|&row| strata[row] == *name);
        rows.filter(|&row| !x[row].is_nan() && !y[row].is_nan())
            .collect()
    };
    names.iter().map(rows).collect()
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap()
}

fn rank(values: &[f64], at: f64) -> f64 {
    let below = values.iter().filter(|&&value| value < at).count() as f64;
    let equal = values.iter().filter(|&&value| value == at).count() as f64;
    below + f64::midpoint(equal, 1.0)
}

fn slow_correlation(x: &[f64], y: &[f64], w: &[f64], strata: &[u32], ranked: bool) -> f64 {
    let (mut sum, mut total) = (0.0, 0.0);
    for rows in parts(x, y, strata) {
        let gather = |from: &[f64]| rows.iter().map(|&row| from[row]).collect::<Vec<f64>>();
        let (mut a, mut b, w) = (gather(x), gather(y), gather(w));
        if ranked {
            (a, b) = (
                a.iter().map(|&v| rank(&a, v)).collect(),
                b.iter().map(|&v| rank(&b, v)).collect(),
            );
        }
        let weight: f64 = w.iter().sum();
        let mean = |v: &[f64]| v.iter().zip(&w).map(|(v, w)| v * w).sum::<f64>() / weight;
        let (ma, mb) = (mean(&a), mean(&b));
        let product = |p: &[f64], mp: f64, q: &[f64], mq: f64| -> f64 {
            (0..w.len()).map(|i| w[i] * (p[i] - mp) * (q[i] - mq)).sum()
        };
        let r =
            product(&a, ma, &b, mb) / (product(&a, ma, &a, ma) * product(&b, mb, &b, mb)).sqrt();
        sum += weight * r;
        total += weight;
    }
    sum / total
}

/// D of `y` given an order of the rows.
fn slow_somers(
    order: impl Fn(usize, usize) -> bool,
    y: &[f64],
    w: &[f64],
    parts: &[Vec<usize>],
    ties: Ties,
) -> f64 {
    let (mut same, mut opposite, mut all) = (0.0, 0.0, 0.0);
    for rows in parts {
        for &i in rows {
            for &j in rows {
                if order(i, j) {
                    all += w[i] * w[j];
                    same += if y[i] < y[j] { w[i] * w[j] } else { 0.0 };
                    opposite += if y[i] > y[j] { w[i] * w[j] } else { 0.0 };
                }
            }
        }
    }
    match ties {
        Ties::Discordant => 2.0 * same / all - 1.0,
        Ties::Half => (same - opposite) / all,
    }
}

fn information(r: f64) -> f64 {
    -0.5 * voxomics_core::math::ln(1.0 - r * r)
}

/// What the code must find, step by step, from associations alone.
fn slow_search(
    relevance: &[f64],
    redundancy: impl Fn(usize, usize) -> f64,
    count: usize,
    score: impl Fn(f64, f64) -> f64,
) -> Vec<(usize, f64)> {
    let mut chosen: Vec<(usize, f64)> = Vec::new();
    while chosen.len() < count {
        let mut best: Option<(usize, f64)> = None;
        for (column, &own) in relevance.iter().enumerate() {
            if chosen.iter().any(|&(other, _)| other == column) {
                continue;
            }
            let sum: f64 = chosen
                .iter()
                .map(|&(other, _)| redundancy(column, other))
                .sum();
            let value = if chosen.is_empty() {
                own
            } else {
                score(own, sum / chosen.len() as f64)
            };
            if best.is_none_or(|(_, most)| value > most) {
                best = Some((column, value));
            }
        }
        chosen.extend(best);
    }
    chosen
}

#[track_caller]
fn compare(ranking: &Ranking, want: &[(usize, f64)], what: &str) {
    assert_eq!(ranking.chosen.len(), want.len(), "{what}");
    for (Choice { column, score, .. }, (want, value)) in ranking.chosen.iter().zip(want) {
        assert_eq!(column, want, "{what}");
        let error = (score - value).abs() / value.abs().max(1.0);
        assert!(error < 1e-12, "{what}: {score} for {value}");
    }
}

#[test]
fn gaussian_follows_its_definition() {
    for case in 0..48_u64 {
        let (rounded, holes, weighted, stratified) = (
            case % 2 == 1,
            case / 2 % 2 == 1,
            case / 4 % 2 == 1,
            case / 8 % 2 == 1,
        );
        let estimator = [Estimator::Pearson, Estimator::Spearman, Estimator::Kendall]
            [usize::try_from(case / 16).unwrap()];
        let n = 41;
        let data = table(case, n, 9, rounded, holes);
        let y = column(&table(case + 100, n, 2, rounded, holes), 1);
        let w = if weighted { weights(n) } else { vec![1.0; n] };
        let strata: Vec<u32> = (0..n)
            .map(|row| if stratified { small(row % 3) } else { 0 })
            .collect();
        for ties in [Ties::Discordant, Ties::Half] {
            let options = Options {
                estimator,
                ties,
                weights: weighted.then_some(&w),
                strata: stratified.then_some(&strata),
            };
            let link = |a: &[f64], b: &[f64]| match estimator {
                Estimator::Kendall => {
                    slow_somers(|i, j| a[i] < a[j], b, &w, &parts(a, b, &strata), ties)
                }
                _ => slow_correlation(a, b, &w, &strata, estimator == Estimator::Spearman),
            };
            let columns: Vec<Vec<f64>> = (0..9).map(|at| column(&data, at)).collect();
            let relevance: Vec<f64> = columns.iter().map(|x| information(link(x, &y))).collect();
            let redundancy = |a: usize, b: usize| {
                let there = information(link(&columns[a], &columns[b]));
                there.max(information(link(&columns[b], &columns[a])))
            };
            let want = slow_search(&relevance, redundancy, 6, |v, w| v - w);
            let got = gaussian::select(data.view(), Outcome::Continuous(&y), 6, &options).unwrap();
            compare(&got, &want, &format!("case {case}, {options:?}"));
        }
    }
}

#[test]
fn ordered_and_survival_outcomes_follow_their_definition() {
    for case in 0..8_u64 {
        let n = 37;
        let data = table(case, n, 7, case % 2 == 1, case / 2 % 2 == 1);
        let base = column(&table(case + 50, n, 1, false, false), 0);
        let classes: Vec<u32> = base
            .iter()
            .map(|&v| if v < 2.0 { 0 } else { 1 + u32::from(v > 3.5) })
            .collect();
        let times: Vec<f64> = base.iter().map(|v| (4.0 * v).round().abs()).collect();
        let events: Vec<bool> = (0..n).map(|row| row % 3 > 0).collect();
        let strata = vec![0; n];
        let w = weights(n);
        for ties in [Ties::Discordant, Ties::Half] {
            let options = Options {
                ties,
                weights: Some(&w),
                ..Options::default()
            };
            let columns: Vec<Vec<f64>> = (0..7).map(|at| column(&data, at)).collect();
            let redundancy = |a: usize, b: usize| {
                information(slow_correlation(
                    &columns[a],
                    &columns[b],
                    &w,
                    &strata,
                    false,
                ))
            };
            let ordered = |x: &Vec<f64>| {
                let order = |i: usize, j: usize| classes[i] < classes[j];
                information(slow_somers(order, x, &w, &parts(x, x, &strata), ties))
            };
            let relevance: Vec<f64> = columns.iter().map(ordered).collect();
            let want = slow_search(&relevance, redundancy, 5, |v, w| v - w);
            let got =
                gaussian::select(data.view(), Outcome::Ordered(&classes), 5, &options).unwrap();
            compare(&got, &want, &format!("ordered, case {case}, {ties:?}"));
            let survival = |x: &Vec<f64>| {
                let order = |i: usize, j: usize| times[j] < times[i] && events[j];
                information(slow_somers(order, x, &w, &parts(x, x, &strata), ties))
            };
            let relevance: Vec<f64> = columns.iter().map(survival).collect();
            let want = slow_search(&relevance, redundancy, 5, |v, w| v - w);
            let outcome = Outcome::Survival {
                times: &times,
                events: &events,
            };
            let got = gaussian::select(data.view(), outcome, 5, &options).unwrap();
            compare(&got, &want, &format!("survival, case {case}, {ties:?}"));
        }
    }
}

#[test]
fn quotients_by_correlation_follow_their_definition() {
    for case in 0..8_u64 {
        let n = 33;
        let data = table(case, n, 8, false, case % 2 == 1);
        let classes: Vec<u32> = (0..n).map(|row| small(row % 3)).collect();
        let f = relevance::f_classif(data.view(), &classes).unwrap();
        let columns: Vec<Vec<f64>> = (0..8).map(|at| column(&data, at)).collect();
        for (x, f) in columns.iter().zip(&f) {
            assert!(
                (slow_f(x, &classes) - f.unwrap()).abs() < 1e-11,
                "F in case {case}"
            );
        }
        let relevance: Vec<f64> = f.iter().map(|f| f.unwrap()).collect();
        let (w, strata) = (vec![1.0; n], vec![0; n]);
        let redundancy = |a: usize, b: usize| {
            let r = slow_correlation(&columns[a], &columns[b], &w, &strata, false);
            r.abs().max(0.001)
        };
        let want = slow_search(&relevance, redundancy, 6, |v, w| v / w);
        let got = correlation::select(data.view(), &f, 6, &correlation::Options::default());
        // A quotient has the digits of its smallest correlation.
        let got = got.unwrap();
        assert_eq!(
            got.columns(),
            want.iter().map(|(column, _)| *column).collect::<Vec<_>>()
        );
        for (choice, (_, value)) in got.chosen.iter().zip(&want) {
            assert!((choice.score / value - 1.0).abs() < 1e-10, "case {case}");
        }
    }
}

fn slow_f(x: &[f64], classes: &[u32]) -> f64 {
    let rows: Vec<usize> = (0..x.len()).filter(|&row| !x[row].is_nan()).collect();
    let mean = |rows: &[usize]| rows.iter().map(|&row| x[row]).sum::<f64>() / rows.len() as f64;
    let grand = mean(&rows);
    let (mut between, mut within) = (0.0, 0.0);
    for class in 0..3 {
        let part: Vec<usize> = rows
            .iter()
            .copied()
            .filter(|&row| classes[row] == class)
            .collect();
        let own = mean(&part);
        between += part.len() as f64 * (own - grand) * (own - grand);
        within += part
            .iter()
            .map(|&row| (x[row] - own) * (x[row] - own))
            .sum::<f64>();
    }
    between / 2.0 / (within / (rows.len() as f64 - 3.0))
}

#[test]
fn discrete_follows_its_definition() {
    let share = |rows: &[(u32, u32)], wanted: &dyn Fn(&(u32, u32)) -> bool| {
        rows.iter().filter(|row| wanted(row)).count() as f64 / rows.len() as f64
    };
    let slow = |a: &[u32], b: &[u32]| {
        let rows: Vec<(u32, u32)> = a.iter().copied().zip(b.iter().copied()).collect();
        let mut sum = 0.0;
        for x in 0..5 {
            for y in 0..5 {
                let joint = share(&rows, &|&row| row == (x, y));
                let single = share(&rows, &|&row| row.0 == x) * share(&rows, &|&row| row.1 == y);
                if joint > 0.0 {
                    sum += joint * voxomics_core::math::log2(joint / single);
                }
            }
        }
        sum
    };
    for case in 0..6_u64 {
        let data = table(case, 50, 7, false, false);
        let classes: Vec<u32> = (0..50)
            .map(|row| u32::from(data[[row, 3]] + data[[row, 2]] > 6.0))
            .collect();
        for how in [
            Discretisation::Deviations(0.5),
            Discretisation::Quantiles(5),
        ] {
            let states = States::new(data.view(), how).unwrap();
            let columns: Vec<Vec<u32>> = (0..7)
                .map(|at| states.column(at).iter().copied().map(u32::from).collect())
                .collect();
            let relevance: Vec<f64> = columns.iter().map(|x| slow(x, &classes)).collect();
            let redundancy = |a: usize, b: usize| slow(&columns[a], &columns[b]);
            let want = slow_search(&relevance, redundancy, 5, |v, w| v - w);
            let got = discrete::select(&states, &classes, 5, discrete::Form::Difference).unwrap();
            compare(&got, &want, "MID");
            let want = slow_search(&relevance, redundancy, 5, |v, w| v / (w + 0.01));
            let got = discrete::select(&states, &classes, 5, discrete::Form::MIQ).unwrap();
            compare(&got, &want, "MIQ");
        }
    }
}
