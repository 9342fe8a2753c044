//! Samples of a part of a periodic image.

use voxomics_volume::{Volume, Voxel};

use super::span::Span;

/// The samples of a span along each axis, x fastest.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Band<T> {
    pub(super) spans: [Span; 3],
    pub(super) values: Vec<T>,
}

impl<T: Copy> Band<T> {
    /// From an image whose odd axes have their first voxel again at their end.
    pub(super) fn read<V: Voxel>(
        volume: &Volume<V>,
        spans: [Span; 3],
        convert: impl Fn(V) -> T,
    ) -> Self {
        let size = volume.geometry().size();
        let voxels = volume.voxels();
        let [xs, ys, zs] = [0, 1, 2].map(|axis: usize| -> Vec<usize> {
            let positions = spans[axis].positions();
            positions.map(|position| position % size[axis]).collect()
        });
        let mut values = Vec::with_capacity(xs.len() * ys.len() * zs.len());
        for z in zs {
            for y in &ys {
                let line = &voxels[(z * size[1] + y) * size[0]..][..size[0]];
                values.extend(xs.iter().map(|&x| convert(line[x])));
            }
        }
        Self { spans, values }
    }

    /// The samples of a smaller part that does not go around an end.
    pub(super) fn cropped(self, spans: [Span; 3]) -> Vec<T> {
        if spans == self.spans {
            return self.values;
        }
        let [nx, ny, nz] = spans.map(|span| span.len);
        let [x0, y0, z0] = [0, 1, 2].map(|axis| self.spans[axis].index_of(spans[axis].start));
        let mut values = Vec::with_capacity(nx * ny * nz);
        for z in z0..z0 + nz {
            for y in y0..y0 + ny {
                let line = (z * self.spans[1].len + y) * self.spans[0].len;
                values.extend_from_slice(&self.values[line + x0..][..nx]);
            }
        }
        values
    }
}
