//! Every backend of the build runs the same network.
//!
//! Those of `gpu` need an adapter; on a machine without a GPU the package `mesa-vulkan-drivers` brings one.

mod backends;
mod batches;
mod errors;
mod parity;

use std::sync::OnceLock;

use voxomics_deep::backend::Backend;
use voxomics_deep::engine::{Engine, Options};

use crate::{oracle, support_burn as support};

/// The goldens' network on a backend; loaded once.
fn engine(backend: Backend) -> &'static Engine {
    static FLEX: OnceLock<Engine> = OnceLock::new();
    static WGPU: OnceLock<Engine> = OnceLock::new();
    let cell = match backend {
        Backend::Flex => &FLEX,
        Backend::Wgpu => &WGPU,
        other => panic!("{other} has no engine here"),
    };
    cell.get_or_init(|| Engine::new(support::golden(), backend, Options::default()).unwrap())
}

/// A test for each backend: `on_each!(function)`.
macro_rules! on_each {
    ($($test:ident)*) => {
        #[cfg(feature = "flex")]
        mod flex {
            $(#[test]
            fn $test() {
                super::$test(voxomics_deep::backend::Backend::Flex);
            })*
        }

        #[cfg(feature = "gpu")]
        mod wgpu {
            $(#[test]
            #[ignore = "needs an adapter of wgpu"]
            fn $test() {
                super::$test(voxomics_deep::backend::Backend::Wgpu);
            })*
        }
    };
}
use on_each;
