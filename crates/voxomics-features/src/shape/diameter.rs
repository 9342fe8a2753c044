//! The largest distances between points of the surface.
//!
//! The points are the midpoints between a voxel inside and a neighbour outside, on a lattice of half
//! voxels. Only corners of their convex hull can be ends of a diameter: another point of the lattice
//! falls short by a quarter of a voxel, squared, at least. That is exact integer arithmetic, whatever
//! the spacing, and leaves few enough points to compare pairs.

use super::bits::{Bits, next_voxels, ones};
use super::farthest::Farthest;

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
        let t = std::time::Instant::now();
        let [nx, ny, nz] = bits.size().map(|n| 2 * n);
        let mut along_x = Lines::new(ny, nz);
        let mut along_y = Lines::new(nx, nz);
        for_midpoints(bits, |[x, y, z]| {
            along_x.cover(y, z, x);
            along_y.cover(x, z, y);
        });
        println!("lines {:?}", t.elapsed());
        let position = |point: Point| -> [f64; 3] {
            std::array::from_fn(|axis| point[axis] as f64 / 2.0 * spacing[axis])
        };
        let mut slice = Farthest::default();
        for z in 0..nz {
            let corners = along_x.hull(z * ny, 1, ny);
            slice.widen(corners.iter().map(|&[y, x]| position([x, y, z])));
        }
        println!("slice {:?}", t.elapsed());
        let mut column = Farthest::default();
        for y in 0..ny {
            let corners = along_x.hull(y, ny, nz);
            column.widen(corners.iter().map(|&[z, x]| position([x, y, z])));
        }
        println!("col {:?}", t.elapsed());
        let mut row = Farthest::default();
        for x in 0..nx {
            let corners = along_y.hull(x, nx, nz);
            row.widen(corners.iter().map(|&[z, y]| position([x, y, z])));
        }
        println!("row {:?}", t.elapsed());
        let mut solid = Farthest::default();
        let corners = corners(&along_x, &along_y);
        println!("corners {:?} {}", t.elapsed(), corners.len());
        solid.widen(corners.into_iter().map(position));
        println!("solid {:?}", t.elapsed());
        Self {
            solid: solid.distance(),
            slice: slice.distance(),
            column: column.distance(),
            row: row.distance(),
        }
    }
}

/// A point `[x, y, z]`, in half voxels.
type Point = [usize; 3];

/// Calls `visit` with every midpoint between a voxel inside and a neighbour outside.
fn for_midpoints(bits: &Bits, mut visit: impl FnMut(Point)) {
    let [_, ny, nz] = bits.size();
    for z in 0..nz - 1 {
        for y in 0..ny - 1 {
            let [row, below, behind] = [bits.row(y, z), bits.row(y + 1, z), bits.row(y, z + 1)];
            for (word, &voxels) in row.iter().enumerate() {
                let next = [next_voxels(row, word), below[word], behind[word]];
                for (axis, next) in next.into_iter().enumerate() {
                    for bit in ones(voxels ^ next) {
                        let mut point = [2 * (64 * word + bit), 2 * y, 2 * z];
                        point[axis] += 1;
                        visit(point);
                    }
                }
            }
        }
    }
}

/// Parallel lines, and where the points on each start and end.
#[derive(Debug)]
struct Lines {
    width: usize,
    lines: Vec<[End; 2]>,
}

/// An end of a line, and in how many planes it is a corner of the convex hull.
#[derive(Debug, Clone, Copy)]
struct End {
    at: usize,
    corner_of: u8,
}

impl Lines {
    fn new(width: usize, planes: usize) -> Self {
        let none = [usize::MAX, 0].map(|at| End { at, corner_of: 0 });
        Self {
            width,
            lines: vec![none; width * planes],
        }
    }

    fn cover(&mut self, line: usize, plane: usize, at: usize) {
        let [low, high] = &mut self.lines[plane * self.width + line];
        low.at = low.at.min(at);
        high.at = high.at.max(at);
    }

    /// Marks the corners of the convex hull of the points on `count` lines of a plane and returns
    /// them: the number of the line, and where on it.
    fn hull(&mut self, first: usize, step: usize, count: usize) -> Vec<[usize; 2]> {
        let mut corners: Vec<[usize; 2]> = Vec::new();
        for side in 0..2 {
            let start = corners.len();
            for line in 0..count {
                let [low, high] = self.lines[first + line * step];
                if low.at > high.at {
                    continue;
                }
                let point = [line, [low, high][side].at];
                while let &[.., a, b] = &corners[start..]
                    && { let t = turn(&a, &b, &point); if side == 0 { t >= 0 } else { t <= 0 } }
                {
                    corners.pop();
                }
                corners.push(point);
            }
            for &[line, _] in &corners[start..] {
                self.lines[first + line * step][side].corner_of += 1;
            }
        }
        corners
    }
}

fn turn(a: &[usize; 2], b: &[usize; 2], c: &[usize; 2]) -> isize {
    let d = |p: &[usize; 2], q: &[usize; 2], axis: usize| p[axis].cast_signed() - q[axis].cast_signed();
    d(b, a, 1) * d(c, a, 0) - d(c, a, 1) * d(b, a, 0)
}

/// The points that are corners of the convex hull in each of the three planes through them.
fn corners(along_x: &Lines, along_y: &Lines) -> Vec<Point> {
    let mut corners = Vec::new();
    for (i, ends) in along_x.lines.iter().enumerate() {
        let (y, z) = (i % along_x.width, i / along_x.width);
        for end in ends.iter().filter(|end| end.corner_of == 2) {
            let across = along_y.lines[z * along_y.width + end.at];
            if across.iter().any(|end| end.at == y && end.corner_of == 1) {
                corners.push([end.at, y, z]);
            }
        }
    }
    corners
}
