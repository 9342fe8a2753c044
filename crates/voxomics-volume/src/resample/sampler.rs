//! Rows of a grid out of the values of another.

use super::lines::Lines;
use super::rows::Rows;
use super::source::{Edge, Source};
use super::taps::{Axes, LANES, Stencil, Taps};

/// How a voxel is made of `N` voxels an axis.
pub(super) trait Kernel<const N: usize>: Send + Sync {
    /// What lies beyond the edge.
    const EDGE: Edge = Edge::Repeated;

    /// Voxels on either side of an index that are needed, with some to spare for mirrors and rounding.
    const MARGIN: usize = N / 2 + 2;

    /// The voxels along an axis for a continuous index that lies inside.
    fn stencil(&self, axis: usize, index: f64) -> Stencil<N>;

    /// The values of [`LANES`] voxels.
    fn values(source: &[f64], axes: Axes<'_, N>) -> [f64; LANES];
}

/// Rows by a kernel.
pub(super) struct Sampler<K, const N: usize> {
    kernel: K,
    lines: Lines,
    source: Source,
    /// Taps of every x (in blocks of [`LANES`]), y and z, where they depend on nothing else.
    tables: Option<[Vec<Taps<N>>; 3]>,
}

impl<K: Kernel<N>, const N: usize> Sampler<K, N> {
    pub(super) fn new(kernel: K, lines: Lines, source: Source) -> Self {
        let mut sampler = Self {
            kernel,
            lines,
            source,
            tables: None,
        };
        if sampler.lines.are_parallel() {
            sampler.tables = Some(sampler.tables());
        }
        sampler
    }

    fn tables(&self) -> [Vec<Taps<N>>; 3] {
        let [nx, ny, nz] = self.lines.onto().size();
        let line = self.lines.line(0, 0);
        let lane = |axis: usize, y: usize, z: usize| {
            let index = self.lines.line(y, z).at(0)[axis];
            self.taps(axis, [index; LANES])
        };
        [
            (0..nx)
                .step_by(LANES)
                .map(|x| self.taps(0, lanes(x, nx).map(|x| line.at(x)[0])))
                .collect(),
            (0..ny).map(|y| lane(1, y, 0)).collect(),
            (0..nz).map(|z| lane(2, 0, z)).collect(),
        ]
    }

    /// The taps along an axis for a continuous index each.
    fn taps(&self, axis: usize, indices: [f64; LANES]) -> Taps<N> {
        let mut of_lanes = ([[0; LANES]; N], [[0.0; LANES]; N]);
        let mut inside = [false; LANES];
        let size = self.lines.from().size()[axis];
        let mut known = f64::NAN;
        let (mut offsets, mut weights) = ([0; N], [0.0; N]);
        for (lane, index) in indices.into_iter().enumerate() {
            inside[lane] = (-0.5..size as f64 - 0.5).contains(&index);
            let index = if inside[lane] { index } else { 0.0 };
            // Neighbours often lie in the same plane, and sines are dear.
            if index.to_bits() != known.to_bits() {
                let stencil = self.stencil(axis, index);
                offsets = self.source.offsets(axis, stencil.first, size, K::EDGE);
                weights = stencil.weights;
                known = index;
            }
            for tap in 0..N {
                of_lanes.0[tap][lane] = offsets[tap];
                of_lanes.1[tap][lane] = weights[tap];
            }
        }
        Taps::new(of_lanes.0, of_lanes.1, inside)
    }

    /// The kernel's stencil; in a two-dimensional image the only voxel along z.
    fn stencil(&self, axis: usize, index: f64) -> Stencil<N> {
        if axis < self.lines.from().rank() {
            return self.kernel.stencil(axis, index);
        }
        let mut weights = [0.0; N];
        weights[0] = 1.0;
        Stencil { first: 0, weights }
    }

    fn block(&self, axes: Axes<'_, N>, values: &mut [f64]) {
        let sampled = K::values(self.source.values(), axes);
        for (lane, value) in values.iter_mut().enumerate() {
            let inside = axes.iter().all(|taps| taps.inside[lane]);
            *value = if inside { sampled[lane] } else { 0.0 };
        }
    }
}

impl<K: Kernel<N>, const N: usize> Rows for Sampler<K, N> {
    fn row(&self, y: usize, z: usize, values: &mut [f64]) {
        let length = values.len();
        let blocks = values.chunks_mut(LANES);
        if let Some([along_x, along_y, along_z]) = &self.tables {
            for (x, values) in along_x.iter().zip(blocks) {
                self.block([x, &along_y[y], &along_z[z]], values);
            }
            return;
        }
        let line = self.lines.line(y, z);
        for (block, values) in blocks.enumerate() {
            let indices = lanes(block * LANES, length).map(|x| line.at(x));
            let [x, y, z] = [0, 1, 2].map(|axis| self.taps(axis, indices.map(|index| index[axis])));
            self.block([&x, &y, &z], values);
        }
    }
}

/// The voxels from `x` on, the row's last one repeated beyond its end.
fn lanes(x: usize, length: usize) -> [usize; LANES] {
    std::array::from_fn(|lane| (x + lane).min(length - 1))
}

#[cfg(test)]
mod tests {
    use super::super::kernel::{Linear, Spline};
    use super::super::spline;
    use super::{Kernel, Lines, Rows, Sampler};
    use crate::{AnyVolume, Geometry, Volume};

    fn bits<K: Kernel<N>, const N: usize>(sampler: &Sampler<K, N>) -> Vec<u64> {
        let [nx, ny, nz] = sampler.lines.onto().size();
        let mut row = vec![f64::NAN; nx];
        let mut bits = Vec::new();
        for (y, z) in (0..nz).flat_map(|z| (0..ny).map(move |y| (y, z))) {
            sampler.row(y, z, &mut row);
            bits.extend(row.iter().map(|value| value.to_bits()));
        }
        bits
    }

    fn assert_tables_change_nothing<K: Kernel<N>, const N: usize>(kernel: K) {
        let direction = [[-1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, -1.0]];
        let from = Geometry::new([21, 9, 7], [0.7, 1.3, 2.9], [4.1, -3.3, 9.7], direction);
        let origin = [4.0, -3.1, 10.9]; // begins outside
        let onto = Geometry::new([29, 13, 19], [0.5, 1.1, 1.1], origin, direction);
        let (from, onto) = (from.unwrap(), onto.unwrap());
        let image = Volume::from_fn(from, |[x, y, z]| (x * 37 + y * 101 + z * 59) as f64 % 40.1);
        let lines = Lines::new(&from, &onto);
        let source = spline::coefficients(&AnyVolume::from(image), lines.region(K::MARGIN));
        let mut sampler = Sampler::new(kernel, lines, source);
        let with_tables = bits(&sampler);
        assert!(sampler.tables.take().is_some());
        assert_eq!(bits(&sampler), with_tables);
    }

    #[test]
    fn tables_change_no_bit() {
        assert_tables_change_nothing(Linear);
        assert_tables_change_nothing(Spline);
    }
}
