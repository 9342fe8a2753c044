//! A convolution in f64, forwards and backwards.

use ndarray::Array3;

use super::lowered::{self, Taps};
use crate::network::Conv;

pub(super) struct Convolution<'n>(&'n Conv);

impl<'n> Convolution<'n> {
    pub(super) fn new(conv: &'n Conv) -> Self {
        Self(conv)
    }

    /// `out[o, y, x] = bias[o] + sum over i, ky, kx of weight[o, i, ky, kx] in[i, y s + ky - p, x s + kx - p]`.
    pub(super) fn forward(&self, input: &Array3<f64>) -> Array3<f64> {
        let conv = self.0;
        let (_, rows, columns) = input.dim();
        let weight = |output: usize, input: usize, tap: usize| {
            conv.weight[(output * conv.inputs + input) * conv.kernel * conv.kernel + tap]
        };
        let from = |size: usize| {
            move |to: usize, tap: usize| {
                (to * conv.stride + tap)
                    .checked_sub(conv.padding)
                    .filter(|&from| from < size)
            }
        };
        let taps = Taps {
            size: [rows, columns].map(|size| size.div_ceil(conv.stride)),
            kernel: conv.kernel,
            row: &from(rows),
            column: &from(columns),
        };
        let mut output = lowered::product(input, &taps, conv.outputs, &weight);
        for (mut map, &bias) in output.outer_iter_mut().zip(&conv.bias) {
            map.mapv_inplace(|value| value + f64::from(bias));
        }
        output
    }

    /// The gradient at an input of `size`, from the gradient at the output: the same sum read the other way,
    /// `in[i, y, x] = sum over o, ky, kx of weight[o, i, ky, kx] out[o, (y + p - ky) / s, (x + p - kx) / s]` where both
    /// divisions leave nothing.
    pub(super) fn backward(&self, slope: &Array3<f64>, size: [usize; 2]) -> Array3<f64> {
        let conv = self.0;
        let (_, rows, columns) = slope.dim();
        let weight = |input: usize, output: usize, tap: usize| {
            conv.weight[(output * conv.inputs + input) * conv.kernel * conv.kernel + tap]
        };
        let from = |size: usize| {
            move |to: usize, tap: usize| {
                let steps = (to + conv.padding).checked_sub(tap)?;
                let from = steps / conv.stride;
                (steps % conv.stride == 0 && from < size).then_some(from)
            }
        };
        let taps = Taps {
            size,
            kernel: conv.kernel,
            row: &from(rows),
            column: &from(columns),
        };
        lowered::product(slope, &taps, conv.inputs, &weight)
    }
}
