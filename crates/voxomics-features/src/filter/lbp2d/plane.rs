//! The planes that patterns are sampled in.

use voxomics_volume::{AnyVolume, Region, Volume, Voxel, for_any};

use super::Options;

/// A region of an image and what a circle reaches beyond it, 0 where the image ends.
#[derive(Debug)]
pub(super) struct Plane {
    grid: [usize; 3],
    region: Region,
    /// The axes along which rows and columns are counted.
    rows: usize,
    columns: usize,
    /// Voxels that were added at either end of each axis.
    padding: [usize; 3],
    size: [usize; 3],
    voxels: Vec<f64>,
}

impl Plane {
    /// For a region of the image that is not empty.
    pub(super) fn new(image: &AnyVolume, region: Region, options: &Options) -> Self {
        let (rows, columns) = match options.axis {
            0 => (1, 2),
            1 => (2, 0),
            _ => (1, 0),
        };
        let grid = image.geometry().size();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "positive, and saturates"
        )]
        let reach = options.radius.ceil() as usize;
        let mut padding = [0; 3];
        for axis in [rows, columns] {
            padding[axis] = reach.min(grid[axis]);
        }
        let size = std::array::from_fn(|axis| region.size()[axis] + 2 * padding[axis]);
        let mut plane = Self {
            grid,
            region,
            rows,
            columns,
            padding,
            size,
            voxels: vec![0.0; size.iter().product()],
        };
        for_any!(image, volume => plane.fill(volume));
        plane
    }

    fn fill<T: Voxel>(&mut self, volume: &Volume<T>) {
        let kept = self.region.padded(self.padding, self.grid);
        let [nx, ny, _] = self.grid;
        let [width, height, _] = self.size;
        // Where the first kept voxel lies in the padded box.
        let [left, front, below] = std::array::from_fn(|axis| {
            self.padding[axis] + kept.start()[axis] - self.region.start()[axis]
        });
        for z in 0..kept.size()[2] {
            for y in 0..kept.size()[1] {
                let from =
                    ((kept.start()[2] + z) * ny + kept.start()[1] + y) * nx + kept.start()[0];
                let to = ((below + z) * height + front + y) * width + left;
                let voxels = &volume.voxels()[from..][..kept.size()[0]];
                for (to, from) in self.voxels[to..].iter_mut().zip(voxels) {
                    *to = from.to_f64();
                }
            }
        }
    }

    /// The voxels of a line of the region, moved by whole rows and columns.
    pub(super) fn line(&self, [y, z]: [usize; 2], row: f64, column: f64) -> &[f64] {
        let mut at = [0, y, z];
        for (axis, offset) in [(self.rows, row), (self.columns, column)] {
            // Further away there is nothing but zeros either.
            let most = self.padding[axis] as f64;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "from 0 to twice the padding"
            )]
            let moved = (offset.clamp(-most, most) + most) as usize;
            at[axis] += moved;
        }
        let line = (at[2] * self.size[1] + at[1]) * self.size[0] + at[0];
        &self.voxels[line..][..self.region.size()[0]]
    }

    /// Writes the column of each voxel of a line of the region.
    pub(super) fn columns(&self, [y, z]: [usize; 2], columns: &mut [f64]) {
        let start = self.region.start()[self.columns];
        for (x, column) in columns.iter_mut().enumerate() {
            *column = (start + [x, y, z][self.columns]) as f64;
        }
    }

    /// Writes the sample at `[row, column]` from each voxel of a line: interpolated linearly, in the
    /// order of scikit-image. An offset ends in its fifth decimal, so its whole part is the same for
    /// all voxels; the bits of the rest are not.
    pub(super) fn sample(
        &self,
        line: [usize; 2],
        [row, column]: [f64; 2],
        columns: &[f64],
        samples: &mut [f64],
    ) {
        let [y, z] = line;
        let centre = (self.region.start()[self.rows] + [0, y, z][self.rows]) as f64;
        let down = (centre + row) - (centre + row.floor());
        let [top, bottom] = [row.floor(), row.ceil()].map(|row| {
            let left = self.line(line, row, column.floor());
            let right = self.line(line, row, column.ceil());
            left.iter().zip(right)
        });
        let lines = columns.iter().zip(top.zip(bottom));
        for (sample, (centre, ((a, b), (c, d)))) in samples.iter_mut().zip(lines) {
            let right = (centre + column) - (centre + column.floor());
            let top = (1.0 - right) * a + right * b;
            let bottom = (1.0 - right) * c + right * d;
            *sample = (1.0 - down) * top + down * bottom;
        }
    }
}
