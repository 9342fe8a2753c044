//! Exact tests over all that chance could have done, one by one.

use proptest::prelude::*;
use voxomics_stats::hypothesis::correlation::{self, kendall, spearman};
use voxomics_stats::hypothesis::fisher::{Options, fisher, two_by_two};
use voxomics_stats::hypothesis::hodges_lehmann::shift;
use voxomics_stats::hypothesis::kolmogorov_smirnov::{self, kolmogorov_smirnov};
use voxomics_stats::hypothesis::mann_whitney::{Method, columns, mann_whitney};
use voxomics_stats::hypothesis::signed_rank::{self, signed_rank};
use voxomics_stats::{Alternative, ConfidenceLevel, rank};

fn near(got: f64, want: f64) {
    assert!((got - want).abs() <= 1e-12, "{got} {want}");
}

/// Pairs in which x is larger, ties counting half.
fn pairs(x: &[f64], y: &[f64]) -> f64 {
    let one = |x: f64, y: f64| match x.total_cmp(&y) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    };
    x.iter()
        .flat_map(|&x| y.iter().map(move |&y| one(x, y)))
        .sum()
}

/// All ways to share out values to groups of `m` and the rest.
fn shared_out(values: &[f64], m: usize) -> Vec<[Vec<f64>; 2]> {
    let sets = (0_u32..1 << values.len()).filter(|set| set.count_ones() as usize == m);
    sets.map(|set| {
        [1, 0].map(|wanted| {
            let rows = values.iter().enumerate();
            rows.filter(|(row, _)| set >> row & 1 == wanted)
                .map(|(_, value)| *value)
                .collect()
        })
    })
    .collect()
}

fn share(all: &[f64], is_as_far: impl Fn(f64) -> bool) -> f64 {
    all.iter().filter(|&&value| is_as_far(value)).count() as f64 / all.len() as f64
}

fn permutations(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![vec![]];
    }
    let insert = |rest: Vec<usize>| {
        (0..n).map(move |at| {
            let mut next = rest.clone();
            next.insert(at, n - 1);
            next
        })
    };
    permutations(n - 1).into_iter().flat_map(insert).collect()
}

fn whole_numbers(len: std::ops::Range<usize>) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((0_u8..7).prop_map(f64::from), len)
}

fn log_factorial(n: u64) -> f64 {
    (2..=n).map(|k| libm::log(k as f64)).sum()
}

/// All tables of two columns and given rows and first column, as counts of the first column.
fn fill(rows: &[u64], first: u64) -> Vec<Vec<u64>> {
    let Some((&row, rest)) = rows.split_first() else {
        return if first == 0 { vec![vec![]] } else { vec![] };
    };
    let with = |count: u64| {
        let tables = fill(rest, first - count);
        tables
            .into_iter()
            .map(move |table| [vec![count], table].concat())
    };
    (0..=row.min(first)).flat_map(with).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn rank_sum(x in whole_numbers(1..6), y in whole_numbers(1..6)) {
        let statistic = pairs(&x, &y);
        let all: Vec<f64> = shared_out(&[x.clone(), y.clone()].concat(), x.len())
            .iter().map(|[x, y]| pairs(x, y)).collect();
        let mean = (x.len() * y.len()) as f64 / 2.0;
        for (alternative, want) in [
            (Alternative::Less, share(&all, |u| u <= statistic)),
            (Alternative::Greater, share(&all, |u| u >= statistic)),
            (Alternative::TwoSided, share(&all, |u| (u - mean).abs() >= (statistic - mean).abs())),
        ] {
            let test = mann_whitney(&x, &y, Method::Exact, alternative).unwrap();
            near(test.statistic, statistic);
            near(test.p_value.unwrap(), want);
        }
    }

    #[test]
    fn columns_are_single_tests(
        labels in prop::collection::vec(any::<bool>(), 2..40),
        seed in prop::collection::vec(-4_i8..4, 120),
    ) {
        prop_assume!(labels.contains(&true) && labels.contains(&false));
        let values: Vec<f64> = seed.iter().take(labels.len() * 3).map(|&value| f64::from(-value) / 3.0).collect();
        prop_assume!(values.len() == labels.len() * 3);
        let tests = columns(&labels, &values, Alternative::Less).unwrap();
        for (test, column) in tests.into_iter().zip(values.chunks(labels.len())) {
            let of = |class: bool| -> Vec<f64> {
                let rows = column.iter().zip(&labels).filter(|(_, label)| **label == class);
                rows.map(|(value, _)| *value).collect()
            };
            let single = mann_whitney(&of(true), &of(false), Method::NormalCorrected, Alternative::Less);
            prop_assert_eq!(test, single.unwrap());
        }
    }

    #[test]
    fn signs(differences in prop::collection::vec((-4_i8..5).prop_map(f64::from), 1..9)) {
        let zeros = vec![0.0; differences.len()];
        let counted: Vec<f64> = differences.iter().copied().filter(|&d| d != 0.0).collect();
        let sizes: Vec<f64> = counted.iter().map(|d| d.abs()).collect();
        let ranks = rank::midranks(&sizes);
        let sum = |set: u32| -> f64 {
            ranks.iter().enumerate().filter(|(row, _)| set >> row & 1 == 1).map(|(_, rank)| rank).sum()
        };
        let positive = (0..counted.len()).filter(|&row| counted[row] > 0.0).fold(0, |set, row| set | 1 << row);
        let all: Vec<f64> = (0_u32..1 << counted.len()).map(sum).collect();
        for (alternative, want) in [
            (Alternative::Less, share(&all, |v| v <= sum(positive))),
            (Alternative::Greater, share(&all, |v| v >= sum(positive))),
        ] {
            let options = signed_rank::Options { alternative, method: signed_rank::Method::Exact, ..Default::default() };
            let test = signed_rank(&differences, &zeros, &options).unwrap();
            near(test.statistic, sum(positive));
            prop_assert_eq!(test.p_value.is_none(), counted.is_empty());
            test.p_value.into_iter().for_each(|p| near(p, want));
        }
    }

    #[test]
    fn distance_of_distributions(x in whole_numbers(1..6), y in whole_numbers(1..6)) {
        let distance = |x: &[f64], y: &[f64]| {
            let below = |values: &[f64], z: f64| share(values, |value| value <= z);
            let at = |&z: &f64| (below(x, z) - below(y, z)).abs();
            [x, y].concat().iter().map(at).fold(0.0, f64::max)
        };
        let all: Vec<f64> = shared_out(&[x.clone(), y.clone()].concat(), x.len())
            .iter().map(|[x, y]| distance(x, y)).collect();
        let test = kolmogorov_smirnov(&x, &y, kolmogorov_smirnov::Method::Exact).unwrap();
        near(test.statistic, distance(&x, &y));
        near(test.p_value, share(&all, |d| d >= test.statistic - 1e-9));
    }

    #[test]
    fn rank_correlations(y in prop::sample::select((2..7).collect::<Vec<usize>>()).prop_flat_map(|n| Just((0..n).map(|k| k as f64).collect::<Vec<_>>()).prop_shuffle())) {
        let x: Vec<f64> = (0..y.len()).map(|k| k as f64).collect();
        let squares = |y: &[f64]| -> f64 { x.iter().zip(y).map(|(x, y)| (x - y) * (x - y)).sum() };
        let concordant = |y: &[f64]| {
            let pairs = (0..y.len()).flat_map(|j| (0..j).map(move |i| (i, j)));
            pairs.filter(|&(i, j)| y[i] < y[j]).count() as f64
        };
        let all: Vec<Vec<f64>> = permutations(y.len()).into_iter()
            .map(|order| order.into_iter().map(|k| k as f64).collect()).collect();
        let p = |statistic: &dyn Fn(&[f64]) -> f64| {
            let (at, all) = (statistic(&y), all.iter().map(|y| statistic(y)).collect::<Vec<_>>());
            (2.0 * share(&all, |s| s <= at).min(share(&all, |s| s >= at))).min(1.0)
        };
        let test = spearman(&x, &y, correlation::Method::Auto).unwrap();
        near(test.statistic, squares(&y));
        near(test.p_value, p(&squares));
        let test = kendall(&x, &y, correlation::Method::Auto).unwrap();
        near(test.statistic, concordant(&y));
        near(test.p_value, p(&concordant));
    }

    #[test]
    fn tables_of_two_columns(counts in prop::collection::vec([0_u64..6, 0_u64..6], 2..5)) {
        let rows: Vec<u64> = counts.iter().map(|row| row[0] + row[1]).collect();
        let first = counts.iter().map(|row| row[0]).sum();
        let likelihood = |table: &[u64]| -> f64 {
            let cells = table.iter().zip(&rows).flat_map(|(&a, &row)| [a, row - a]);
            libm::exp(-cells.map(log_factorial).sum::<f64>())
        };
        let observed = likelihood(&counts.iter().map(|row| row[0]).collect::<Vec<_>>());
        let all: Vec<f64> = fill(&rows, first).iter().map(|table| likelihood(table)).collect();
        let as_unlikely: f64 = all.iter().filter(|&&l| l <= observed * (1.0 + 1e-7)).sum();
        let want = as_unlikely / all.iter().sum::<f64>();
        let table: Vec<Vec<u64>> = counts.iter().map(|row| row.to_vec()).collect();
        near(fisher(&table).unwrap(), want);
        let transposed: Vec<Vec<u64>> = (0..2).map(|c| counts.iter().map(|row| row[c]).collect()).collect();
        near(fisher(&transposed).unwrap(), want);
    }
}

/// At the limits the tails are what the level leaves, and at the odds ratio the mean is the cell.
#[test]
fn odds_ratio_and_limits() {
    let options = Options {
        tolerance: 1e-15,
        ..Options::default()
    };
    for table in [
        [[3, 1], [1, 3]],
        [[7, 10], [10, 7]],
        [[2, 30], [15, 8]],
        [[1200, 3400], [900, 4100]],
    ] {
        let [[a, b], [c, d]] = table;
        let test = two_by_two(table, &options).unwrap();
        let chances = |odds_ratio: f64| -> Vec<(f64, f64)> {
            let (low, high) = ((a + b).saturating_sub(b + d), (a + b).min(a + c));
            let log = |x: u64| {
                let cells = [x, a + b - x, a + c - x, d + x - a];
                x as f64 * libm::log(odds_ratio)
                    - cells
                        .map(|n| libm::lgamma(n as f64 + 1.0))
                        .iter()
                        .sum::<f64>()
            };
            let largest = (low..=high).map(log).fold(f64::NEG_INFINITY, f64::max);
            let weight = |x| (x as f64, libm::exp(log(x) - largest));
            let all: Vec<(f64, f64)> = (low..=high).map(weight).collect();
            let total: f64 = all.iter().map(|chance| chance.1).sum();
            all.into_iter()
                .map(|(x, chance)| (x, chance / total))
                .collect()
        };
        let a = a as f64;
        let mean: f64 = chances(test.odds_ratio)
            .iter()
            .map(|(x, chance)| x * chance)
            .sum();
        assert!((mean - a).abs() < 1e-9 * a.max(1.0), "{table:?}: {mean}");
        let upper: f64 = chances(test.interval.lower)
            .iter()
            .filter(|c| c.0 >= a)
            .map(|c| c.1)
            .sum();
        let lower: f64 = chances(test.interval.upper)
            .iter()
            .filter(|c| c.0 <= a)
            .map(|c| c.1)
            .sum();
        assert!(
            (upper - 0.025).abs() < 1e-9 && (lower - 0.025).abs() < 1e-9,
            "{table:?}"
        );
    }
}

/// Where it is exact, the interval leaves out the shifts that the exact test refuses.
#[test]
fn shifts_within_the_interval_pass_the_test() {
    let (x, y) = ([1.1, 2.4, 3.9, 5.2, 8.8, 9.3], [0.3, 1.7, 2.2, 2.9, 4.1]);
    let found = shift(&x, &y, ConfidenceLevel::P95).unwrap();
    let p = |by: f64| {
        let moved = x.map(|x| x - by);
        mann_whitney(&moved, &y, Method::Exact, Alternative::TwoSided)
            .unwrap()
            .p_value
            .unwrap()
    };
    assert!(p(found.interval.lower + 1e-6) > 0.05 && p(found.interval.upper - 1e-6) > 0.05);
    assert!(p(found.interval.lower - 1e-6) < 0.05 && p(found.interval.upper + 1e-6) < 0.05);
    assert!(found.level >= 0.95 && found.interval.contains(found.estimate));
}
