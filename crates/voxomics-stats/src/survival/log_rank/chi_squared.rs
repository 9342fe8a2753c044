//! Tests of equal hazards.

use super::Comparison;
use crate::likelihood::cholesky::Cholesky;
use crate::survival::Error;
use crate::{ChiSquaredTest, input};

/// Share of its variance that a difference must keep given the others, or they determine it.
const OWN: f64 = 1e-12;

/// `uᵀ V⁻¹ u`, the lower triangle of V row by row; none if V is singular.
pub(crate) fn quadratic_form(differences: &[f64], covariance: &[f64]) -> Option<ChiSquaredTest> {
    let size = differences.len();
    let factor = Cholesky::new(size, covariance, OWN).ok()?;
    let mut solved = differences.to_vec();
    factor.solve(&mut solved);
    let products = differences.iter().zip(&solved).map(|(u, x)| u * x);
    (size > 0).then(|| ChiSquaredTest::new(products.sum::<f64>().max(0.0), size))
}

impl Comparison {
    /// Whether any group differs: `uᵀ V⁻¹ u` of the differences u, without those of the first group that expects events,
    /// which the others determine. One degree of freedom less than groups that expect events.
    ///
    /// # Errors
    ///
    /// [`Error::NoVariance`] if the differences could not have been others: all events at one time and nobody left over, or
    /// groups never at risk together. (R fails or prints 0 on none degrees of freedom there, lifelines p = 1.)
    pub fn test(&self) -> Result<ChiSquaredTest, Error> {
        self.check()?;
        let expecting = |&place: &usize| self.groups[place].expected > 0.0;
        let places: Vec<usize> = (0..self.groups.len()).filter(expecting).skip(1).collect();
        let differences: Vec<f64> = places.iter().map(|&place| self.difference(place)).collect();
        let row = |&place: &usize| {
            let row = &self.covariance[place];
            places.iter().map(|&other| row[other]).collect::<Vec<_>>()
        };
        let covariance: Vec<f64> = places.iter().flat_map(row).collect();
        quadratic_form(&differences, &covariance).ok_or(Error::NoVariance)
    }

    /// Whether hazards rise or fall with the groups' `scores`, one for each by ascending label: `(sᵀu)²/(sᵀVs)` with one
    /// degree of freedom.
    ///
    /// Adding to all scores or multiplying them changes nothing.
    ///
    /// ```
    /// use voxomics_stats::survival::{FollowUp, log_rank::{self, Options}};
    ///
    /// let months = [6.0, 13.0, 21.0, 30.0, 37.0, 38.0];
    /// let follow_up = FollowUp::new(&months, &[true, true, false, true, false, true])?;
    /// let stages = log_rank::compare(&follow_up, &[3, 2, 2, 1, 1, 1], &Options::default())?;
    /// assert!(stages.trend(&[1.0, 2.0, 3.0])?.p_value < 0.05);
    /// # Ok::<(), voxomics_stats::survival::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Input`] unless there is a finite score for each group, [`Error::NoVariance`] as for [`test`](Self::test) and
    /// for equal scores.
    ///
    /// # References
    ///
    /// Tarone RE. *Biometrika* 1975;62:679-682.
    pub fn trend(&self, scores: &[f64]) -> Result<ChiSquaredTest, Error> {
        self.check()?;
        input::same_length(("scores", scores.len()), ("groups", self.groups.len()))?;
        input::finite("scores", scores, 2)?;
        // Rows of the covariance sum to 0: scores from the first on keep digits.
        let scores: Vec<f64> = scores.iter().map(|score| score - scores[0]).collect();
        let products = (0..)
            .zip(&scores)
            .map(|(place, score)| score * self.difference(place));
        let sum: f64 = products.sum();
        let along = |row: &Vec<f64>| row.iter().zip(&scores).map(|(v, s)| v * s).sum::<f64>();
        let rows = self.covariance.iter().zip(&scores);
        let variance: f64 = rows.map(|(row, score)| score * along(row)).sum();
        let statistic = sum / variance * sum;
        if variance > 0.0 && statistic.is_finite() {
            Ok(ChiSquaredTest::new(statistic, 1))
        } else {
            Err(Error::NoVariance)
        }
    }

    pub(super) fn difference(&self, place: usize) -> f64 {
        self.groups[place].difference
    }
}
