//! Which columns a case list must and may have, and what they mean.

/// What the cells of a column mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Path,
    Integer { at_least: i64 },
}

/// A column of the case list that the caller knows; required unless [`optional`](Self::optional).
///
/// Columns that nobody declared are passed through as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) required: bool,
}

impl Column {
    /// A path; relative ones are relative to the folder of the case list.
    pub fn path(name: impl Into<String>) -> Self {
        Self::new(name, Kind::Path)
    }

    /// A whole number, `at_least` or more. An empty cell says nothing, and `1.0` is 1, because
    /// spreadsheets write both.
    pub fn integer(name: impl Into<String>, at_least: i64) -> Self {
        Self::new(name, Kind::Integer { at_least })
    }

    /// Text that must not be empty.
    pub fn text(name: impl Into<String>) -> Self {
        Self::new(name, Kind::Text)
    }

    /// The column may be absent and its cells empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            kind,
            required: true,
        }
    }
}

/// The columns that a caller knows, and which one names the cases.
///
/// ```
/// use voxomics_batch::cases::{Column, Layout};
///
/// let layout = Layout::new([
///     Column::path("Image"),
///     Column::path("Mask"),
///     Column::integer("Label", 1).optional(),
/// ])
/// .id("ID");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    pub(super) columns: Vec<Column>,
    pub(super) id: Option<String>,
    pub(super) unique: bool,
}

impl Layout {
    /// These columns, and no name for a case.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self {
            columns: columns.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Messages and failures name a case by its cell in `column`, if the list has that column;
    /// the same name twice is a warning.
    #[must_use]
    pub fn id(mut self, column: impl Into<String>) -> Self {
        self.id = Some(column.into());
        self
    }

    /// As [`id`](Self::id), but `column` is required and the same name twice is an error.
    #[must_use]
    pub fn unique_id(mut self, column: impl Into<String>) -> Self {
        let column = column.into();
        if !self.columns.iter().any(|known| known.name == column) {
            self.columns.push(Column::text(column.clone()));
        }
        self.unique = true;
        self.id(column)
    }

    pub(super) fn find(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Names of the columns that a list must have.
    pub(super) fn required(&self) -> Vec<&str> {
        let required = self.columns.iter().filter(|column| column.required);
        required.map(|column| column.name.as_str()).collect()
    }
}
