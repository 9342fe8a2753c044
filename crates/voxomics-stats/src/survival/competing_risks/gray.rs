//! Gray's test of equal cumulative incidences.

mod pass;

use super::CompetingRisks;
use crate::ChiSquaredTest;
use crate::survival::Error;
use crate::survival::groups::Groups;
use crate::survival::log_rank::quadratic_form;
use pass::Pass;

/// More groups than this are refused: each time costs their number cubed.
const MOST_GROUPS: usize = 100;

/// How [`gray_test`] tests.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GrayOptions<'a> {
    /// Events count `(1 - F(t-))^rho`; 0 by default.
    pub rho: f64,
    /// A label for each subject; only subjects of one stratum are compared.
    pub strata: Option<&'a [u32]>,
}

/// Gray's test that groups have one cumulative incidence of a `cause`.
///
/// Compares the hazards of the subdistribution, in which who had another event stays at risk. cmprsk's `cuminc(...)$Tests`;
/// one degree of freedom less than groups.
///
/// # Errors
///
/// [`Error::Input`] unless there is a label (and stratum) for each subject, [`Error::OneGroup`], [`Error::TooManyGroups`],
/// [`Error::NoEvents`] of the cause, [`Error::NoVariance`], [`Error::Weight`] for a rho that is not finite.
///
/// # References
///
/// Gray RJ. *Ann Stat* 1988;16:1141-1154.
///
/// # Example
///
/// ```
/// use voxomics_stats::survival::competing_risks::{CompetingRisks, GrayOptions, gray_test};
///
/// let risks = CompetingRisks::new(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[1, 1, 2, 0, 2, 1])?;
/// let test = gray_test(&risks, 1, &[0, 0, 0, 1, 1, 1], &GrayOptions::default())?;
/// assert_eq!(test.df, 1);
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
#[doc(alias = "cuminc")]
pub fn gray_test(
    risks: &CompetingRisks,
    cause: u32,
    groups: &[u32],
    options: &GrayOptions<'_>,
) -> Result<ChiSquaredTest, Error> {
    let rows = risks.follow_up.subjects();
    let groups = Groups::to_compare(groups, rows, MOST_GROUPS)?;
    let strata = Groups::strata(options.strata, rows)?;
    if cause == 0 || !risks.causes.contains(&cause) {
        return Err(Error::NoEvents);
    }
    if !options.rho.is_finite() {
        return Err(Error::Weight { time: 0.0 });
    }
    let size = groups.len();
    let mut score = vec![0.0; size];
    let mut covariance = vec![0.0; size * size];
    for part in risks.follow_up.split(&strata) {
        let mut pass = Pass::new(&groups, &part, options.rho);
        for moment in part.moments() {
            pass.take(&moment, |exit| risks.cause(exit.row) == cause);
        }
        pass.finish(&mut score, &mut covariance);
    }
    // The last group is determined by the others.
    let kept = size - 1;
    let rows = covariance.chunks(size).take(kept);
    let covariance: Vec<f64> = rows.flat_map(|row| row[..kept].to_vec()).collect();
    quadratic_form(&score[..kept], &covariance).ok_or(Error::NoVariance)
}
