//! Which rows are in each resample.

use voxomics_core::Seed;

use super::draw::{How, all, members};
use super::{Draws, Error};

mod each;

/// The rows of each resample: drawn as they are asked for, or given.
///
/// Resample `b` is drawn from the stream `b` of the seed, labelled `bootstrap` or `permutation`. Within strata, each
/// row is replaced by a row of its own stratum: labels that are strata stay where they are.
///
/// ```
/// use voxomics_stats::resample::{Draws, Resamples};
///
/// let labels = [true, false, true, false, false];
/// let resamples = Resamples::stratified(&labels, Draws::default())?;
/// let first = resamples.rows_of(0).expect("there are 2000");
/// assert!(first.iter().zip(labels).all(|(&row, label)| labels[row] == label));
/// # Ok::<(), voxomics_stats::resample::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Resamples<'a> {
    rows: usize,
    count: usize,
    source: Source<'a>,
}

#[derive(Debug, Clone)]
enum Source<'a> {
    Given(&'a [Vec<usize>]),
    Drawn {
        how: How,
        strata: Vec<Vec<usize>>,
        seed: Seed,
    },
}

impl<'a> Resamples<'a> {
    /// As many rows as there are, drawn with replacement.
    ///
    /// # Errors
    ///
    /// [`Error::NoRows`], [`Error::NoResamples`] and [`Error::OutOfMemory`].
    #[doc(alias("boot", "sample"))]
    pub fn plain(rows: usize, draws: Draws) -> Result<Self, Error> {
        Self::drawn(How::WithReplacement, vec![all(rows)?], draws)
    }

    /// The same within strata, whose sizes stay as they are; with labels as strata it is pROC's default.
    ///
    /// # Errors
    ///
    /// [`Error::NoRows`] and [`Error::NoResamples`].
    #[doc(alias = "boot.stratified")]
    pub fn stratified<S: Ord>(strata: &[S], draws: Draws) -> Result<Self, Error> {
        Self::drawn(How::WithReplacement, members(strata), draws)
    }

    /// All rows in random order.
    ///
    /// # Errors
    ///
    /// [`Error::NoRows`], [`Error::NoResamples`] and [`Error::OutOfMemory`].
    pub fn permuted(rows: usize, draws: Draws) -> Result<Self, Error> {
        Self::drawn(How::Permuted, vec![all(rows)?], draws)
    }

    /// All rows in random order within their strata.
    ///
    /// # Errors
    ///
    /// [`Error::NoRows`] and [`Error::NoResamples`].
    pub fn permuted_within<S: Ord>(strata: &[S], draws: Draws) -> Result<Self, Error> {
        Self::drawn(How::Permuted, members(strata), draws)
    }

    /// The caller's own, indices from 0 of data with so many rows; they need not be as long as the data.
    ///
    /// ```
    /// use voxomics_stats::resample::{Resamples, bootstrap};
    ///
    /// // From R, where rows count from 1: boot.array(b, indices = TRUE) - 1.
    /// let drawn = [vec![0, 0, 2], vec![1, 2, 2]];
    /// let values = [1.0, 2.0, 6.0];
    /// let sum = |rows: &[usize]| Some(rows.iter().map(|&row| values[row]).sum());
    /// assert_eq!(bootstrap(&Resamples::given(3, &drawn)?, sum)?.values, [8.0, 14.0]);
    /// # Ok::<(), voxomics_stats::resample::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NoRows`], [`Error::NoResamples`], [`Error::EmptyResample`], and [`Error::NoSuchRow`] for an index
    /// past the data.
    pub fn given(rows: usize, resamples: &'a [Vec<usize>]) -> Result<Self, Error> {
        if rows == 0 {
            return Err(Error::NoRows);
        }
        if resamples.is_empty() {
            return Err(Error::NoResamples);
        }
        for (resample, indices) in resamples.iter().enumerate() {
            if indices.is_empty() {
                return Err(Error::EmptyResample(resample));
            }
            if let Some(&row) = indices.iter().find(|&&row| row >= rows) {
                return Err(Error::NoSuchRow {
                    resample,
                    row,
                    rows,
                });
            }
        }
        Ok(Self {
            rows,
            count: resamples.len(),
            source: Source::Given(resamples),
        })
    }

    fn drawn(how: How, strata: Vec<Vec<usize>>, draws: Draws) -> Result<Self, Error> {
        let rows = strata.iter().map(Vec::len).sum();
        if rows == 0 {
            return Err(Error::NoRows);
        }
        let Draws { resamples, seed } = draws;
        if resamples == 0 {
            return Err(Error::NoResamples);
        }
        Ok(Self {
            rows,
            count: resamples,
            source: Source::Drawn { how, strata, seed },
        })
    }

    /// How many resamples, at least one.
    #[expect(clippy::len_without_is_empty, reason = "never empty")]
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Rows of the data.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn expect_rows(&self, rows: usize) -> Result<(), Error> {
        let resampled = self.rows;
        if resampled == rows {
            return Ok(());
        }
        Err(Error::Rows { resampled, rows })
    }

    /// The rows of resample `at`, from 0; `None` unless it is below [`len`](Self::len).
    #[must_use]
    pub fn rows_of(&self, at: usize) -> Option<Vec<usize>> {
        let mut rows = Vec::new();
        (at < self.count).then(|| self.with_rows(at, &mut rows, <[usize]>::to_vec))
    }

    /// What `work` gives for the rows of a resample that there is.
    fn with_rows<T>(
        &self,
        at: usize,
        buffer: &mut Vec<usize>,
        work: impl FnOnce(&[usize]) -> T,
    ) -> T {
        let (how, strata, seed) = match &self.source {
            Source::Given(resamples) => return work(&resamples[at]),
            Source::Drawn { how, strata, seed } => (how, strata, seed),
        };
        buffer.resize(self.rows, 0);
        how.draw(strata, (*seed, at as u64), buffer);
        work(buffer)
    }
}
