//! Coefficients, tests and limits from mean squares.

use super::{Convention, Error, Icc, MeanSquares, Model, Options, Unit};
use crate::Interval;
use crate::dist::f;

/// An F ratio against its distribution.
struct Test {
    f: f64,
    df1: f64,
    df2: f64,
}

impl MeanSquares {
    /// The coefficient from mean squares, for several forms of the same ratings.
    ///
    /// # Errors
    ///
    /// Those of [`icc`](super::icc); [`Error::Input`] for a mean square that is negative or not finite, or fewer than two
    /// subjects or raters.
    pub fn icc(&self, options: &Options) -> Result<Icc, Error> {
        let r0 = options.hypothesis;
        if !(0.0..1.0).contains(&r0) {
            return Err(Error::Hypothesis(r0));
        }
        self.check()?;
        let shared = match options.model {
            Model::OneWay | Model::Agreement => self.within,
            Model::Consistency => self.residual,
        };
        if self.subjects == 0.0 && shared == 0.0 {
            return Err(Error::NoVariance);
        }
        if self.subjects == 0.0
            && options.unit == Unit::Average
            && options.model != Model::Agreement
        {
            return Err(Error::NoSubjectVariance);
        }
        match options.model {
            Model::OneWay => Ok(self.by_ratio(self.within, self.df_within(), options)),
            Model::Consistency => Ok(self.by_ratio(self.residual, self.df_residual(), options)),
            Model::Agreement => self.agreement(options),
        }
    }

    /// The forms whose limits are those of one F ratio.
    fn by_ratio(&self, error: f64, df2: f64, options: &Options) -> Icc {
        let (k, r0, df1) = (self.k(), options.hypothesis, self.df_subjects());
        let ratio = self.subjects / error;
        let tail = options.level.tail();
        let limits = (
            ratio / f::upper_quantile(tail, df1, df2),
            ratio * f::upper_quantile(tail, df2, df1),
        );
        let (of_ratio, shrink): (fn(f64, f64) -> f64, f64) = match options.unit {
            Unit::Single => (
                |ratio, k| {
                    if ratio.is_infinite() {
                        1.0
                    } else {
                        (ratio - 1.0) / (ratio + k - 1.0)
                    }
                },
                (1.0 - r0) / (1.0 + (k - 1.0) * r0),
            ),
            Unit::Average => (|ratio, _| 1.0 - 1.0 / ratio, 1.0 - r0),
        };
        let test = Test {
            f: ratio * shrink,
            df1,
            df2,
        };
        test.with(
            of_ratio(ratio, k),
            of_ratio(limits.0, k),
            of_ratio(limits.1, k),
        )
    }

    fn agreement(&self, options: &Options) -> Result<Icc, Error> {
        let (n, k, r0) = (self.n(), self.k(), options.hypothesis);
        let (r, c, e) = (self.subjects, self.raters, self.residual);
        let single = (r - e) / (r + (k - 1.0) * e + k * (c - e) / n);
        let denominator = r + (c - e) / n;
        let average = (r - e) / denominator;
        // The share of the hypothesis in a subject's variance; averages have k times less error.
        let (coefficient, odds) = match options.unit {
            Unit::Single => (single, k * r0 / (n * (1.0 - r0))),
            Unit::Average => (average, r0 / (n * (1.0 - r0))),
        };
        if !coefficient.is_finite() {
            return Err(Error::NoSubjectVariance);
        }
        let f = r / (odds * c + (1.0 + odds * (n - 1.0)) * e);
        let psych = options.convention == Convention::Psych;
        // For averages irr evaluates Satterthwaite's formula at their coefficient, psych at the single one.
        let df = self.satterthwaite(if psych { single } else { coefficient });
        let test = Test {
            f,
            df1: self.df_subjects(),
            df2: if psych { self.df_residual() } else { df },
        };
        let tail = options.level.tail();
        let quantiles = (
            f::upper_quantile(tail, test.df1, df),
            f::upper_quantile(tail, df, test.df1),
        );
        let limits = if psych || options.unit == Unit::Single {
            self.single_limits(quantiles)
        } else {
            self.average_limits(quantiles)
        };
        let step_up = |limit: f64| match options.unit {
            Unit::Average if psych => limit * k / (1.0 + limit * (k - 1.0)),
            _ => limit,
        };
        Ok(test.with(coefficient, step_up(limits.0), step_up(limits.1)))
    }

    /// Satterthwaite's degrees of freedom of `a C + b E`, multiplied out by `n (1 - ρ)` so that 1 is no exception.
    fn satterthwaite(&self, rho: f64) -> f64 {
        let (n, k) = (self.n(), self.k());
        let of_raters = k * rho * self.raters;
        let of_residual = (n * (1.0 - rho) + k * rho * (n - 1.0)) * self.residual;
        let sum = of_raters + of_residual;
        let (a, b) = if sum == 0.0 {
            // Nothing but the subjects varies: any will do, the limits are 1.
            (0.0, 1.0)
        } else {
            (of_raters / sum, of_residual / sum)
        };
        1.0 / (a * a / (k - 1.0) + b * b / self.df_residual())
    }

    fn single_limits(&self, quantiles: (f64, f64)) -> (f64, f64) {
        let (n, k) = (self.n(), self.k());
        let rest = k * self.raters + (k * n - k - n) * self.residual;
        self.limits(rest, quantiles)
    }

    fn average_limits(&self, quantiles: (f64, f64)) -> (f64, f64) {
        self.limits(self.raters - self.residual, quantiles)
    }

    /// Of subjects' variance, all but `rest` being theirs, at `F` = `low` and at its reciprocal `high`.
    fn limits(&self, rest: f64, (low, high): (f64, f64)) -> (f64, f64) {
        let (n, r, e) = (self.n(), self.subjects, self.residual);
        // Of next to no degrees of freedom quantiles are infinite, and limits what they tend to.
        let least = -n * e / rest;
        let lower = if low.is_infinite() {
            least
        } else {
            n * (r - low * e) / (low * rest + n * r)
        };
        let upper = match (high.is_infinite(), r == 0.0) {
            (false, _) => n * (high * r - e) / (rest + n * high * r),
            (true, false) => 1.0,
            (true, true) => least,
        };
        (lower, upper)
    }
}

impl Test {
    fn with(self, icc: f64, lower: f64, upper: f64) -> Icc {
        let Self { f, df1, df2 } = self;
        Icc {
            icc,
            interval: Interval { lower, upper },
            f: f.is_finite().then_some(f),
            df1,
            df2,
            p_value: match (f.is_finite(), f.is_nan()) {
                (true, _) => f::upper(f, df1, df2),
                (false, true) => 1.0,
                (false, false) => 0.0,
            },
        }
    }
}
