//! Flags of `deep`.

use std::path::PathBuf;

use clap::Args;
use voxomics::deep::backend::Backend;
use voxomics::deep::layer::Layer;

use super::{Listed, MapFormat};

/// Deep features: of one image and its mask, or of every case in a CSV file, by a ResNet-18
///
/// Images, masks and case lists are those of `voxomics extract`. A slice of the region becomes the network's input by a recipe;
/// results are the columns of the list and 512 features of the penultimate layer, `deep_resnet18_0` to `deep_resnet18_511`.
/// Weights are read from a file of torchvision's (.pth or .safetensors) and never downloaded.
#[derive(Debug, Args)]
#[command(
    override_usage = "voxomics deep [OPTIONS] IMAGE MASK\n       voxomics deep [OPTIONS] CASES.csv",
    after_help = EXAMPLES
)]
pub(crate) struct Deep {
    /// An image and its mask, or a list of cases
    #[arg(value_name = "IMAGE MASK | CASES.csv", num_args = 1..=2, required_unless_present = "show_recipe")]
    pub(crate) inputs: Vec<PathBuf>,

    /// File of weights [default: what `VOXOMICS_RESNET18` names, else torchvision's in the cache of torch hub]
    #[arg(long, value_name = "FILE")]
    pub(crate) weights: Option<PathBuf>,

    /// Weights made by a formula from a word instead of trained ones: for tests and demonstrations, never for a study
    #[arg(long, value_name = "WORD", conflicts_with = "weights")]
    pub(crate) synthetic_weights: Option<String>,

    /// What the network runs on: `auto` takes a GPU where a real one is there, else the CPU
    #[arg(long, value_name = "auto|wgpu|cpu", default_value = "auto")]
    pub(crate) backend: Backend,

    /// How images become the network's input, as JSON; what it leaves out is the default
    #[arg(long, value_name = "FILE")]
    pub(crate) recipe: Option<PathBuf>,

    /// Overrides a part of the recipe; may be repeated
    ///
    /// VALUE is JSON, or a bare word: `slices:orthogonal`, `background:zero`, `intensity:{"min-max":{"over":"roi"}}`.
    #[arg(long, short, value_name = "NAME:VALUE")]
    pub(crate) setting: Vec<String>,

    /// Prints the recipe as JSON and as the sentence that a report needs, and does nothing else
    #[arg(long)]
    pub(crate) show_recipe: bool,

    /// Adds the logits of the classes, `deep_resnet18_logit_0` and on
    #[arg(long)]
    pub(crate) logits: bool,

    /// Maps what a score owes to the places of the slice: `class` (the largest logit), `class:N`, `feature:N`, or a file with a
    /// linear score of features or a model of them
    ///
    /// Writes a map on the image's grid and a picture of it over its slice for each case, into --out-dir, or else the current
    /// folder.
    #[arg(long, value_name = "SCORE")]
    pub(crate) map: Option<String>,

    /// The layer on whose grid maps are made, `maxpool` or `layer1.0` to `layer4.1`: earlier ones are finer and slower
    #[arg(long, value_name = "LAYER", default_value_t = Layer::LAST, requires = "map")]
    pub(crate) map_layer: Layer,

    /// Adds the rank correlation of each map with that of random weights: near 1, it shows edges and not what was learnt
    #[arg(long, requires = "map")]
    pub(crate) map_check: bool,

    /// Format of the maps
    #[arg(long, value_name = "FORMAT", default_value = "nrrd")]
    pub(crate) map_format: MapFormat,

    #[command(flatten)]
    pub(crate) listed: Listed,
}

const EXAMPLES: &str = "Examples:
  voxomics deep ct.nii.gz tumour.nii.gz --weights resnet18-f37072fd.pth
  voxomics deep cases.csv --out-dir deep --map feature:12
  voxomics deep mr.nii.gz tumour.nii.gz --setting 'intensity:{\"min-max\":{\"over\":\"roi\"}}'
  voxomics deep ct.nii.gz tumour.nii.gz --synthetic-weights demo --format csv";
