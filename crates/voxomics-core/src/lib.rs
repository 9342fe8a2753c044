//! What every crate of voxomics shares.
//!
//! | I want ...                                          | Use                            |
//! |-----------------------------------------------------|--------------------------------|
//! | random numbers that are the same tomorrow           | [`Seed`]                       |
//! | a parallel sum whose bytes do not depend on threads | [`reduce`]                     |
//! | to report progress, or to stop a long run           | [`Watch`]                      |
//! | to know what can be done about an error             | [`ErrorClass`]                 |
//! | `exp`, `ln`, `sin` with equal bits on every CPU     | [`math`]                       |
//! | inner loops with the vectors of the processor       | [`vectorised!`]                |
//! | a number as Python prints it                        | [`number::repr`]               |
//! | to say which name a user may have meant             | [`hint`]                       |
//!
//! # Example
//!
//! ```
//! use voxomics_core::{Seed, number, reduce};
//!
//! let mut stream = Seed(7).stream("noise", 0);
//! let values: Vec<f64> = (0..100_000).map(|_| stream.normal()).collect();
//! let mean = reduce::sum(&values) / values.len() as f64;
//! assert!(mean.abs() < 0.02);
//! assert_eq!(number::repr(1e-5), "1e-05");
//! ```

pub mod hint;
pub mod math;
pub mod number;
pub mod reduce;
pub mod simd;

mod class;
mod seed;
mod watch;

pub use class::ErrorClass;
pub use seed::{Seed, Stream};
pub use watch::{Cancelled, Unwatched, Watch};
