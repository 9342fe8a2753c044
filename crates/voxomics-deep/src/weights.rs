//! The named tensors of a checkpoint, as torchvision names them.
//!
//! [`read`] takes a `.safetensors` file, or what `torch.save` wrote in any of its three containers, told
//! apart by content. The pickle within is interpreted, never run: what a state dict does not need is
//! refused by name. [`locate`] finds the file, [`hash_made`] makes weights that need no file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

mod element;
mod error;
mod hash_made;
mod locate;
mod origin;
mod pickle;
mod read;
mod safetensors;
mod torch;
mod view;

pub use error::{Error, Fault};
pub use hash_made::{hash_made, hash_noise};
pub use locate::{DOWNLOAD, NotFound, VARIABLE, locate};
pub use origin::Origin;
pub use read::{LIMIT, read};

/// One tensor: its shape, and its values in C order (the last axis runs fastest).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tensor {
    /// Lengths of the axes; empty for a scalar.
    pub shape: Vec<usize>,
    /// As many as the product of the shape; half-precision and double values rounded to `f32`.
    pub values: Vec<f32>,
}

/// A tensor whose values were not read because they are no floating numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Lengths of the axes; empty for a scalar.
    pub shape: Vec<usize>,
    /// The type of its elements, `int64`.
    pub element: String,
}

/// A state dict: every floating tensor of a checkpoint by its name (`layer1.0.conv1.weight`).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StateDict {
    /// The tensors.
    pub tensors: BTreeMap<String, Tensor>,
    /// Those of other types, by name: `num_batches_tracked`, or what should not be there.
    pub skipped: BTreeMap<String, Skipped>,
}

/// What a file of weights holds, and which file it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The tensors.
    pub state: StateDict,
    /// SHA-256 of the file, in 64 hexadecimal digits.
    pub sha256: String,
    /// Where these bytes come from, as far as their digest tells.
    pub origin: Origin,
}
