//! Flags of `widen`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Puts the rows of a patient side by side: phases, sequences or modalities, one row a patient
///
/// `extract` and `deep` write a row for each case, and models take one for each patient. Of every column that no flag names, `mean` say,
/// there will be one for each value of the column --by: `arterial_mean`, `venous_mean`. Cells stay the text that they are in CSV. In
/// Parquet ids are text, and other columns doubles if a double has each of their numbers, `2.50` as 2.5, else text too. Without --out the
/// table goes to standard output as CSV.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  voxomics widen features.csv --id Patient --by Phase --keep Age,Event --out wide.csv\n  \
                  voxomics widen deep.parquet --id Patient --by Scan --order CT,PET --incomplete omit -o wide.parquet"
)]
pub(crate) struct Widen {
    /// The table: CSV with a header or, by its name, Parquet
    #[arg(value_name = "TABLE")]
    pub(crate) table: PathBuf,

    /// Column that names the patient; several where it takes several to tell patients, or lesions, apart
    #[arg(long, value_name = "COL,COL", value_delimiter = ',', required = true)]
    pub(crate) id: Vec<String>,

    /// Column that tells the rows of a patient apart, whose values begin the names of columns
    #[arg(long, value_name = "COL")]
    pub(crate) by: String,

    /// Columns that are the patient's and stand once, such as age and outcome; all rows of a patient must agree
    #[arg(long, value_name = "COL,COL", value_delimiter = ',')]
    pub(crate) keep: Vec<String>,

    /// All values that --by may have, in the order of their columns; without it those of the table, as they appear
    #[arg(long, value_name = "VALUE,VALUE", value_delimiter = ',')]
    pub(crate) order: Vec<String>,

    /// What to do with a patient that has no row for one of the values
    #[arg(long, value_name = "POLICY", default_value = "refuse")]
    pub(crate) incomplete: Incomplete,

    /// Writes to FILE, as CSV or, by its name, Parquet
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Replaces FILE if it exists
    #[arg(long, requires = "out")]
    pub(crate) overwrite: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Incomplete {
    /// They are counted and refused
    Refuse,
    /// Their cells stay empty
    Keep,
    /// They are left out and counted
    Omit,
}
