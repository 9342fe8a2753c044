//! Statistics of the intensities, from sorted lists and plain sums.

use voxomics_core::{Seed, Stream};
use voxomics_features::discretise::Binning;
use voxomics_features::firstorder::{Options, features};
use voxomics_features::roi::{Roi, RoiMask};

use super::case::pick;
use super::discretise::levels;
use super::{EPSILON, Seen, Want, assert_features, cancelling, want};

/// `numpy.percentile` of sorted values: from whichever end is nearer.
fn percentile(sorted: &[f64], percent: f64) -> f64 {
    let position = (sorted.len() - 1) as f64 * (percent / 100.0);
    let (mut below, mut share) = (0, position);
    while share >= 1.0 {
        below += 1;
        share = position - below as f64;
    }
    let (low, high) = (sorted[below], sorted[(below + 1).min(sorted.len() - 1)]);
    if share < 0.5 {
        low + (high - low) * share
    } else {
        high - (high - low) * (1.0 - share)
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn mean_of(values: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    mean(&values.iter().map(|&x| term(x)).collect::<Vec<_>>())
}

fn deviation(values: &[f64]) -> f64 {
    let centre = mean(values);
    mean_of(values, |x| (x - centre).abs())
}

fn oracle(values: &[f64], voxel_volume: f64, options: &Options) -> Vec<Want> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = values.len();
    let centre = mean(values);
    let moment = |power: usize| mean_of(values, |x| (0..power).map(|_| x - centre).product());
    let (m2, m3, m4) = (moment(2), moment(3), moment(4));
    let energy = n as f64
        * mean_of(values, |x| {
            (x + options.array_shift) * (x + options.array_shift)
        });
    let [p10, p25, p75, p90] = [10.0, 25.0, 75.0, 90.0].map(|percent| percentile(&sorted, percent));
    let robust: Vec<f64> = values
        .iter()
        .copied()
        .filter(|&x| p10 <= x && x <= p90)
        .collect();
    let levels = levels(values, options.binning);
    let share = |level| levels.iter().filter(|&&other| other == level).count() as f64 / n as f64;
    // Every voxel brings its own share of its level's term.
    let entropy = levels
        .iter()
        .map(|&level| -(share(level) + EPSILON).log2() / n as f64)
        .sum();
    let uniformity = levels.iter().map(|&level| share(level) / n as f64).sum();
    // What rounding of the mean leaves in deviations from it.
    let noise = 1e-3 * centre.abs();
    vec![
        want("10Percentile", p10),
        want("90Percentile", p90),
        want("Energy", energy),
        cancelling("Entropy", entropy, 1.0),
        want("InterquartileRange", p75 - p25),
        want("Kurtosis", if m2 == 0.0 { 0.0 } else { m4 / (m2 * m2) }),
        want("Maximum", sorted[n - 1]),
        cancelling("MeanAbsoluteDeviation", deviation(values), noise),
        cancelling("Mean", centre, mean_of(values, f64::abs)),
        want("Median", f64::midpoint(sorted[(n - 1) / 2], sorted[n / 2])),
        want("Minimum", sorted[0]),
        want("Range", sorted[n - 1] - sorted[0]),
        cancelling("RobustMeanAbsoluteDeviation", deviation(&robust), noise),
        want("RootMeanSquared", (energy / n as f64).sqrt()),
        cancelling(
            "Skewness",
            if m2 == 0.0 {
                0.0
            } else {
                m3 / (m2 * m2.sqrt())
            },
            1.0,
        ),
        want("TotalEnergy", energy * voxel_volume),
        want("Uniformity", uniformity),
        want("Variance", m2),
        want("StandardDeviation", m2.sqrt()),
    ]
}

/// From whole numbers with ties to what a CT or a normalised MR holds.
fn draw_value(stream: &mut Stream, kind: usize) -> f64 {
    match kind {
        0 => 7.0,
        1 => stream.below(5) as f64 - 2.0,
        2 => stream.below(3000) as f64 - 1000.0,
        3 => 100.0 * stream.normal(),
        _ => 0.1 * (stream.below(40) as f64 - 20.0),
    }
}

#[test]
fn features_are_those_of_the_definition() {
    let mut seen = Seen::default();
    for index in 0..600 {
        let stream = &mut Seed(2).stream("definition", index);
        let size = [0; 3].map(|_| 1 + stream.below(4));
        let spacing = *pick(stream, &[[1.0, 1.0, 1.0], [0.7, 0.7, 2.5]]);
        let kind = stream.below(5);
        let len = size.iter().product();
        let values: Vec<f64> = (0..len).map(|_| draw_value(stream, kind)).collect();
        let mut inside: Vec<u8> = (0..len).map(|_| u8::from(stream.below(3) > 0)).collect();
        inside[0] = 1;
        let binning = [
            Binning::Width(25.0),
            Binning::Width(0.3),
            Binning::Count(1),
            Binning::Count(16),
        ];
        let options = Options {
            binning: *pick(stream, &binning),
            array_shift: *pick(stream, &[0.0, 2000.0, -3.5]),
        };
        let roi = Roi::new(RoiMask::new(size, spacing, inside).unwrap(), values).unwrap();
        let voxel_volume = spacing[0] * spacing[1] * spacing[2];
        let got = features(&roi, &options).unwrap();
        seen.add(got.robust_mean_absolute_deviation);
        let want = oracle(&roi.inside_values(), voxel_volume, &options);
        assert_features(&got, &want, &format!("case {index}: {roi:?}, {options:?}"));
    }
    seen.assert_both();
}
