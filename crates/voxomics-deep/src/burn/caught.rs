//! Burn's panics as errors.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use burn_tensor::Tensor;

use crate::engine::Error;

/// What `work` gives, or the error that a panic in it stands for.
///
/// Burn has no fallible operations: shapes, kernels and allocations that it refuses panic, and so does wgpu's handler of
/// errors that nobody asked about. Nothing that was half done is seen afterwards: tensors are values, made and dropped
/// inside `work`.
pub(super) fn caught<T>(device: &str, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(failed(device, &text(&*panic))))
}

/// The values of a tensor, in C order. Operations are queued: what went wrong in any of them is told here.
pub(super) fn read<const D: usize>(device: &str, tensor: Tensor<D>) -> Result<Vec<f32>, Error> {
    let values = tensor.try_into_vec_as::<f32>();
    values.map_err(|why| failed(device, &why.to_string()))
}

fn text(panic: &(dyn Any + Send)) -> String {
    let owned = panic.downcast_ref::<String>().cloned();
    let borrowed = || panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    owned
        .or_else(borrowed)
        .unwrap_or_else(|| "it gave no reason".to_owned())
}

/// What drivers, wgpu and Burn say when a device is gone, and when it is full.
const LOST: [&str; 4] = ["poisoned", "device lost", "device is lost", "was lost"];
const FULL: [&str; 5] = [
    "out of memory",
    "out of device memory",
    "not enough memory",
    "can't allocate buffer",
    "buffer size",
];

/// The class of a failure, by its words: errors are text by the time they come here.
pub(super) fn failed(device: &str, why: &str) -> Error {
    let device = device.to_owned();
    let saying = |words: &[&str]| {
        let says = |line: &&str| words.iter().any(|word| line.to_lowercase().contains(word));
        why.lines().find(says).map(|line| line.trim().to_owned())
    };
    if let Some(why) = saying(&LOST) {
        Error::Lost { device, why }
    } else if let Some(why) = saying(&FULL) {
        Error::OutOfMemory { device, why }
    } else {
        // Without the backtrace that follows, and on one line.
        let why: Vec<&str> = why.lines().take(3).map(str::trim).collect();
        let why = why.join(" ");
        Error::Failed { device, why }
    }
}

#[cfg(test)]
mod tests {
    use super::{caught, failed};
    use crate::engine::Error;
    use voxomics_core::ErrorClass;

    #[test]
    fn a_panic_is_an_error_that_says_what_the_panic_said() {
        let of = |work: fn()| {
            let got = caught("gpu 0", || {
                work();
                Ok(())
            });
            got.unwrap_err()
        };
        let why = "wgpu error: validation".to_owned();
        let device = "gpu 0".to_owned();
        let got = of(|| panic!("wgpu error: {}", "validation"));
        assert_eq!(got, Error::Failed { device, why });
        let got = of(|| std::panic::panic_any(7_u8));
        assert!(got.to_string().contains("it gave no reason"), "{got}");
        assert_eq!(caught("gpu 0", || Ok(3)), Ok(3));
    }

    #[test]
    fn what_a_driver_says_decides_the_class() {
        let class = |why| failed("gpu 0", why).class();
        assert_eq!(class("wgpu error: Out of Memory"), ErrorClass::Resource);
        assert_eq!(
            class("can't allocate buffer of size: 9"),
            ErrorClass::Resource
        );
        let lost = failed(
            "gpu 0",
            "The device is poisoned\nCaused by:\n  Unknown: reset\n  at 0x1",
        );
        assert!(matches!(&lost, Error::Lost { why, .. } if why == "The device is poisoned"));
        assert_eq!(class("shapes differ"), ErrorClass::Bug);
    }
}
