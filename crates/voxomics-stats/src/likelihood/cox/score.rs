//! Score tests that all coefficients are 0: no fit needed.

use super::partial::{Partial, Sums};
use super::{Ties, design};
use crate::ChiSquaredTest;
use crate::likelihood::Error;
use crate::likelihood::cholesky::Cholesky;
use crate::likelihood::newton::{Derivatives, Likelihood};
use crate::survival::FollowUp;

/// Share of its information that a column must keep given the others.
const OWN: f64 = 1e-11;

/// Score test of a Cox model, `uᵀ I⁻¹ u` with score u and information I at coefficients 0.
///
/// R's `summary(coxph(...))$sctest`. A column that others determine, or of which the events tell nothing, adds nothing to the
/// statistic and counts as no degree of freedom; R's coefficient of it is NA. Without any degree of freedom p is 1.
///
/// ```
/// use voxomics_stats::likelihood::cox::{self, Ties};
/// use voxomics_stats::survival::{FollowUp, log_rank};
///
/// let follow_up = FollowUp::new(&[1.0, 2.0, 3.0, 4.0, 5.0], &[true, true, true, false, true])?;
/// let test = cox::score_test(&follow_up, &[&[1.0, 0.0, 1.0, 0.0, 0.0]], Ties::Efron)?;
/// // Without ties the log-rank test.
/// let groups = [1, 0, 1, 0, 0];
/// let log_rank = log_rank::compare(&follow_up, &groups, &log_rank::Options::default())?.test()?;
/// assert!((test.statistic - log_rank.statistic).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Error::Collinear`] for a constant column; [`Error::NoEvents`]; [`Error::Input`] for lengths that differ and values that
/// are not finite.
pub fn score_test(
    follow_up: &FollowUp,
    columns: &[&[f64]],
    ties: Ties,
) -> Result<ChiSquaredTest, Error> {
    let design = design(follow_up, columns)?;
    let mut model = Partial::new(follow_up, design.columns(), ties);
    let size = model.size();
    let mut derivatives = Derivatives::zero(size);
    model.at(&vec![0.0; size], &mut derivatives);
    Ok(test(&derivatives))
}

/// Score test of the conditional likelihood that is exact for ties, R's `coxph(ties = "exact")`.
///
/// Of d events among n at risk each combination of d is as likely as any other, so that the information is `d (n - d)/(n - 1)`
/// times the covariance of the columns among those at risk. With group columns this is the log-rank test. Where all at risk have
/// the event whenever one has, the likelihood is constant; R then has statistic 0 with a degree of freedom for every column.
///
/// ```
/// use voxomics_stats::likelihood::cox;
/// use voxomics_stats::survival::{FollowUp, log_rank};
///
/// let follow_up = FollowUp::new(&[1.0, 2.0, 2.0, 3.0, 5.0], &[true, true, true, false, true])?;
/// let test = cox::exact_score_test(&follow_up, &[&[1.0, 0.0, 1.0, 0.0, 0.0]])?;
/// let groups = [1, 0, 1, 0, 0];
/// let log_rank = log_rank::compare(&follow_up, &groups, &log_rank::Options::default())?.test()?;
/// assert!((test.statistic - log_rank.statistic).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`score_test`].
pub fn exact_score_test(follow_up: &FollowUp, columns: &[&[f64]]) -> Result<ChiSquaredTest, Error> {
    let design = design(follow_up, columns)?;
    let columns = design.columns();
    let size = columns.len();
    let mut at_risk = Sums::new(size);
    if !follow_up.truncated() {
        (0..follow_up.subjects()).for_each(|row| at_risk.add(1.0, columns, row));
    }
    let mut derivatives = Derivatives::zero(size);
    let mut others_could_have_had_it = false;
    for moment in follow_up.moments() {
        for entry in moment.entrants {
            at_risk.add(1.0, columns, entry.row as usize);
        }
        let n = at_risk.weight;
        let d = moment.exits.iter().filter(|exit| exit.event).count() as f64;
        let factor = if n > 1.0 {
            d * (n - d) / (n - 1.0)
        } else {
            0.0
        };
        others_could_have_had_it |= factor > 0.0;
        for (i, column) in columns.iter().enumerate() {
            let mean = at_risk.first[i] / n;
            let events = moment.exits.iter().filter(|exit| exit.event);
            let sum: f64 = events.map(|exit| column[exit.row as usize]).sum();
            derivatives.gradient[i] += sum - d * mean;
            for j in 0..=i {
                let second = at_risk.second[i * size + j] / n;
                let covariance = second - mean * at_risk.first[j] / n;
                derivatives.information[i * size + j] += factor * covariance;
            }
        }
        for exit in moment.exits {
            at_risk.add(-1.0, columns, exit.row as usize);
        }
    }
    if others_could_have_had_it {
        Ok(test(&derivatives))
    } else {
        Ok(nothing(size))
    }
}

/// The test of a likelihood that is constant.
fn nothing(df: usize) -> ChiSquaredTest {
    ChiSquaredTest {
        statistic: 0.0,
        df,
        p_value: 1.0,
    }
}

/// Leaves out columns without information of their own.
fn test(derivatives: &Derivatives) -> ChiSquaredTest {
    let size = derivatives.gradient.len();
    let mut kept: Vec<usize> = (0..size).collect();
    let statistic = loop {
        let entry = |&i: &usize| {
            let row = &derivatives.information[i * size..][..size];
            kept.iter().map(|&j| row[j]).collect::<Vec<_>>()
        };
        let information: Vec<f64> = kept.iter().flat_map(entry).collect();
        match Cholesky::new(kept.len(), &information, OWN) {
            Err(column) => kept.remove(column),
            Ok(factor) => {
                let score: Vec<f64> = kept.iter().map(|&i| derivatives.gradient[i]).collect();
                let mut solved = score.clone();
                factor.solve(&mut solved);
                break score.iter().zip(&solved).map(|(u, x)| u * x).sum::<f64>();
            }
        };
    };
    if kept.is_empty() {
        return nothing(0);
    }
    ChiSquaredTest::new(statistic.max(0.0), kept.len())
}
