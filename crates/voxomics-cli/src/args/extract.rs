//! The flags of `extract`: PyRadiomics' own, then ours.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Listed;

/// Extracts features: of one image and its mask, or of every case in a CSV file
///
/// Images and masks are files of NIfTI, NRRD or MetaImage, or DICOM: folders, zips, structure sets, segmentations.
///
/// A case list has a header with the columns `Image` and `Mask`, and may have `Label`, `Label_channel`,
/// `Image_volume`, `Mask_roi` and `ID`; every other column is copied to the results. Relative paths are relative to the list.
/// Commas, semicolons and tabs are understood.
///
/// Results are the columns of the list, diagnostics, and features in PyRadiomics' order: a function
/// of the parameters, not of the cases. A case that fails keeps its row, without results.
#[expect(clippy::struct_excessive_bools, reason = "a switch is a bool")]
#[derive(Debug, Args)]
#[command(
    override_usage = "voxomics extract [OPTIONS] IMAGE MASK\n       voxomics extract [OPTIONS] CASES.csv",
    after_help = EXAMPLES
)]
pub(crate) struct Extract {
    /// An image and its mask, or a list of cases
    #[arg(value_name = "IMAGE MASK | CASES.csv", num_args = 1..=2, required_unless_present = "list_presets")]
    pub(crate) inputs: Vec<PathBuf>,

    /// Parameter file of PyRadiomics, YAML or JSON
    #[arg(long, short, value_name = "FILE")]
    pub(crate) param: Option<PathBuf>,

    /// Overrides a setting of the parameter file; may be repeated
    #[arg(long, short, value_name = "NAME:VALUE")]
    pub(crate) setting: Vec<String>,

    /// Parameters that this program brings along
    #[arg(long, value_name = "NAME", conflicts_with = "param")]
    pub(crate) preset: Option<String>,

    /// Lists the presets, and does nothing else
    #[arg(long)]
    pub(crate) list_presets: bool,

    /// Puts a mask on its image's grid where they differ (setting correctMask)
    #[arg(long)]
    pub(crate) resample_mask: bool,

    /// One value a region, or maps of features
    #[arg(long, short, default_value = "segment")]
    pub(crate) mode: Mode,

    /// Checks parameters, list and the headers of all files, and extracts nothing
    #[arg(long)]
    pub(crate) validate: bool,

    /// Leaves out values that are NaN
    #[arg(long)]
    pub(crate) skip_nans: bool,

    /// Format of the maps of --mode voxel, which are files in --out-dir, or else in the current folder
    #[arg(long, value_name = "FORMAT", default_value = "nrrd")]
    pub(crate) map_format: MapFormat,

    #[command(flatten)]
    pub(crate) listed: Listed,
}

const EXAMPLES: &str = "Examples:
  voxomics extract brain.nrrd brain_mask.nrrd --param params.yaml
  voxomics extract cases.csv --out features.csv
  voxomics extract cases.csv --out-dir results --setting binWidth:10
  voxomics extract ct.nii.gz organs.nii.gz --label all --format csv
  voxomics extract ct_folder rtstruct.dcm --roi GTV";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mode {
    Segment,
    Voxel,
}

/// Files that maps are written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MapFormat {
    Nrrd,
    Nifti,
}

impl MapFormat {
    /// How the names end; both are compressed.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Nrrd => "nrrd",
            Self::Nifti => "nii.gz",
        }
    }
}
