//! A statistic of every resample, in parallel.

use rayon::prelude::*;

use super::Resamples;
use crate::resample::Error;

impl Resamples<'_> {
    /// What `statistic` gives for the rows of each resample, in parallel, in the order of the resamples.
    ///
    /// A thread holds one resample at a time, 8 bytes a row.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`] if there is none for one result per resample.
    pub fn map<T: Send>(&self, statistic: impl Fn(&[usize]) -> T + Sync) -> Result<Vec<T>, Error> {
        self.for_each(Vec::new, |at, buffer| {
            self.with_rows(at, buffer, &statistic)
        })
    }

    /// The same from how often each row of the data was drawn: case weights, which save sorting or copying the
    /// data anew for every resample.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`] if there is none for one result per resample.
    pub fn map_counts<T: Send>(
        &self,
        statistic: impl Fn(&[u32]) -> T + Sync,
    ) -> Result<Vec<T>, Error> {
        let buffers = || (Vec::new(), Vec::new());
        self.for_each(buffers, |at, (buffer, counts)| {
            counts.clear();
            counts.resize(self.rows, 0);
            self.with_rows(at, buffer, |rows| {
                for &row in rows {
                    counts[row] += 1;
                }
            });
            statistic(counts)
        })
    }

    fn for_each<B, T: Send>(
        &self,
        buffer: impl Fn() -> B + Sync + Send,
        result: impl Fn(usize, &mut B) -> T + Sync + Send,
    ) -> Result<Vec<T>, Error> {
        let resamples = self.count;
        let mut results = Vec::new();
        results
            .try_reserve_exact(resamples)
            .map_err(|source| Error::OutOfMemory {
                what: "resamples",
                count: resamples,
                source,
            })?;
        (0..resamples)
            .into_par_iter()
            .map_init(buffer, |buffer, at| result(at, buffer))
            .collect_into_vec(&mut results);
        Ok(results)
    }
}
