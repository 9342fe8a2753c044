//! Zones, grown from a voxel.

use std::collections::BTreeSet;

use voxomics_features::glszm::{Options, features};

use super::case::{Case, cases, step};
use super::size_counts::SizeCounts;
use super::{Want, assert_features, cancelling, want};

fn zones(case: &Case) -> SizeCounts {
    let offsets = case.grid.offsets(&[1], case.flat_axis);
    let mut zones = SizeCounts::default();
    let mut left: BTreeSet<_> = case.grid.inside().into_iter().collect();
    while let Some(first) = left.pop_first() {
        let level = case.grid.at(first);
        let mut size = 0;
        let mut edge = vec![first];
        while let Some(position) = edge.pop() {
            size += 1;
            for &offset in &offsets {
                let next = step(position, offset);
                if case.grid.at(next) == level && left.remove(&next) {
                    edge.push(next);
                }
            }
        }
        zones.add(level, size, 1.0);
    }
    zones
}

fn oracle(case: &Case) -> Vec<Want> {
    let zones = zones(case);
    let total = zones.total();
    vec![
        want("GrayLevelNonUniformity", zones.grey_non_uniformity()),
        want(
            "GrayLevelNonUniformityNormalized",
            zones.grey_non_uniformity() / total,
        ),
        want("GrayLevelVariance", zones.variance(|i, _| i)),
        want("HighGrayLevelZoneEmphasis", zones.mean(|i, _| i * i)),
        want("LargeAreaEmphasis", zones.mean(|_, j| j * j)),
        want(
            "LargeAreaHighGrayLevelEmphasis",
            zones.mean(|i, j| i * i * j * j),
        ),
        want(
            "LargeAreaLowGrayLevelEmphasis",
            zones.mean(|i, j| j * j / (i * i)),
        ),
        want("LowGrayLevelZoneEmphasis", zones.mean(|i, _| 1.0 / (i * i))),
        want("SizeZoneNonUniformity", zones.size_non_uniformity()),
        want(
            "SizeZoneNonUniformityNormalized",
            zones.size_non_uniformity() / total,
        ),
        want("SmallAreaEmphasis", zones.mean(|_, j| 1.0 / (j * j))),
        want(
            "SmallAreaHighGrayLevelEmphasis",
            zones.mean(|i, j| i * i / (j * j)),
        ),
        want(
            "SmallAreaLowGrayLevelEmphasis",
            zones.mean(|i, j| 1.0 / (i * i * j * j)),
        ),
        cancelling("ZoneEntropy", zones.entropy(), 1.0),
        want("ZonePercentage", zones.percentage()),
        want("ZoneVariance", zones.variance(|_, j| j)),
    ]
}

#[test]
fn features_are_those_of_the_definition() {
    for case in cases() {
        let options = Options {
            flat_axis: case.flat_axis,
        };
        assert_features(
            &features(&case.levels, &options),
            &oracle(&case),
            &case.name,
        );
    }
}
