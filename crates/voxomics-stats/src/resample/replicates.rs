use serde::{Deserialize, Serialize};

use super::{Error, Resamples};

/// A statistic of the data and of every resample for which it is defined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replicates {
    /// On the data themselves.
    pub estimate: f64,
    /// On each resample, in their order.
    pub values: Vec<f64>,
    /// Resamples for which it was undefined, such as those with one class only.
    pub dropped: usize,
}

/// A statistic on the data and on every resample, in parallel.
///
/// `statistic` answers `None` where it is undefined; NaN and infinities count as that too.
///
/// # Errors
///
/// [`Error::Undefined`] if it is so for the data themselves, [`Error::OutOfMemory`].
///
/// # References
///
/// Efron B. *Ann Stat* 1979;7:1-26.
#[doc(alias = "boot")]
pub fn bootstrap(
    resamples: &Resamples<'_>,
    statistic: impl Fn(&[usize]) -> Option<f64> + Sync,
) -> Result<Replicates, Error> {
    let all: Vec<usize> = (0..resamples.rows()).collect();
    let estimate = statistic(&all);
    Replicates::new(estimate, resamples.map(statistic)?)
}

impl Replicates {
    /// From values computed elsewhere; `None`, NaN and infinities are dropped and counted.
    ///
    /// # Errors
    ///
    /// [`Error::Undefined`] if the estimate is.
    pub fn new(
        estimate: Option<f64>,
        values: impl IntoIterator<Item = Option<f64>>,
    ) -> Result<Self, Error> {
        let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
        let estimate = finite(estimate).ok_or(Error::Undefined)?;
        let mut dropped = 0;
        let values = values.into_iter().filter_map(|value| {
            let value = finite(value);
            dropped += usize::from(value.is_none());
            value
        });
        let values = values.collect();
        Ok(Self {
            estimate,
            values,
            dropped,
        })
    }

    pub(super) fn at_least(&self, least: usize) -> Result<(), Error> {
        let defined = self.values.len();
        if defined >= least {
            return Ok(());
        }
        Err(Error::TooFewDefined {
            defined,
            resamples: defined + self.dropped,
            least,
        })
    }
}
