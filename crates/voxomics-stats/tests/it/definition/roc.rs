//! Areas, placements, bands and joint tests from their definitions, pair by pair.

use voxomics_core::Seed;
use voxomics_stats::delong::{
    self, IntervalMethod, Options, Placements, joint_test, paired_test, unpaired_test,
};
use voxomics_stats::resample::{Draws, Resamples};
use voxomics_stats::roc::{Bands, Direction, Marker};
use voxomics_stats::{Alternative, ConfidenceLevel};

/// Labels and scores with ties.
fn data(rows: usize, seed: u64) -> (Vec<bool>, Vec<f64>) {
    let mut stream = Seed(seed).stream("test", 0);
    let labels: Vec<bool> = (0..rows)
        .map(|row| row < 2 || (row > 3 && stream.below(3) == 0))
        .collect();
    let gain = |case: bool| if case { 1.5 } else { 0.0 };
    let scores = labels
        .iter()
        .map(|&case| ((stream.normal() + gain(case)) * 2.0).round());
    let scores = scores.collect();
    (labels, scores)
}

fn near(got: f64, want: f64) {
    assert!(
        (got - want).abs() <= 1e-12 * want.abs().max(1.0),
        "{got} {want}"
    );
}

/// Share of the other class that each subject of one beats.
fn placed(labels: &[bool], scores: &[f64], class: bool, direction: Direction) -> Vec<f64> {
    let better = |a: f64, b: f64| {
        let ahead = (class == (direction == Direction::Higher)) == (a > b);
        if a == b {
            0.5
        } else {
            f64::from(u8::from(ahead))
        }
    };
    let of = |wanted: bool| -> Vec<f64> {
        let rows = labels.iter().zip(scores);
        rows.filter(|&(&label, _)| label == wanted)
            .map(|(_, &score)| score)
            .collect()
    };
    let others = of(!class);
    let share = |&score: &f64| {
        others
            .iter()
            .map(|&other| better(score, other))
            .sum::<f64>()
            / others.len() as f64
    };
    of(class).iter().map(share).collect()
}

fn covariance(a: &[f64], b: &[f64]) -> f64 {
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let products = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b));
    products.sum::<f64>() / (a.len() - 1) as f64 / a.len() as f64
}

#[test]
fn placements_by_pairs() {
    for (rows, seed) in [(7, 1), (30, 2), (41, 3), (2000, 4)] {
        let (labels, a) = data(rows, seed);
        let (_, b) = data(rows, seed + 100);
        for direction in [Direction::Higher, Direction::Lower] {
            let of = |scores: &[f64]| Marker::new(&labels, scores).unwrap().placements(direction);
            let slow = |scores: &[f64]| {
                [true, false].map(|class| placed(&labels, scores, class, direction))
            };
            let (fast, slow, other) = (of(&a), slow(&a), slow(&b));
            for (got, want) in [fast.of_cases(), fast.of_controls()].iter().zip(&slow) {
                got.iter()
                    .zip(want)
                    .for_each(|(&got, &want)| near(got, want));
            }
            near(
                fast.auc(),
                slow[0].iter().sum::<f64>() / slow[0].len() as f64,
            );
            let sum = |x: &[Vec<f64>; 2], y: &[Vec<f64>; 2]| {
                covariance(&x[0], &y[0]) + covariance(&x[1], &y[1])
            };
            near(fast.variance().unwrap(), sum(&slow, &slow));
            near(fast.covariance(&of(&b)).unwrap(), sum(&slow, &other));
        }
    }
}

fn three(rows: usize) -> [Placements; 3] {
    [7, 8, 9].map(|seed| {
        let (labels, _) = data(rows, 7);
        let (_, scores) = data(rows, seed);
        Marker::new(&labels, &scores)
            .unwrap()
            .placements(Direction::Higher)
    })
}

#[test]
fn a_joint_test_of_two_is_the_square_of_the_paired_one() {
    let [a, b, c] = three(80);
    let pair = paired_test(&a, &b, &Options::default()).unwrap();
    let joint = joint_test(&[a.clone(), b.clone()], None).unwrap();
    near(joint.statistic, pair.statistic * pair.statistic);
    near(joint.p_value, pair.p_value);
    assert_eq!(joint.degrees_of_freedom, 1);
    // Any full set of contrasts gives the same test, and one more that follows from them adds nothing.
    let all = [a, b, c];
    let want = joint_test(&all, None).unwrap();
    let others = [
        vec![1.0, 0.0, -1.0],
        vec![0.5, 0.5, -1.0],
        vec![2.0, -1.0, -1.0],
    ];
    let got = joint_test(&all, Some(&others)).unwrap();
    assert_eq!(got.degrees_of_freedom, 2);
    assert!(
        (got.statistic - want.statistic).abs() < 1e-9,
        "{got:?} {want:?}"
    );
    // One marker twice: nothing varies between them.
    let twice = joint_test(&[all[0].clone(), all[0].clone()], None).unwrap();
    assert_eq!(
        (twice.statistic, twice.degrees_of_freedom, twice.p_value),
        (0.0, 0, 1.0)
    );
    assert!(matches!(
        joint_test(&all[..1], None),
        Err(delong::Error::Markers(1))
    ));
    let short = joint_test(&all, Some(&[vec![1.0, -1.0]]));
    assert!(matches!(
        short,
        Err(delong::Error::Contrast {
            contrast: 0,
            got: 2,
            want: 3
        })
    ));
}

#[test]
fn non_inferiority_is_a_shifted_test() {
    let [a, b, _] = three(60);
    let options = Options {
        alternative: Alternative::Greater,
        ..Options::default()
    };
    for test in [
        paired_test(&a, &b, &options),
        unpaired_test(&a, &b, &options),
    ] {
        let test = test.unwrap();
        let level = ConfidenceLevel::new(0.975).unwrap();
        let found = test.non_inferiority(0.1, level).unwrap();
        near(
            found.statistic,
            (test.difference + 0.1) / test.standard_error,
        );
        near(found.lower_limit, test.interval.lower);
        // Rejected at 2.5 % if and only if the limit lies above the margin.
        assert_eq!(found.p_value < 0.025, found.lower_limit > -0.1);
        assert_eq!(
            test.non_inferiority(0.0, level),
            Err(delong::Error::Margin(0.0))
        );
    }
}

#[test]
fn other_subjects_are_refused() {
    let (labels, scores) = data(30, 5);
    let mut others = labels.clone();
    others.swap(0, 2);
    let of =
        |labels: &[bool], direction| Marker::new(labels, &scores).unwrap().placements(direction);
    let this = of(&labels, Direction::Higher);
    let error = this
        .covariance(&of(&others, Direction::Higher))
        .unwrap_err();
    assert_eq!(error, delong::Error::OtherSubjects { row: 0 });
    let error = this.covariance(&of(&labels, Direction::Lower)).unwrap_err();
    assert_eq!(error, delong::Error::Directions);
    let perfect = Marker::new(&[false, false, true, true], &[1.0, 2.0, 3.0, 4.0]).unwrap();
    let perfect = perfect.placements(Direction::Higher);
    let logit = perfect.estimate(IntervalMethod::Logit, ConfidenceLevel::P95);
    assert_eq!(logit, Err(delong::Error::Logit { auc: 1.0 }));
    let wald = perfect
        .estimate(IntervalMethod::Wald, ConfidenceLevel::P95)
        .unwrap();
    assert_eq!(
        (wald.variance, wald.interval.lower, wald.interval.upper),
        (0.0, 1.0, 1.0)
    );
}

#[test]
fn bands_are_quantiles_of_resampled_curves() {
    let (labels, scores) = data(40, 6);
    let marker = Marker::new(&labels, &scores).unwrap();
    let draws = Draws {
        resamples: 41,
        seed: Seed(3),
    };
    let resamples = Resamples::plain(40, draws).unwrap();
    for direction in [Direction::Higher, Direction::Lower] {
        let bands = Bands {
            resamples: &resamples,
            direction,
            level: ConfidenceLevel::new(0.9).unwrap(),
        };
        let resampled = (0..41).filter_map(|at| {
            let rows = resamples.rows_of(at).unwrap();
            let labels: Vec<bool> = rows.iter().map(|&row| labels[row]).collect();
            let scores: Vec<f64> = rows.iter().map(|&row| scores[row]).collect();
            Marker::new(&labels, &scores).ok()
        });
        let resampled: Vec<Marker> = resampled.collect();
        assert_eq!(resampled.len(), 41, "no class is lost with so many rows");
        // Of 41 values the quantiles at 0.05, 0.5, 0.95 are the 3rd, 21st and 39th.
        let quantiles = |of: &dyn Fn(&Marker) -> f64| {
            let mut values: Vec<f64> = resampled.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            [values[2], values[20], values[38]]
        };
        let check = |band: &voxomics_stats::roc::Band, at: usize, want: [f64; 3]| {
            let got = [band.lower[at], band.median[at], band.upper[at]];
            got.into_iter()
                .zip(want)
                .for_each(|(got, want)| near(got, want));
            assert_eq!(band.dropped, 0);
        };
        let points = [0.0, 0.3, 0.85, 1.0];
        let se = marker.sensitivity_band(&points, &bands).unwrap();
        let sp = marker.specificity_band(&points, &bands).unwrap();
        for (at, &x) in points.iter().enumerate() {
            check(
                &se,
                at,
                quantiles(&|marker| marker.curve(direction).sensitivity_at(x).unwrap()),
            );
            check(
                &sp,
                at,
                quantiles(&|marker| marker.curve(direction).specificity_at(x).unwrap()),
            );
        }
        // On a score, between scores, beyond all.
        let thresholds = [1.0, 1.3, -100.0];
        let both = marker.threshold_bands(&thresholds, &bands).unwrap();
        for (at, &x) in thresholds.iter().enumerate() {
            check(
                &both.sensitivity,
                at,
                quantiles(&|marker| marker.at_threshold(x, direction).unwrap().sensitivity),
            );
            check(
                &both.specificity,
                at,
                quantiles(&|marker| marker.at_threshold(x, direction).unwrap().specificity),
            );
        }
    }
}
