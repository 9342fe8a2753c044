//! Tables of text as spreadsheets write them, and what their cells mean.
//!
//! | I want ...                                          | Use                       |
//! |-----------------------------------------------------|---------------------------|
//! | a CSV file, whatever separates its cells            | [`Sheet::read`]           |
//! | only rows in which nothing that I need is missing   | [`Sheet::complete`]       |
//! | one row a patient from one a phase                  | [`Sheet::widen`]          |
//! | a column by its name                                | [`Sheet::column`]         |
//! | its numbers, its labels of two kinds, its groups    | [`Column::numbers`], [`Column::labels`], [`Column::groups`] |
//! | numbers with names of rows and columns, for models  | [`Table`]                 |
//! | the same from Parquet, and back                     | `Table::read_parquet`, `Table::write_parquet`, feature `parquet` |
//! | to know what is wrong, on which line                | [`Problem`]               |
//!
//! A cell is missing if it is empty, `NA`, `NaN` or `.` once blanks around it are gone, in letters of either case.
//!
//! ```
//! use voxomics_table::Sheet;
//!
//! let sheet = Sheet::parse(b"score,event\n0.3,1\n0.1,0\n", &["score", "event"])?;
//! assert_eq!(sheet.column("score")?.numbers()?, [0.3, 0.1]);
//! assert_eq!(sheet.column("event")?.labels(None)?, [true, false]);
//! assert!(sheet.column("scor").unwrap_err().to_string().contains("did you mean `score`?"));
//! # Ok::<(), voxomics_table::Problem>(())
//! ```
//!
//! Everything is held in memory as text; files beyond a gigabyte are refused.

mod column;
mod error;
#[cfg(feature = "parquet")]
mod parquet;
mod parse;
mod sheet;
mod table;
pub mod widen;

pub use column::{Column, Groups};
pub use error::{Error, Problem};
pub use sheet::{Row, Sheet};
pub use table::Table;
