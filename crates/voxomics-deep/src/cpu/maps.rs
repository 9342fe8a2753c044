//! The channels of several images, sixteen beside each other, with zeros around every image.

use ndarray::Array4;

use super::lanes::{LANES, Lanes, ZERO, blocks};
use super::scratch::Scratch;

/// Rows and columns of zeros before an image.
pub(super) const BORDER: usize = 1;

/// Images end at a multiple of so many rows and columns before the zeros begin that are behind them.
const STEP: usize = 4;

/// How large something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) images: usize,
    pub(super) channels: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

impl Size {
    /// Columns of a row with its border.
    pub(super) fn pitch(&self) -> usize {
        self.columns.next_multiple_of(STEP) + 2 * BORDER
    }

    /// Positions of an image with its border.
    pub(super) fn plane(&self) -> usize {
        (self.rows.next_multiple_of(STEP) + 2 * BORDER) * self.pitch()
    }

    /// Positions of all planes.
    fn length(&self) -> usize {
        blocks(self.channels) * self.images * self.plane()
    }

    /// Where a position of an image is in its plane.
    pub(super) fn at(&self, row: usize, column: usize) -> usize {
        (row + BORDER) * self.pitch() + column + BORDER
    }
}

/// Feature maps: blocks of sixteen channels; in each, every image; in each, rows and columns with their border.
#[derive(Debug)]
pub(super) struct Maps {
    pub(super) size: Size,
    buffer: Vec<Lanes>,
}

impl Maps {
    /// Maps whose border is zero; what is inside is to be written.
    pub(super) fn new(size: Size, scratch: &Scratch) -> Self {
        let mut maps = Self {
            size,
            buffer: scratch.take(size.length()),
        };
        let (from, to) = (size.at(0, 0), size.at(size.rows - 1, size.columns));
        for plane in maps.lanes().chunks_exact_mut(size.plane()) {
            plane[..from].fill(ZERO);
            for row in 1..size.rows {
                plane[size.at(row - 1, size.columns)..size.at(row, 0)].fill(ZERO);
            }
            plane[to..].fill(ZERO);
        }
        maps
    }

    /// All of them; behind them the buffer may go on.
    pub(super) fn lanes(&mut self) -> &mut [Lanes] {
        &mut self.buffer[..self.size.length()]
    }

    /// Gives the buffer back.
    pub(super) fn free(self, scratch: &Scratch) {
        scratch.give(self.buffer);
    }

    /// A block of channels of an image, with its border.
    pub(super) fn plane(&self, block: usize, image: usize) -> &[Lanes] {
        let plane = self.size.plane();
        &self.buffer[(block * self.size.images + image) * plane..][..plane]
    }

    /// `[images, channels, rows, columns]`.
    pub(super) fn unpacked(&self) -> Array4<f32> {
        let Size {
            images,
            channels,
            rows,
            columns,
        } = self.size;
        Array4::from_shape_fn(
            (images, channels, rows, columns),
            |(image, channel, row, column)| {
                self.plane(channel / LANES, image)[self.size.at(row, column)][channel % LANES]
            },
        )
    }
}
