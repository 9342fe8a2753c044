use serde::{Deserialize, Serialize};

use super::{Curve, CutOff, Error};
use crate::names::names;

/// What makes a cut-off the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CutOffMethod {
    /// The most of sensitivity and specificity together (Youden's index plus 1).
    #[default]
    Youden,
    /// The nearest to the corner of a perfect test.
    ClosestTopLeft,
}

names!(
    CutOffMethod,
    "cut-off": Youden = "youden",
    ClosestTopLeft = "closest-top-left",
);

/// A method with its weights, for [`Curve::best`].
///
/// With `r = (1 - prevalence)/(cost · prevalence)`, 1 by default, Youden's criterion is `se + r sp`, to be as large, and
/// the distance `(1 - se)² + r (1 - sp)²`, to be as small as possible.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Criterion {
    method: CutOffMethod,
    ratio: f64,
}

/// A criterion as a file has it.
#[derive(Deserialize)]
struct Unchecked {
    method: CutOffMethod,
    ratio: f64,
}

impl TryFrom<Unchecked> for Criterion {
    type Error = Error;

    fn try_from(Unchecked { method, ratio }: Unchecked) -> Result<Self, Error> {
        if ratio > 0.0 && ratio.is_finite() {
            Ok(Self { method, ratio })
        } else {
            Err(Error::Ratio(ratio))
        }
    }
}

impl Criterion {
    /// Youden's, both errors alike.
    #[must_use]
    pub fn youden() -> Self {
        Self {
            method: CutOffMethod::Youden,
            ratio: 1.0,
        }
    }

    /// The distance from the corner, both errors alike.
    #[must_use]
    #[doc(alias = "closest.topleft")]
    pub fn closest_top_left() -> Self {
        Self {
            method: CutOffMethod::ClosestTopLeft,
            ratio: 1.0,
        }
    }

    /// With the cost of a false negative relative to a false positive, and the prevalence in the population.
    ///
    /// ```
    /// use voxomics_stats::roc::{Criterion, CutOffMethod};
    ///
    /// assert_eq!(Criterion::weighted(CutOffMethod::Youden, 1.0, 0.5)?, Criterion::youden());
    /// # Ok::<(), voxomics_stats::roc::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Weights`] unless the cost is positive and the prevalence within (0, 1).
    #[doc(alias = "best.weights")]
    pub fn weighted(method: CutOffMethod, cost: f64, prevalence: f64) -> Result<Self, Error> {
        let ratio = (1.0 - prevalence) / (cost * prevalence);
        let sound = cost > 0.0 && prevalence > 0.0 && prevalence < 1.0 && ratio.is_finite();
        if sound {
            Ok(Self { method, ratio })
        } else {
            Err(Error::Weights { cost, prevalence })
        }
    }

    /// What the method makes as large (Youden) or as small (distance) as possible.
    #[must_use]
    pub fn value(self, sensitivity: f64, specificity: f64) -> f64 {
        let r = self.ratio;
        match self.method {
            CutOffMethod::Youden => sensitivity + r * specificity,
            CutOffMethod::ClosestTopLeft => {
                let (missed, alarms) = (1.0 - sensitivity, 1.0 - specificity);
                missed * missed + r * (alarms * alarms)
            }
        }
    }

    fn score(self, sensitivity: f64, specificity: f64) -> f64 {
        let value = self.value(sensitivity, specificity);
        match self.method {
            CutOffMethod::Youden => value,
            CutOffMethod::ClosestTopLeft => -value,
        }
    }
}

impl Curve {
    /// All cut-offs whose criterion is the best in double arithmetic, evaluated in pROC's order: the same ties as
    /// pROC's `coords(x, "best")`, in the order of the curve.
    ///
    /// The first is the most sensitive, the last the most specific; to report one, say which.
    ///
    /// ```
    /// use voxomics_stats::roc::{Criterion, Direction, Marker};
    ///
    /// let curve = Marker::new(&[false, false, true, true], &[1.0, 3.0, 2.0, 4.0])?.curve(Direction::Higher);
    /// let best = curve.best(Criterion::youden());
    /// let rates: Vec<_> = best.iter().map(|cut| (cut.sensitivity, cut.specificity)).collect();
    /// assert_eq!(rates, [(1.0, 0.5), (0.5, 1.0)]);
    /// # Ok::<(), voxomics_stats::roc::Error>(())
    /// ```
    ///
    /// # References
    ///
    /// Youden WJ. *Cancer* 1950;3:32-35. Perkins NJ, Schisterman EF. *Am J Epidemiol* 2006;163:670-675.
    #[must_use]
    #[doc(alias("coords", "best cut-off", "optimal threshold"))]
    pub fn best(&self, criterion: Criterion) -> Vec<CutOff> {
        let points = self.sensitivities.iter().zip(&self.specificities);
        let scores: Vec<f64> = points.map(|(&se, &sp)| criterion.score(se, sp)).collect();
        let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ties = scores
            .iter()
            .enumerate()
            .filter(|&(_, &score)| score == best);
        ties.filter_map(|(at, _)| self.cut_off(at)).collect()
    }
}
