//! The likelihood that the ties ask for.

use super::cohort::Cohort;
use super::exact::Exact;
use super::partial::Partial;
use super::{Ties, risk};
use crate::cox::Error;

/// First and second derivatives by the coefficients of scaled columns.
#[derive(Debug, Clone)]
pub(crate) struct Derivatives {
    pub(crate) gradient: Vec<f64>,
    /// Minus the second derivatives: the lower triangle, row by row of full length.
    pub(crate) information: Vec<f64>,
    /// The diagonal before the squares of means are taken off: how large its rounding errors are.
    pub(crate) raw: Vec<f64>,
}

impl Derivatives {
    pub(crate) fn zero(size: usize) -> Self {
        Self {
            gradient: vec![0.0; size],
            information: vec![0.0; size * size],
            raw: vec![0.0; size],
        }
    }

    /// Of some of the coefficients.
    pub(crate) fn part(&self, which: &[usize]) -> Self {
        let size = self.gradient.len();
        let entries = which.iter().flat_map(|&i| {
            which
                .iter()
                .map(move |&j| self.information[i.max(j) * size + i.min(j)])
        });
        Self {
            gradient: which.iter().map(|&at| self.gradient[at]).collect(),
            information: entries.collect(),
            raw: which.iter().map(|&at| self.raw[at]).collect(),
        }
    }
}

/// Coefficients of scaled columns, the log likelihood there and its derivatives.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    pub(crate) coefficients: Vec<f64>,
    pub(crate) value: f64,
    pub(crate) derivatives: Derivatives,
}

/// The likelihood of some columns.
pub(crate) struct Model<'a> {
    pub(crate) cohort: &'a Cohort,
    pub(crate) columns: Vec<usize>,
    engine: Engine<'a>,
    linear: Vec<f64>,
}

enum Engine<'a> {
    Partial(Partial<'a>),
    Exact(Exact<'a>),
}

impl<'a> Model<'a> {
    pub(crate) fn new(cohort: &'a Cohort, columns: Vec<usize>) -> Self {
        let engine = match cohort.ties {
            Ties::Efron | Ties::Breslow => Engine::Partial(Partial::new(cohort, &columns)),
            Ties::Exact => Engine::Exact(Exact::new(cohort, &columns)),
        };
        Self {
            cohort,
            columns,
            engine,
            linear: vec![0.0; cohort.rows()],
        }
    }

    /// `None` where hazards leave the doubles.
    pub(crate) fn at(&mut self, coefficients: Vec<f64>) -> Option<Point> {
        match &self.cohort.offset {
            None => self.linear.fill(0.0),
            Some(offset) => self.linear.copy_from_slice(offset),
        }
        self.cohort
            .add_linear(&self.columns, &coefficients, &mut self.linear);
        let mut derivatives = Derivatives::zero(coefficients.len());
        let value = match &mut self.engine {
            Engine::Partial(partial) => partial.evaluate(&mut self.linear, &mut derivatives),
            Engine::Exact(exact) => exact.evaluate(&mut self.linear, &mut derivatives),
        }?;
        Some(Point {
            coefficients,
            value,
            derivatives,
        })
    }

    /// At coefficients 0, where only offsets can lie too far apart.
    pub(crate) fn at_zero(&mut self) -> Result<Point, Error> {
        let size = self.columns.len();
        self.at(vec![0.0; size])
            .ok_or_else(|| risk::span(&self.cohort.linear(&[], &[])))
    }
}
