//! Rows in the order of their batches, and what the mean of a feature may depend on.

use std::ops::Range;

use voxomics_core::simd::{add_scaled, dot, sum};

use super::qr::Qr;

/// A design of batches and covariates, split so that a feature is regressed in two passes.
///
/// Within its batches each covariate is centred and made orthonormal to those before it (Frisch, Waugh and Lovell); slopes
/// come from products with these columns, and the batch's level from the means that were taken away.
#[derive(Debug, Clone)]
pub(crate) struct Design {
    /// Row ends of the batches; the first begins at 0.
    ends: Vec<usize>,
    /// Mean of each column within each batch.
    means: Vec<Vec<f64>>,
    within: Qr,
}

/// Why a mean cannot be fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// This column is determined by the batches and those before it.
    Confounded(usize),
    /// The squares of this column have no sum.
    Overflow(usize),
    /// As many parameters as rows.
    Saturated,
}

/// A feature's regression on a design.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Regression {
    /// Level of each batch where covariates are 0.
    pub(crate) levels: Vec<f64>,
    /// One for each column.
    pub(crate) slopes: Vec<f64>,
    /// Sum of squared residuals of each batch; 0 where they are rounding.
    pub(crate) squares: Vec<f64>,
    /// Rows of each batch.
    pub(crate) rows: Vec<usize>,
    /// The first batch of two rows or more in which the feature does not vary.
    pub(crate) flat: Option<usize>,
}

/// Residuals below this share of the values' spread are rounding, and so are those below the spacing of doubles at their mean.
const ROUNDING: f64 = 1e-12;

impl Design {
    /// Takes columns of covariates whose rows are in the order of the batches.
    pub(crate) fn new(ends: Vec<usize>, mut columns: Vec<Vec<f64>>) -> Result<Self, Flaw> {
        let rows = ends.last().copied().unwrap_or(0);
        if ends.len() + columns.len() >= rows {
            return Err(Flaw::Saturated);
        }
        let lengths: Vec<f64> = columns.iter().map(|c| dot(c, c).sqrt()).collect();
        if let Some(column) = lengths.iter().position(|length| !length.is_finite()) {
            return Err(Flaw::Overflow(column));
        }
        let mut means = vec![Vec::with_capacity(columns.len()); ends.len()];
        for column in &mut columns {
            for (range, means) in ranges(&ends).zip(&mut means) {
                means.push(centre(&mut column[range]));
            }
        }
        let within = Qr::new(&columns, &lengths).map_err(Flaw::Confounded)?;
        Ok(Self {
            ends,
            means,
            within,
        })
    }

    /// Regresses a feature, whose values become the residuals.
    pub(crate) fn regress(&self, values: &mut [f64]) -> Regression {
        let mut levels = Vec::with_capacity(self.ends.len());
        let mut rounding = Vec::with_capacity(self.ends.len());
        let mut flat = None;
        for (batch, range) in ranges(&self.ends).enumerate() {
            let values = &mut values[range];
            if values.len() > 1 && values.iter().all(|value| *value == values[0]) {
                flat = flat.or(Some(batch));
            }
            let mean = centre(values);
            let spacing = f64::EPSILON * mean;
            let spread = ROUNDING * ROUNDING * dot(values, values);
            rounding.push(spread + values.len() as f64 * spacing * spacing);
            levels.push(mean);
        }
        let coordinates = self.within.columns.iter().map(|column| {
            let share = dot(column, values);
            add_scaled(values, -share, column);
            share
        });
        let coordinates: Vec<f64> = coordinates.collect();
        let slopes = self.within.back(&coordinates);
        for (level, means) in levels.iter_mut().zip(&self.means) {
            let covariates = means.iter().zip(&slopes);
            *level -= covariates.map(|(mean, slope)| mean * slope).sum::<f64>();
        }
        let squares = ranges(&self.ends).map(|range| dot(&values[range.clone()], &values[range]));
        let mut squares: Vec<f64> = squares.collect();
        let is_rounding = |squares: f64, limit: f64| squares.is_finite() && squares <= limit;
        let is_determined = is_rounding(squares.iter().sum(), rounding.iter().sum());
        for (squares, limit) in squares.iter_mut().zip(rounding) {
            if is_determined || is_rounding(*squares, limit) {
                *squares = 0.0;
            }
        }
        Regression {
            levels,
            slopes,
            squares,
            rows: ranges(&self.ends).map(|range| range.len()).collect(),
            flat,
        }
    }
}

impl Regression {
    pub(crate) fn is_finite(&self) -> bool {
        let mut parts = self.levels.iter().chain(&self.slopes);
        parts.all(|value| value.is_finite()) && self.squares.iter().sum::<f64>().is_finite()
    }
}

/// Rows of each batch.
pub(crate) fn ranges(ends: &[usize]) -> impl Iterator<Item = Range<usize>> + '_ {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, &end)| start..end)
}

/// Takes the mean away and returns it; exactly the value where all are one.
pub(crate) fn centre(values: &mut [f64]) -> f64 {
    let Some(&first) = values.first() else {
        return 0.0;
    };
    // From the first value on, so that equal values leave exact zeros.
    for value in values.iter_mut() {
        *value -= first;
    }
    let rest = sum(values) / values.len() as f64;
    for value in values.iter_mut() {
        *value -= rest;
    }
    first + rest
}
