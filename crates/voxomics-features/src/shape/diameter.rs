//! The largest distances between points of the surface.
//!
//! The points are the midpoints between a voxel inside and a neighbour outside; counted in half
//! voxels they have integer coordinates. Only the two ends of a line of points can be ends of a
//! diameter, and what is left after that is small enough for [`Farthest`].

use super::bits::{Bits, next_voxels, ones};
use super::farthest::{Farthest, Point};

/// The largest distances between points of the surface, mm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Diameters {
    pub(crate) solid: f64,
    /// Between points of equal z.
    pub(crate) slice: f64,
    /// Between points of equal y.
    pub(crate) column: f64,
    /// Between points of equal x.
    pub(crate) row: f64,
}

impl Diameters {
    pub(crate) fn new(bits: &Bits, spacing: [f64; 3]) -> Self {
        let [nx, ny, nz] = bits.size().map(|n| 2 * n);
        let mut along_x = Lines::new(ny, nz);
        let mut along_y = Lines::new(nx, nz);
        for_midpoints(bits, |[x, y, z]| {
            along_x.cover(y, z, x);
            along_y.cover(x, z, y);
        });
        let none = Farthest::new(spacing);
        let slice = from_middle(nz).fold(none, |slice, z| {
            let points = (0..ny).flat_map(|y| along_x.ends(y, z).map(move |x| point(x, y, z)));
            slice.widen(points, &[Z])
        });
        let column = from_middle(ny).fold(none, |column, y| {
            let points = (0..nz).flat_map(|z| along_x.ends(y, z).map(move |x| point(x, y, z)));
            column.widen(points, &[Y])
        });
        let row = from_middle(nx).fold(none, |row, x| {
            let points = (0..nz).flat_map(|z| along_y.ends(x, z).map(move |y| point(x, y, z)));
            row.widen(points, &[X])
        });
        let lines = (0..nz).flat_map(|z| (0..ny).map(move |y| (y, z)));
        let points = lines.flat_map(|(y, z)| along_x.ends(y, z).map(move |x| point(x, y, z)));
        let solid = slice.or(column).or(row).widen(points, &[Z, Y, X]);
        Self {
            solid: solid.distance(),
            slice: slice.distance(),
            column: column.distance(),
            row: row.distance(),
        }
    }
}

const X: usize = 0;
const Y: usize = 1;
const Z: usize = 2;

fn point(x: usize, y: usize, z: usize) -> Point {
    [x.cast_signed(), y.cast_signed(), z.cast_signed()]
}

/// `0..n`, the middle first: there lie the largest planes of most regions, and spare the rest.
fn from_middle(n: usize) -> impl Iterator<Item = usize> {
    (n / 2..n).chain((0..n / 2).rev())
}

/// Calls `visit` with every midpoint, `[x, y, z]`.
fn for_midpoints(bits: &Bits, mut visit: impl FnMut([usize; 3])) {
    let [_, ny, nz] = bits.size();
    for z in 0..nz - 1 {
        for y in 0..ny - 1 {
            let [row, below, behind] = [bits.row(y, z), bits.row(y + 1, z), bits.row(y, z + 1)];
            for (word, &voxels) in row.iter().enumerate() {
                let neighbours = [next_voxels(row, word), below[word], behind[word]];
                for (axis, neighbours) in neighbours.into_iter().enumerate() {
                    for bit in ones(voxels ^ neighbours) {
                        let mut point = [2 * (64 * word + bit), 2 * y, 2 * z];
                        point[axis] += 1;
                        visit(point);
                    }
                }
            }
        }
    }
}

/// Parallel lines of points, in planes, and where each line starts and ends.
#[derive(Debug)]
struct Lines {
    in_plane: usize,
    ends: Vec<[usize; 2]>,
}

impl Lines {
    fn new(in_plane: usize, planes: usize) -> Self {
        Self {
            in_plane,
            ends: vec![[usize::MAX, 0]; in_plane * planes],
        }
    }

    fn cover(&mut self, line: usize, plane: usize, at: usize) {
        let [start, end] = &mut self.ends[plane * self.in_plane + line];
        *start = at.min(*start);
        *end = at.max(*end);
    }

    /// The ends of a line: none, one or two.
    fn ends(&self, line: usize, plane: usize) -> impl Iterator<Item = usize> + Clone {
        let ends = &self.ends[plane * self.in_plane + line];
        let [start, end] = *ends;
        let len = if start < end {
            2
        } else {
            usize::from(start == end)
        };
        ends[..len].iter().copied()
    }
}
