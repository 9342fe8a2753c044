//! ResNet-18's parameters with the batch norms folded in: what every engine runs.

/// A square convolution without dilation or groups, followed by the addition of a bias per output channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Conv {
    /// `[outputs, inputs, kernel, kernel]` in C order.
    pub weight: Vec<f32>,
    /// One value per output channel.
    pub bias: Vec<f32>,
    /// Channels in.
    pub inputs: usize,
    /// Channels out.
    pub outputs: usize,
    /// Side of the kernel: 7, 3 or 1.
    pub kernel: usize,
    /// Step of the kernel: 1 or 2.
    pub stride: usize,
    /// Rows and columns of zeros around the input.
    pub padding: usize,
}

/// A basic block: `relu(second(relu(first(x))) + shortcut(x))`.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The first convolution, which may halve the resolution.
    pub first: Conv,
    /// The second convolution.
    pub second: Conv,
    /// The 1 x 1 convolution of the shortcut; `None`: the identity.
    pub shortcut: Option<Conv>,
}

/// The whole network: stem, max pool 3 x 3 of stride 2 and padding 1, eight blocks, global mean, linear head.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// 7 x 7 of stride 2 and padding 3, then ReLU.
    pub stem: Conv,
    /// `layer1.0`, `layer1.1`, …, `layer4.1`.
    pub blocks: Vec<Block>,
    /// `[classes, features]` in C order; empty where the checkpoint has no head.
    pub head_weight: Vec<f32>,
    /// One value per class.
    pub head_bias: Vec<f32>,
}
