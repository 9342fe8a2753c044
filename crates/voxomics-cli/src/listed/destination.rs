//! Where results go: the table, the failures, the finished cases.

use std::fs;
use std::path::{Path, PathBuf};

use voxomics::batch::failures::Report as Failures;
use voxomics::batch::output::{self, Existing};
use voxomics::batch::{Output, Sink, Store, sink};

use crate::args::{Format, Listed};
use crate::exit::Stop;
use crate::out;

const FAILURES: &str = "failures.csv";

/// Whether a column holds text.
type IsText = Box<dyn Fn(&str) -> bool + Send>;

/// What results there are.
pub(crate) struct Results {
    /// Other files than the table are written too.
    pub(crate) folder_files: bool,
    /// Which columns hold text, for formats that have types.
    pub(crate) is_text: IsText,
}

/// The files of a run, open and locked.
pub(crate) struct Destination {
    pub(super) sink: Box<dyn Sink>,
    /// Where failures are listed, unless results go to standard output or a device.
    pub(super) failures: Option<Failures>,
    pub(super) store: Option<Store>,
    /// A copy of the table of an earlier run, until this one is known to have lost nothing.
    pub(super) kept: Option<PathBuf>,
    /// Whether `--out-dir` is that of an earlier run.
    pub(crate) is_ours: bool,
}

impl Destination {
    /// Everything that can be refused is refused here, before any work.
    pub(crate) fn open(args: &Listed, results: Results) -> Result<Self, Stop> {
        let format = format(args);
        let table = table(args, format);
        let existing = existing(args, table.as_deref(), results.folder_files)?;
        let listed = failures(args, table.as_deref());
        if listed.is_some() && listed == table {
            let message = "`failures.csv` is the name of the list of failures: give --out another";
            return Err(Stop::refused(message));
        }
        let folder = args.out_dir.as_deref();
        let is_ours = folder.is_some_and(|folder| store_in(folder).is_dir());
        folder.map(out::make_folder).transpose()?;
        let failures = listed.map(|path| Failures::at(&path, &name(table.as_deref())));
        let failures = failures.transpose()?;
        let output = match &table {
            Some(path) => Output::file(path, existing).map_err(refusal)?,
            None => Output::stdout(),
        };
        let kept = match &table {
            Some(path) if args.out.is_none() && existing == Existing::Overwrite => keep(path)?,
            _ => None,
        };
        let store = folder
            .map(|folder| Store::open(&store_in(folder)))
            .transpose()?;
        Ok(Self {
            sink: sink(format, output, results.is_text),
            failures,
            store,
            kept,
            is_ours,
        })
    }
}

/// The file of the table; without one it goes to standard output.
fn table(args: &Listed, format: Format) -> Option<PathBuf> {
    let within = |folder: &PathBuf| folder.join(table_name(format));
    args.out
        .clone()
        .or_else(|| args.out_dir.as_ref().map(within))
}

/// The list of failures, in the folder or beside the table.
fn failures(args: &Listed, table: Option<&Path>) -> Option<PathBuf> {
    match (&args.out_dir, table) {
        (Some(folder), _) => Some(folder.join(FAILURES)),
        (None, Some(table)) if !is_device(table) => Some(table.with_file_name(FAILURES)),
        (None, _) => None,
    }
}

/// Under which name a table's failures are listed.
fn name(table: Option<&Path>) -> String {
    let name = table.and_then(Path::file_name).unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The folder of finished cases within that of `--out-dir`.
fn store_in(folder: &Path) -> PathBuf {
    folder.join("cases")
}

fn table_name(format: Format) -> &'static str {
    match format {
        Format::Csv => "features.csv",
        Format::Json => "features.json",
        Format::Txt => "features.txt",
        #[cfg(feature = "parquet")]
        Format::Parquet => "features.parquet",
    }
}

/// The format that is asked for, or that the name of the table says.
fn format(args: &Listed) -> Format {
    let extension = args.out.as_deref().and_then(Path::extension);
    let extension = extension.map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    match (args.format, extension.as_deref()) {
        (Some(format), _) => format,
        (None, Some("csv")) => Format::Csv,
        (None, Some("json")) => Format::Json,
        #[cfg(feature = "parquet")]
        (None, Some("parquet")) => Format::Parquet,
        (None, None) if args.out.is_none() && args.out_dir.is_some() => Format::Csv,
        _ => Format::Txt,
    }
}

#[cfg_attr(
    not(feature = "parquet"),
    expect(
        unused_variables,
        clippy::needless_pass_by_value,
        reason = "only Parquet has types for columns"
    )
)]
fn sink(format: Format, output: Output, is_text: IsText) -> Box<dyn Sink> {
    match format {
        Format::Csv => Box::new(sink::Csv::new(output)),
        Format::Json => Box::new(sink::Json::new(output)),
        Format::Txt => Box::new(sink::Txt::new(output)),
        #[cfg(feature = "parquet")]
        Format::Parquet => Box::new(sink::Parquet::new(output, is_text)),
    }
}

/// What becomes of a table that is there.
///
/// That of `--out-dir` is replaced without a word: it shows the finished cases of a list, and those
/// stay. Unless there are none: then it is somebody else's.
fn existing(args: &Listed, table: Option<&Path>, files: bool) -> Result<Existing, Stop> {
    let is_about_nothing = args.append || (args.overwrite && !files);
    if table.is_none() && is_about_nothing {
        let flag = if args.append {
            "--append"
        } else {
            "--overwrite"
        };
        return Err(Stop::refused(format!(
            "{flag} is about a file: give --out or --out-dir"
        )));
    }
    let folder = args.out_dir.as_deref();
    if let Some(folder) = folder.filter(|folder| args.resume && !store_in(folder).is_dir()) {
        let folder = folder.display();
        return Err(
            Stop::refused(format!("`{folder}` has no finished cases to resume from"))
                .hint("leave --resume out to begin"),
        );
    }
    let is_ours = args.out.is_none() && folder.is_some_and(|folder| store_in(folder).is_dir());
    Ok(match (args.append, args.overwrite || is_ours) {
        (true, _) => Existing::Append,
        (false, true) => Existing::Overwrite,
        (false, false) => Existing::Refuse,
    })
}

/// With the flags that help.
fn refusal(error: output::Error) -> Stop {
    let is_there = matches!(error, output::Error::Exists { .. });
    let stop = Stop::from(error);
    if is_there {
        return stop.hint("--overwrite replaces it, --append adds rows to a CSV");
    }
    stop
}

/// A copy of the table that a run with failures would harm.
fn keep(table: &Path) -> Result<Option<PathBuf>, Stop> {
    if !table.is_file() {
        return Ok(None);
    }
    let mut name = table.as_os_str().to_owned();
    name.push(".old");
    let copy = PathBuf::from(name);
    // After a run with failures the copy is the better table.
    if copy.is_file() {
        return Ok(Some(copy));
    }
    fs::copy(table, &copy).map_err(|error| {
        Stop::refused(format!("`{}` cannot be written: {error}", copy.display()))
    })?;
    Ok(Some(copy))
}

fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir())
}
