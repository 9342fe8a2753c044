//! The named tensors of a checkpoint, as torchvision names them.

use std::collections::BTreeMap;

/// One tensor: its shape, and its values in C order (the last axis runs fastest).
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    /// Lengths of the axes; empty for a scalar.
    pub shape: Vec<usize>,
    /// As many as the product of the shape; half-precision and double values rounded to `f32`.
    pub values: Vec<f32>,
}

/// A state dict: every floating tensor of a checkpoint by its name (`layer1.0.conv1.weight`).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StateDict {
    /// The tensors.
    pub tensors: BTreeMap<String, Tensor>,
}
