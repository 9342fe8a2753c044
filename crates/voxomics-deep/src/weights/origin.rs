//! Which published file a digest stands for.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a file of weights comes from, told by its SHA-256.
///
/// ```
/// use voxomics_deep::weights::Origin;
///
/// let digest = "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec";
/// assert_eq!(Origin::of(digest), Origin::Torchvision);
/// assert_eq!(Origin::of("0000"), Origin::Unknown);
/// ```
///
/// # References
///
/// The names of torchvision's files carry the first eight digits: `resnet18-f37072fd.pth`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Origin {
    /// torchvision's `resnet18-f37072fd.pth`: `ImageNet`, `IMAGENET1K_V1`.
    Torchvision,
    /// torchvision's `resnet18-5c106cde.pth`: the older upload of the same training, as PyTorch 1.4
    /// took it.
    TorchvisionOld,
    /// No published file that is known here: nothing tells what it was trained on.
    Unknown,
}

impl Origin {
    /// The origin of a file of that SHA-256, in hexadecimal digits.
    #[must_use]
    pub fn of(sha256: &str) -> Self {
        match sha256 {
            "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec" => Self::Torchvision,
            "5c106cde386e87d4033832f2996f5493238eda96ccf559d1d62760c4de0613f8" => {
                Self::TorchvisionOld
            }
            _ => Self::Unknown,
        }
    }
}

/// A sentence for a report.
impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Torchvision => "torchvision's resnet18-f37072fd.pth, trained on ImageNet",
            Self::TorchvisionOld => {
                "torchvision's resnet18-5c106cde.pth, trained on ImageNet (the older upload)"
            }
            Self::Unknown => {
                "unknown: none of torchvision's two published ResNet-18 files, so say in the \
                 report what these weights were trained on"
            }
        })
    }
}
