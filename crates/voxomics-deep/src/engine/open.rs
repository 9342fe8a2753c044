//! Which backend is taken, and what the user is told about it.

use super::{Error, Options, Run};
use crate::backend::{Backend, Chosen};
use crate::cpu;
use crate::network::Network;

type Opened = (Box<dyn Run>, Chosen);

pub(super) fn open(network: &Network, backend: Backend, options: Options) -> Result<Opened, Error> {
    match backend {
        Backend::Auto => hardware(network, options).or_else(|why| {
            let why = format!("no GPU is used, since {why}");
            Ok(on_cpu(own(network), Backend::Cpu, why))
        }),
        Backend::Wgpu => wgpu(network, options),
        Backend::Cpu => Ok(on_cpu(own(network), Backend::Cpu, asked())),
        Backend::Flex => Ok(on_cpu(flex(network, options)?, Backend::Flex, asked())),
    }
}

fn asked() -> String {
    "it was asked for".to_owned()
}

fn on_cpu(run: Box<dyn Run>, backend: Backend, why: String) -> Opened {
    let chosen = Chosen {
        backend,
        adapter: None,
        why,
    };
    (run, chosen)
}

/// The own kernels.
fn own(network: &Network) -> Box<dyn Run> {
    Box::new(cpu::Engine::new(network))
}

#[cfg(feature = "flex")]
fn flex(network: &Network, options: Options) -> Result<Box<dyn Run>, Error> {
    Ok(Box::new(crate::burn::Engine::flex(network, options)?))
}

#[cfg(not(feature = "flex"))]
fn flex(_: &Network, _: Options) -> Result<Box<dyn Run>, Error> {
    Err(Error::NotBuilt {
        backend: Backend::Flex,
        feature: "flex",
    })
}

/// A GPU that is none of software; the error ends a sentence that begins with "since".
#[cfg(feature = "gpu")]
fn hardware(network: &Network, options: Options) -> Result<Opened, String> {
    let device = crate::burn::hardware().map_err(|why| why.to_string())?;
    let why = "a GPU is there".to_owned();
    on_gpu(network, device, options, why).map_err(|error| error.to_string())
}

#[cfg(not(feature = "gpu"))]
fn hardware(_: &Network, _: Options) -> Result<Opened, String> {
    Err("this build has none: build with the feature `gpu`".to_owned())
}

#[cfg(feature = "gpu")]
fn wgpu(network: &Network, options: Options) -> Result<Opened, Error> {
    if let Ok(device) = crate::burn::hardware() {
        return on_gpu(network, device, options, asked());
    }
    let device = crate::burn::any()?;
    let slower = "it was asked for; a software adapter is slower than the backend `cpu`".to_owned();
    let why = if device.adapter().software {
        slower
    } else {
        asked()
    };
    on_gpu(network, device, options, why)
}

#[cfg(not(feature = "gpu"))]
fn wgpu(_: &Network, _: Options) -> Result<Opened, Error> {
    Err(Error::NotBuilt {
        backend: Backend::Wgpu,
        feature: "gpu",
    })
}

#[cfg(feature = "gpu")]
fn on_gpu(
    network: &Network,
    gpu: &'static crate::burn::Gpu,
    options: Options,
    why: String,
) -> Result<Opened, Error> {
    let chosen = Chosen {
        backend: Backend::Wgpu,
        adapter: Some(gpu.adapter().clone()),
        why,
    };
    let run = crate::burn::Engine::gpu(network, gpu, options)?;
    Ok((Box::new(run), chosen))
}
