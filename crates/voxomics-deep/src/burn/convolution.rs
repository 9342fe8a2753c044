//! A convolution on a device.

use burn_tensor::module::conv2d;
use burn_tensor::ops::ConvOptions;
use burn_tensor::{Device, Tensor, TensorData};

use crate::network::Conv;

/// Weights `[outputs, inputs, kernel, kernel]` and biases `[outputs]`.
#[derive(Debug)]
pub(super) struct Convolution {
    weight: Tensor<4>,
    bias: Tensor<1>,
    stride: usize,
    padding: usize,
}

impl Convolution {
    pub(super) fn new(conv: &Conv, device: &Device) -> Self {
        let shape = [conv.outputs, conv.inputs, conv.kernel, conv.kernel];
        let weight = TensorData::new(conv.weight.clone(), shape);
        let bias = TensorData::new(conv.bias.clone(), [conv.outputs]);
        Self {
            weight: Tensor::from_data(weight, device),
            bias: Tensor::from_data(bias, device),
            stride: conv.stride,
            padding: conv.padding,
        }
    }

    pub(super) fn forward(&self, input: Tensor<4>) -> Tensor<4> {
        let options = ConvOptions::new([self.stride; 2], [self.padding; 2], [1; 2], 1);
        conv2d(input, self.weight.clone(), Some(self.bias.clone()), options)
    }
}
