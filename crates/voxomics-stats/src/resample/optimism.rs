use serde::{Deserialize, Serialize};

use super::{Error, Resamples};

/// The indices of a model that was fitted on a resample; `None` where one is undefined.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct OnBoth {
    /// On the resample that it was fitted on.
    pub training: Vec<Option<f64>>,
    /// On the original data.
    pub test: Vec<Option<f64>>,
}

/// One index of a model's quality, corrected for optimism; a row of what `rms::validate` prints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Optimism {
    /// Of the model fitted on all data, on the same data.
    pub apparent: Option<f64>,
    /// Mean over resamples, on the resample.
    pub training: Option<f64>,
    /// Mean over resamples, on the original data.
    pub test: Option<f64>,
    /// `training - test`.
    pub optimism: Option<f64>,
    /// `apparent - optimism`.
    pub corrected: Option<f64>,
    /// Resamples with both values.
    pub used: usize,
}

/// Harrell's bootstrap of optimism, for any model and any indices.
///
/// For a logistic model's indices or calibration curve take [`optimism`](crate::optimism), which are rms's; for a Cox model
/// [`survival::calibration`](crate::survival::calibration).
///
/// `apparent` holds the indices of the model fitted on all data. `model` gets the rows of a resample, repeats
/// *every* step on them (selection of features, tuning, fitting) and answers with the same indices, in the same
/// order, on the resample and on the original data; or with `None` where no model could be fitted, for instance
/// under separation. An index counts in a resample only if it is defined on both.
///
/// Means are sums in the order of the resamples, so the bytes do not depend on the number of threads.
///
/// # Errors
///
/// [`Error::Indices`] if a model answers with another number of indices, [`Error::OutOfMemory`].
///
/// # References
///
/// Efron B. *J Am Stat Assoc* 1983;78:316-331. Harrell FE, Lee KL, Mark DB. *Stat Med* 1996;15:361-387.
///
/// # Example
///
/// The variance around a fitted mean is optimistic by about `2/n` of itself:
///
/// ```
/// use voxomics_stats::resample::{Draws, OnBoth, Resamples, optimism};
///
/// let x: Vec<f64> = (0..20).map(f64::from).collect();
/// let all: Vec<usize> = (0..20).collect();
/// let mean = |rows: &[usize]| rows.iter().map(|&row| x[row]).sum::<f64>() / rows.len() as f64;
/// let mse = |rows: &[usize], centre: f64| {
///     Some(rows.iter().map(|&row| (x[row] - centre).powi(2)).sum::<f64>() / rows.len() as f64)
/// };
/// let model = |rows: &[usize]| {
///     let centre = mean(rows);
///     Some(OnBoth { training: vec![mse(rows, centre)], test: vec![mse(&all, centre)] })
/// };
/// let apparent = [mse(&all, mean(&all))];
/// let [corrected] = &optimism(&Resamples::plain(20, Draws::default())?, &apparent, model)?[..] else { panic!() };
/// assert!(corrected.corrected > corrected.apparent);
/// # Ok::<(), voxomics_stats::resample::Error>(())
/// ```
#[doc(alias("validate", "calibrate", "optimism bootstrap"))]
pub fn optimism(
    resamples: &Resamples<'_>,
    apparent: &[Option<f64>],
    model: impl Fn(&[usize]) -> Option<OnBoth> + Sync,
) -> Result<Vec<Optimism>, Error> {
    let answers = resamples.map(model)?;
    let want = apparent.len();
    let mut sums = vec![(0.0, 0.0, 0_usize); want];
    for (resample, answer) in answers.iter().enumerate() {
        let Some(OnBoth { training, test }) = answer else {
            continue;
        };
        for got in [training.len(), test.len()] {
            if got != want {
                return Err(Error::Indices {
                    resample,
                    got,
                    want,
                });
            }
        }
        for ((sum, training), test) in sums.iter_mut().zip(training).zip(test) {
            if let (Some(training), Some(test)) = (finite(*training), finite(*test)) {
                sum.0 += training;
                sum.1 += test;
                sum.2 += 1;
            }
        }
    }
    let corrected = |(&apparent, (training, test, used)): (&Option<f64>, (f64, f64, usize))| {
        let apparent = finite(apparent);
        let mean = |sum: f64| (used > 0).then(|| sum / used as f64);
        let (training, test) = (mean(training), mean(test));
        let optimism = training.zip(test).map(|(training, test)| training - test);
        Optimism {
            apparent,
            training,
            test,
            optimism,
            corrected: apparent.zip(optimism).map(|(index, excess)| index - excess),
            used,
        }
    };
    Ok(apparent.iter().zip(sums).map(corrected).collect())
}

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite())
}
