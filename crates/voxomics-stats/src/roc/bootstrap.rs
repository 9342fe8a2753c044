use super::{Direction, Marker};
use crate::resample::{Error, Replicates, Resamples};

impl Marker {
    /// The area when row `i` counts `counts[i]` times; `None` if no case or no control is left.
    ///
    /// One pass over the sorted rows, so a resample costs O(n).
    ///
    /// # Panics
    ///
    /// If there are fewer counts than rows.
    #[must_use]
    pub fn auc_of_counts(&self, counts: &[u32], direction: Direction) -> Option<f64> {
        let labels = self.labels();
        // Twice the pairs won, so that ties are whole; cases and controls so far.
        let (mut doubled, mut cases, mut controls) = (0_u128, 0_u64, 0_u64);
        for (_, rows) in self.tied_rows() {
            let (mut tied_cases, mut tied_controls) = (0_u64, 0_u64);
            for &row in rows {
                let count = u64::from(counts[row as usize]);
                let case = u64::from(labels[row as usize]);
                tied_cases += case * count;
                tied_controls += (1 - case) * count;
            }
            doubled += u128::from(tied_cases) * u128::from(2 * controls + tied_controls);
            cases += tied_cases;
            controls += tied_controls;
        }
        let pairs = u128::from(cases) * u128::from(controls);
        let doubled = match direction {
            Direction::Higher => doubled,
            Direction::Lower => 2 * pairs - doubled,
        };
        (pairs > 0).then(|| doubled as f64 / (2 * pairs) as f64)
    }
}

/// The area of every resample, those without cases or controls dropped; pROC's `ci.auc(method = "bootstrap")`, whose
/// interval is [`Replicates::quantile_interval`], and whose resamples are [`Resamples::stratified`] by label.
///
/// The direction is the one stated, for every resample.
///
/// ```
/// use voxomics_stats::resample::{Draws, Resamples};
/// use voxomics_stats::roc::{Direction, Marker, bootstrap_auc};
///
/// let labels: Vec<bool> = (0..60).map(|i| i % 3 == 0).collect();
/// let scores: Vec<f64> = (0..60).map(|i| f64::from(i * 7 % 31) + if i % 3 == 0 { 6.0 } else { 0.0 }).collect();
/// let marker = Marker::new(&labels, &scores)?;
/// let resamples = Resamples::stratified(&labels, Draws::default())?;
/// let replicates = bootstrap_auc(&marker, Direction::Higher, &resamples)?;
/// assert_eq!(replicates.estimate, marker.auc(Direction::Higher));
/// # Ok::<(), voxomics_stats::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Rows`] if the resamples are of other data, [`Error::OutOfMemory`].
#[doc(alias = "ci.auc")]
pub fn bootstrap_auc(
    marker: &Marker,
    direction: Direction,
    resamples: &Resamples<'_>,
) -> Result<Replicates, Error> {
    resamples.expect_rows(marker.labels().len())?;
    let areas = resamples.map_counts(|counts| marker.auc_of_counts(counts, direction))?;
    Replicates::new(Some(marker.auc(direction)), areas)
}

/// The difference of two markers' areas on the same subjects, for every resample; pROC's `roc.test(method =
/// "bootstrap")` is [`Replicates::z_test`] of it.
///
/// # Errors
///
/// [`Error::Rows`] if the markers or the resamples are of other data, [`Error::OutOfMemory`].
#[doc(alias = "roc.test")]
pub fn bootstrap_difference(
    [a, b]: [&Marker; 2],
    direction: Direction,
    resamples: &Resamples<'_>,
) -> Result<Replicates, Error> {
    resamples.expect_rows(a.labels().len())?;
    resamples.expect_rows(b.labels().len())?;
    let difference = |counts: &[u32]| {
        let area = |marker: &Marker| marker.auc_of_counts(counts, direction);
        Some(area(a)? - area(b)?)
    };
    let differences = resamples.map_counts(difference)?;
    Replicates::new(Some(a.auc(direction) - b.auc(direction)), differences)
}
