use serde::{Deserialize, Serialize};

use super::test::ratio;
use super::{AucTest, Error};
use crate::dist::{normal, students_t};
use crate::{ConfidenceLevel, extended};

/// Whether the first area is at most a margin smaller than the second.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NonInferiority {
    /// What may be lost.
    pub margin: f64,
    /// `(difference + margin)/se`.
    #[serde(with = "extended")]
    pub statistic: f64,
    /// One-sided, of a loss of the margin or more.
    pub p_value: f64,
    /// One-sided lower confidence limit of the difference; the first is not inferior if it lies above `-margin`.
    pub lower_limit: f64,
}

impl AucTest {
    /// Tests whether the first marker loses less than `margin` of the area of the second.
    ///
    /// The level is one-sided: 0.975 gives the lower limit of the two-sided interval of 95 %.
    ///
    /// ```
    /// use voxomics_stats::delong::{Options, paired_test};
    /// use voxomics_stats::{ConfidenceLevel, roc::{Direction, Marker}};
    ///
    /// let labels: Vec<bool> = (0..200).map(|i| i % 2 == 0).collect();
    /// let score = |noise: i32| (0..200).map(|i| f64::from(i * noise % 83 + 30 * (i % 2 - 1).abs())).collect::<Vec<_>>();
    /// let [fast, slow] = [29, 31].map(|noise| Marker::new(&labels, &score(noise)));
    /// let (fast, slow) = (fast?.placements(Direction::Higher), slow?.placements(Direction::Higher));
    /// let test = paired_test(&fast, &slow, &Options::default())?;
    /// let outcome = test.non_inferiority(0.15, ConfidenceLevel::new(0.975)?)?;
    /// assert!(outcome.p_value < 0.025 && outcome.lower_limit > -0.15);
    /// # Ok::<(), voxomics_stats::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Margin`] unless it lies within (0, 1).
    ///
    /// # References
    ///
    /// Liu JP, Ma MC, Wu CY, Tai JY. *Stat Med* 2006;25:1219-1238. No reference implementation was at hand; it follows from
    /// the standard error of [`paired_test`](super::paired_test).
    pub fn non_inferiority(
        &self,
        margin: f64,
        level: ConfidenceLevel,
    ) -> Result<NonInferiority, Error> {
        if !(margin > 0.0 && margin < 1.0) {
            return Err(Error::Margin(margin));
        }
        let statistic = ratio(self.difference + margin, self.standard_error);
        let tail = 1.0 - level.get();
        let (p_value, quantile) = match self.degrees_of_freedom {
            Some(df) => (
                students_t::upper(statistic, df),
                students_t::upper_quantile(tail, df),
            ),
            None => (normal::upper(statistic), normal::upper_quantile(tail)),
        };
        Ok(NonInferiority {
            margin,
            statistic,
            p_value,
            lower_limit: self.difference - quantile * self.standard_error,
        })
    }
}
