//! The flags of `extract`: PyRadiomics' own, then ours.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Labels;

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

    /// Label in the mask: N, several as N,M, or `all`
    ///
    /// Wins over the parameters; a cell in the column `Label` of a case list wins over it. Several
    /// give a row each and a column `Label` after `Mask`, which the list must not have then; the
    /// image is read once.
    #[arg(long, short, value_name = "N[,M...]|all")]
    pub(crate) label: Option<Labels>,

    /// Region of the mask, by name: of a DICOM structure set or segmentation, or a segment of a .seg.nrrd
    ///
    /// `#3` is its number, `/^GTV/i` a pattern (all that match, together), `SCT:4147007` a segment's code. The region is
    /// label 1 then. A cell in the column `Mask_roi` of a case list wins. Needless where there is one region.
    #[arg(long, value_name = "NAME")]
    pub(crate) roi: Option<String>,

    /// Which volume of a DICOM folder or zip that holds several, as `voxomics info` counts them
    ///
    /// A cell in the column `Image_volume` of a case list wins.
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(crate) volume: Option<usize>,

    /// PET as standardised uptake values by body weight
    #[arg(long)]
    pub(crate) suv: bool,

    /// Puts a mask on its image's grid where they differ (setting correctMask)
    #[arg(long)]
    pub(crate) resample_mask: bool,

    /// One value a region, or maps of features
    #[arg(long, short, default_value = "segment")]
    pub(crate) mode: Mode,

    /// Checks parameters, list and the headers of all files, and extracts nothing
    #[arg(long)]
    pub(crate) validate: bool,

    /// How many cases are computed at once, each with its image in memory [default: one for each
    /// thread, at most 8]
    #[arg(long, short, value_name = "N", value_parser = at_least_one)]
    pub(crate) jobs: Option<usize>,

    /// How many threads compute [default: one for each core]
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(crate) threads: Option<usize>,

    /// File for the results instead of standard output; failures go to failures.csv beside it
    ///
    /// Written at the end, all of it or nothing.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Folder for finished cases, the table features.csv and failures.csv; short: -od
    ///
    /// A run that was stopped goes on where it was: cases whose image, mask, label, parameters and
    /// program version are the same are not computed again. With --out the table goes there instead.
    #[arg(long, value_name = "DIR")]
    pub(crate) out_dir: Option<PathBuf>,

    /// Adds rows to the table if it exists and has the same columns; CSV only
    #[arg(long, conflicts_with = "overwrite")]
    pub(crate) append: bool,

    /// Replaces the table if it exists
    #[arg(long)]
    pub(crate) overwrite: bool,

    /// Fails if the folder of --out-dir is not there: to go on, not to begin
    #[arg(long, requires = "out_dir")]
    pub(crate) resume: bool,

    /// Leaves out values that are NaN
    #[arg(long)]
    pub(crate) skip_nans: bool,

    /// Format of the maps of --mode voxel, which are files in --out-dir, or else in the current folder
    #[arg(long, value_name = "FORMAT", default_value = "nrrd")]
    pub(crate) map_format: MapFormat,

    /// Format of the results [default: what the name of --out says, csv for --out-dir, else txt]
    #[arg(long, short)]
    pub(crate) format: Option<Format>,

    /// How the columns Image and Mask show paths; `relative` is to the list, or to the current folder
    #[arg(long, value_name = "STYLE", default_value = "absolute")]
    pub(crate) format_path: PathStyle,

    /// Shows paths with forward slashes; short: -up
    #[arg(long)]
    pub(crate) unix_path: bool,

    /// A bar or a line for each case; a bar is for terminals unless `always` asks for it
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) progress: ProgressMode,

    /// What is said on standard error: 1 only why nothing was done, 2 failed cases, 3 warnings,
    /// 4 information, 5 everything; 4 if no number is given
    #[arg(
        long, short, value_name = "1..5", num_args = 0..=1, default_value_t = 3, default_missing_value = "4",
        value_parser = clap::value_parser!(u8).range(1..=5)
    )]
    pub(crate) verbosity: u8,

    /// File to which messages are appended
    #[arg(long, value_name = "FILE")]
    pub(crate) log_file: Option<PathBuf>,

    /// What goes to the log file
    #[arg(
        long,
        value_name = "LEVEL",
        default_value = "WARNING",
        ignore_case = true
    )]
    pub(crate) logging_level: LogLevel,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Csv,
    Json,
    Txt,
    #[cfg(feature = "parquet")]
    Parquet,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PathStyle {
    Absolute,
    Relative,
    Basename,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressMode {
    Auto,
    Always,
    Never,
}

/// Python's levels, as PyRadiomics has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "UPPER")]
pub(crate) enum LogLevel {
    Notset,
    Debug,
    Info,
    Warning,
    Error,
    Critical,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("a whole number from 1".to_owned()),
        Ok(count) => Ok(count),
    }
}
