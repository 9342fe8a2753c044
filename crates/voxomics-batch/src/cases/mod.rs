//! The case list: which cases, checked before any work.

mod case;
mod check;
mod error;
mod layout;

use std::path::Path;
use std::sync::Arc;

pub use case::Case;
use case::{Cell, Meaning};
pub use error::{Error, Problem, Warning};
pub use layout::{Column, Layout};
use voxomics_table::Sheet;

/// Checked cases in the order of their list.
///
/// ```
/// use std::path::Path;
/// use voxomics_batch::cases::{Cases, Column, Layout};
///
/// let layout = Layout::new([Column::path("Image"), Column::integer("Label", 1)]).id("ID");
/// let cases = Cases::from_rows(
///     Path::new("study/cases.csv"),
///     ["ID", "Image", "Label", "Centre"],
///     [["P1", "p1.nii.gz", "1.0", "A"], ["P2", "/data/p2.nii.gz", "", "B"]],
///     &layout,
/// )?;
/// let [first, second] = cases.as_slice() else { panic!("two rows") };
/// assert_eq!(first.path("Image"), Some(Path::new("study/p1.nii.gz")));
/// assert_eq!((first.integer("Label"), second.integer("Label")), (Some(1), None));
/// assert_eq!((second.id(), second.text("Centre")), (Some("P2"), Some("B")));
/// # Ok::<(), voxomics_batch::cases::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Cases {
    columns: Arc<[String]>,
    rows: Vec<Case>,
    warnings: Vec<Warning>,
}

impl Cases {
    /// The cases in a CSV file: a header row, then a row for each case.
    ///
    /// Commas, semicolons and tabs are understood, and a byte-order mark. Blanks around cells are
    /// removed, with a [`Warning`].
    ///
    /// # Errors
    ///
    /// [`Error::Read`] for a file that cannot be read, [`Error::Refused`] for one that is no sound
    /// case list, naming the line.
    pub fn read(path: &Path, layout: &Layout) -> Result<Self, Error> {
        let sheet = Sheet::read(path, &layout.required()).map_err(Error::of_list)?;
        check::cases(path, sheet, layout).map_err(|problem| refused(path, problem))
    }

    /// The cases in `rows`, as if they had been read from the file `origin`: relative paths are
    /// relative to its folder.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] as [`read`](Self::read).
    pub fn from_rows<Row: IntoIterator<Item = impl Into<String>>>(
        origin: &Path,
        header: impl IntoIterator<Item = impl Into<String>>,
        rows: impl IntoIterator<Item = Row>,
        layout: &Layout,
    ) -> Result<Self, Error> {
        let sheet =
            Sheet::from_rows(header, rows).map_err(|problem| refused(origin, problem.into()))?;
        check::cases(origin, sheet, layout).map_err(|problem| refused(origin, problem))
    }

    /// Names of the columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The cases in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Case] {
        &self.rows
    }

    /// What was odd about the list.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Changes what the cells of a path column show in results, not the path itself.
    ///
    /// `show` gets the path as [`Case::path`] gives it.
    pub fn show_paths(&mut self, column: &str, show: impl Fn(&Path) -> String) {
        let index = self.columns.iter().position(|name| name == column);
        for case in &mut self.rows {
            let cell = index.map(|index| &mut case.cells[index]);
            if let Some(Cell {
                shown,
                meaning: Meaning::Path(path),
            }) = cell
            {
                *shown = show(path);
            }
        }
    }

    /// Whether columns of results may stand beside the list's own.
    ///
    /// # Errors
    ///
    /// [`Error::OutputColumn`] for a name that the list has too, [`Error::DuplicateOutput`] for one
    /// that stands in `outputs` twice.
    pub fn check_outputs(&self, outputs: &[String]) -> Result<(), Error> {
        if let Some(name) = outputs.iter().find(|name| self.columns.contains(name)) {
            return Err(Error::OutputColumn(name.clone()));
        }
        match check::duplicate(outputs) {
            Some(name) => Err(Error::DuplicateOutput(name.clone())),
            None => Ok(()),
        }
    }
}

fn refused(path: &Path, problem: Problem) -> Error {
    Error::Refused {
        path: path.to_owned(),
        problem,
    }
}
