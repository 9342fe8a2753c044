//! The network, ready to run.

use std::fmt;

use ndarray::{Array2, Array4, ArrayView2, ArrayView4, Axis};
use rayon::prelude::*;

use super::check;
use super::conv::{After, Packed, convolve};
use super::error::Error;
use super::head::Head;
use super::maps::{Maps, Size};
use super::pool;
use super::scratch::Scratch;
use super::stage::Stage;
use super::stem::{self, Stem};
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
///
/// ```
/// # use voxomics_deep::network::{Block, Conv, Network};
/// use ndarray::Array4;
/// use voxomics_deep::cpu::Engine;
///
/// # let conv = |[inputs, outputs, kernel, stride]: [usize; 4]| Conv {
/// #     weight: vec![0.01; outputs * inputs * kernel * kernel],
/// #     bias: vec![0.5; outputs],
/// #     inputs, outputs, kernel, stride,
/// #     padding: kernel / 2,
/// # };
/// # let block = |index: usize| {
/// #     let (outputs, halves) = (2 << (index / 2), index > 0 && index % 2 == 0);
/// #     let [inputs, stride] = if halves { [outputs / 2, 2] } else { [outputs, 1] };
/// #     let shortcut = halves.then(|| conv([inputs, outputs, 1, 2]));
/// #     Block { first: conv([inputs, outputs, 3, stride]), second: conv([outputs, outputs, 3, 1]), shortcut }
/// # };
/// # let (head_weight, head_bias) = (Vec::new(), Vec::new());
/// # let network = Network { stem: conv([3, 2, 7, 2]), blocks: (0..8).map(block).collect(), head_weight, head_bias };
/// let engine = Engine::new(&network)?; // a small one: 16 features
/// let features = engine.features(Array4::zeros((2, 3, 64, 64)).view())?;
/// assert_eq!(features.dim(), (2, 16));
/// assert_eq!(features.row(0), features.row(1));
/// # Ok::<(), voxomics_deep::cpu::Error>(())
/// ```
#[doc(alias = "resnet18")]
pub struct Engine {
    stem: Packed,
    blocks: Vec<Stage>,
    features: usize,
    head: Head,
    scratch: Scratch,
}

impl fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Engine")
            .field("features", &self.features)
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// Arranges the weights of a network.
    ///
    /// # Errors
    ///
    /// [`Error::Network`] and [`Error::Parameter`] for what is no ResNet-18 of whatever width.
    pub fn new(network: &Network) -> Result<Self, Error> {
        check::network(network)?;
        let features = network
            .blocks
            .last()
            .map_or(0, |block| block.second.outputs);
        Ok(Self {
            stem: Packed::new(
                &network.stem.bias,
                stem::DEPTH,
                stem::weights(&network.stem),
            ),
            blocks: network.blocks.par_iter().map(Stage::new).collect(),
            features,
            head: Head::new(features, &network.head_weight, &network.head_bias),
            scratch: Scratch::default(),
        })
    }

    /// What [`features`](Self::features) has columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.features
    }

    /// Penultimate features, `[images, 512]`, of images `[images, 3, rows, columns]`: the mean of every channel of the last
    /// block.
    ///
    /// # Errors
    ///
    /// [`Error::Channels`], [`Error::Empty`], [`Error::TooLarge`] and [`Error::NotFinite`] for an input that is no image,
    /// [`Error::Overflow`] for one that is too bright.
    #[expect(clippy::missing_panics_doc, reason = "every image has a row")]
    pub fn features(&self, input: ArrayView4<'_, f32>) -> Result<Array2<f32>, Error> {
        check::input(input)?;
        let group = |input| {
            let maps = self.last(input);
            let images = 0..maps.size.images;
            let rows: Vec<_> = images.map(|image| pool::means(&maps, image)).collect();
            maps.free(&self.scratch);
            rows
        };
        let rows: Vec<Vec<f32>> = in_groups(&input)
            .into_par_iter()
            .map(group)
            .flatten_iter()
            .collect();
        for (image, row) in rows.iter().enumerate() {
            finite(image, row)?;
        }
        Ok(
            Array2::from_shape_vec((rows.len(), self.features), rows.concat())
                .expect("a row of each"),
        )
    }

    /// Scores of the classes, `[images, classes]`, of [`features`](Self::features).
    ///
    /// # Errors
    ///
    /// [`Error::NoHead`], and [`Error::Features`] where the features are not this network's.
    pub fn logits(&self, features: ArrayView2<'_, f32>) -> Result<Array2<f32>, Error> {
        self.head.logits(features)
    }

    /// The maps of a layer, `[images, channels, rows, columns]`.
    ///
    /// # Errors
    ///
    /// As [`features`](Self::features), and [`Error::Layer`].
    #[expect(
        clippy::missing_panics_doc,
        reason = "images of one size have maps of one size"
    )]
    pub fn forward(&self, input: ArrayView4<'_, f32>, layer: Layer) -> Result<Array4<f32>, Error> {
        let blocks = layer.blocks().ok_or(layer)?;
        check::input(input)?;
        let group = |input: ArrayView4<'_, f32>| {
            if layer == Layer::Stem {
                return self.stem(input).unpacked();
            }
            let maps = self.through(self.pooled(input), &self.blocks[..blocks]);
            maps.unpacked()
        };
        let groups: Vec<_> = in_groups(&input).into_par_iter().map(group).collect();
        let views: Vec<_> = groups.iter().map(|maps| maps.view()).collect();
        let maps = ndarray::concatenate(Axis(0), &views).expect("maps of one size");
        for (image, maps) in maps.outer_iter().enumerate() {
            finite(image, maps.as_slice().expect("in C order"))?;
        }
        Ok(maps)
    }

    fn last(&self, input: ArrayView4<'_, f32>) -> Maps {
        self.through(self.pooled(input), &self.blocks)
    }

    fn through(&self, maps: Maps, blocks: &[Stage]) -> Maps {
        blocks
            .iter()
            .fold(maps, |maps, block| block.run(maps, &self.scratch))
    }

    /// The first convolution, one image at a time: its maps are the largest.
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

/// Images that go through together: few enough that every thread has some, and fewer of large ones.
fn in_groups<'a>(input: &'a ArrayView4<'_, f32>) -> Vec<ArrayView4<'a, f32>> {
    let (images, _, rows, columns) = input.dim();
    let share = images.div_ceil(rayon::current_num_threads());
    let most = (PIXELS / (rows * columns)).clamp(1, TOGETHER);
    input
        .axis_chunks_iter(Axis(0), share.clamp(1, most))
        .collect()
}

fn finite(image: usize, values: &[f32]) -> Result<(), Error> {
    match values.iter().find(|value| !value.is_finite()) {
        None => Ok(()),
        Some(&value) => Err(Error::Overflow { image, value }),
    }
}
