//! Runs, line by line.

use voxomics_features::FeatureSet;
use voxomics_features::glrlm::{Features, Options, features};

use super::case::{Case, Grid, Position, cases, step};
use super::size_counts::SizeCounts;
use super::{Seen, Want, assert_features, cancelling, over_directions, want};

/// Every run along a direction; `None` if no line holds two voxels of the mask.
fn runs(grid: &Grid, direction: Position) -> Option<Vec<(usize, usize)>> {
    let in_box = |position: Position| {
        (0..3).all(|axis| (0..grid.size[axis].cast_signed()).contains(&position[axis]))
    };
    let mut runs = Vec::new();
    let mut two_in_a_line = false;
    for start in grid.positions() {
        if in_box(step(start, direction.map(|d| -d))) {
            continue; // not the first of its line
        }
        let mut line = Vec::new();
        let mut position = start;
        while in_box(position) {
            line.push(grid.at(position));
            position = step(position, direction);
        }
        two_in_a_line |= line.iter().filter(|&&level| level > 0).count() > 1;
        let pieces = line.chunk_by(|left, right| left == right);
        runs.extend(
            pieces
                .filter(|piece| piece[0] > 0)
                .map(|piece| (piece[0], piece.len())),
        );
    }
    two_in_a_line.then_some(runs)
}

fn of_counts(runs: &SizeCounts) -> Vec<Want> {
    let total = runs.total();
    vec![
        want("GrayLevelNonUniformity", runs.grey_non_uniformity()),
        want(
            "GrayLevelNonUniformityNormalized",
            runs.grey_non_uniformity() / total,
        ),
        want("GrayLevelVariance", runs.variance(|i, _| i)),
        want("HighGrayLevelRunEmphasis", runs.mean(|i, _| i * i)),
        want("LongRunEmphasis", runs.mean(|_, j| j * j)),
        want(
            "LongRunHighGrayLevelEmphasis",
            runs.mean(|i, j| i * i * j * j),
        ),
        want(
            "LongRunLowGrayLevelEmphasis",
            runs.mean(|i, j| j * j / (i * i)),
        ),
        want("LowGrayLevelRunEmphasis", runs.mean(|i, _| 1.0 / (i * i))),
        cancelling("RunEntropy", runs.entropy(), 1.0),
        want("RunLengthNonUniformity", runs.size_non_uniformity()),
        want(
            "RunLengthNonUniformityNormalized",
            runs.size_non_uniformity() / total,
        ),
        want("RunPercentage", runs.percentage()),
        want("RunVariance", runs.variance(|_, j| j)),
        want("ShortRunEmphasis", runs.mean(|_, j| 1.0 / (j * j))),
        want(
            "ShortRunHighGrayLevelEmphasis",
            runs.mean(|i, j| i * i / (j * j)),
        ),
        want(
            "ShortRunLowGrayLevelEmphasis",
            runs.mean(|i, j| 1.0 / (i * i * j * j)),
        ),
    ]
}

fn oracle(case: &Case) -> Vec<Want> {
    let mut sum = SizeCounts::default();
    let mut directions = Vec::new();
    for direction in case.grid.directions(&[1], case.flat_axis) {
        let Some(runs) = runs(&case.grid, direction) else {
            continue;
        };
        let mut counts = SizeCounts::default();
        for (level, length) in runs {
            counts.add(level, length, 1.0);
            if let Some(norm) = case.norm {
                sum.add(level, length, case.grid.length(norm, direction));
            }
        }
        directions.push(of_counts(&counts));
    }
    match case.norm {
        None => over_directions(&directions, Features::NAMES),
        // PyRadiomics has 0 for two sums over no run at all.
        Some(_) if sum.total() == 0.0 => {
            let zero = |name| want(name, 0.0);
            let mut features = of_counts(&sum);
            for feature in &mut features {
                if matches!(feature.name, "RunEntropy" | "RunVariance") {
                    *feature = zero(feature.name);
                }
            }
            features
        }
        Some(_) => of_counts(&sum),
    }
}

#[test]
fn features_are_those_of_the_definition() {
    let mut seen = Seen::default();
    for case in cases() {
        let options = Options {
            flat_axis: case.flat_axis,
            weighting: case.norm,
        };
        let got = features(&case.levels, &options);
        seen.add(got.run_percentage);
        assert_features(&got, &oracle(&case), &case.name);
    }
    seen.assert_both();
}
