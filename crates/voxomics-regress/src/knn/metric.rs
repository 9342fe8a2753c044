//! Distances of one row from all others, column after column.

use ndarray::ArrayView2;
use voxomics_core::{math, vectorised};

use super::{Error, Metric};

/// Rows as points, column-major, of which a metric is a sum over columns.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Points {
    values: Vec<f64>,
    rows: usize,
    columns: usize,
}

impl Points {
    /// Rows as they are, or for angles without their mean and with length 1.
    pub(super) fn new(x: ArrayView2<'_, f64>, metric: Metric) -> Result<Self, Error> {
        let (rows, columns) = x.dim();
        if rows == 0 || columns == 0 {
            return Err(Error::Empty { rows, columns });
        }
        let values: Vec<f64> = x.t().iter().copied().collect();
        if let Some(at) = values.iter().position(|value| !value.is_finite()) {
            return Err(Error::Value {
                row: at % rows,
                column: at / rows,
                value: values[at],
            });
        }
        let mut points = Self {
            values,
            rows,
            columns,
        };
        match metric {
            Metric::Minkowski(p) if !(p.is_finite() && p >= 1.0) => return Err(Error::Power(p)),
            Metric::Cosine => points.turn(false)?,
            Metric::Correlation => points.turn(true)?,
            _ => {}
        }
        Ok(points)
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    fn turn(&mut self, centre: bool) -> Result<(), Error> {
        for row in 0..self.rows {
            let mut values: Vec<f64> = (0..self.columns)
                .map(|column| self.values[column * self.rows + row])
                .collect();
            if !direction(&mut values, centre) {
                return Err(Error::NoDirection { row });
            }
            for (column, value) in values.into_iter().enumerate() {
                self.values[column * self.rows + row] = value;
            }
        }
        Ok(())
    }

    /// What orders all points by their distance from a row of others: the distance or an ascending function of it.
    pub(super) fn spans(&self, others: &Self, row: usize, metric: Metric) -> Vec<f64> {
        let mut spans = vec![0.0; self.rows];
        for column in 0..self.columns {
            let values = &self.values[column * self.rows..][..self.rows];
            let here = others.values[column * others.rows + row];
            match metric {
                Metric::Euclidean | Metric::Cosine | Metric::Correlation => {
                    add_squares(&mut spans, values, here);
                }
                Metric::Manhattan => add_absolutes(&mut spans, values, here),
                Metric::Chebyshev => widen(&mut spans, values, here),
                Metric::Minkowski(p) => {
                    for (span, value) in spans.iter_mut().zip(values) {
                        *span += math::pow((value - here).abs(), p);
                    }
                }
            }
        }
        spans
    }
}

/// Divides by the length, after the mean is taken away or not; first by the largest, lest squares leave the range of numbers.
/// Whether there is a length.
fn direction(values: &mut [f64], centre: bool) -> bool {
    let largest = values
        .iter()
        .fold(0.0, |most: f64, value| most.max(value.abs()));
    let constant = values.iter().all(|&value| value == values[0]);
    if largest == 0.0 || (centre && constant) {
        return false;
    }
    let mut mean = 0.0;
    if centre {
        mean = values.iter().map(|value| value / largest).sum::<f64>() / values.len() as f64;
    }
    for value in values.iter_mut() {
        *value = *value / largest - mean;
    }
    let length = values.iter().map(|value| value * value).sum::<f64>().sqrt();
    for value in values.iter_mut() {
        *value /= length;
    }
    length > 0.0
}

/// The distance that a span stands for.
pub(super) fn distance(span: f64, metric: Metric) -> f64 {
    match metric {
        Metric::Euclidean => span.sqrt(),
        Metric::Manhattan | Metric::Chebyshev => span,
        Metric::Minkowski(p) => math::pow(span, 1.0 / p),
        Metric::Cosine | Metric::Correlation => 0.5 * span,
    }
}

vectorised! {
    fn add_squares(spans: &mut [f64], values: &[f64], here: f64) {
        for (span, value) in spans.iter_mut().zip(values) {
            *span += (value - here) * (value - here);
        }
    }

    fn add_absolutes(spans: &mut [f64], values: &[f64], here: f64) {
        for (span, value) in spans.iter_mut().zip(values) {
            *span += (value - here).abs();
        }
    }

    fn widen(spans: &mut [f64], values: &[f64], here: f64) {
        for (span, value) in spans.iter_mut().zip(values) {
            *span = span.max((value - here).abs());
        }
    }
}
