//! Agreement.

use proptest::prelude::*;
use voxomics_stats::icc::{self, Model, Options, Unit};
use voxomics_stats::kappa::{self, Weights};
use voxomics_stats::nomogram::pretty;
use voxomics_stats::{ConfidenceLevel, bland_altman, lin};

fn ratings() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    proptest::collection::vec((-5.0..5.0, -5.0..5.0), 3..30)
        .prop_map(|pairs| pairs.into_iter().unzip())
}

proptest! {
    /// Neither the unit nor the origin of measurement matters, nor the order of raters.
    #[test]
    fn icc_is_invariant((a, b) in ratings(), shift in -100.0..100.0, scale in 0.1..10.0) {
        let moved = |values: &[f64]| values.iter().map(|x| shift + scale * x).collect::<Vec<f64>>();
        for model in [Model::OneWay, Model::Agreement, Model::Consistency] {
            let options = Options { model, unit: Unit::Single, ..Options::default() };
            let plain = icc::icc(&[&a, &b], &options).unwrap();
            let other = icc::icc(&[&moved(&b), &moved(&a)], &options).unwrap();
            prop_assert!((plain.icc - other.icc).abs() < 1e-9, "{plain:?} {other:?}");
            prop_assert!(plain.icc <= 1.0);
            prop_assert!(plain.interval.lower <= plain.interval.upper, "{plain:?}");
        }
    }

    /// Raters who disagree about everything leave Satterthwaite's formula next to no degrees of freedom.
    #[test]
    fn icc_of_opposites_has_limits(x in 0.1..10.0_f64, y in 0.1..10.0_f64, z in -0.5..0.5_f64) {
        let [a, b]: [[f64; 3]; 2] = [[-x, y, 0.0], [x, z, 0.0]];
        let icc = icc::icc(&[&a, &b], &Options { model: Model::Agreement, ..Options::default() }).unwrap();
        prop_assert!(icc.interval.lower <= icc.interval.upper, "{icc:?}");
    }

    /// Lin's coefficient is what the mean squared distance leaves of that of independent methods; exchanging them changes no
    /// more than the signs and the inverse of the shifts.
    #[test]
    fn concordance_is_what_distance_leaves((a, b) in ratings()) {
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let square = |apart: f64| apart * apart;
        let variance = |values: &[f64]| mean(&values.iter().map(|x| square(x - mean(values))).collect::<Vec<_>>());
        let distances: Vec<f64> = a.iter().zip(&b).map(|(a, b)| square(a - b)).collect();
        let apart = variance(&a) + variance(&b) + square(mean(&a) - mean(&b));
        let found = lin::concordance(&a, &b, ConfidenceLevel::P95).unwrap();
        prop_assert!((found.ccc - (1.0 - mean(&distances) / apart)).abs() < 1e-12, "{found:?}");
        prop_assert!(found.ccc.abs() <= found.pearson.abs() && found.bias_correction <= 1.0);
        prop_assert!(found.interval.unwrap().contains(found.ccc));
        let other = lin::concordance(&b, &a, ConfidenceLevel::P95).unwrap();
        prop_assert!((other.ccc - found.ccc).abs() < 1e-14);
        prop_assert!((other.location_shift + found.location_shift).abs() < 1e-12);
        prop_assert!((other.scale_shift * found.scale_shift - 1.0).abs() < 1e-12);
    }

    /// Limits by their definition; an offset moves them and changes no width, exchange turns them round.
    #[test]
    fn limits_of_agreement_by_definition((a, b) in ratings(), offset in -10.0..10.0_f64) {
        let compare = |a: &[f64], b: &[f64]| bland_altman::compare(a, b, &bland_altman::Options::default()).unwrap();
        let found = compare(&a, &b);
        let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
        let n = differences.len() as f64;
        let bias = differences.iter().sum::<f64>() / n;
        let squares: f64 = differences.iter().map(|d| (d - bias) * (d - bias)).sum();
        let reach = 1.959_963_984_540_054 * (squares / (n - 1.0)).sqrt();
        prop_assert!((found.limits.lower - (bias - reach)).abs() < 1e-12, "{found:?}");
        prop_assert!((found.limits.upper - (bias + reach)).abs() < 1e-12, "{found:?}");
        let within = differences.iter().map(|d| d * d).sum::<f64>() / (2.0 * n);
        prop_assert!((found.within_sd * found.within_sd - within).abs() < 1e-12);
        let moved = compare(&a.iter().map(|x| x + offset).collect::<Vec<_>>(), &b);
        prop_assert!((moved.bias - found.bias - offset).abs() < 1e-12);
        prop_assert!((moved.standard_deviation - found.standard_deviation).abs() < 1e-12);
        let turned = compare(&b, &a);
        prop_assert!((turned.limits.lower + found.limits.upper).abs() < 1e-12);
    }

    /// Two categories have one distance only, and raters may change places.
    #[test]
    fn two_categories_need_no_weights(pairs in proptest::collection::vec((0_u32..2, 0_u32..2), 2..50)) {
        let (a, b): (Vec<u32>, Vec<u32>) = pairs.into_iter().unzip();
        let of = |a: &[u32], b: &[u32], weights| {
            kappa::cohen(a, b, &kappa::Options { weights, ..kappa::Options::default() })
        };
        match of(&a, &b, Weights::Unweighted) {
            Ok(plain) => {
                prop_assert!(plain.kappa <= 1.0 && plain.kappa >= -1.0);
                for weights in [Weights::Linear, Weights::Quadratic] {
                    prop_assert_eq!(&plain, &of(&a, &b, weights).unwrap());
                }
                prop_assert!((plain.kappa - of(&b, &a, Weights::Unweighted).unwrap().kappa).abs() < 1e-14);
            }
            Err(error) => {
                prop_assert!(a.iter().chain(&b).all(|c| *c == a[0]));
                prop_assert_eq!(error, kappa::Error::OneCategory(a[0]));
            }
        }
    }

    /// Ticks cover the range, and ascend.
    #[test]
    fn pretty_covers(low in -1e12..1e12_f64, width in 1e-6..1e12_f64, n in 1_u32..30) {
        let high = low + width;
        let ticks = pretty(low, high, n).unwrap();
        let unit = ticks[1] - ticks[0];
        prop_assert!(ticks[0] <= low + 1e-9 * unit + 1e-15 * low.abs());
        prop_assert!(*ticks.last().unwrap() >= high - 1e-9 * unit - 1e-15 * high.abs());
        prop_assert!(ticks.windows(2).all(|pair| pair[0] < pair[1]));
    }
}

#[test]
fn pretty_bears_anything() {
    let numbers = [
        0.0,
        -0.0,
        1.0,
        5e-324,
        f64::MIN_POSITIVE,
        1e300,
        f64::MAX,
        f64::MIN,
        f64::INFINITY,
        f64::NAN,
    ];
    for low in numbers {
        for high in numbers {
            for n in [0, 1, 5, 1000] {
                if let Some(ticks) = pretty(low, high, n) {
                    assert!(
                        ticks.iter().all(|tick| tick.is_finite()),
                        "pretty({low}, {high}, {n})"
                    );
                }
            }
        }
    }
}
