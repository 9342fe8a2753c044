//! A convolution from its input to its output: blocks of tiles, panels of outputs.

use std::marker::PhantomData;

use rayon::prelude::*;

use super::block::{Block, Finish, Tiles};
use super::lanes::{LANES, ZERO, blocks};
use super::level;
use super::lowered::{MANY, Shape};
use super::maps::{Maps, Size};
use super::method::Method;
use super::product::{Panel, Products, WIDTH};
use super::scratch::Scratch;

/// Numbers that a block of tiles may have in its matrices, in lanes, so that they stay in the second cache.
const BLOCK: usize = 16_384;
/// No weights.
const NOTHING: Panel = [ZERO; WIDTH];
/// Tiles of a block at least: weights are read once for each.
const TILES: usize = 4 * MANY;

/// Weights and biases as the products want them.
#[derive(Debug)]
pub(super) struct Packed {
    outputs: usize,
    /// Panels of 32 outputs; in each, every matrix; in each, every input.
    weights: Vec<Panel>,
    bias: Vec<Panel>,
}

impl Packed {
    /// Of `depth` blocks of inputs; `weights` gives those of an input and an output, one for each matrix.
    pub(super) fn new<const POSITIONS: usize>(
        bias: &[f32],
        depth: usize,
        weights: impl Fn(usize, usize) -> [f32; POSITIONS] + Sync,
    ) -> Self {
        let outputs = bias.len();
        let panels = blocks(outputs).div_ceil(WIDTH);
        let places = |panel: usize| {
            let all = (0..WIDTH).flat_map(|column| (0..LANES).map(move |lane| [column, lane]));
            all.zip(panel * WIDTH * LANES..outputs)
        };
        let inputs = depth * LANES;
        let mut packed = vec![NOTHING; panels * POSITIONS * inputs];
        let each = packed.par_chunks_mut(POSITIONS * inputs).enumerate();
        each.for_each(|(index, panel)| {
            for input in 0..inputs {
                // Rows first: those of a panel lie so that they would take the cache from each other.
                let mut rows = [NOTHING; POSITIONS];
                for ([column, lane], output) in places(index) {
                    for (row, &weight) in rows.iter_mut().zip(&weights(input, output)) {
                        row[column][lane] = weight;
                    }
                }
                for (position, row) in rows.iter().enumerate() {
                    panel[position * inputs + input] = *row;
                }
            }
        });
        let mut biases = vec![NOTHING; panels];
        for (index, panel) in biases.iter_mut().enumerate() {
            for ([column, lane], output) in places(index) {
                panel[column][lane] = bias[output];
            }
        }
        Self {
            outputs,
            weights: packed,
            bias: biases,
        }
    }
}

/// What is done to sums.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct After<'a> {
    /// Added.
    pub(super) shortcut: Option<&'a Maps>,
    /// Whether what is negative becomes 0.
    pub(super) relu: bool,
}

/// Convolves images.
pub(super) fn convolve<const SIDE: usize, M: Method<SIDE>>(
    (method, images): (&M, usize),
    packed: &Packed,
    after: After<'_>,
    scratch: &Scratch,
) -> Maps {
    let [rows, columns] = method.outputs();
    let size = Size {
        images,
        channels: packed.outputs,
        rows,
        columns,
    };
    let mut out = Maps::new(size, scratch);
    let tiles = Tiles {
        across: columns.div_ceil(SIDE),
        each: columns.div_ceil(SIDE) * rows.div_ceil(SIDE),
        side: SIDE,
    };
    let all = tiles.each * images;
    let row = M::POSITIONS * method.depth();
    let step = (BLOCK / row).next_multiple_of(MANY).max(TILES);
    let panel = M::POSITIONS * method.depth() * LANES;
    for start in (0..all).step_by(step) {
        let shape = Shape {
            positions: M::POSITIONS,
            depth: method.depth(),
            rows: step.min(all - start),
        };
        let block = Block {
            tiles,
            start,
            shape,
        };
        let lowered = block.lowered(method, scratch);
        let outs = out.lanes().par_chunks_mut(WIDTH * images * size.plane());
        let panels = outs
            .zip(packed.weights.par_chunks(panel))
            .zip(&packed.bias)
            .enumerate();
        panels.for_each(|(index, ((out, weights), bias))| {
            let mut products = scratch.take(shape.positions * shape.padded() * WIDTH);
            let (sums, _) = products.as_chunks_mut::<WIDTH>();
            level::run(Products {
                shape,
                lowered: &lowered,
                weights,
                out: sums,
            });
            let first = index * WIDTH;
            level::run(Finish {
                method: PhantomData::<M>,
                block,
                sums,
                bias,
                after,
                size,
                first,
                out,
            });
            scratch.give(products);
        });
        scratch.give(lowered);
    }
    out
}
