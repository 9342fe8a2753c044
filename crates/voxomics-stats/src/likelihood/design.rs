//! Columns as a fit wants them: centred, scaled, with the intercept's ones in front.

use super::Error;
use crate::input;

/// What becomes of the constant part of a linear predictor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Constant {
    /// It is a coefficient, the first.
    Intercept,
    /// The likelihood does not see it.
    Unseen,
    /// There is none: columns must not be centred.
    Absent,
}

#[derive(Debug, Clone)]
pub(crate) struct Design {
    columns: Vec<Vec<f64>>,
    /// Of the columns given; 0 where nothing would take it up.
    centers: Vec<f64>,
    scales: Vec<f64>,
    constant: Constant,
}

/// A column that strays from its mean by less than this share of its largest value is constant but for rounding.
const CONSTANT: f64 = 1e-14;

impl Design {
    /// Takes one slice for each column, with a value for each of the rows of what is modelled.
    pub(crate) fn new(
        columns: &[&[f64]],
        (modelled, rows): (&'static str, usize),
        constant: Constant,
    ) -> Result<Self, Error> {
        let mut design = Self {
            columns: Vec::with_capacity(columns.len() + 1),
            centers: Vec::with_capacity(columns.len()),
            scales: Vec::with_capacity(columns.len()),
            constant,
        };
        if constant == Constant::Intercept {
            design.columns.push(vec![1.0; rows]);
        }
        for (index, column) in columns.iter().enumerate() {
            input::same_length(("column", column.len()), (modelled, rows))?;
            input::finite("column", column, 1)?;
            if !design.push(column) {
                return Err(Error::Collinear { column: index });
            }
        }
        Ok(design)
    }

    /// Whether the column says anything.
    fn push(&mut self, column: &[f64]) -> bool {
        // By the largest first: the sum of huge values, and squares of small ones, would leave the doubles.
        let largest = column.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        if largest == 0.0 {
            return false;
        }
        let mut scaled: Vec<f64> = column.iter().map(|x| x / largest).collect();
        let center = match self.constant {
            Constant::Intercept | Constant::Unseen => {
                scaled.iter().sum::<f64>() / scaled.len() as f64
            }
            Constant::Absent => 0.0,
        };
        let spread = (scaled.iter()).fold(0.0_f64, |most, x| most.max((x - center).abs()));
        if spread <= CONSTANT {
            return false;
        }
        for x in &mut scaled {
            *x = (*x - center) / spread;
        }
        self.columns.push(scaled);
        self.centers.push(center * largest);
        self.scales.push(spread * largest);
        true
    }

    /// Coefficients, the intercept included.
    pub(crate) fn size(&self) -> usize {
        self.columns.len()
    }

    pub(crate) fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// Linear predictors of all rows from coefficients of the columns here.
    pub(crate) fn linear_predictors(&self, own: &[f64]) -> Vec<f64> {
        let rows = self.columns.first().map_or(0, Vec::len);
        let mut linear = vec![0.0; rows];
        for (column, beta) in self.columns.iter().zip(own) {
            for (eta, x) in linear.iter_mut().zip(column) {
                *eta += beta * x;
            }
        }
        linear
    }

    /// The first coefficient that belongs to a column given.
    fn slopes(&self) -> usize {
        usize::from(self.constant == Constant::Intercept)
    }

    /// Which column given a coefficient belongs to.
    pub(crate) fn column(&self, coefficient: usize) -> usize {
        coefficient.saturating_sub(self.slopes())
    }

    /// Coefficients of the columns given from those of the columns here.
    pub(crate) fn coefficients(&self, own: &[f64]) -> Vec<f64> {
        let mut given = own.to_vec();
        let first = self.slopes();
        for (j, (scale, center)) in self.scales.iter().zip(&self.centers).enumerate() {
            given[first + j] /= scale;
            if first > 0 {
                given[0] -= given[first + j] * center;
            }
        }
        given
    }

    /// The same of their covariance: `T C Tᵀ`, `T` the map of the coefficients.
    pub(crate) fn covariance(&self, own: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let half: Vec<Vec<f64>> = own.iter().map(|row| self.coefficients(row)).collect();
        let column = |j: usize| half.iter().map(|row| row[j]).collect::<Vec<f64>>();
        (0..own.len())
            .map(|j| self.coefficients(&column(j)))
            .collect()
    }
}
