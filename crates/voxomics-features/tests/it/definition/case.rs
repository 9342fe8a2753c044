//! Random small regions, with every option.

use std::collections::BTreeSet;

use voxomics_core::{Seed, Stream};
use voxomics_features::discretise::{Binning, Levels};
use voxomics_features::neighbours::Neighbourhood;
use voxomics_features::roi::{Roi, RoiMask};
use voxomics_features::weighting::Norm;

use super::discretise::levels;

/// A position, `[x, y, z]`; may lie outside the box.
pub(super) type Position = [isize; 3];

/// A region in grey levels, as a definition sees it.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub(super) size: [usize; 3],
    pub(super) spacing: [f64; 3],
    /// 0 outside the mask, x fastest.
    levels: Vec<usize>,
}

impl Grid {
    /// The level at a position, 0 outside the mask and outside the box.
    pub(super) fn at(&self, position: Position) -> usize {
        let [nx, ny, nz] = self.size.map(usize::cast_signed);
        let [x, y, z] = position;
        let inside = (0..nx).contains(&x) && (0..ny).contains(&y) && (0..nz).contains(&z);
        let index = (z * ny + y) * nx + x;
        if inside {
            self.levels[index.unsigned_abs()]
        } else {
            0
        }
    }

    /// Every position of the box.
    pub(super) fn positions(&self) -> Vec<Position> {
        let [nx, ny, nz] = self.size.map(usize::cast_signed);
        let mut positions = Vec::new();
        for z in 0..nz {
            for y in 0..ny {
                positions.extend((0..nx).map(|x| [x, y, z]));
            }
        }
        positions
    }

    /// Every position inside the mask.
    pub(super) fn inside(&self) -> Vec<Position> {
        let positions = self.positions().into_iter();
        positions
            .filter(|&position| self.at(position) > 0)
            .collect()
    }

    /// The levels present, ascending.
    pub(super) fn present(&self) -> Vec<usize> {
        let present: BTreeSet<usize> = self
            .levels
            .iter()
            .copied()
            .filter(|&level| level > 0)
            .collect();
        present.into_iter().collect()
    }

    /// Every offset at one of the distances that leads from some voxel of the box to another, with `z`
    /// descending, then `y`, then `x`. PyRadiomics counts the offsets of each entry of `distances`, goes
    /// round the list of different offsets until it has as many, and takes the first half for classes
    /// that need one of each pair of opposite offsets.
    pub(super) fn offsets(&self, distances: &[usize], flat_axis: Option<usize>) -> Vec<Position> {
        let mut different = Vec::new();
        let mut count = 0;
        for z in (-6..=6).rev() {
            for y in (-6..=6).rev() {
                for x in (-6..=6_isize).rev() {
                    let offset: Position = [x, y, z];
                    let steps = offset.map(isize::unsigned_abs);
                    let fits = (0..3).all(|axis| steps[axis] < self.size[axis]);
                    let flat = flat_axis.is_none_or(|axis| steps[axis] == 0);
                    let norm = steps.into_iter().max().unwrap();
                    let times = distances
                        .iter()
                        .filter(|&&distance| distance == norm)
                        .count();
                    if fits && flat && norm > 0 && times > 0 {
                        different.push(offset);
                        count += times;
                    }
                }
            }
        }
        different.into_iter().cycle().take(count).collect()
    }

    /// The first half of [`offsets`](Self::offsets).
    pub(super) fn directions(
        &self,
        distances: &[usize],
        flat_axis: Option<usize>,
    ) -> Vec<Position> {
        let mut offsets = self.offsets(distances, flat_axis);
        offsets.truncate(offsets.len() / 2);
        offsets
    }

    /// Length of a step in mm.
    pub(super) fn length(&self, norm: Norm, offset: Position) -> f64 {
        let [x, y, z] = [0, 1, 2].map(|axis| (offset[axis] as f64 * self.spacing[axis]).abs());
        match norm {
            Norm::Infinity => x.max(y).max(z),
            Norm::Euclidean => (x * x + y * y + z * z).sqrt(),
            Norm::Manhattan => x + y + z,
            Norm::NoWeighting => 1.0,
        }
    }
}

pub(super) fn step(from: Position, offset: Position) -> Position {
    [0, 1, 2].map(|axis| from[axis] + offset[axis])
}

/// A region and options for whatever class.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) grid: Grid,
    pub(super) levels: Levels,
    pub(super) distances: Vec<usize>,
    pub(super) flat_axis: Option<usize>,
    pub(super) norm: Option<Norm>,
    pub(super) symmetrical: bool,
    pub(super) alpha: u16,
}

impl Case {
    pub(super) fn neighbourhood(&self) -> Neighbourhood {
        Neighbourhood::new(self.distances.clone(), self.flat_axis)
    }

    fn draw(index: u64) -> Self {
        let stream = &mut Seed(1).stream("definition", index);
        let size = [0; 3].map(|_| 1 + stream.below(6));
        let spacing = *pick(stream, &[[1.0, 1.0, 1.0], [0.7, 0.7, 2.5], [0.4, 1.1, 0.9]]);
        let inside = draw_mask(stream, size);
        let width = *pick(stream, &[1.0, 0.1, 0.3, 25.0]);
        let values = draw_values(stream, inside.len(), width);
        let mask = RoiMask::new(size, spacing, inside.clone()).unwrap();
        let roi = Roi::new(mask, values.clone()).unwrap();
        let drawn = values
            .iter()
            .zip(&inside)
            .filter(|(_, inside)| **inside == 1);
        let drawn: Vec<f64> = drawn.map(|(value, _)| *value).collect();
        let mut drawn = levels(&drawn, Binning::Width(width)).into_iter();
        let level = |&inside: &u8| {
            if inside == 1 {
                drawn.next().unwrap()
            } else {
                0
            }
        };
        let case = Self {
            name: String::new(),
            grid: Grid {
                size,
                spacing,
                levels: inside.iter().map(level).collect(),
            },
            levels: Levels::new(&roi, Binning::Width(width)).unwrap(),
            distances: pick(
                stream,
                &[vec![1], vec![2], vec![1, 3], vec![1, 1], vec![1, 2, 1]],
            )
            .clone(),
            flat_axis: *pick(stream, &[None, None, Some(0), Some(1), Some(2)]),
            norm: *pick(stream, &NORMS),
            symmetrical: *pick(stream, &[true, false]),
            alpha: *pick(stream, &[0, 1, 2, 3]),
        };
        let name = format!("case {index}: {case:?}");
        Self { name, ..case }
    }
}

const NORMS: [Option<Norm>; 6] = [
    None,
    None,
    Some(Norm::Infinity),
    Some(Norm::Euclidean),
    Some(Norm::Manhattan),
    Some(Norm::NoWeighting),
];

pub(super) fn pick<'a, T>(stream: &mut Stream, from: &'a [T]) -> &'a T {
    &from[stream.below(from.len())]
}

/// Full, with gaps, sparse, or voxels of which no two touch; at least one voxel.
fn draw_mask(stream: &mut Stream, size: [usize; 3]) -> Vec<u8> {
    let density = *pick(stream, &[1.0, 0.85, 0.5, 0.1]);
    let isolated = stream.below(8) == 0;
    let [nx, ny, nz] = size;
    let mut inside = vec![0; nx * ny * nz];
    for (at, inside) in inside.iter_mut().enumerate() {
        let odd = at % nx % 2 == 1 || at / nx % ny % 2 == 1 || at / nx / ny % 2 == 1;
        let drawn = stream.uniform() < density;
        *inside = u8::from(drawn && !(isolated && odd));
    }
    if !inside.contains(&1) {
        inside[0] = 1;
    }
    inside
}

/// Multiples of the width, near their predecessors as often as not, so that there are runs and zones.
fn draw_values(stream: &mut Stream, len: usize, width: f64) -> Vec<f64> {
    let range = *pick(stream, &[1, 2, 4, 12, 40]);
    let stride = *pick(stream, &[1.0, 3.0]);
    let lowest = stream.below(60) as f64 - 30.0;
    let likeness = *pick(stream, &[0.0, 0.5, 0.8]);
    let mut values: Vec<f64> = Vec::new();
    for _ in 0..len {
        let drawn = (lowest + stride * stream.below(range) as f64) * width;
        let like = stream.uniform() < likeness;
        values.push(*values.last().filter(|_| like).unwrap_or(&drawn));
    }
    values
}

/// The same cases for every class.
pub(super) fn cases() -> Vec<Case> {
    (0..600).map(Case::draw).collect()
}

#[test]
fn cases_have_every_option() {
    let cases = cases();
    let some = |condition: &dyn Fn(&Case) -> bool| {
        let found = cases.iter().filter(|case| condition(case)).count();
        assert!(found >= 20, "{found} cases only");
    };
    for distances in [vec![1], vec![2], vec![1, 3], vec![1, 1], vec![1, 2, 1]] {
        some(&|case| case.distances == distances);
    }
    for flat_axis in [None, Some(0), Some(1), Some(2)] {
        some(&|case| case.flat_axis == flat_axis);
    }
    for norm in NORMS {
        some(&|case| case.norm == norm);
    }
    for alpha in 0..4 {
        some(&|case| case.alpha == alpha);
    }
    for axis in 0..3 {
        some(&|case| case.grid.size[axis] == 1);
    }
    some(&|case| case.symmetrical);
    some(&|case| !case.symmetrical);
    some(&|case| case.grid.inside().len() == case.grid.positions().len());
    some(&|case| case.grid.inside().len() < case.grid.positions().len());
    some(&|case| case.grid.present().len() == 1);
    some(&|case| case.grid.present().len() > 15);
    some(&|case| case.grid.present().first() == Some(&2)); // the float remainder moved the first edge
    some(&|case| {
        case.grid
            .present()
            .windows(2)
            .any(|pair| pair[1] > pair[0] + 1)
    });
}
