use crate::input;

/// Why an area has no variance, or two no comparison.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What every statistic asks of its input; here of placements read from a file.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// A class of one has no variance.
    #[error("{cases} cases and {controls} controls: two of each are needed for a variance")]
    TooFew {
        /// Cases.
        cases: usize,
        /// Controls.
        controls: usize,
    },
    /// Markers of the same subjects were expected.
    #[error(
        "the labels of the two markers differ, first in row {row}: a paired comparison needs the same subjects in the same order"
    )]
    OtherSubjects {
        /// The first row that differs.
        row: usize,
    },
    /// One marker's cases are higher, the other's lower.
    #[error("the directions of the two markers differ: choose one for both")]
    Directions,
    /// A logit interval of an area of 0 or 1.
    #[error("the logit of an area of {auc} is infinite: use the Wald interval or the bootstrap")]
    Logit {
        /// The area.
        auc: f64,
    },
    /// A margin that is none.
    #[error("margin {0} is not between 0 and 1: write what may be lost, such as 0.05")]
    Margin(f64),
    /// Too few markers for a joint test.
    #[error("{0} markers: a joint test takes at least two")]
    Markers(usize),
    /// A contrast of another length, or no contrast.
    #[error("contrast {contrast}: {got} finite weights for {want} markers")]
    Contrast {
        /// The contrast, from 0.
        contrast: usize,
        /// Its finite weights.
        got: usize,
        /// Markers.
        want: usize,
    },
    /// A contrast that compares nothing.
    #[error("contrast {0}: all weights are 0, so it compares nothing: leave it out")]
    ZeroContrast(usize),
    /// No contrasts at all.
    #[error("no contrasts: give at least one, or none to compare all markers")]
    NoContrasts,
}
