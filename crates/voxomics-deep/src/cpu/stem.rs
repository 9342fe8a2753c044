//! The first convolution: 7 x 7, stride 2, on an image of three channels that lie beside each other.

use ndarray::ArrayView3;

use super::lanes::{LANES, ZERO};
use super::level::Level;
use super::lowered::Row;
use super::method::{Method, Tile};
use super::product::Panel;
use crate::network::Conv;

pub(super) const CHANNELS: usize = 3;
pub(super) const KERNEL: usize = 7;
pub(super) const STRIDE: usize = 2;
pub(super) const PADDING: usize = 3;

/// Numbers below a row of the kernel.
const LINE: usize = KERNEL * CHANNELS;
pub(super) const DEPTH: usize = (KERNEL * LINE).div_ceil(LANES);

/// An image with zeros around it.
#[derive(Debug)]
pub(super) struct Stem {
    rows: usize,
    columns: usize,
    pixels: Vec<f32>,
}

impl Stem {
    /// Of `[channels, rows, columns]`.
    pub(super) fn new(image: ArrayView3<'_, f32>) -> Self {
        let (channels, rows, columns) = image.dim();
        let pitch = (columns + 2 * PADDING) * channels;
        let mut pixels = vec![0.0; (rows + 2 * PADDING) * pitch];
        for (channel, plane) in image.outer_iter().enumerate() {
            for (row, line) in plane.outer_iter().enumerate() {
                let start = (row + PADDING) * pitch + PADDING * channels + channel;
                let places = pixels[start..].iter_mut().step_by(channels);
                for (place, &pixel) in places.zip(line) {
                    *place = pixel;
                }
            }
        }
        Self {
            rows,
            columns,
            pixels,
        }
    }
}

impl Method<1> for Stem {
    const POSITIONS: usize = 1;

    fn depth(&self) -> usize {
        DEPTH
    }

    fn outputs(&self) -> [usize; 2] {
        [self.rows, self.columns].map(|length| (length - 1) / STRIDE + 1)
    }

    #[inline(always)]
    fn lower<L: Level>(&self, _: L, tile: Tile, row: &mut Row<'_>) {
        let pitch = (self.columns + 2 * PADDING) * CHANNELS;
        let corner = tile.row * STRIDE * pitch + tile.column * STRIDE * CHANNELS;
        let mut all = [ZERO; DEPTH];
        let flat = all.as_flattened_mut();
        for y in 0..KERNEL {
            let line: &[f32; LINE] = self.pixels[corner + y * pitch..]
                .first_chunk()
                .expect("zeros are around");
            *flat[y * LINE..].first_chunk_mut().expect("seven lines") = *line;
        }
        for (block, lanes) in all.iter().enumerate() {
            *row.at(0, block) = *lanes;
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

/// Weights as the rows of [`Stem`] meet them: by row, column, channel.
pub(super) fn weights(conv: &Conv) -> impl Fn(usize, usize) -> [f32; 1] + Sync {
    |input, output| {
        let (at, channel) = (input / CHANNELS, input % CHANNELS);
        let known = at < KERNEL * KERNEL;
        [if known {
            conv.weight[(output * CHANNELS + channel) * KERNEL * KERNEL + at]
        } else {
            0.0
        }]
    }
}
