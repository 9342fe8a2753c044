//! A block of the network, ready to run.

use super::conv::{After, Packed, convolve};
use super::direct::{self, Direct};
use super::lanes;
use super::maps::Maps;
use super::scratch::Scratch;
use super::winograd::{self, Winograd};
use crate::network::{Block, Conv};

/// A block with its weights arranged.
pub(super) struct Stage {
    first: Step,
    second: Step,
    shortcut: Option<Step>,
}

/// A convolution with its weights arranged.
struct Step {
    packed: Packed,
    kernel: usize,
    stride: usize,
}

impl Stage {
    /// Arranges its weights.
    pub(super) fn new(block: &Block) -> Self {
        Self {
            first: Step::new(&block.first),
            second: Step::new(&block.second),
            shortcut: block.shortcut.as_ref().map(Step::new),
        }
    }

    /// Runs it.
    pub(super) fn run(&self, maps: Maps, scratch: &Scratch) -> Maps {
        let relu = true;
        let middle = self.first.run(
            &maps,
            After {
                relu,
                shortcut: None,
            },
            scratch,
        );
        let shortcut = match &self.shortcut {
            Some(step) => {
                let shortcut = step.run(&maps, After::default(), scratch);
                maps.free(scratch);
                shortcut
            }
            None => maps,
        };
        let out = self.second.run(
            &middle,
            After {
                relu,
                shortcut: Some(&shortcut),
            },
            scratch,
        );
        middle.free(scratch);
        shortcut.free(scratch);
        out
    }
}

impl Step {
    fn new(conv: &Conv) -> Self {
        let &Conv {
            inputs,
            kernel,
            stride,
            ..
        } = conv;
        let blocks = lanes::blocks(inputs);
        let packed = if (kernel, stride) == (3, 1) {
            Packed::new(&conv.bias, blocks, winograd::weights(conv))
        } else {
            Packed::new(&conv.bias, kernel * kernel * blocks, direct::weights(conv))
        };
        Self {
            packed,
            kernel,
            stride,
        }
    }

    fn run(&self, input: &Maps, after: After<'_>, scratch: &Scratch) -> Maps {
        let (kernel, stride, images) = (self.kernel, self.stride, input.size.images);
        if (kernel, stride) == (3, 1) {
            return convolve((&Winograd { input }, images), &self.packed, after, scratch);
        }
        let direct = Direct {
            input,
            kernel,
            stride,
            padding: kernel / 2,
        };
        convolve((&direct, images), &self.packed, after, scratch)
    }
}
