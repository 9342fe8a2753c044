//! The network on a device.

use burn_tensor::activation::relu;
use burn_tensor::module::max_pool2d;
use burn_tensor::ops::MaxPoolOptions;
use burn_tensor::{Device, Tensor};

use super::convolution::Convolution;
use crate::layer::Layer;
use crate::network::{self, Network};

#[derive(Debug)]
pub(super) struct ResNet {
    stem: Convolution,
    blocks: Vec<Block>,
}

impl ResNet {
    pub(super) fn new(network: &Network, device: &Device) -> Self {
        let blocks = network.blocks.iter();
        Self {
            stem: Convolution::new(&network.stem, device),
            blocks: blocks.map(|block| Block::new(block, device)).collect(),
        }
    }

    /// The activation of a layer.
    pub(super) fn forward(&self, images: Tensor<4>, layer: Layer) -> Tensor<4> {
        let stem = relu(self.stem.forward(images));
        if layer == Layer::Stem {
            return stem;
        }
        let before = layer.blocks().expect("a layer that the engine has checked");
        self.blocks[..before]
            .iter()
            .fold(pool(stem), |x, block| block.forward(x))
    }

    /// The spatial means of the last block.
    pub(super) fn features(&self, images: Tensor<4>) -> Tensor<2> {
        let last = self.forward(images, Layer::LAST);
        let [count, channels, rows, columns] = last.dims();
        let means = last.reshape([count, channels, rows * columns]).mean_dim(2);
        means.reshape([count, channels])
    }
}

#[derive(Debug)]
struct Block {
    first: Convolution,
    second: Convolution,
    shortcut: Option<Convolution>,
}

impl Block {
    fn new(block: &network::Block, device: &Device) -> Self {
        let shortcut = block.shortcut.as_ref();
        Self {
            first: Convolution::new(&block.first, device),
            second: Convolution::new(&block.second, device),
            shortcut: shortcut.map(|conv| Convolution::new(conv, device)),
        }
    }

    fn forward(&self, input: Tensor<4>) -> Tensor<4> {
        let between = relu(self.first.forward(input.clone()));
        let around = match &self.shortcut {
            Some(shortcut) => shortcut.forward(input),
            None => input,
        };
        relu(self.second.forward(between) + around)
    }
}

/// 3 x 3, stride 2, a border of one.
fn pool(stem: Tensor<4>) -> Tensor<4> {
    let options = MaxPoolOptions::new([3; 2])
        .with_stride([2; 2])
        .with_padding([1; 2]);
    max_pool2d(stem, options)
}
