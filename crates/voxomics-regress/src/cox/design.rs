//! Columns as a fit wants them: in the order of times, centred in each stratum, scaled.

use ndarray::{ArrayView1, ArrayView2};

use super::Error;
use super::order::Order;

/// A column that strays from its mean by less than this share of its largest value is constant but for rounding.
const CONSTANT: f64 = 1e-14;

/// `x = centre + scale·z`: the partial likelihood does not see a constant, and is no harder for values at 10⁸.
#[derive(Debug, Clone)]
pub(crate) struct Design {
    /// `z`, one column after the other, by place.
    pub(crate) values: Vec<f64>,
    /// Places.
    pub(crate) rows: usize,
    pub(crate) scales: Vec<f64>,
    /// For each stratum one of each column.
    pub(crate) centres: Vec<Vec<f64>>,
    /// Of the columns as given, weighted; 0 where all values are -1, 0 or 1.
    pub(crate) means: Vec<f64>,
}

impl Design {
    pub(crate) fn new(
        x: ArrayView2<'_, f64>,
        weights: Option<&[f64]>,
        order: &Order,
    ) -> Result<Self, Error> {
        let (rows, columns) = x.dim();
        let mut design = Self {
            values: Vec::with_capacity(rows * columns),
            rows,
            scales: Vec::with_capacity(columns),
            centres: vec![Vec::with_capacity(columns); order.strata.len()],
            means: Vec::with_capacity(columns),
        };
        let total = weights.map_or(rows as f64, |weights| weights.iter().sum());
        for (at, column) in x.columns().into_iter().enumerate() {
            let largest = largest(column, at)?;
            let shrink = power_of_two_below(largest).recip();
            let mean = match weights {
                _ if column.iter().all(|x| [-1.0, 0.0, 1.0].contains(x)) => 0.0,
                None => column.iter().map(|x| x * shrink).sum::<f64>() / total,
                Some(weights) => {
                    let products = column.iter().zip(weights).map(|(x, w)| w * (x * shrink));
                    products.sum::<f64>() / total
                }
            };
            design.means.push(mean / shrink);
            design.push(column, shrink, order);
        }
        Ok(design)
    }

    /// Values times `shrink` are near 1.
    fn push(&mut self, column: ArrayView1<'_, f64>, shrink: f64, order: &Order) {
        let from = self.values.len();
        let gathered = order.rows.iter().map(|&row| column[row as usize] * shrink);
        self.values.extend(gathered);
        let mut spread = 0.0_f64;
        for (stratum, centres) in order.strata.iter().zip(&mut self.centres) {
            let values = &mut self.values[from..][stratum.places.clone()];
            let centre = values.iter().sum::<f64>() / values.len() as f64;
            for value in values {
                *value -= centre;
                spread = spread.max(value.abs());
            }
            centres.push(centre / shrink);
        }
        let values = &mut self.values[from..];
        if spread <= CONSTANT {
            values.fill(0.0);
            spread = 1.0;
        }
        for value in values {
            *value /= spread;
        }
        self.scales.push(spread / shrink);
    }

    pub(crate) fn columns(&self) -> usize {
        self.scales.len()
    }

    pub(crate) fn column(&self, column: usize) -> &[f64] {
        &self.values[column * self.rows..][..self.rows]
    }
}

/// The largest of a column's absolute values, all of which must be finite.
fn largest(values: ArrayView1<'_, f64>, column: usize) -> Result<f64, Error> {
    let mut largest = 0.0_f64;
    for (row, value) in values.indexed_iter() {
        if !value.is_finite() {
            let value = *value;
            return Err(Error::Value { row, column, value });
        }
        largest = largest.max(value.abs());
    }
    Ok(largest)
}

/// Such that its inverse is a double too; 1 for 0.
fn power_of_two_below(value: f64) -> f64 {
    const EXPONENT: u64 = 0x7ff << 52;
    match value {
        0.0 => 1.0,
        _ => f64::from_bits(value.to_bits() & EXPONENT)
            .clamp(f64::MIN_POSITIVE, f64::MIN_POSITIVE.recip()),
    }
}

#[cfg(test)]
mod tests {
    use super::power_of_two_below;

    #[test]
    fn powers_have_inverses() {
        for (value, power) in [(0.0, 1.0), (5.0, 4.0), (0.3, 0.25)] {
            assert_eq!(power_of_two_below(value), power);
        }
        for value in [5e-324, f64::MIN_POSITIVE, f64::MAX] {
            let inverse = power_of_two_below(value).recip();
            assert!(inverse.is_normal() && (value * inverse) < 4.0, "{value}");
        }
    }
}
