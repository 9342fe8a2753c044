use ndarray::{Array2, ArrayView1, ShapeBuilder};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use voxomics_table::Table;

use super::{Error, KIND, Method, quantiles};
use crate::columns::columns;
use crate::header::Header;

/// What [`fit`](super::fit) learnt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Scaler {
    #[serde(flatten)]
    pub(super) header: Header,
    /// As it was given.
    #[serde(flatten)]
    pub method: Method,
    /// The columns, in their order.
    pub features: Vec<String>,
    /// The map of each.
    pub maps: Vec<Map>,
    /// Those without a spread that the method divides by: constant ones, and those whose middle is constant where it looks at
    /// quantiles. They are centred only; quantiles put them at the lower end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unscaled: Vec<String>,
}

/// How one column is mapped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Map {
    /// `(x - center)/scale`.
    Affine {
        /// What is taken away.
        center: f64,
        /// What is divided by.
        scale: f64,
    },
    /// By interpolation in its quantiles at equal shares, the first at 0 and the last at 1.
    Quantiles(Vec<f64>),
}

impl Scaler {
    /// The columns of a table, found by their names, each mapped; columns that the scaler does not know are left out.
    ///
    /// # Errors
    ///
    /// [`Error::Table`] for a column that is not there, [`Error::Infinite`], [`Error::Overflow`].
    pub fn apply(&self, features: &Table) -> Result<Table, Error> {
        self.check()?;
        let columns = columns(features, self.features.iter().map(String::as_str))?;
        let rows = features.rows();
        let mut values = vec![0.0; rows * columns.len()];
        let work = values
            .par_chunks_mut(rows.max(1))
            .zip(&columns)
            .zip(&self.maps);
        let beyond = work
            .map(|((to, from), map)| self.write(to, from, map))
            .enumerate();
        let beyond = beyond.find_map_first(|(at, row)| Some((at, row?)));
        if let Some((at, row)) = beyond {
            let (name, value) = (&self.features[at], columns[at][row]);
            return Err(beyond_doubles(features, name, (row, value)));
        }
        let values = Array2::from_shape_vec((rows, columns.len()).f(), values)
            .unwrap_or_else(|_| unreachable!("as many values as rows times columns"));
        Ok(Table::new(
            features.ids().to_vec(),
            self.features.clone(),
            values,
        )?)
    }

    /// Writes a column; the first row that is infinite or becomes so, if any.
    fn write(&self, to: &mut [f64], from: &ArrayView1<'_, f64>, map: &Map) -> Option<usize> {
        let mut beyond = None;
        let is_normal = matches!(self.method, Method::Quantile { normal: true, .. });
        for (row, (to, &value)) in to.iter_mut().zip(from).enumerate() {
            *to = match map {
                Map::Affine { center, scale } => (value - center) / scale,
                Map::Quantiles(_) if value.is_nan() => value,
                Map::Quantiles(quantiles) if is_normal => quantiles::normal(value, quantiles),
                Map::Quantiles(quantiles) => quantiles::share(value, quantiles),
            };
            let is_bad = value.is_infinite() || to.is_infinite();
            if is_bad && beyond.is_none() {
                beyond = Some(row);
            }
        }
        beyond
    }

    /// It may come from a file.
    fn check(&self) -> Result<(), Error> {
        self.header.check(KIND).map_err(Error::Version)?;
        let maps = self.maps.iter().filter(|map| map.is_whole()).count();
        if (maps, maps) == (self.maps.len(), self.features.len()) {
            return Ok(());
        }
        Err(Error::Broken {
            maps,
            features: self.features.len(),
        })
    }
}

impl Map {
    /// It maps numbers to numbers.
    pub(super) fn is_whole(&self) -> bool {
        match self {
            Self::Affine { center, scale } => {
                center.is_finite() && scale.is_finite() && *scale > 0.0
            }
            Self::Quantiles(quantiles) => {
                quantiles.len() > 1
                    && quantiles.is_sorted()
                    && quantiles.iter().all(|value| value.is_finite())
            }
        }
    }
}

/// A value is infinite, or becomes so.
pub(super) fn beyond_doubles(features: &Table, name: &str, (row, value): (usize, f64)) -> Error {
    let (feature, row) = (name.to_owned(), &features.ids()[row]);
    if value.is_finite() {
        let place = format!("row `{row}`");
        return Error::Overflow { feature, place };
    }
    Error::Infinite {
        feature,
        row: row.clone(),
        value,
    }
}
