//! A batch of cases that loses nothing.
//!
//! From a list of cases to a table of results: generic over what is done for each case, and careful
//! about everything around it.
//!
//! | I want ...                                                     | Use                        |
//! |----------------------------------------------------------------|----------------------------|
//! | a CSV of cases, checked before any work                        | [`Cases::read`]            |
//! | to say which columns it must have                              | [`cases::Layout`]          |
//! | to say what is done for a case                                 | [`run::Work`]              |
//! | all cases, in parallel, results in the order of the list       | [`run()`]                  |
//! | a killed run to go on where it stopped                         | [`Store`], [`Key`]         |
//! | stale results to be impossible                                 | [`Key`], [`key::Digests`]  |
//! | rows as CSV, JSON, lines, in memory                            | [`sink`]                   |
//! | a file that is whole or not there, and never two writers       | [`Output`]                 |
//! | to know which cases failed, why, and what can be done          | [`Failure`], [`failures`]  |
//! | a bar, and a way to stop                                       | [`run::Options::watch`]    |
//!
//! # Example
//!
//! The size of each image's file, as a command would do it:
//!
//! ```
//! use voxomics_batch::cases::{Column, Layout};
//! use voxomics_batch::failures::Report;
//! use voxomics_batch::key::Digests;
//! use voxomics_batch::output::Existing;
//! use voxomics_batch::run::{Answers, Options, Work};
//! use voxomics_batch::{Case, Cases, Key, Output, Reason, Store, Value, run, sink};
//! use voxomics_core::ErrorClass;
//!
//! struct Sizes(Digests);
//!
//! impl Work for Sizes {
//!     fn columns(&self) -> Vec<String> {
//!         vec!["Bytes".to_owned()]
//!     }
//!     fn key(&self, case: &Case) -> Result<Key, Reason> {
//!         let image = self.0.of(case.path("Image").expect("required"))?;
//!         Ok(Key::builder().part("program", "sizes 1.0").file("image", image).finish())
//!     }
//!     fn compute(&self, cases: &[&Case], answers: &mut Answers<'_>) {
//!         let size = |case: &&Case| {
//!             let path = case.path("Image").expect("required");
//!             match std::fs::metadata(path) {
//!                 Ok(file) => Ok(vec![vec![Value::Number(file.len() as f64)]]),
//!                 Err(error) => Err(Reason::new(ErrorClass::Input, error).at(path)),
//!             }
//!         };
//!         answers.extend(cases.iter().map(size));
//!     }
//! }
//!
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path();
//! # std::fs::write(folder.join("p1.nii"), [0; 352])?;
//! # std::fs::write(folder.join("cases.csv"), "ID;Image\nP1;p1.nii\nP2;p2.nii\n")?;
//! let layout = Layout::new([Column::path("Image")]).id("ID");
//! let cases = Cases::read(&folder.join("cases.csv"), &layout)?; // P1 and P2; p2.nii is not there
//! let report = Report::at(&folder.join("failures.csv"), "sizes.csv")?;
//! let output = Output::file(&folder.join("sizes.csv"), Existing::Refuse)?;
//! let store = Store::open(&folder.join("done"))?;
//!
//! let options = Options { store: Some(&store), ..Options::default() };
//! let summary = run(&cases, &Sizes(Digests::new()), &mut sink::Csv::new(output), &options)?;
//! report.write(&summary.failures)?;
//!
//! let table = std::fs::read_to_string(folder.join("sizes.csv"))?;
//! assert_eq!(table, "ID,Image,Bytes\nP1,p1.nii,352.0\nP2,p2.nii,\n");
//! assert_eq!((summary.computed, summary.failures.len()), (1, 1));
//! assert!(summary.failures[0].to_string().starts_with("row 2 (`P2`): "));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Limits
//!
//! One machine, or several that share a folder of finished cases. Two runs may share a [`Store`];
//! two runs with one output exclude each other through a lock of the operating system, which some
//! network file systems lack: there the second run is not noticed, though neither harms the other's
//! rows. A process that is killed outright keeps what is in the store and nothing else.

pub mod cases;
pub mod failures;
pub mod key;
pub mod output;
pub mod run;
pub mod sink;
pub mod store;

mod error;
mod file;
mod value;

pub use cases::{Case, Cases};
pub use error::Error;
pub use failures::{Failure, Reason};
pub use key::Key;
pub use output::Output;
pub use run::run;
pub use sink::Sink;
pub use store::Store;
pub use value::Value;
