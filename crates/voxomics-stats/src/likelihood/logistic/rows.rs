//! The rows that count, and their likelihood.

use crate::lanes::{dot, dot3};
use crate::likelihood::Separation;
use crate::likelihood::design::Design;
use crate::likelihood::newton::{Derivatives, Likelihood};

/// The likelihood of the rows that count, with what it needs of memory from one set of rows to the next.
#[derive(Debug)]
pub(super) struct Rows {
    columns: Vec<Vec<f64>>,
    /// 1 for a case, -1 for a control.
    signs: Vec<f64>,
    weights: Vec<f64>,
    offset: Vec<f64>,
    /// Linear predictor, then the derivatives' weights, of each row.
    linear: Vec<f64>,
    residuals: Vec<f64>,
}

impl Rows {
    pub(super) fn new(size: usize) -> Self {
        Self {
            columns: vec![Vec::new(); size],
            signs: Vec::new(),
            weights: Vec::new(),
            offset: Vec::new(),
            linear: Vec::new(),
            residuals: Vec::new(),
        }
    }

    /// Takes the rows of a design that have a weight.
    pub(super) fn take(
        &mut self,
        design: &Design,
        labels: &[bool],
        weights: &[f64],
        offset: Option<&[f64]>,
    ) {
        let rows: Vec<usize> = (0..labels.len())
            .filter(|&row| weights[row] > 0.0)
            .collect();
        for (to, from) in self.columns.iter_mut().zip(design.columns()) {
            to.clear();
            to.extend(rows.iter().map(|&row| from[row]));
        }
        self.signs.clear();
        self.signs
            .extend(rows.iter().map(|&row| if labels[row] { 1.0 } else { -1.0 }));
        self.weights.clear();
        self.weights.extend(rows.iter().map(|&row| weights[row]));
        self.offset.clear();
        match offset {
            Some(offset) => self.offset.extend(rows.iter().map(|&row| offset[row])),
            None => self.offset.resize(rows.len(), 0.0),
        }
        self.residuals.resize(rows.len(), 0.0);
    }

    fn predict(&mut self, coefficients: &[f64]) {
        self.linear.clone_from(&self.offset);
        for (column, &beta) in self.columns.iter().zip(coefficients) {
            for (eta, x) in self.linear.iter_mut().zip(column) {
                *eta += beta * x;
            }
        }
    }
}

impl Likelihood for Rows {
    fn size(&self) -> usize {
        self.columns.len()
    }

    fn at(&mut self, coefficients: &[f64], derivatives: &mut Derivatives) -> f64 {
        self.predict(coefficients);
        let mut value = 0.0;
        for (((eta, residual), sign), weight) in (self.linear.iter_mut())
            .zip(&mut self.residuals)
            .zip(&self.signs)
            .zip(&self.weights)
        {
            // With m = η for a case and -η for a control, the row's likelihood is 1/(1 + exp(-m)).
            let margin = sign * *eta;
            let e = libm::exp(-margin.abs());
            let wrong = if margin < 0.0 { 1.0 } else { e } / (1.0 + e);
            value += weight * (margin.min(0.0) - libm::log1p(e));
            *residual = weight * sign * wrong;
            *eta = weight * e / ((1.0 + e) * (1.0 + e));
        }
        for (i, column) in self.columns.iter().enumerate() {
            derivatives.gradient[i] = dot(&self.residuals, column);
            for (j, other) in self.columns[..=i].iter().enumerate() {
                derivatives.information[i * self.columns.len() + j] =
                    dot3(&self.linear, column, other);
            }
        }
        value
    }

    fn separated_by(&self, direction: &[f64], tolerance: f64) -> Option<Separation> {
        let margin = |row: usize| {
            let eta: f64 = (self.columns.iter().zip(direction))
                .map(|(column, &beta)| beta * column[row])
                .sum();
            self.signs[row] * eta
        };
        let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
        for row in 0..self.signs.len() {
            let margin = margin(row);
            least = least.min(margin);
            most = most.max(margin);
        }
        if least > tolerance * most {
            Some(Separation::Complete)
        } else if least > -tolerance * most {
            Some(Separation::QuasiComplete)
        } else {
            None
        }
    }
}
