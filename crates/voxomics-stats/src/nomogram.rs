//! The arithmetic of a nomogram: points, total points, axes of the linear predictor and of risks.
//!
//! From any linear predictor that is a sum of the contributions of variables; R's `rms::nomogram`, without drawing.

mod pretty;

use serde::{Deserialize, Serialize};

use crate::input;

pub use pretty::pretty;

/// Why there is no nomogram.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What no statistic takes.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// The contributions of a variable.
    #[error("variable `{name}`: {source}")]
    Variable {
        /// Its name.
        name: String,
        /// What is wrong with them; rows count through its lines.
        source: input::Error,
    },
    /// No variable contributes.
    #[error("no variable changes the linear predictor: there are no points to give")]
    NoSpread,
    /// Points that are none.
    #[error("largest number of points {0} is not above 0 and finite")]
    Points(f64),
    /// A range of linear predictors that is none.
    #[error("linear predictors from {low} to {high} are no range to draw an axis over")]
    Range {
        /// Its lower end.
        low: f64,
        /// Its upper end.
        high: f64,
    },
}

/// A variable: what its values add to the linear predictor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Contributions at the ticks of its axis: all terms of the model that hold the variable, reference level 0. Several
    /// lines for a variable in an interaction, one for each setting of its partners, main effects of all partners included.
    pub lines: Vec<Vec<f64>>,
}

/// The model, and how it is drawn; write the rest as `..Options::default()`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Intercept of the model: what the linear predictor is where all contributions are 0. For rms's Cox models, minus the
    /// centre.
    pub intercept: f64,
    /// Points of the widest variable, 100; rms's `maxscale`.
    pub points: f64,
    /// About how many intervals axes have, 10; rms's `nint`.
    pub intervals: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            intercept: 0.0,
            points: 100.0,
            intervals: 10,
        }
    }
}

/// A nomogram.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Nomogram {
    /// Points for each unit of the linear predictor.
    pub scale: f64,
    /// Linear predictor at no points at all.
    pub intercept: f64,
    /// Points at the ticks of each variable's lines: by variable, line and tick, as [`Variable::lines`] has them.
    pub points: Vec<Vec<Vec<f64>>>,
    /// Ticks of the axis of total points.
    pub total_points: Vec<f64>,
    /// Ticks of the axis of the linear predictor.
    pub linear_predictors: Vec<f64>,
}

/// Points for the ticks of each variable, and the axes below.
///
/// With `xᵥ(t)` the contribution of variable `v` at tick `t`, `mᵥ` and `Mᵥ` its extremes over the ticks:
///
/// ```text
/// scale = points / maxᵥ (Mᵥ - mᵥ),   pointsᵥ(t) = (xᵥ(t) - mᵥ) · scale,   intercept' = intercept + Σ mᵥ
/// ```
///
/// so that `total points = (linear predictor - intercept') · scale`. Extremes are those of the ticks, not of the data, as in
/// rms: a value beyond the ticks gets points below 0 or above the largest. The axis of linear predictors has [`pretty`] ticks
/// over `range`, from and to the linear predictors that patients have, that of total points over what these reach.
///
/// ```
/// use voxomics_stats::nomogram::{self, Options, Variable};
///
/// let variables = [
///     Variable { name: "size".into(), lines: vec![vec![0.0, 2.0]] },
///     Variable { name: "score".into(), lines: vec![vec![-4.0, 0.0, 4.0]] },
/// ];
/// let options = Options { intercept: -1.0, ..Options::default() };
/// let nomogram = nomogram::nomogram(&variables, (-4.5, 4.5), &options)?;
/// assert_eq!(nomogram.points, [vec![vec![0.0, 25.0]], vec![vec![0.0, 50.0, 100.0]]]);
/// assert_eq!(nomogram.total(1.0), 75.0);
/// # Ok::<(), nomogram::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Variable`] for a variable without ticks, and contributions that are not finite; [`Error::NoSpread`];
/// [`Error::Points`]; [`Error::Range`], also for more than a million intervals; [`Error::Input`] for an intercept or a spread
/// that is not finite.
///
/// # References
///
/// Harrell FE. *Regression Modeling Strategies*, 2nd ed., 2015, section 5.3. Lubsen J, Pool J, van der Does E. *Methods Inf Med*
/// 1978;17:127-129.
pub fn nomogram(
    variables: &[Variable],
    (low, high): (f64, f64),
    options: &Options,
) -> Result<Nomogram, Error> {
    let extremes = variables.iter().map(|variable| {
        extremes(variable).map_err(|source| Error::Variable {
            name: variable.name.clone(),
            source,
        })
    });
    let extremes: Vec<(f64, f64)> = extremes.collect::<Result<_, _>>()?;
    let spread = extremes
        .iter()
        .fold(0.0_f64, |most, (low, high)| most.max(high - low));
    if spread == 0.0 {
        return Err(Error::NoSpread);
    }
    if !(options.points > 0.0 && options.points.is_finite()) {
        return Err(Error::Points(options.points));
    }
    input::finite_value("intercept", options.intercept)?;
    input::finite_value("spread of contributions", spread)?;
    let scale = options.points / spread;
    let intercept = options.intercept + extremes.iter().map(|(low, _)| low).sum::<f64>();
    let points = |(variable, &(low, _)): (&Variable, &(f64, f64))| -> Vec<Vec<f64>> {
        let line = |line: &Vec<f64>| line.iter().map(|x| (x - low) * scale).collect();
        variable.lines.iter().map(line).collect()
    };
    let linear_predictors =
        pretty(low, high, options.intervals).ok_or(Error::Range { low, high })?;
    let last = linear_predictors.last().copied().unwrap_or(high);
    // A single variable is its own total.
    let reach = if variables.len() == 1 {
        options.points
    } else {
        options.points.max((last - intercept) * scale)
    };
    Ok(Nomogram {
        scale,
        intercept,
        points: variables.iter().zip(&extremes).map(points).collect(),
        total_points: pretty(0.0, reach, options.intervals).ok_or(Error::Range { low, high })?,
        linear_predictors,
    })
}

fn extremes(variable: &Variable) -> Result<(f64, f64), input::Error> {
    let all: Vec<f64> = variable.lines.iter().flatten().copied().collect();
    input::finite("contributions", &all, 1)?;
    let low = all.iter().copied().fold(f64::INFINITY, f64::min);
    let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Ok((low, high))
}

impl Nomogram {
    /// Total points of a linear predictor.
    #[must_use]
    pub fn total(&self, linear_predictor: f64) -> f64 {
        (linear_predictor - self.intercept) * self.scale
    }

    /// Linear predictor of total points.
    #[must_use]
    pub fn linear_predictor(&self, total: f64) -> f64 {
        self.intercept + total / self.scale
    }

    /// Total points at which a monotone function of the linear predictor, such as the risk, has each of `values`; `None` for
    /// values that it does not reach over the axis of the linear predictor.
    ///
    /// As rms does it: linear interpolation between the function at 1,000 linear predictors. With an inverse at hand,
    /// [`total`](Self::total) of it is exact; the difference is up to 1.6·10⁻⁴ of 100 points.
    ///
    /// ```
    /// use voxomics_stats::likelihood::logistic::{expit, logit};
    /// use voxomics_stats::nomogram::{self, Options, Variable};
    ///
    /// let score = Variable { name: "score".into(), lines: vec![vec![-4.0, 0.0, 4.0]] };
    /// let nomogram = nomogram::nomogram(&[score], (-4.0, 4.0), &Options::default())?;
    /// let [total] = nomogram.function_axis(expit, &[0.25])[..] else { panic!() };
    /// assert!((total.unwrap() - nomogram.total(logit(0.25))).abs() < 1e-3);
    /// # Ok::<(), nomogram::Error>(())
    /// ```
    #[must_use]
    pub fn function_axis(&self, function: impl Fn(f64) -> f64, values: &[f64]) -> Vec<Option<f64>> {
        const POINTS: u32 = 1000;
        let (Some(&from), Some(&to)) = (
            self.linear_predictors.first(),
            self.linear_predictors.last(),
        ) else {
            return vec![None; values.len()];
        };
        let step = (to - from) / f64::from(POINTS - 1);
        let mut table: Vec<(f64, f64)> = (0..POINTS)
            .map(|i| from + f64::from(i) * step)
            .map(|linear| (function(linear), linear))
            .filter(|(value, _)| !value.is_nan())
            .collect();
        table.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (x, y): (Vec<f64>, Vec<f64>) = table.into_iter().unzip();
        let at =
            |&value: &f64| crate::lowess::interpolate(&x, &y, value, crate::lowess::Ties::Mean);
        let linear = values.iter().map(at);
        linear
            .map(|linear| linear.map(|linear| self.total(linear)))
            .collect()
    }
}
