use super::curve::area;
use super::{Curve, Direction, Error, Marker};
use crate::resample::{Replicates, Resamples};

impl Marker {
    /// The area when row `i` counts `counts[i]` times; `None` if no case or no control is left, or there is not a count for
    /// each row.
    ///
    /// One pass over the sorted rows, so a resample costs O(n).
    #[must_use]
    pub fn auc_of_counts(&self, counts: &[u32], direction: Direction) -> Option<f64> {
        let area = area(direction, self.counted(counts)?);
        // 0/0 without cases or controls.
        (!area.is_nan()).then_some(area)
    }

    /// The curve when row `i` counts `counts[i]` times; `None` where [`auc_of_counts`](Self::auc_of_counts) is.
    #[must_use]
    pub fn curve_of_counts(&self, counts: &[u32], direction: Direction) -> Option<Curve> {
        let scores = self
            .counted(counts)?
            .filter(|&(_, cases, controls)| cases + controls > 0);
        let scores: Vec<_> = scores.collect();
        let (cases, controls) = scores.iter().fold((0, 0), |sum, &(_, cases, controls)| {
            (sum.0 + cases as usize, sum.1 + controls as usize)
        });
        let scores = scores.into_iter();
        (cases > 0 && controls > 0).then(|| Curve::of_scores(direction, scores, [cases, controls]))
    }

    /// Each score with the counts of its cases and controls; `None` unless there is a count for each row.
    pub(super) fn counted(&self, counts: &[u32]) -> Option<impl Iterator<Item = (f64, u64, u64)>> {
        let labels = self.labels();
        (counts.len() == labels.len()).then(|| {
            self.tied_rows().map(move |(group, rows)| {
                let (mut cases, mut all) = (0, 0);
                for &row in rows {
                    let count = u64::from(counts[row as usize]);
                    cases += u64::from(labels[row as usize]) * count;
                    all += count;
                }
                (group.score, cases, all - cases)
            })
        })
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
/// [`Error::Resample`] if the resamples are of other data, or memory does not suffice.
#[doc(alias = "ci.auc")]
pub fn bootstrap_auc(
    marker: &Marker,
    direction: Direction,
    resamples: &Resamples<'_>,
) -> Result<Replicates, Error> {
    resamples.expect_rows(marker.labels().len())?;
    let areas = resamples.map_counts(|counts| marker.auc_of_counts(counts, direction))?;
    Ok(Replicates::new(Some(marker.auc(direction)), areas)?)
}

/// The difference of two markers' areas on the same subjects, for every resample; pROC's `roc.test(method =
/// "bootstrap")` is [`Replicates::z_test`] of it.
///
/// # Errors
///
/// [`Error::OtherSubjects`] if the markers are not of the same subjects, [`Error::Resample`] as for [`bootstrap_auc`].
#[doc(alias = "roc.test")]
pub fn bootstrap_difference(
    [a, b]: [&Marker; 2],
    direction: Direction,
    resamples: &Resamples<'_>,
) -> Result<Replicates, Error> {
    resamples.expect_rows(a.labels().len())?;
    if a.labels() != b.labels() {
        let rows = a.labels().iter().zip(b.labels());
        let row = rows.take_while(|(a, b)| a == b).count();
        return Err(Error::OtherSubjects { row });
    }
    let difference = |counts: &[u32]| {
        let area = |marker: &Marker| marker.auc_of_counts(counts, direction);
        Some(area(a)? - area(b)?)
    };
    let differences = resamples.map_counts(difference)?;
    let estimate = a.auc(direction) - b.auc(direction);
    Ok(Replicates::new(Some(estimate), differences)?)
}
