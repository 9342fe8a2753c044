//! Differences from the mean of the neighbours, voxel by voxel.

use voxomics_features::ngtdm::{Options, features};

use super::case::{Case, cases, step};
use super::{Want, assert_features, want};

/// `(i, p_i, s_i)` of every level present.
fn rows(case: &Case) -> Vec<[f64; 3]> {
    let offsets = case.grid.offsets(&case.distances, case.flat_axis);
    let inside = case.grid.inside();
    let row = |level: usize| {
        let (mut n, mut s) = (0.0, 0.0);
        for &position in inside
            .iter()
            .filter(|&&position| case.grid.at(position) == level)
        {
            n += 1.0;
            let around = offsets
                .iter()
                .map(|&offset| case.grid.at(step(position, offset)));
            let around: Vec<usize> = around.filter(|&neighbour| neighbour > 0).collect();
            if !around.is_empty() {
                let mean = around.iter().sum::<usize>() as f64 / around.len() as f64;
                s += (level as f64 - mean).abs();
            }
        }
        [level as f64, n / inside.len() as f64, s]
    };
    case.grid.present().into_iter().map(row).collect()
}

fn oracle(case: &Case) -> Vec<Want> {
    let rows = rows(case);
    let n = case.grid.inside().len() as f64;
    let present = rows.len() as f64;
    let ps: f64 = rows.iter().map(|[_, p, s]| p * s).sum();
    let s: f64 = rows.iter().map(|[_, _, s]| s).sum();
    let (mut busyness, mut complexity, mut contrast, mut strength) = (0.0, 0.0, 0.0, 0.0);
    for [i, pi, si] in &rows {
        for [j, pj, sj] in &rows {
            busyness += (i * pi - j * pj).abs();
            complexity += (i - j).abs() * (pi * si + pj * sj) / (pi + pj) / n;
            contrast += pi * pj * (i - j) * (i - j);
            strength += (pi + pj) * (i - j) * (i - j);
        }
    }
    let contrast = contrast / (present * (present - 1.0)) * s / n;
    vec![
        want(
            "Busyness",
            if busyness == 0.0 { 0.0 } else { ps / busyness },
        ),
        want("Coarseness", if ps == 0.0 { 1e6 } else { 1.0 / ps }),
        want("Complexity", complexity),
        want("Contrast", if rows.len() == 1 { 0.0 } else { contrast }),
        want("Strength", if s == 0.0 { 0.0 } else { strength / s }),
    ]
}

#[test]
fn features_are_those_of_the_definition() {
    let mut without_neighbours = 0;
    let mut balanced = 0;
    for case in cases() {
        let options = Options {
            neighbourhood: case.neighbourhood(),
        };
        let got = features(&case.levels, &options);
        let several = case.grid.present().len() > 1;
        without_neighbours += usize::from(several && got.coarseness == 1e6);
        balanced += usize::from(several && got.busyness == 0.0 && got.coarseness < 1e6);
        assert_features(&got, &oracle(&case), &case.name);
    }
    assert!(
        without_neighbours > 0 && balanced > 0,
        "{without_neighbours} {balanced}"
    );
}
