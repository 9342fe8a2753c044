//! What is typed: commands and flags, exactly, each with its documentation.
//!
//! Help, man page and completions are made from this; what the flags amount to is worked out where
//! they are used.

mod argv;
#[cfg(feature = "deep")]
mod deep;
mod extract;
mod labels;
mod listed;
pub(crate) mod models;
pub(crate) mod stats;
pub(crate) mod widen;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use argv::spelled_out;
#[cfg(feature = "deep")]
pub(crate) use deep::Deep;
pub(crate) use extract::{Extract, MapFormat, Mode};
pub(crate) use labels::Labels;
pub(crate) use listed::{Format, Listed, LogLevel, PathStyle, ProgressMode};

/// Radiomics features from medical images, equal to PyRadiomics'
#[derive(Debug, Parser)]
#[command(
    name = "voxomics",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Extract(Box<Extract>),
    #[cfg(feature = "deep")]
    Deep(Box<Deep>),
    Info(Info),
    Convert(Convert),
    Widen(widen::Widen),
    Stats(stats::Stats),
    Fit(models::Fit),
    Predict(models::Predict),
    Select(models::Select),
    Icc(models::Icc),
    Combat(Box<models::Combat>),
    Scale(models::Scale),
    Demo(Demo),
    Completions(Completions),
    Man(Man),
}

/// Shows what is in image files: format, grid, voxel type, range, labels
///
/// With several files, those that can be read are shown, and the exit code tells of the others.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  voxomics info brain.nii.gz brain_mask.nrrd")]
pub(crate) struct Info {
    /// Images or masks: NIfTI, NRRD, MetaImage, or DICOM files, folders and zips
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,

    /// Text to read, or one JSON object per file and line
    #[arg(long, short, value_name = "FORMAT", default_value = "txt")]
    pub(crate) format: InfoFormat,

    /// Adds `sha256_f64`: SHA-256 of the voxels as doubles, little endian, x fastest
    #[arg(long)]
    pub(crate) hash: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InfoFormat {
    Txt,
    Json,
}

/// Writes an image in another format: NIfTI, NRRD or MetaImage, by the name of OUT
///
/// Voxel type and grid are kept, to single precision in NIfTI-1 files. Names of segments are not. Regions of a DICOM
/// structure set or segmentation become a mask on the grid of another image.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  voxomics convert brain.nii.gz brain.nrrd\n  voxomics convert ct_folder ct.nii.gz\n  \
                        voxomics convert rtstruct.dcm gtv.nii.gz --roi GTV --on ct_folder\n  \
                        voxomics convert mask.nii.gz seg.dcm --on ct_folder"
)]
pub(crate) struct Convert {
    /// The image to read
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,

    /// The file to write: .nii, .nii.gz, .hdr, .nrrd, .nhdr, .mha or .mhd; .dcm is a DICOM SEG of the mask IN
    #[arg(value_name = "OUT")]
    pub(crate) output: PathBuf,

    /// Which volume of a DICOM folder or zip that holds several, as `voxomics info` counts them
    #[arg(long, value_name = "N")]
    pub(crate) volume: Option<usize>,

    /// PET as standardised uptake values by body weight
    #[arg(long)]
    pub(crate) suv: bool,

    /// Region to draw, by name: `#3` is its number, `/^GTV/i` a pattern, `SCT:4147007` a segment's code
    #[arg(long, value_name = "NAME", requires = "on")]
    pub(crate) roi: Option<String>,

    /// The image on whose grid regions of IN are drawn, or the DICOM series that a SEG is written for
    #[arg(long, value_name = "IMAGE")]
    pub(crate) on: Option<PathBuf>,

    /// Replaces OUT if it exists
    #[arg(long)]
    pub(crate) overwrite: bool,
}

/// Extracts the features of a synthetic image, to see what comes out
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  voxomics demo\n  voxomics demo --out-dir demo && \
                        voxomics extract demo/image.nrrd demo/mask.nrrd"
)]
pub(crate) struct Demo {
    /// Also writes image.nrrd, mask.nrrd and features.csv into DIR
    #[arg(long, value_name = "DIR")]
    pub(crate) out_dir: Option<PathBuf>,
}

/// Prints completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  voxomics completions bash > \
                        ~/.local/share/bash-completion/completions/voxomics")]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: Shell,
}

/// Prints a man page
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics man extract > voxomics-extract.1 && \
                        man ./voxomics-extract.1"
)]
pub(crate) struct Man {
    /// The command that the page is about; without one, all of voxomics
    pub(crate) command: Option<String>,
}
