//! Arguments, checked, on the scale on which they are fitted.

use ndarray::ArrayView2;

use super::columns::{Columns, Scaling, varies};
use super::loss::{Binomial, Cox, Gaussian, Loss};
use super::penalty::Penalty;
use super::sequence::Family;
use super::{Convergence, Error, Options, Response};
use crate::link::p_log_p;

/// A fit to be made.
pub(crate) struct Problem<'a> {
    pub(crate) columns: Columns<'a>,
    pub(crate) scaling: Scaling,
    pub(crate) penalty: Penalty,
    pub(crate) weights: Vec<f64>,
    /// Sum of the weights as they were given.
    pub(crate) total: f64,
    pub(crate) offset: Vec<f64>,
    pub(crate) family: Family,
    /// Whether the intercept is fitted with the rest; least squares take it out before.
    pub(crate) intercept: bool,
    /// What the response was centred and divided by.
    pub(crate) centre: f64,
    pub(crate) scale: f64,
    /// Whether columns and response were centred, which makes an intercept.
    pub(crate) centred: bool,
    /// The loss of the saturated model.
    pub(crate) saturated: f64,
}

impl<'a> Problem<'a> {
    pub(crate) fn new(
        x: ArrayView2<'a, f64>,
        response: &Response<'_>,
        options: &Options,
    ) -> Result<(Self, Box<dyn Loss>), Error> {
        let columns = Columns::new(x);
        columns.check_finite()?;
        let (rows, count) = (columns.rows(), columns.count());
        check_numbers(options)?;
        let (weights, total) = weights(options, rows)?;
        let offset = of_rows("offset", options.offset.as_deref(), rows, 0.0)?;
        let has_intercept = options.intercept && !matches!(response, Response::Cox { .. });
        let centred = has_intercept || matches!(response, Response::Cox { .. });
        let mut scaling = Scaling::new(&columns, &weights, centred, options.standardize);
        // glmnet leaves them out everywhere.
        let exact = matches!(options.convergence, Convergence::Exact { .. });
        if exact && !centred && !options.standardize {
            scaling.keep_constants(&columns, &weights);
        }
        if !scaling.varying.contains(&true) {
            return Err(Error::NoColumns);
        }
        let penalty = penalty(options, count)?;
        let mut new = Self {
            columns,
            scaling,
            penalty,
            total,
            offset,
            family: Family::Gaussian,
            intercept: false,
            centre: 0.0,
            scale: 1.0,
            centred: has_intercept,
            saturated: 0.0,
            weights,
        };
        let loss = match *response {
            Response::Gaussian(y) => new.gaussian(y, has_intercept)?,
            Response::Binomial(y) => new.binomial(y, has_intercept)?,
            Response::Cox { times, events } => new.cox(times, events)?,
        };
        Ok((new, loss))
    }

    /// The response is centred and divided by its standard deviation, as glmnet does, so that lambda means the same for the
    /// absolute part of the penalty, and is divided by the deviation for the quadratic one.
    fn gaussian(&mut self, y: &[f64], intercept: bool) -> Result<Box<dyn Loss>, Error> {
        of_rows("response", Some(y), self.weights.len(), 0.0)?;
        let mut y: Vec<f64> = y
            .iter()
            .zip(&self.offset)
            .map(|(y, offset)| y - offset)
            .collect();
        self.offset.fill(0.0);
        let mean: f64 = y.iter().zip(&self.weights).map(|(y, w)| w * y).sum();
        let squares = y
            .iter()
            .zip(&self.weights)
            .map(|(y, w)| w * (y - mean) * (y - mean));
        let deviation = squares.sum::<f64>().sqrt();
        if !varies(&y, &self.weights) {
            return Err(Error::ConstantResponse);
        }
        self.centre = if intercept { mean } else { 0.0 };
        self.scale = deviation;
        for y in &mut y {
            *y = (*y - self.centre) / deviation;
        }
        Ok(Box::new(Gaussian {
            y,
            weights: self.weights.clone(),
        }))
    }

    fn binomial(&mut self, y: &[f64], intercept: bool) -> Result<Box<dyn Loss>, Error> {
        of_rows("response", Some(y), self.weights.len(), 0.0)?;
        if let Some(&value) = y.iter().find(|value| !(0.0..=1.0).contains(*value)) {
            return Err(Error::OutOfRange {
                what: "response",
                value,
                range: "between 0 and 1",
            });
        }
        let cases: f64 = y.iter().zip(&self.weights).map(|(y, w)| w * y).sum();
        if cases <= 0.0
            || y.iter()
                .zip(&self.weights)
                .all(|(&y, &w)| y == 1.0 || w == 0.0)
        {
            return Err(Error::ConstantResponse);
        }
        let entropy = |(&y, w): (&f64, &f64)| w * (p_log_p(y) + p_log_p(1.0 - y));
        self.saturated = -y.iter().zip(&self.weights).map(entropy).sum::<f64>();
        self.intercept = intercept;
        self.family = Family::Binomial;
        Ok(Box::new(Binomial::new(y.to_vec(), self.weights.clone())))
    }

    fn cox(&mut self, times: &[f64], events: &[bool]) -> Result<Box<dyn Loss>, Error> {
        let rows = self.weights.len();
        of_rows("times", Some(times), rows, 0.0)?;
        if events.len() != rows {
            return Err(Error::Length {
                what: "events",
                found: events.len(),
                expected: rows,
                each: "row",
            });
        }
        if !events
            .iter()
            .zip(&self.weights)
            .any(|(&event, &w)| event && w > 0.0)
        {
            return Err(Error::NoEvents);
        }
        let loss = Cox::new(times, events, self.weights.clone());
        self.saturated = -loss.saturated();
        self.family = Family::Cox;
        Ok(Box::new(loss))
    }
}

fn check_numbers(options: &Options) -> Result<(), Error> {
    let (Convergence::Exact { tolerance }
    | Convergence::Glmnet {
        threshold: tolerance,
    }) = options.convergence;
    let checks = [
        (
            "alpha",
            options.alpha,
            (0.0..=1.0).contains(&options.alpha),
            "between 0 and 1",
        ),
        (
            "tolerance",
            tolerance,
            tolerance > 0.0 && tolerance < 1.0,
            "between 0 and 1",
        ),
    ];
    match checks.iter().find(|(_, _, fits, _)| !fits) {
        None => Ok(()),
        Some(&(what, value, _, range)) => Err(Error::OutOfRange { what, value, range }),
    }
}

/// A number for each row: those given, or the same everywhere.
fn of_rows(
    what: &'static str,
    given: Option<&[f64]>,
    rows: usize,
    otherwise: f64,
) -> Result<Vec<f64>, Error> {
    let Some(given) = given else {
        return Ok(vec![otherwise; rows]);
    };
    if given.len() != rows {
        return Err(Error::Length {
            what,
            found: given.len(),
            expected: rows,
            each: "row",
        });
    }
    match given.iter().find(|value| !value.is_finite()) {
        None => Ok(given.to_vec()),
        Some(&value) => Err(Error::OutOfRange {
            what,
            value,
            range: "finite",
        }),
    }
}

/// Weights that sum to 1, and what they summed to.
fn weights(options: &Options, rows: usize) -> Result<(Vec<f64>, f64), Error> {
    let mut weights = of_rows("weights", options.weights.as_deref(), rows, 1.0)?;
    if let Some(&value) = weights.iter().find(|&&weight| weight < 0.0) {
        return Err(Error::OutOfRange {
            what: "weights",
            value,
            range: "at least 0",
        });
    }
    let total: f64 = weights.iter().sum();
    if !(total > 0.0 && total.is_finite()) {
        return Err(Error::OutOfRange {
            what: "sum of the weights",
            value: total,
            range: "above 0",
        });
    }
    for weight in &mut weights {
        *weight /= total;
    }
    Ok((weights, total))
}

fn penalty(options: &Options, count: usize) -> Result<Penalty, Error> {
    let given = options.penalty_factors.clone();
    let mut factors = given.unwrap_or_else(|| vec![1.0; count]);
    let bounds = options.bounds.clone();
    let bounds = bounds.unwrap_or_else(|| vec![(f64::NEG_INFINITY, f64::INFINITY); count]);
    for (what, found) in [("penalty factors", factors.len()), ("bounds", bounds.len())] {
        if found != count {
            return Err(Error::Length {
                what,
                found,
                expected: count,
                each: "column",
            });
        }
    }
    if let Some(&value) = factors
        .iter()
        .find(|factor| factor.is_nan() || **factor < 0.0)
    {
        return Err(Error::OutOfRange {
            what: "penalty factors",
            value,
            range: "at least 0",
        });
    }
    for &(low, high) in &bounds {
        for (what, value, fits, range) in [
            ("lower bounds", low, low <= 0.0, "at most 0"),
            ("upper bounds", high, high >= 0.0, "at least 0"),
        ] {
            if !fits {
                return Err(Error::OutOfRange { what, value, range });
            }
        }
    }
    // Columns that are left out count as 1 in the sum, as in glmnet.
    let sum: f64 = factors
        .iter()
        .map(|&factor| if factor.is_finite() { factor } else { 1.0 })
        .sum();
    if sum > 0.0 {
        for factor in &mut factors {
            *factor *= count as f64 / sum;
        }
    }
    let (lower, upper) = bounds.into_iter().unzip();
    Ok(Penalty {
        alpha: options.alpha,
        factors,
        lower,
        upper,
    })
}
