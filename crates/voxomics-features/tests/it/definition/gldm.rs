//! Dependences, voxel by voxel.

use voxomics_features::gldm::{Options, features};

use super::case::{Case, cases, step};
use super::size_counts::SizeCounts;
use super::{Want, assert_features, cancelling, want};

fn dependences(case: &Case) -> SizeCounts {
    let offsets = case.grid.offsets(&case.distances, case.flat_axis);
    let mut voxels = SizeCounts::default();
    for position in case.grid.inside() {
        let level = case.grid.at(position);
        let neighbours = offsets
            .iter()
            .map(|&offset| case.grid.at(step(position, offset)));
        let dependent = neighbours.filter(|&neighbour| {
            neighbour > 0 && neighbour.abs_diff(level) <= usize::from(case.alpha)
        });
        voxels.add(level, 1 + dependent.count(), 1.0);
    }
    voxels
}

fn oracle(case: &Case) -> Vec<Want> {
    let voxels = dependences(case);
    let total = voxels.total();
    vec![
        cancelling("DependenceEntropy", voxels.entropy(), 1.0),
        want("DependenceNonUniformity", voxels.size_non_uniformity()),
        want(
            "DependenceNonUniformityNormalized",
            voxels.size_non_uniformity() / total,
        ),
        want("DependenceVariance", voxels.variance(|_, j| j)),
        want("GrayLevelNonUniformity", voxels.grey_non_uniformity()),
        want("GrayLevelVariance", voxels.variance(|i, _| i)),
        want("HighGrayLevelEmphasis", voxels.mean(|i, _| i * i)),
        want("LargeDependenceEmphasis", voxels.mean(|_, j| j * j)),
        want(
            "LargeDependenceHighGrayLevelEmphasis",
            voxels.mean(|i, j| i * i * j * j),
        ),
        want(
            "LargeDependenceLowGrayLevelEmphasis",
            voxels.mean(|i, j| j * j / (i * i)),
        ),
        want("LowGrayLevelEmphasis", voxels.mean(|i, _| 1.0 / (i * i))),
        want("SmallDependenceEmphasis", voxels.mean(|_, j| 1.0 / (j * j))),
        want(
            "SmallDependenceHighGrayLevelEmphasis",
            voxels.mean(|i, j| i * i / (j * j)),
        ),
        want(
            "SmallDependenceLowGrayLevelEmphasis",
            voxels.mean(|i, j| 1.0 / (i * i * j * j)),
        ),
    ]
}

#[test]
fn features_are_those_of_the_definition() {
    for case in cases() {
        let options = Options {
            neighbourhood: case.neighbourhood(),
            alpha: case.alpha,
        };
        assert_features(
            &features(&case.levels, &options),
            &oracle(&case),
            &case.name,
        );
    }
}
