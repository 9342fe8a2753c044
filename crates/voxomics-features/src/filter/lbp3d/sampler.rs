//! Samples on the sphere about each voxel of a line.

use std::ops::Range;

use voxomics_volume::{AnyVolume, Region};

use super::exact::{Run, runs};
use super::rounding::Rounding;
use super::spline::{Spline, Taps};

/// The spline about every voxel, at the corners of the sphere: the samples of `SciPy`'s
/// `map_coordinates`, bit for bit.
#[derive(Debug)]
pub(super) struct Sampler {
    pub(super) grid: [usize; 3],
    pub(super) spline: Spline,
    pencils: Vec<Pencil>,
    way: Way,
}

/// How samples come by their bits.
#[derive(Debug)]
enum Way {
    /// Computed up to a slack, then rounded, for types where few bits are left.
    Rounded(Rounding),
    /// In `SciPy`'s order of operations. Where along x each corner has which taps.
    Exact(Vec<Vec<Run>>),
}

/// Corners that differ in x alone: they share what is computed along y and z.
#[derive(Debug)]
pub(super) struct Pencil {
    /// Offset from the centre along y and z.
    offset: [f64; 2],
    pub(super) y: Taps,
    pub(super) z: Taps,
    pub(super) corners: Vec<Corner>,
}

#[derive(Debug)]
pub(super) struct Corner {
    pub(super) index: usize,
    /// From the centre along x.
    pub(super) offset: f64,
    pub(super) x: Taps,
}

/// One line of voxels: where it begins and their values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) start: [usize; 3],
    pub(super) centres: &'a [f64],
}

/// Where samples are written: those of corner `i` begin at `i * stride`.
#[derive(Debug)]
pub(super) struct Samples<'a> {
    pub(super) values: &'a mut [f64],
    pub(super) stride: usize,
}

impl Samples<'_> {
    pub(super) fn of(&mut self, corner: &Corner, voxels: Range<usize>) -> &mut [f64] {
        &mut self.values[corner.index * self.stride..][voxels]
    }
}

impl Sampler {
    /// For the voxels of `region`. The corners' `[x, y, z]` are offsets along z, y and x: so does
    /// `PyRadiomics`.
    pub(super) fn new(image: &AnyVolume, region: Region, corners: &[[f64; 3]]) -> Self {
        let offsets: Vec<[f64; 3]> = corners.iter().map(|&[x, y, z]| [z, y, x]).collect();
        let grid = image.geometry().size();
        let [start, end] = reach(grid, region, &offsets);
        let spline = Spline::new(image, start, end);
        let columns = region.start()[0]..region.end()[0];
        let runs = |offset: &[f64; 3]| runs(columns.clone(), offset[0], grid[0]);
        let way = match Rounding::new(image.voxel_type(), spline.largest(), grid) {
            Some(rounding) => Way::Rounded(rounding),
            None => Way::Exact(offsets.iter().map(runs).collect()),
        };
        Self {
            grid,
            spline,
            pencils: pencils(&offsets),
            way,
        }
    }

    /// Room that [`Self::sample`] needs for lines of `count` voxels.
    pub(super) fn room(&self, count: usize) -> usize {
        let widest = self.pencils.iter().map(|pencil| pencil.span().len()).max();
        let [first, last] = self.spline.columns();
        16 * last.abs_diff(first).min(count + widest.unwrap_or(0))
    }

    /// Writes the samples about each voxel.
    pub(super) fn sample(&self, line: Line<'_>, room: &mut [f64], mut samples: Samples<'_>) {
        for pencil in &self.pencils {
            for corner in &pencil.corners {
                samples.of(corner, 0..line.centres.len()).fill(0.0);
            }
            let y = line.start[1] as f64 + pencil.offset[0];
            let z = line.start[2] as f64 + pencil.offset[1];
            if !contains(self.grid[1], y) || !contains(self.grid[2], z) {
                continue;
            }
            match &self.way {
                Way::Rounded(rounding) => {
                    self.rounded(pencil, line, [y, z], *rounding, room, &mut samples);
                }
                Way::Exact(runs) => self.exact(pencil, line, [y, z], runs, room, &mut samples),
            }
        }
    }

    /// The columns whose coefficients the samples of a line ask for.
    pub(super) fn columns(&self, pencil: &Pencil, line: Line<'_>) -> Range<isize> {
        let span = pencil.span();
        let [first, last] = self.spline.columns();
        let start = line.start[0].cast_signed();
        let end = start + line.centres.len().cast_signed();
        let start = (start + span.start).clamp(first, last);
        start..(end + span.end).clamp(start, last)
    }
}

impl Pencil {
    /// How far the taps reach along x: from the first voxel of a line, and beyond its last. One more:
    /// a position can be rounded up to the next voxel.
    fn span(&self) -> Range<isize> {
        let first = self.corners.iter().map(|corner| corner.x.first);
        let last = first.clone().max().unwrap_or(0);
        first.min().unwrap_or(0)..last + 4
    }
}

/// Corners with the same offset along y and z, together.
fn pencils(offsets: &[[f64; 3]]) -> Vec<Pencil> {
    let mut pencils: Vec<Pencil> = Vec::new();
    for (index, &[x, y, z]) in offsets.iter().enumerate() {
        let corner = Corner {
            index,
            offset: x,
            x: Taps::at(x),
        };
        let bits = [y, z].map(f64::to_bits);
        let same = |pencil: &&mut Pencil| pencil.offset.map(f64::to_bits) == bits;
        if let Some(pencil) = pencils.iter_mut().find(same) {
            pencil.corners.push(corner);
        } else {
            pencils.push(Pencil {
                offset: [y, z],
                y: Taps::at(y),
                z: Taps::at(z),
                corners: vec![corner],
            });
        }
    }
    pencils
}

/// First and one past the last coefficient that the samples of a region can ask for.
fn reach(grid: [usize; 3], region: Region, offsets: &[[f64; 3]]) -> [[isize; 3]; 2] {
    let ends = |axis: usize| {
        let first = offsets.iter().map(|offset| Taps::at(offset[axis]).first);
        let before = first.clone().min().unwrap_or(0);
        // One more, as in `span`.
        let after = first.max().unwrap_or(0) + 4;
        let start = region.start()[axis].cast_signed() + before;
        let end = region.end()[axis].cast_signed() + after;
        // Positions within the grid ask for one voxel before it and two behind it at most.
        let size = grid[axis].cast_signed();
        [start.clamp(-1, size), end.clamp(0, size + 2)]
    };
    let ends = [ends(0), ends(1), ends(2)];
    [0, 1].map(|end| ends.map(|ends| ends[end]))
}

/// Whether a position along an axis lies between the first and the last of `count` voxels: beyond,
/// samples are 0.
pub(super) fn contains(count: usize, position: f64) -> bool {
    position >= 0.0 && position <= (count - 1) as f64
}
