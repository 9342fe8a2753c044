//! What holds of tests for any input.

use proptest::prelude::*;
use voxomics_stats::adjust::{Method as Adjust, adjust};
use voxomics_stats::dist::{beta, chi_squared, f, normal, students_t};
use voxomics_stats::hypothesis::anova::anova;
use voxomics_stats::hypothesis::chi_squared::{chi_squared, yates};
use voxomics_stats::hypothesis::correlation::{self, kendall, pearson, spearman};
use voxomics_stats::hypothesis::kruskal_wallis::kruskal_wallis;
use voxomics_stats::hypothesis::mann_whitney::{Method, mann_whitney};
use voxomics_stats::hypothesis::shapiro_wilk::shapiro_wilk;
use voxomics_stats::hypothesis::t_test::{Options, student, welch};
use voxomics_stats::quantile::{Type, quantiles};
use voxomics_stats::{Alternative, ConfidenceLevel};

fn near(got: f64, want: f64) -> bool {
    (got - want).abs() <= 1e-10 * want.abs().max(1.0)
}

fn values(len: std::ops::Range<usize>) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-100.0..100.0_f64, len)
}

proptest! {
    #[test]
    fn tails_add_up_and_quantiles_lead_back(
        p in 1e-12..0.5_f64, df in 0.5..1e4_f64, other in 0.5..1e4_f64,
    ) {
        let check = |quantile: f64, upper_quantile: f64, lower: &dyn Fn(f64) -> f64, upper: &dyn Fn(f64) -> f64| {
            assert!((lower(quantile) / p - 1.0).abs() < 1e-10, "{p} {df} {other}: {quantile}");
            assert!((upper(upper_quantile) / p - 1.0).abs() < 1e-10, "{p} {df} {other}: {upper_quantile}");
            assert!((lower(quantile) + upper(quantile) - 1.0).abs() < 1e-14);
        };
        check(normal::quantile(p), normal::upper_quantile(p), &normal::lower, &normal::upper);
        check(
            chi_squared::quantile(p, df), chi_squared::upper_quantile(p, df),
            &|x| chi_squared::lower(x, df), &|x| chi_squared::upper(x, df),
        );
        check(
            students_t::quantile(p, df), students_t::upper_quantile(p, df),
            &|t| students_t::lower(t, df), &|t| students_t::upper(t, df),
        );
        check(
            f::quantile(p, df, other), f::upper_quantile(p, df, other),
            &|x| f::lower(x, df, other), &|x| f::upper(x, df, other),
        );
        // Beta's upper tail hangs on 1 - x, whose digits x does not have near 1; on the lower side it has them.
        let x = beta::quantile(p, df, other);
        prop_assert!(x > 0.5 || (beta::lower(x, df, other) / p - 1.0).abs() < 1e-10);
        prop_assert!(near(beta::lower(0.3, df, other), beta::upper(0.7, other, df)));
    }

    #[test]
    fn tails_of_small_shapes(p in 1e-6..0.5_f64, a in 0.05..2.0_f64, b in 0.05..2.0_f64) {
        let x = beta::quantile(p, a, b);
        prop_assert!(x > 0.5 || (beta::lower(x, a, b) / p - 1.0).abs() < 1e-10);
    }

    #[test]
    fn adjusted_p_values_are_larger_and_keep_their_order(p in prop::collection::vec(0.0..=1.0_f64, 1..40)) {
        let mut bounds = vec![p.clone()];
        for method in [Adjust::Hommel, Adjust::Hochberg, Adjust::Holm, Adjust::Bonferroni] {
            bounds.push(adjust(&p, method).unwrap());
        }
        for pair in bounds.windows(2) {
            prop_assert!(pair[0].iter().zip(&pair[1]).all(|(a, b)| *a <= b + 1e-15 && *b <= 1.0));
        }
        let rate = adjust(&p, Adjust::BenjaminiHochberg).unwrap();
        for i in 0..p.len() {
            for j in 0..p.len() {
                prop_assert!(p[i] > p[j] || rate[i] <= rate[j]);
            }
        }
    }

    #[test]
    fn quantiles_rise_within_the_values(x in values(1..30), mut p in prop::collection::vec(0.0..=1.0_f64, 2..9)) {
        p.sort_by(f64::total_cmp);
        for kind in Type::ALL {
            let quantiles = quantiles(&x, &p, kind).unwrap();
            prop_assert!(quantiles.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12));
            let (least, most) = x.iter().fold((f64::MAX, f64::MIN), |(a, b), &x| (a.min(x), b.max(x)));
            prop_assert!(quantiles.iter().all(|&q| least <= q && q <= most));
        }
    }

    #[test]
    fn exchanged_groups(x in values(2..20), y in values(2..20)) {
        let (ahead, back) = (welch(&x, &y, &Options::default()).unwrap(), welch(&y, &x, &Options::default()).unwrap());
        prop_assert!(near(ahead.statistic, -back.statistic) && near(ahead.p_value, back.p_value));
        prop_assert!(near(ahead.interval.lower, -back.interval.upper));
        let rank_sum = |x: &[f64], y: &[f64], alternative| mann_whitney(x, y, Method::Auto, alternative).unwrap();
        let (less, greater) = (rank_sum(&x, &y, Alternative::Less), rank_sum(&y, &x, Alternative::Greater));
        prop_assert!(near(less.p_value.unwrap(), greater.p_value.unwrap()));
        prop_assert!(near(less.statistic + greater.statistic, (x.len() * y.len()) as f64));
    }

    /// p is below 0.05 where the interval leaves out 0.
    #[test]
    fn interval_and_p_agree(x in values(2..12), y in values(2..12)) {
        for test in [welch(&x, &y, &Options::default()).unwrap(), student(&x, &y, &Options::default()).unwrap()] {
            prop_assume!((test.p_value - 0.05).abs() > 1e-9);
            prop_assert_eq!(test.p_value < 0.05, !test.interval.contains(0.0));
        }
    }

    /// With two groups an analysis of variance is Student's test, Kruskal and Wallis' the rank sum without correction.
    #[test]
    fn two_groups(x in values(2..15), y in values(2..15)) {
        let groups = [vec![7; x.len()], vec![9; y.len()]].concat();
        let all = [x.clone(), y.clone()].concat();
        let (f, t) = (anova(&all, &groups).unwrap(), student(&x, &y, &Options::default()).unwrap());
        prop_assert!(near(f.statistic, t.statistic * t.statistic) && near(f.p_value, t.p_value));
        let kruskal = kruskal_wallis(&all, &groups).unwrap();
        let ranks = mann_whitney(&x, &y, Method::Normal, Alternative::TwoSided).unwrap();
        prop_assert!(near(kruskal.p_value, ranks.p_value.unwrap()));
    }

    #[test]
    fn correlations_turn_with_the_sign(pairs in prop::collection::vec((-9.0..9.0_f64, -9.0..9.0_f64), 3..60)) {
        let (x, y): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let turned: Vec<f64> = y.iter().map(|y| -y).collect();
        let by = |y: &[f64]| [
            pearson(&x, y, ConfidenceLevel::P95).unwrap(),
            spearman(&x, y, correlation::Method::Asymptotic).unwrap(),
            kendall(&x, y, correlation::Method::Auto).unwrap(),
        ];
        for (ahead, back) in by(&y).into_iter().zip(by(&turned)) {
            prop_assert!(near(ahead.estimate, -back.estimate) && near(ahead.p_value, back.p_value));
            prop_assert!(ahead.estimate.abs() <= 1.0 && ahead.p_value >= 0.0 && ahead.p_value <= 1.0);
            prop_assert!(ahead.interval.is_none_or(|interval| interval.contains(ahead.estimate)));
        }
    }

    #[test]
    fn normality_does_not_depend_on_unit_or_order(mut x in values(3..50)) {
        let w = shapiro_wilk(&x).unwrap();
        prop_assert!(w.statistic > 0.0 && w.statistic <= 1.0 && w.p_value >= 0.0 && w.p_value <= 1.0);
        x.reverse();
        let x: Vec<f64> = x.iter().map(|x| -4.0 * x).collect();
        prop_assert!(near(shapiro_wilk(&x).unwrap().statistic, w.statistic));
    }

    #[test]
    fn correction_makes_cautious(table in [[0_u64..50, 0_u64..50], [0_u64..50, 0_u64..50]]) {
        let table = table.map(Vec::from);
        if let (Ok(plain), Ok(corrected)) = (chi_squared(&table), yates(&table)) {
            prop_assert!(corrected.statistic <= plain.statistic && corrected.p_value >= plain.p_value);
        }
    }
}
