//! Consecutive tiles of several images: into the matrices, and out of the products.

use std::marker::PhantomData;

use rayon::prelude::*;

use super::conv::After;
use super::lanes::Lanes;
use super::level::{self, Level, Work};
use super::lowered::{MANY, Row, Shape, groups};
use super::maps::Size;
use super::method::{Method, Tile};
use super::product::Panel;
use super::scratch::Scratch;

/// The tiles of all images, row by row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tiles {
    /// In a row.
    pub(super) across: usize,
    /// Of an image.
    pub(super) each: usize,
    /// Outputs along a side.
    pub(super) side: usize,
}

impl Tiles {
    #[inline(always)]
    fn tile(&self, index: usize) -> Tile {
        let (image, within) = (index / self.each, index % self.each);
        let [row, column] = [within / self.across, within % self.across].map(|at| at * self.side);
        Tile { image, row, column }
    }
}

/// Some of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub(super) tiles: Tiles,
    /// The first.
    pub(super) start: usize,
    /// Of their matrices, a row for each.
    pub(super) shape: Shape,
}

impl Block {
    /// Their matrices.
    pub(super) fn lowered<const SIDE: usize, M: Method<SIDE>>(
        self,
        method: &M,
        scratch: &Scratch,
    ) -> Vec<Lanes> {
        let mut buffer = scratch.take(self.shape.length());
        let lowered = &mut buffer[..self.shape.length()];
        // Each piece is a large group, the last may be a few small ones.
        let pieces = lowered.par_chunks_mut(MANY * self.shape.positions * self.shape.depth);
        pieces.enumerate().for_each(|(index, out)| {
            level::run(Lower {
                method,
                block: self,
                first: index * MANY,
                out,
            });
        });
        buffer
    }
}

/// Writes the rows of a few tiles.
struct Lower<'a, M, const SIDE: usize> {
    method: &'a M,
    block: Block,
    first: usize,
    out: &'a mut [Lanes],
}

impl<M: Method<SIDE>, const SIDE: usize> Work for Lower<'_, M, SIDE> {
    #[inline(always)]
    fn run<L: Level>(self, level: L) {
        let Self {
            method,
            block:
                Block {
                    tiles,
                    start,
                    shape,
                },
            first,
            out,
        } = self;
        let used = (shape.rows - first).min(MANY);
        for group in groups(used) {
            let each = shape.positions * shape.depth;
            let lanes = &mut out[group.start * each..][..group.rows * each];
            let mut row = Row {
                lanes,
                rows: group.rows,
                index: 0,
                depth: shape.depth,
            };
            for at in group.start..used.min(group.start + group.rows) {
                row.index = at - group.start;
                method.lower(level, tiles.tile(start + first + at), &mut row);
            }
        }
    }
}

/// Makes outputs of the products with one panel.
pub(super) struct Finish<'a, M, const SIDE: usize> {
    pub(super) method: PhantomData<M>,
    pub(super) block: Block,
    pub(super) sums: &'a [Panel],
    pub(super) bias: &'a Panel,
    pub(super) after: After<'a>,
    /// Of the output.
    pub(super) size: Size,
    /// Block of channels where the panel begins.
    pub(super) first: usize,
    /// The maps from there to the end of the panel.
    pub(super) out: &'a mut [Lanes],
}

impl<M: Method<SIDE>, const SIDE: usize> Work for Finish<'_, M, SIDE> {
    #[inline(always)]
    fn run<L: Level>(self, level: L) {
        let Self {
            block:
                Block {
                    tiles,
                    start,
                    shape,
                },
            size,
            after,
            ..
        } = self;
        let planes = self.out.chunks_exact_mut(size.images * size.plane());
        for (column, planes) in planes.enumerate() {
            let bias = level.load(&self.bias[column]);
            for row in 0..shape.rows {
                let tile = tiles.tile(start + row);
                let values = M::outcome(level, &self.sums[row..], shape.padded(), column);
                let down = SIDE.min(size.rows - tile.row);
                let right = SIDE.min(size.columns - tile.column);
                let plane = &mut planes[tile.image * size.plane()..][..size.plane()];
                let shortcut = after
                    .shortcut
                    .map(|maps| maps.plane(self.first + column, tile.image));
                for (y, values) in values[..down].iter().enumerate() {
                    let at = size.at(tile.row + y, tile.column);
                    let outs = &mut plane[at..at + right];
                    for (x, (out, &value)) in outs.iter_mut().zip(values).enumerate() {
                        let mut sum = level.add(value, bias);
                        if let Some(shortcut) = shortcut {
                            sum = level.add(sum, level.load(&shortcut[at + x]));
                        }
                        if after.relu {
                            // What is not a number stays so and is found at the end.
                            sum = level.larger(level.splat(0.0), sum);
                        }
                        level.store(sum, out);
                    }
                }
            }
        }
    }
}
