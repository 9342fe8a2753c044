//! The network, ready to run.

use std::fmt;

use ndarray::{Array2, Array4, ArrayView4, Axis};
use rayon::prelude::*;

use super::conv::{After, Packed, convolve};
use super::maps::{Maps, Size};
use super::pool;
use super::scratch::Scratch;
use super::stage::Stage;
use super::stem::{self, Stem};
use crate::engine::{Error, Run, check};
use crate::layer::Layer;
use crate::network::Network;

/// Images that go through the network together, so that weights are read once for them.
const TOGETHER: usize = 8;
/// Pixels that they have together at most, where they are more than one.
const PIXELS: usize = 1 << 20;

/// ResNet-18 on the processor.
///
/// Weights are arranged once, when it is made, and take about four times the room that they take in a file. Images run in
/// parallel on rayon's current pool; of a single one, the outputs.
pub(crate) struct Engine {
    stem: Packed,
    blocks: Vec<Stage>,
    scratch: Scratch,
}

impl fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Millions of weights say nothing.
        formatter.debug_struct("Engine").finish_non_exhaustive()
    }
}

impl Engine {
    /// Arranges the weights of a network that has been checked.
    pub(crate) fn new(network: &Network) -> Self {
        let weights = stem::weights(&network.stem);
        Self {
            stem: Packed::new(&network.stem.bias, stem::DEPTH, weights),
            blocks: network.blocks.par_iter().map(Stage::new).collect(),
            scratch: Scratch::default(),
        }
    }

    fn through(&self, maps: Maps, blocks: &[Stage]) -> Maps {
        blocks
            .iter()
            .fold(maps, |maps, block| block.run(maps, &self.scratch))
    }

    /// The first convolution, of one image: its maps are the largest.
    fn stem(&self, input: ArrayView4<'_, f32>) -> Maps {
        let image = Stem::new(input.index_axis(Axis(0), 0));
        let after = After {
            relu: true,
            ..After::default()
        };
        convolve((&image, 1), &self.stem, after, &self.scratch)
    }

    fn pooled(&self, input: ArrayView4<'_, f32>) -> Maps {
        let images = input.len_of(Axis(0));
        let mut pooled: Option<Maps> = None;
        for (index, image) in input.axis_chunks_iter(Axis(0), 1).enumerate() {
            let stem = self.stem(image);
            let size = Size {
                images,
                ..pool::pooled(stem.size)
            };
            let pooled = pooled.get_or_insert_with(|| Maps::new(size, &self.scratch));
            pool::maxima(&stem, pooled, index);
            stem.free(&self.scratch);
        }
        pooled.expect("a group has an image")
    }
}

impl Run for Engine {
    fn features(&self, images: ArrayView4<'_, f32>) -> Result<Array2<f32>, Error> {
        let group = |images: ArrayView4<'_, f32>| {
            let maps = self.through(self.pooled(images), &self.blocks);
            let means = |image| pool::means(&maps, image);
            let rows: Vec<Vec<f32>> = (0..maps.size.images).map(means).collect();
            maps.free(&self.scratch);
            rows
        };
        let groups = in_groups(&images, TOGETHER).into_par_iter().map(group);
        let rows: Vec<Vec<f32>> = groups.flatten_iter().collect();
        let shape = (rows.len(), rows.first().map_or(0, Vec::len));
        let features = Array2::from_shape_vec(shape, rows.concat());
        Ok(features.expect("a row of equal length for each image"))
    }

    fn forward(&self, images: ArrayView4<'_, f32>, layer: Layer) -> Result<Array4<f32>, Error> {
        let blocks = &self.blocks[..check::layer(layer)?];
        let group = |images: ArrayView4<'_, f32>| {
            let maps = match layer {
                Layer::Stem => self.stem(images),
                _ => self.through(self.pooled(images), blocks),
            };
            let unpacked = maps.unpacked();
            maps.free(&self.scratch);
            unpacked
        };
        let together = if layer == Layer::Stem { 1 } else { TOGETHER };
        let groups = in_groups(&images, together).into_par_iter();
        let groups: Vec<_> = groups.map(group).collect();
        let views: Vec<_> = groups.iter().map(|maps| maps.view()).collect();
        Ok(
            ndarray::concatenate(Axis(0), &views)
                .expect("images of one size have maps of one size"),
        )
    }
}

/// Images that go through together, so many at most: few enough that every thread has some, and fewer of large ones.
fn in_groups<'a>(images: &'a ArrayView4<'_, f32>, together: usize) -> Vec<ArrayView4<'a, f32>> {
    let (count, _, rows, columns) = images.dim();
    let share = count.div_ceil(rayon::current_num_threads());
    let most = (PIXELS / (rows * columns)).clamp(1, together);
    let groups = images.axis_chunks_iter(Axis(0), share.clamp(1, most));
    groups.collect()
}
