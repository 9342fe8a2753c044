//! Every backend of the build runs the same network.
//!
//! Those of `gpu` need an adapter; on a machine without a GPU the package `mesa-vulkan-drivers` brings one.

mod backends;
mod batches;
mod definition;
mod errors;
pub(crate) mod parity;
mod refused;
mod same;

use voxomics_deep::backend::Backend;
use voxomics_deep::engine::Engine;

/// The goldens' network on a backend; loaded once.
fn engine(backend: Backend) -> &'static Engine {
    match backend {
        Backend::Cpu => crate::support::engine(),
        #[cfg(any(feature = "flex", feature = "gpu"))]
        other => on_burn(other),
        #[cfg(not(any(feature = "flex", feature = "gpu")))]
        other => panic!("{other} has no engine here"),
    }
}

#[cfg(any(feature = "flex", feature = "gpu"))]
fn on_burn(backend: Backend) -> &'static Engine {
    use std::sync::OnceLock;

    static FLEX: OnceLock<Engine> = OnceLock::new();
    static WGPU: OnceLock<Engine> = OnceLock::new();
    let cell = match backend {
        Backend::Flex => &FLEX,
        Backend::Wgpu => &WGPU,
        other => panic!("{other} has no engine here"),
    };
    let options = voxomics_deep::engine::Options::default();
    cell.get_or_init(|| Engine::new(crate::support::golden(), backend, options).unwrap())
}

/// A test for each backend: `on_each!(function)`.
macro_rules! on_each {
    ($($test:ident)*) => {
        mod cpu {
            $(#[test]
            fn $test() {
                super::$test(voxomics_deep::backend::Backend::Cpu);
            })*
        }

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
