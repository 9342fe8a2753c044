//! Flags of commands that work through cases.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Labels;

/// What is said of a case's files, how many are computed at once, and where results go.
#[expect(clippy::struct_excessive_bools, reason = "a switch is a bool")]
#[derive(Debug, Args)]
pub(crate) struct Listed {
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Csv,
    Json,
    Txt,
    #[cfg(feature = "parquet")]
    Parquet,
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
