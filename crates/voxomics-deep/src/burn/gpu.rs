//! The GPU, opened once for the whole process.

use std::sync::OnceLock;

use burn_tensor::wgpu::{WgpuInitError, wgpu};
use burn_tensor::{Device, DeviceKind};

use super::caught::caught;
use crate::backend::Adapter;
use crate::engine::Error;

/// An adapter and Burn's device on it.
#[derive(Debug)]
pub(crate) struct Gpu {
    pub(super) device: Device,
    /// The largest buffer that a kernel can be given, in bytes.
    pub(super) buffer: u64,
    adapter: Adapter,
}

impl Gpu {
    pub(crate) fn adapter(&self) -> &Adapter {
        &self.adapter
    }
}

/// What the drivers of software adapters call themselves where they do not report a CPU.
const SOFTWARE: [&str; 5] = [
    "llvmpipe",
    "lavapipe",
    "softpipe",
    "swiftshader",
    "basic render",
];

/// The best adapter that says it is a GPU.
///
/// Kinds are asked for one by one: Burn's default device takes a software adapter without a word.
///
/// # Errors
///
/// [`Error::NoAdapter`].
pub(crate) fn hardware() -> Result<&'static Gpu, Error> {
    static GPU: OnceLock<Result<Gpu, Error>> = OnceLock::new();
    let kinds = [
        DeviceKind::DiscreteGpu(0),
        DeviceKind::IntegratedGpu(0),
        DeviceKind::VirtualGpu(0),
    ];
    let none = || {
        let why = "no GPU was found".to_owned();
        Err(Error::NoAdapter { why })
    };
    let find = || {
        let found = kinds.into_iter().map(open);
        let real = |gpu: &Result<Gpu, Error>| gpu.as_ref().is_ok_and(|gpu| !gpu.adapter.software);
        found.into_iter().find(real).unwrap_or_else(none)
    };
    GPU.get_or_init(find).as_ref().map_err(Clone::clone)
}

/// Whatever adapter there is: a software one, or a GPU behind OpenGL, which does not say what it is.
///
/// # Errors
///
/// [`Error::NoAdapter`].
pub(crate) fn any() -> Result<&'static Gpu, Error> {
    static GPU: OnceLock<Result<Gpu, Error>> = OnceLock::new();
    let opened = GPU.get_or_init(|| open(DeviceKind::DefaultDevice));
    opened.as_ref().map_err(Clone::clone)
}

/// By Burn's fallible way in; the lazy one panics at the first tensor. It can be gone once for each kind.
fn open(kind: DeviceKind) -> Result<Gpu, Error> {
    caught("wgpu", || {
        let opened = Device::wgpu_options().device_kind(kind).init_with_setup();
        let (device, setup) = opened.map_err(|why| Error::NoAdapter {
            why: match why {
                WgpuInitError::AdapterUnavailable { message, .. } => message,
                other => other.to_string(),
            },
        })?;
        let info = setup.adapter.get_info();
        let name = info.name.to_lowercase();
        Ok(Gpu {
            device,
            buffer: setup.adapter.limits().max_storage_buffer_binding_size,
            adapter: Adapter {
                software: info.device_type == wgpu::DeviceType::Cpu
                    || SOFTWARE.iter().any(|known| name.contains(known)),
                name: info.name,
                api: info.backend.to_str().to_owned(),
                driver: format!("{} {}", info.driver, info.driver_info)
                    .trim()
                    .to_owned(),
            },
        })
    })
}
