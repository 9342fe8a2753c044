//! What the network runs on.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use voxomics_core::hint::did_you_mean;

/// What to run the network on, as a user asks for it.
///
/// ```
/// use voxomics_deep::backend::Backend;
///
/// assert_eq!("wgpu".parse(), Ok(Backend::Wgpu));
/// assert_eq!(Backend::default().to_string(), "auto");
/// assert_eq!(
///     "wpgu".parse::<Backend>().unwrap_err().to_string(),
///     "no backend is called `wpgu`: did you mean `wgpu`?",
/// );
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Backend {
    /// The GPU where there is one that deserves the name, else the CPU: a software adapter is
    /// many times slower than the CPU itself.
    #[default]
    Auto,
    /// Burn on wgpu: Vulkan, Metal, DirectX 12 or OpenGL, a software adapter included.
    #[doc(alias = "cuda")]
    Wgpu,
    /// The kernels of this crate.
    Cpu,
    /// Burn on the CPU: slower than [`Cpu`](Self::Cpu), an independent check of it.
    Flex,
}

/// A name that is no backend; the text says which were meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no backend is called `{name}`: {hint}")]
pub struct UnknownBackend {
    /// What was given.
    pub name: String,
    /// What may have been meant.
    pub hint: String,
}

/// A device that wgpu found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adapter {
    /// As its driver calls it: `NVIDIA H200`, `llvmpipe (LLVM 15.0.6, 256 bits)`.
    pub name: String,
    /// The interface it is reached through: `vulkan`, `metal`, `dx12`, `gl`.
    pub api: String,
    /// Driver and version; empty where the interface does not tell.
    pub driver: String,
    /// A program on the CPU that plays a GPU.
    pub software: bool,
}

/// What a network runs on, and why; for reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Never [`Backend::Auto`].
    pub backend: Backend,
    /// The GPU, where one is used.
    pub adapter: Option<Adapter>,
    /// One sentence for the user.
    pub why: String,
}

impl Backend {
    const ALL: [Self; 4] = [Self::Auto, Self::Wgpu, Self::Cpu, Self::Flex];

    fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Wgpu => "wgpu",
            Self::Cpu => "cpu",
            Self::Flex => "flex",
        }
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for Backend {
    type Err = UnknownBackend;

    fn from_str(name: &str) -> Result<Self, UnknownBackend> {
        let named = |backend: &Self| backend.name() == name;
        Self::ALL
            .into_iter()
            .find(named)
            .ok_or_else(|| UnknownBackend {
                name: name.to_owned(),
                hint: did_you_mean(name, Self::ALL.map(Self::name)),
            })
    }
}

impl fmt::Display for Adapter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.software { ", software" } else { "" };
        write!(formatter, "{} ({}{kind})", self.name, self.api)
    }
}

impl fmt::Display for Chosen {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.adapter {
            Some(adapter) => write!(formatter, "{} on {adapter}: {}", self.backend, self.why),
            None => write!(formatter, "{}: {}", self.backend, self.why),
        }
    }
}
