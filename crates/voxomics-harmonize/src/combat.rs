//! `ComBat`: batches made alike in mean and variance, learnt from some rows and applied to any others.
//!
//! ```
//! use voxomics_harmonize::combat::{self, Options};
//! use voxomics_harmonize::{Cohort, Covariate};
//! use voxomics_table::{Sheet, Table};
//!
//! let train = Sheet::parse(
//!     b"centre,age,mean,energy\nN,61,4.1,20\nN,50,3.9,27\nN,72,5.2,24\nN,66,4.4,21\n\
//!       S,58,7.9,39\nS,64,8.4,31\nS,70,9.9,36\nS,49,7.2,30\n", &[])?;
//! let features = Table::of_columns(&train, None, &["mean", "energy"])?;
//! let batches = train.column("centre")?.texts()?;
//! let covariates = [Covariate::read(&train, "age")?];
//! let cohort = Cohort { features: &features, batches: &batches, covariates: &covariates };
//! let model = combat::fit(&cohort, &Options::default())?;
//! let alike = model.apply(&cohort)?;
//!
//! // Kept as JSON, and applied to tomorrow's patient of a known centre.
//! let model: combat::Model = serde_json::from_str(&serde_json::to_string(&model)?)?;
//! let tomorrow = Table::new(vec!["P9".into()], vec!["energy".into(), "mean".into()], ndarray::array![[33.0, 8.1]])?;
//! let covariates = [Covariate::numbers("age", [55.0])];
//! let patient = Cohort { features: &tomorrow, batches: &["S".to_owned()], covariates: &covariates };
//! assert!(model.apply(&patient)?.column("mean")?[0] < 8.1);
//! # assert_eq!(alike.rows(), 8);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What other implementations do differently
//!
//! The defaults are those of R's `sva`, iterated until they stand still. How to have the others' numbers:
//!
//! | they                                                                    | here                                       |
//! |-------------------------------------------------------------------------|--------------------------------------------|
//! | `sva`, `neuroCombat` stop the iteration early, up to 7e-5 from its end   | [`Stopping::Sva`]                          |
//! | `sva` divides by n - 1 instead of n as soon as one value is missing      | the default; [`Divisor::Rows`] does not    |
//! | `neuroCombat` returns nothing but NaN where one value is missing         | not offered: missing values stay missing   |
//! | rounding passes for a variance where covariates determine the rows of a batch | not offered: that variance stays as it is |
//! | `neuroCombat` adjusts features that are constant in a batch              | [`Constant::Adjusted`]                     |
//! | `neuroHarmonize` ends after one iteration where a feature does not vary (0/0) | not offered                        |
//! | `neuroCombat` and `neuroHarmonize` round covariates to single precision  | round them before                          |
//! | `neuroCombat` returns NaN where a batch has one row, `sva` adjusts means | as `sva`: [`Model::mean_only`] says so     |
//! | `neuroHarmonize` leaves the prior out for a single feature               | [`PriorKind::None`]; else it is refused    |
//! | `neuroCombat` takes a single batch                                       | [`Options::one_batch`]                     |
//! | `neuroCombatFromTraining` gives new rows the training rows' mean covariates | hand over those means as covariates     |
//! | the non-parametric prior of `sva` and `neuroCombat` underflows to NaN from about 500 rows a batch | not here |

mod apply;
mod batch;
mod check;
mod coding;
mod design;
mod error;
mod extend;
mod fit;
mod model;
mod non_parametric;
mod options;
mod parametric;
mod prior;
mod qr;
mod report;
mod rows;
mod standard;

pub use coding::Coding;
pub use error::Error;
pub use fit::fit;
pub use model::{Batch, Model, Reason, Untouched};
pub use options::{Constant, Divisor, Options, PriorKind, Stopping};
pub use prior::Prior;
pub use report::{PriorFit, Removed};
pub(crate) use rows::check as check_rows;
