//! ResNet-18's parameters with the batch norms folded in: what every engine runs.

use serde::{Deserialize, Serialize};

use crate::weights::StateDict;

mod check;
mod error;
mod fold;
pub(crate) mod layout;

pub use error::{Error, Problem};

/// A square convolution without dilation or groups, followed by the addition of a bias per output channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// The first convolution, which may halve the resolution.
    pub first: Conv,
    /// The second convolution.
    pub second: Conv,
    /// The 1 x 1 convolution of the shortcut; `None`: the identity.
    pub shortcut: Option<Conv>,
}

/// The whole network: stem, max pool 3 x 3 of stride 2 and padding 1, eight blocks, global mean, linear head.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

impl Network {
    /// The network of a state dict with torchvision's names, its batch norms folded in.
    ///
    /// Width and number of classes come from the shapes; a state dict without `fc` gives a network
    /// without head. Every tensor must be there, none more (`num_batches_tracked` may be there or
    /// not), of the right shape, finite, and no variance negative.
    ///
    /// With `s = weight / sqrt(running_var + 1e-5)` of the batch norm, a convolution's weights become
    /// `w s` and its bias `bias - running_mean s`, computed in `f64` and rounded once.
    ///
    /// # Errors
    ///
    /// [`Error`] names the tensors that do not fit, with their shapes, and what network they look
    /// like.
    ///
    /// ```
    /// use voxomics_deep::network::Network;
    /// use voxomics_deep::weights::hash_made;
    ///
    /// let mut state = hash_made("demo", 2, 7);
    /// let network = Network::from_state_dict(&state)?;
    /// assert_eq!((network.stem.outputs, network.blocks.len(), network.head_bias.len()), (2, 8, 7));
    ///
    /// state.tensors.remove("bn1.bias");
    /// let error = Network::from_state_dict(&state).unwrap_err();
    /// assert!(error.to_string().contains("`bn1.bias` [2] is missing"));
    /// # Ok::<(), voxomics_deep::network::Error>(())
    /// ```
    ///
    /// # References
    ///
    /// He, Zhang, Ren, Sun: *Deep residual learning for image recognition*, CVPR 2016; Ioffe, Szegedy:
    /// *Batch normalization*, ICML 2015, for the normalisation that is folded.
    #[doc(alias = "load_state_dict")]
    pub fn from_state_dict(state: &StateDict) -> Result<Self, Error> {
        let width = check::width(state)?;
        fold::network(state, width)
    }
}
