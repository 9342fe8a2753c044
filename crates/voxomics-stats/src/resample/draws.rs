//! How many resamples, and from where.

use voxomics_core::Seed;

/// How many resamples are drawn, and from which seed.
///
/// ```
/// use voxomics_core::Seed;
/// use voxomics_stats::resample::Draws;
///
/// assert_eq!(Draws::default(), Draws { resamples: 2000, seed: Seed(0) });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Draws {
    /// `B` of the literature, `boot.n` of pROC, whose default of 2000 is ours.
    pub resamples: usize,
    /// Where the draws come from; R seeds itself from the clock.
    pub seed: Seed,
}

impl Default for Draws {
    fn default() -> Self {
        Self {
            resamples: 2000,
            seed: Seed(0),
        }
    }
}
