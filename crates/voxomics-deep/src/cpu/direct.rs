//! Convolution by its definition: a row of the matrix is everything below the kernel.

use super::lanes::{LANES, blocks};
use super::level::Level;
use super::lowered::Row;
use super::maps::{BORDER, Maps};
use super::method::{Method, Tile};
use super::product::Panel;
use crate::network::Conv;

/// 1 x 1 and 3 x 3, of any stride.
#[derive(Debug)]
pub(super) struct Direct<'a> {
    pub(super) input: &'a Maps,
    pub(super) kernel: usize,
    pub(super) stride: usize,
    pub(super) padding: usize,
}

impl Method<1> for Direct<'_> {
    const POSITIONS: usize = 1;

    fn depth(&self) -> usize {
        self.kernel * self.kernel * blocks(self.input.size.channels)
    }

    fn outputs(&self) -> [usize; 2] {
        let along = |length: usize| (length + 2 * self.padding - self.kernel) / self.stride + 1;
        [along(self.input.size.rows), along(self.input.size.columns)]
    }

    #[inline(always)]
    fn lower<L: Level>(&self, _: L, tile: Tile, row: &mut Row<'_>) {
        let size = self.input.size;
        let corner = (tile.row * self.stride + BORDER - self.padding) * size.pitch()
            + tile.column * self.stride
            + BORDER
            - self.padding;
        let channels = blocks(size.channels);
        for block in 0..channels {
            let plane = self.input.plane(block, tile.image);
            for y in 0..self.kernel {
                let line = &plane[corner + y * size.pitch()..][..self.kernel];
                for (x, lanes) in line.iter().enumerate() {
                    *row.at(0, (y * self.kernel + x) * channels + block) = *lanes;
                }
            }
        }
    }

    #[inline(always)]
    fn outcome<L: Level>(
        level: L,
        products: &[Panel],
        _: usize,
        column: usize,
    ) -> [[L::Vector; 1]; 1] {
        [[level.load(&products[0][column])]]
    }
}

/// Weights as the rows of [`Direct`] meet them: by row and column of the kernel, then by input; zero where there is none.
pub(super) fn weights(conv: &Conv) -> impl Fn(usize, usize) -> [f32; 1] + Sync {
    let inputs = blocks(conv.inputs) * LANES;
    move |input, output| {
        let (at, input) = (input / inputs, input % inputs);
        let area = conv.kernel * conv.kernel;
        let known = input < conv.inputs;
        [if known {
            conv.weight[(output * conv.inputs + input) * area + at]
        } else {
            0.0
        }]
    }
}
