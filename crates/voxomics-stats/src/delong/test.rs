use serde::{Deserialize, Serialize};

use super::{Error, Placements};
use crate::dist::{normal, students_t};
use crate::{Alternative, ConfidenceLevel, Interval, extended};

/// What is asked of a comparison; the defaults are pROC's.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Options {
    /// Which differences the test looks for: `Less` if the first area is smaller.
    pub alternative: Alternative,
    /// Of the two-sided interval of the difference.
    pub level: ConfidenceLevel,
}

/// Two areas compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AucTest {
    /// The two areas.
    pub auc: [f64; 2],
    /// Their variances.
    pub variance: [f64; 2],
    /// Their covariance; 0 for different subjects.
    pub covariance: f64,
    /// First area minus second.
    pub difference: f64,
    /// Of the difference.
    pub standard_error: f64,
    /// Difference over standard error; 0 for 0/0, infinite (`"inf"`, `"-inf"` in files) if only the standard error is 0.
    #[serde(with = "extended")]
    pub statistic: f64,
    /// Of Welch and Satterthwaite for different subjects, where the statistic is a t; else it is a z.
    pub degrees_of_freedom: Option<f64>,
    /// Of no difference.
    pub p_value: f64,
    /// Two-sided, of the difference.
    pub interval: Interval,
}

/// DeLong's test of two markers on the same subjects, in the same order.
///
/// `z = (A1 - A2)/√(v1 + v2 - 2c)`. The variance of the difference is computed as such, so it is exactly 0 for markers
/// of one order; then `z` is 0 and p 1 (pROC too). The interval is `d ± z se`, not clipped.
///
/// # Errors
///
/// [`Error::OtherSubjects`], [`Error::Directions`] (pROC warns), [`Error::TooFew`].
///
/// # References
///
/// DeLong ER, DeLong DM, Clarke-Pearson DL. *Biometrics* 1988;44:837-845.
#[doc(alias = "roc.test")]
pub fn paired_test(a: &Placements, b: &Placements, options: &Options) -> Result<AucTest, Error> {
    let (covariance, variance) = a.covariance_and_variance_of_difference(b)?;
    let comparison = Comparison {
        markers: [a, b],
        covariance,
        variance,
        degrees_of_freedom: None,
    };
    comparison.test(options)
}

/// The test of two independent areas, such as one marker in two hospitals.
///
/// `t = (A1 - A2)/√(v1 + v2)` with `(v1 + v2)²/(v1²/(N1 - 1) + v2²/(N2 - 1))` degrees of freedom, `N` the rows of each, as
/// pROC has it; the interval of the difference, which pROC 1.18 does not give, is `d ± t se`.
///
/// ```
/// use voxomics_stats::delong::{Options, unpaired_test};
/// use voxomics_stats::roc::{Direction, Marker};
///
/// let here = Marker::new(&[false, false, false, true, true], &[1.0, 2.0, 4.0, 3.0, 5.0])?;
/// let there = Marker::new(&[false, false, true, true], &[1.0, 3.0, 2.0, 4.0])?;
/// let [here, there] = [here, there].map(|marker| marker.placements(Direction::Higher));
/// let test = unpaired_test(&here, &there, &Options::default())?;
/// assert!(test.difference > 0.0 && test.degrees_of_freedom.is_some_and(|df| df > 3.0));
/// # Ok::<(), voxomics_stats::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::TooFew`].
#[doc(alias = "roc.test")]
pub fn unpaired_test(a: &Placements, b: &Placements, options: &Options) -> Result<AucTest, Error> {
    let [v1, v2] = [a.variance()?, b.variance()?];
    let variance = v1 + v2;
    let comparison = Comparison {
        markers: [a, b],
        covariance: 0.0,
        variance,
        degrees_of_freedom: (variance > 0.0).then(|| {
            // Shares, since the square of a variance may be too small for a double.
            let share = v1 / variance;
            let [n1, n2] = [a, b].map(|marker| (marker.cases() + marker.controls()) as f64);
            1.0 / (share * share / (n1 - 1.0) + (1.0 - share) * (1.0 - share) / (n2 - 1.0))
        }),
    };
    comparison.test(options)
}

struct Comparison<'a> {
    markers: [&'a Placements; 2],
    covariance: f64,
    /// Of the difference.
    variance: f64,
    degrees_of_freedom: Option<f64>,
}

impl Comparison<'_> {
    fn test(self, options: &Options) -> Result<AucTest, Error> {
        let Self {
            markers: [a, b],
            covariance,
            variance,
            degrees_of_freedom,
        } = self;
        let auc = [a.auc(), b.auc()];
        let difference = auc[0] - auc[1];
        let standard_error = variance.sqrt();
        let statistic = ratio(difference, standard_error);
        let tail = options.level.tail();
        let reach = match degrees_of_freedom {
            Some(df) => students_t::upper_quantile(tail, df),
            None => normal::upper_quantile(tail),
        } * standard_error;
        Ok(AucTest {
            auc,
            variance: [a.variance()?, b.variance()?],
            covariance,
            difference,
            standard_error,
            statistic,
            degrees_of_freedom,
            p_value: match degrees_of_freedom {
                Some(df) => options.alternative.p_of_t(statistic, df),
                None => options.alternative.p_of_z(statistic),
            },
            interval: Interval::within_reach(difference, reach),
        })
    }
}

/// A difference over its standard error, with 0/0 defined as 0.
pub(crate) fn ratio(difference: f64, standard_error: f64) -> f64 {
    if difference == 0.0 {
        0.0
    } else {
        difference / standard_error
    }
}
