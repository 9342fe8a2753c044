//! Folds that are given by the caller: are they divisions of the rows?

use voxomics_stats::resample::Fold;

/// What is wrong with a list of folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No fold.
    #[error("no folds: give at least one")]
    None,
    /// A part without rows.
    #[error("fold {fold}: its {part} part is empty")]
    Empty {
        /// Counted from 0.
        fold: usize,
        /// `training` or `test`.
        part: &'static str,
    },
    /// A row that does not exist.
    #[error("fold {fold}: row {row} does not exist, there are {rows}; rows count from 0")]
    NoSuchRow {
        /// Counted from 0.
        fold: usize,
        /// The index.
        row: usize,
        /// Rows of the data.
        rows: usize,
    },
    /// A row that is learnt from and judged on.
    #[error(
        "fold {fold}: row {row} is in the training and the test part; it must be in one of them"
    )]
    Leak {
        /// Counted from 0.
        fold: usize,
        /// Counted from 0.
        row: usize,
    },
}

/// Checks that each fold has rows to learn from, others to judge on, and no row in both.
pub(crate) fn check(folds: &[Fold], rows: usize) -> Result<(), Error> {
    if folds.is_empty() {
        return Err(Error::None);
    }
    for (fold, Fold { train, test }) in folds.iter().enumerate() {
        for (part, name) in [(train, "training"), (test, "test")] {
            if part.is_empty() {
                return Err(Error::Empty { fold, part: name });
            }
            if let Some(&row) = part.iter().find(|&&row| row >= rows) {
                return Err(Error::NoSuchRow { fold, row, rows });
            }
        }
        let mut is_test = vec![false; rows];
        for &row in test {
            is_test[row] = true;
        }
        if let Some(&row) = train.iter().find(|&&row| is_test[row]) {
            return Err(Error::Leak { fold, row });
        }
    }
    Ok(())
}
