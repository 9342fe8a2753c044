//! Likelihoods, calibration, distributions, sample sizes, nomograms.

use voxomics_stats::calibration::{self, Bins};
use voxomics_stats::dist::{chi_squared, f};
use voxomics_stats::hosmer_lemeshow;
use voxomics_stats::likelihood::cox::{self, Ties};
use voxomics_stats::likelihood::{self};
use voxomics_stats::nomogram::{self, Variable, pretty};
use voxomics_stats::sample_size::{self, BinaryModel, ContinuousModel, R2, SurvivalModel};
use voxomics_stats::survival::{FollowUp, Records};
use voxomics_stats::{ConfidenceLevel, lowess};

fn near(got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance, "{got}, want {want}");
}

/// R: `cut(p, quantile(p, seq(0, 1, 1/49)), include.lowest = TRUE)` has NA for the largest risk.
#[test]
fn the_last_group_ends_at_the_largest_risk() {
    for groups in [49, 98, 103] {
        let risks: Vec<f64> = (1..=400).map(|i| f64::from(i) / 401.0).collect();
        let labels: Vec<bool> = (1..=400).map(|i| i * 7 % 400 < i).collect();
        let options = hosmer_lemeshow::Options {
            groups,
            ..hosmer_lemeshow::Options::default()
        };
        let test = hosmer_lemeshow::test(&labels, &risks, &options).unwrap();
        assert_eq!(test.groups.len(), groups);
        assert_eq!(test.groups[groups - 1].to, 400.0 / 401.0);
        let rows = test.groups.iter().map(|group| group.cases + group.controls);
        assert_eq!(rows.sum::<usize>(), 400);
    }
}

#[test]
fn numbers_of_groups_and_bins_are_bounded_by_nothing_else() {
    let (labels, risks) = ([false, true, true], [0.25, 0.5, 0.9]);
    let options = hosmer_lemeshow::Options {
        groups: usize::MAX,
        ..hosmer_lemeshow::Options::default()
    };
    assert_eq!(
        hosmer_lemeshow::test(&labels, &risks, &options),
        Err(hosmer_lemeshow::Error::TooManyGroups(usize::MAX))
    );
    for bins in [Bins::Uniform(1 << 40), Bins::Quantile(1 << 40)] {
        assert_eq!(calibration::curve(&labels, &risks, bins).unwrap().len(), 3);
    }
    assert_eq!(pretty(0.0, 1.0, u32::MAX), None);
    assert_eq!(pretty(0.0, 1.0, 1000).unwrap().len(), 1001);
}

fn follow_up() -> FollowUp {
    FollowUp::new(
        &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0],
        &[true, true, true, false, true, true, false, true],
    )
    .unwrap()
}

/// R: `summary(coxph(Surv(t, e) ~ x + z + I(x + 2 * z)))$sctest` counts the coefficients that are not NA.
#[test]
fn determined_columns_are_no_degrees_of_freedom() {
    let x = [1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0];
    let z = [2.0, 1.0, 4.0, 3.0, 6.0, 5.0, 1.0, 2.0];
    let both: Vec<f64> = x.iter().zip(z).map(|(x, z)| x + 2.0 * z).collect();
    let columns: [&[f64]; 3] = [&x, &z, &both];
    for test in [
        cox::score_test(&follow_up(), &columns, Ties::Efron).unwrap(),
        cox::exact_score_test(&follow_up(), &columns).unwrap(),
    ] {
        assert_eq!(test.df, 2);
        near(test.statistic, 0.357_972_0, 5e-8);
        near(test.p_value, 0.836_117_6, 5e-8);
    }
}

/// R: a column that varies only where nobody has had an event yet gets NA, and alone df 0 and p 1.
#[test]
fn columns_without_information_are_no_degrees_of_freedom() {
    let follow_up = FollowUp::new(
        &[0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0],
        &[false, true, true, true, false, true, true, false, true],
    )
    .unwrap();
    let x = [0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0];
    let gone = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    let test = cox::score_test(&follow_up, &[&x, &gone], Ties::Efron).unwrap();
    assert_eq!(test.df, 1);
    near(test.statistic, 0.134_606_4, 5e-8);
    let test = cox::score_test(&follow_up, &[&gone], Ties::Efron).unwrap();
    assert_eq!((test.statistic, test.df, test.p_value), (0.0, 0, 1.0));
    let constant = cox::score_test(&follow_up, &[&[1.0; 9]], Ties::Efron);
    assert_eq!(constant, Err(likelihood::Error::Collinear { column: 0 }));
}

#[test]
fn hazards_far_from_one_are_borne() {
    let etas = [0.3, -0.2, 0.1, 0.7, 0.0, -1.0, 0.4, 0.2];
    let near_one = cox::baseline(&follow_up(), &etas, Ties::Efron).unwrap();
    for shift in [-2000.0, 800.0] {
        let moved = etas.map(|eta| eta + shift);
        let far = cox::baseline(&follow_up(), &moved, Ties::Efron).unwrap();
        for t in [0.5, 1.0, 4.2, 9.0] {
            let want = near_one.survival(t, 0.5);
            near(far.survival(t, 0.5 + shift), want, 1e-12);
        }
        // Before the first event nobody has had one.
        assert_eq!(far.survival(0.5, f64::MAX), 1.0);
        assert_eq!(far.at(0.5), 0.0);
    }
}

#[test]
fn predictors_far_apart_are_borne_or_refused() {
    let follow_up = FollowUp::new(&[1.0, 2.0, 3.0], &[true; 3]).unwrap();
    let value = |etas: &[f64]| cox::log_likelihood(&follow_up, etas, Ties::Breslow);
    assert_eq!(value(&[1000.0, 0.0, -1000.0]), Ok(0.0));
    assert_eq!(value(&[-1000.0, 0.0, 1000.0]), Ok(-3000.0));
    let spans = likelihood::Error::Span {
        low: -1000.0,
        high: 1000.0,
    };
    let apart = cox::baseline(&follow_up, &[1000.0, 0.0, -1000.0], Ties::Efron);
    assert_eq!(apart, Err(spans.clone()));
    // Who enters late is taken off the sums of earlier times, which leaves nothing of the others.
    let late = FollowUp::from_records(&Records {
        entries: Some(&[0.0, 2.5]),
        ..Records::new(&[2.0, 3.0], &[true, true])
    })
    .unwrap();
    let value = cox::log_likelihood(&late, &[-1000.0, 1000.0], Ties::Efron);
    assert_eq!(value, Err(spans));
}

#[test]
fn labels_of_one_class_are_an_error_of_the_input() {
    let one_class = |result: Result<(), calibration::Error>| {
        let error = result.unwrap_err();
        assert!(matches!(error, calibration::Error::Input(_)), "{error:?}");
    };
    let level = ConfidenceLevel::P95;
    one_class(calibration::slope(&[true; 3], &[0.1, 0.2, 0.3], level).map(drop));
    one_class(calibration::in_the_large(&[true; 3], &[0.1, 0.2, 0.3], level).map(drop));
    // The only control has no log odds.
    let labels = [true, true, false];
    one_class(calibration::slope(&labels, &[0.1, 0.2, 0.0], level).map(drop));
}

#[test]
fn f_with_infinite_degrees_of_freedom_is_chi_squared() {
    let inf = f64::INFINITY;
    for df in [1.0, 3.0, 17.5] {
        for x in [0.2, 1.0, 4.0] {
            assert_eq!(f::upper(x, df, inf), chi_squared::upper(x * df, df));
            assert_eq!(f::lower(x, df, inf), chi_squared::lower(x * df, df));
            let large = f::upper(x, df, 1e10);
            near(f::upper(x, df, inf), large, 1e-8);
        }
        near(f::quantile(f::lower(2.0, df, inf), df, inf), 2.0, 1e-12);
        near(
            f::upper_quantile(f::upper(2.0, df, inf), df, inf),
            2.0,
            1e-12,
        );
    }
    assert!(f::upper(1.0, inf, 3.0).is_nan() && chi_squared::upper(1.0, inf).is_nan());
}

#[test]
fn sample_sizes_that_cannot_be_are_refused() {
    let binary = BinaryModel {
        parameters: 10,
        prevalence: 0.5,
        r2: R2::CoxSnell(0.6),
        shrinkage: 0.5,
    };
    let error = sample_size::binary(&binary).unwrap_err();
    assert!(
        error.to_string().contains("not below the shrinkage 0.5"),
        "{error}"
    );
    let survival = SurvivalModel {
        parameters: 10,
        rate: 1.5,
        time_point: 1.0,
        mean_follow_up: 2.0,
        r2: R2::CoxSnell(0.1),
        shrinkage: 0.9,
    };
    let error = sample_size::survival(&survival).unwrap_err();
    let text = "rate times mean follow-up 3 is not at most 1, an event for each subject";
    assert_eq!(error.to_string(), text);
}

/// The first size is enough although sizes beyond it are not: what `pmsampsize` stops at.
#[test]
fn expected_shrinkage_of_the_smallest_sample() {
    let model = ContinuousModel {
        parameters: 100,
        r2: 0.4,
        intercept: 2.0,
        sd: 1.0,
        shrinkage: 0.8,
        margin: 1.1,
    };
    let found = sample_size::continuous(&model).unwrap();
    assert_eq!(found.shrinkage.sample_size, 102);
    assert!(found.shrinkage.shrinkage > 0.8 && found.optimism.shrinkage > 0.8);
}

#[test]
fn contributions_are_named_by_their_variable() {
    let variable = |name: &str, line: Vec<f64>| Variable {
        name: name.into(),
        lines: vec![line],
    };
    let wrong = [
        variable("age", vec![0.0, 1.0]),
        variable("size", vec![0.0, f64::NAN]),
    ];
    let options = nomogram::Options::default();
    let error = nomogram::nomogram(&wrong, (-1.0, 1.0), &options).unwrap_err();
    assert!(
        error.to_string().starts_with("variable `size`: "),
        "{error}"
    );
    let options = nomogram::Options {
        intercept: f64::INFINITY,
        ..options
    };
    let error = nomogram::nomogram(&wrong[..1], (-1.0, 1.0), &options).unwrap_err();
    assert_eq!(error.to_string(), "intercept inf is not finite");
}

#[test]
fn a_smooth_curve_that_was_changed_does_not_panic() {
    let curve = |x: &[f64], y: &[f64]| lowess::Curve {
        x: x.to_vec(),
        y: y.to_vec(),
    };
    for ties in [lowess::Ties::Mean, lowess::Ties::First] {
        assert_eq!(curve(&[1.0, 2.0, 3.0], &[5.0]).at(2.0, ties), None);
        assert_eq!(
            curve(&[1.0, 2.0], &[5.0, 7.0, 9.0]).at(1.5, ties),
            Some(6.0)
        );
        for x in [0.5, 1.0, 2.5, 3.5] {
            let _ = curve(&[1.0, 5.0, 0.0, 2.0, 4.0], &[1.0; 5]).at(x, ties);
        }
    }
}
