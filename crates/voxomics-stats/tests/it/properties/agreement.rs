//! Agreement.

use proptest::prelude::*;
use voxomics_stats::icc::{self, Model, Options, Unit};
use voxomics_stats::kappa::{self, Weights};
use voxomics_stats::nomogram::pretty;

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
