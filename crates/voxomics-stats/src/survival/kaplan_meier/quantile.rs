//! Times by which a given share has had the event.

use serde::{Deserialize, Serialize};

use super::{Curve, Limits};

/// Probabilities nearer than this are level: R's `sqrt(.Machine$double.eps)`.
const LEVEL: f64 = 1.0 / (1u64 << 26) as f64;

/// Which time a quantile is where the curve runs level with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flat {
    /// The middle of the level piece, its start if it has no end: R.
    #[default]
    Middle,
    /// Its end: lifelines.
    End,
}

/// A time, with limits that are none where the band does not go that far.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quantile {
    /// When the curve reaches `1 - p`; none if it does not.
    pub time: Option<f64>,
    /// When the lower limit reaches it.
    pub lower: Option<f64>,
    /// When the upper limit reaches it.
    pub upper: Option<f64>,
}

/// R reads times off a curve in two ways.
#[derive(Clone, Copy, PartialEq)]
enum Rule {
    /// `print(fit)`: the first time below.
    Median,
    /// `quantile(fit)`: the time of the value nearest below, which is another if a limit rises again; a level piece without
    /// end reaches to the last time.
    Quantile,
}

impl Curve {
    /// Median time to the event; none if the curve stays above one half.
    ///
    /// The first time with `S(t) < 1/2`; if the curve runs level at 1/2, the middle of that piece, as in R.
    #[must_use]
    pub fn median(&self) -> Option<f64> {
        let survival = |index: usize| Some(self.steps[index].survival);
        self.reaches(0.5, Flat::Middle, Rule::Median, &survival)
    }

    /// [`median`](Self::median) with confidence limits, the first times at which the pointwise limits of the curve come below
    /// one half (Brookmeyer and Crowley); R's `print(fit)` and `summary(fit)$table`.
    ///
    /// # References
    ///
    /// Brookmeyer R, Crowley J. *Biometrics* 1982;38:29-41.
    ///
    /// # Example
    ///
    /// ```
    /// use voxomics_stats::survival::{FollowUp, kaplan_meier::{self, Limits}};
    ///
    /// let follow_up = FollowUp::new(&[1.0, 2.0, 3.0, 4.0, 5.0], &[true; 5])?;
    /// let median = kaplan_meier::curve(&follow_up).median_with_limits(&Limits::default());
    /// assert_eq!((median.time, median.lower, median.upper), (Some(3.0), Some(2.0), None));
    /// # Ok::<(), voxomics_stats::survival::Error>(())
    /// ```
    #[must_use]
    #[doc(alias = "median_survival_times")]
    pub fn median_with_limits(&self, limits: &Limits) -> Quantile {
        self.read(0.5, limits, Rule::Median)
    }

    /// The time by which the share `p` has had the event, with confidence limits; R's `quantile(fit, p)`.
    ///
    /// Differs from [`median_with_limits`](Self::median_with_limits) in two rare cases, as R does. Limits on the scales
    /// `log` and `plain` may rise: then the time of the limit nearest below `1 - p` is taken, not the first below. And where
    /// the curve ends level with `1 - p`, the middle of that piece is taken, not its start. For `p` = 0 it is 0, the start, but none
    /// where the curve, or the limit, never falls. None for a `p` that is not between 0 and 1.
    ///
    /// ```
    /// use voxomics_stats::survival::{FollowUp, kaplan_meier::{self, Limits}};
    ///
    /// let months = [6.0, 13.0, 21.0, 30.0, 37.0, 38.0];
    /// let follow_up = FollowUp::new(&months, &[true, true, false, true, false, true])?;
    /// let quarter = kaplan_meier::curve(&follow_up).quantile(0.25, &Limits::default());
    /// assert_eq!((quarter.time, quarter.lower), (Some(13.0), Some(6.0)));
    /// # Ok::<(), voxomics_stats::survival::Error>(())
    /// ```
    #[must_use]
    #[doc(alias = "quantile.survfit")]
    pub fn quantile(&self, p: f64, limits: &Limits) -> Quantile {
        self.read(1.0 - p, limits, Rule::Quantile)
    }

    fn read(&self, level: f64, limits: &Limits, rule: Rule) -> Quantile {
        let band = self.band(limits);
        let read =
            |value: &dyn Fn(usize) -> Option<f64>| self.reaches(level, limits.flat, rule, value);
        Quantile {
            time: read(&|index| Some(self.steps[index].survival)),
            lower: read(&|index| band[index].map(|interval| interval.lower)),
            upper: read(&|index| band[index].map(|interval| interval.upper)),
        }
    }

    /// When `value`, which is falling but for exceptions, comes down to `level`.
    fn reaches(
        &self,
        level: f64,
        flat: Flat,
        rule: Rule,
        value: &dyn Fn(usize) -> Option<f64>,
    ) -> Option<f64> {
        if !(0.0..=1.0).contains(&level) {
            return None;
        }
        if level == 1.0 && rule == Rule::Quantile {
            return self.falls(value).then_some(0.0);
        }
        let below = |bound: f64| {
            let mut found: Option<(usize, f64)> = None;
            for index in 0..self.steps.len() {
                match value(index) {
                    Some(height)
                        if height < bound && found.is_none_or(|(_, best)| height > best) =>
                    {
                        found = Some((index, height));
                        if rule == Rule::Median {
                            break;
                        }
                    }
                    _ => {}
                }
            }
            found.map(|(index, height)| (self.steps[index].time, height))
        };
        if flat == Flat::End {
            return below(level - LEVEL).map(|(time, _)| time);
        }
        let (time, height) = below(level + LEVEL)?;
        if (height - level).abs() >= LEVEL {
            return Some(time);
        }
        let end = match (rule, below(height.min(level - LEVEL))) {
            (_, Some((end, _))) => end,
            (Rule::Median, None) => time,
            // None where the limit itself ends before the curve.
            (Rule::Quantile, None) => {
                value(self.steps.len() - 1)?;
                self.last_time()
            }
        };
        Some(f64::midpoint(time, end))
    }

    /// Whether `value` comes below 1, or is not known to the end.
    fn falls(&self, value: &dyn Fn(usize) -> Option<f64>) -> bool {
        (0..self.steps.len()).any(|index| value(index).is_none_or(|height| height < 1.0 - LEVEL))
    }
}
