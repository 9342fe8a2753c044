//! The network on the processor.

mod definition;
mod errors;
mod golden;
mod same;

use std::sync::LazyLock;

use voxomics_deep::cpu::Engine;

use crate::support_cpu::{SEED, network};

/// ResNet-18 with the weights of the goldens.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(&network(SEED, 64, 1000)).unwrap());
