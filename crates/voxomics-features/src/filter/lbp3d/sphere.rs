//! Points on a sphere: the corners of a refined icosahedron, in the order of the trimesh library.

use std::collections::BTreeMap;

/// The largest number of refinements: 10,242 corners.
pub(super) const MOST_REFINED: usize = 5;

const FACES: [[usize; 3]; 20] = [
    [0, 11, 5],
    [0, 5, 1],
    [0, 1, 7],
    [0, 7, 10],
    [0, 10, 11],
    [1, 5, 9],
    [5, 11, 4],
    [11, 10, 2],
    [10, 7, 6],
    [7, 1, 8],
    [3, 9, 4],
    [3, 4, 2],
    [3, 2, 6],
    [3, 6, 8],
    [3, 8, 9],
    [4, 9, 5],
    [2, 4, 11],
    [6, 2, 10],
    [8, 6, 7],
    [9, 8, 1],
];

/// Corners of the icosahedron whose faces are cut in four `subdivision` times.
///
/// Only cutting moves corners to `radius`: without it they stay at 1, as in trimesh.
pub(super) fn icosphere(subdivision: usize, radius: f64) -> Vec<[f64; 3]> {
    let (mut corners, mut faces) = (icosahedron(), FACES.to_vec());
    for _ in 0..subdivision {
        faces = cut(&mut corners, &faces);
        for corner in &mut corners {
            let [x, y, z] = *corner;
            let length = (x * x + y * y + z * z).sqrt();
            *corner = corner.map(|part| part + part / length * (radius - length));
        }
    }
    corners
}

fn icosahedron() -> Vec<[f64; 3]> {
    let golden = f64::midpoint(1.0, 5.0_f64.sqrt());
    let length = (2.0 + golden).sqrt();
    let (one, golden) = (1.0 / length, golden / length);
    let signs = [[-1.0, 1.0], [1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]];
    let planes = [[0, 1], [1, 2], [2, 0]];
    let mut corners = Vec::with_capacity(12);
    for [short, long] in planes {
        for [at_short, at_long] in signs {
            let mut corner = [0.0; 3];
            corner[short] = at_short * one;
            corner[long] = at_long * golden;
            corners.push(corner);
        }
    }
    corners
}

/// Adds the middle of every edge and returns the four faces that each face becomes.
fn cut(corners: &mut Vec<[f64; 3]>, faces: &[[usize; 3]]) -> Vec<[usize; 3]> {
    // trimesh numbers edges by their larger end, then by their smaller one.
    let edge = |from: usize, to: usize| (from.max(to), from.min(to));
    let edges = faces
        .iter()
        .flat_map(|&[a, b, c]| [edge(a, b), edge(b, c), edge(c, a)]);
    let mut middles: BTreeMap<_, usize> = edges.map(|edge| (edge, 0)).collect();
    for (&(larger, smaller), middle) in &mut middles {
        *middle = corners.len();
        let (from, to) = (corners[smaller], corners[larger]);
        corners.push(std::array::from_fn(|axis| from[axis].midpoint(to[axis])));
    }
    let pieces = |&[a, b, c]: &[usize; 3]| {
        let [ab, bc, ca] = [edge(a, b), edge(b, c), edge(c, a)].map(|edge| middles[&edge]);
        [[a, ab, ca], [ab, b, bc], [ca, bc, c], [ab, bc, ca]]
    };
    faces.iter().flat_map(pieces).collect()
}
