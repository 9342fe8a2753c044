//! What the tests of several crates share: where the data lie, goldens, tolerances, pages that tests print.
//!
//! ```
//! use voxomics_testkit::{Tolerance, data, pyradiomics::Golden};
//!
//! let goldens = Golden::folder(&data().join("pyradiomics/a_default"));
//! assert!(goldens.iter().any(|golden| golden.case == "brain1"));
//! assert!(Tolerance::PYRADIOMICS.accepts(1.0 + 1e-10, 1.0));
//! ```

mod threads;
mod tolerance;

pub mod generator;
pub mod goldens;
pub mod guide;
pub mod memory;
pub mod page;
pub mod pyradiomics;
pub mod tally;

use std::path::{Path, PathBuf};

pub use threads::on_any_pool;
pub use tolerance::{Tolerance, ulps};

/// The folder `tests/data` of the repository.
#[must_use]
pub fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data")
}

/// The folder of data that is too large, or not free enough, for the repository.
///
/// # Panics
///
/// If `VOXOMICS_SHARED` is not set: tests that need it are ignored unless asked for.
#[must_use]
pub fn shared() -> PathBuf {
    let folder = std::env::var_os("VOXOMICS_SHARED");
    PathBuf::from(folder.expect("VOXOMICS_SHARED names the folder of the shared data"))
}
