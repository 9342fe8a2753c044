//! Columns on one scale: z-scores, median and spread, range, quantiles.
//!
//! ```
//! use ndarray::array;
//! use voxomics_harmonize::scale::{self, Method};
//! use voxomics_table::Table;
//!
//! let ids = |n: usize| (0..n).map(|row| row.to_string()).collect();
//! let train = Table::new(ids(4), vec!["mean".into()], array![[1.0], [2.0], [3.0], [6.0]])?;
//! let scaler = scale::fit(&train, &Method::Standard { ddof: 0 })?;
//! let tomorrow = Table::new(ids(1), vec!["mean".into()], array![[3.0]])?;
//! assert_eq!(scaler.apply(&tomorrow)?.column("mean")?[0], 0.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Missing values are left out when a scale is learnt and stay missing when it is applied. A column without spread is centred and
//! not stretched, as in scikit-learn.

mod affine;
mod quantiles;

use ndarray::{Array2, ArrayView1, ShapeBuilder};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use voxomics_core::ErrorClass;
use voxomics_table::{Problem, Table};

use crate::header::{Header, OtherFile};

/// How columns are scaled.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "method")]
pub enum Method {
    /// `(x - mean)/sd`. scikit-learn's `StandardScaler` divides by n (`ddof` 0), R's `scale` by n - 1 (`ddof` 1).
    #[doc(alias("StandardScaler", "z-score"))]
    Standard {
        /// What is taken off n in the variance's divisor.
        ddof: usize,
    },
    /// `(x - median)/(c MAD)`, where 1.4826 as `c` makes the spread of a normal sample its standard deviation, as in R's `mad`.
    MedianMad {
        /// What the median absolute deviation is multiplied by.
        constant: f64,
    },
    /// `(x - median)/(q_high - q_low)`, quartiles as the default of scikit-learn's `RobustScaler`.
    #[doc(alias = "RobustScaler")]
    Robust {
        /// The lower quantile, as a share.
        low: f64,
        /// The upper quantile.
        high: f64,
        /// Divides the spread by that of the standard normal.
        unit_variance: bool,
    },
    /// From the least to the greatest value onto `low` to `high`; others lie outside.
    #[doc(alias = "MinMaxScaler")]
    MinMax {
        /// Where the least goes.
        low: f64,
        /// Where the greatest goes.
        high: f64,
    },
    /// Through the empirical distribution function by `count` quantiles, at most as many as rows; scikit-learn's
    /// `QuantileTransformer` without its random subsample.
    #[doc(alias = "QuantileTransformer")]
    Quantile {
        /// How many quantiles are kept.
        count: usize,
        /// Quantiles of the standard normal distribution, at most 5.2 from 0, instead of shares.
        normal: bool,
    },
}

/// What [`fit`] learnt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Scaler {
    #[serde(flatten)]
    header: Header,
    /// As it was given.
    #[serde(flatten)]
    pub method: Method,
    /// The columns, in their order.
    pub features: Vec<String>,
    /// The map of each.
    pub maps: Vec<Map>,
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

const KIND: &str = "scaler";

/// Why columns cannot be scaled.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A feature of the scaler is not in the table.
    #[error("the table of features{0}")]
    Table(#[from] Problem),
    /// A column without values, or with too few for the divisor.
    #[error("feature `{feature}` has {values} value(s), and needs {needed}: leave it out")]
    NoValues {
        /// The column.
        feature: String,
        /// How many it has.
        values: usize,
        /// How many are needed.
        needed: usize,
    },
    /// An infinite value.
    #[error(
        "feature `{feature}` is {value} in row `{row}`: make it missing, or leave the feature out"
    )]
    Infinite {
        /// The column.
        feature: String,
        /// The row's name.
        row: String,
        /// The value.
        value: f64,
    },
    /// An option out of its range.
    #[error("{option} is {value}: {wanted}")]
    Option {
        /// The option.
        option: &'static str,
        /// Its value.
        value: f64,
        /// What is accepted.
        wanted: &'static str,
    },
    /// A file of another kind, or of a later version of this crate.
    #[error(transparent)]
    Version(OtherFile),
    /// A file that was changed by hand.
    #[error("the scaler has {maps} whole maps for {features} features: fit it anew")]
    Broken {
        /// Maps that can be used.
        maps: usize,
        /// Features.
        features: usize,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Table(_)
            | Self::NoValues { .. }
            | Self::Infinite { .. }
            | Self::Option { .. }
            | Self::Broken { .. } => ErrorClass::Input,
            Self::Version(_) => ErrorClass::Unsupported,
        }
    }
}

/// Learns the scale of each column from these rows.
///
/// # Errors
///
/// [`Error::Option`], [`Error::Infinite`], [`Error::NoValues`].
pub fn fit(features: &Table, method: &Method) -> Result<Scaler, Error> {
    method.check()?;
    let of = |(name, column): (&String, ArrayView1<'_, f64>)| {
        if let Some(row) = column.iter().position(|value| value.is_infinite()) {
            return Err(infinite(features, name, (row, column[row])));
        }
        let values: Vec<f64> = column
            .iter()
            .copied()
            .filter(|value| !value.is_nan())
            .collect();
        let needed = method.needed();
        if values.len() < needed {
            return Err(Error::NoValues {
                feature: name.clone(),
                values: values.len(),
                needed,
            });
        }
        Ok(match *method {
            Method::Quantile { count, .. } => {
                // As many as rows at most, those without the feature too, as scikit-learn counts.
                Map::Quantiles(quantiles::learn(&values, count.min(column.len())))
            }
            _ => affine::learn(values, method),
        })
    };
    let columns = features.values();
    let columns: Vec<_> = features.names().iter().zip(columns.columns()).collect();
    let maps: Vec<Result<Map, Error>> = columns.into_par_iter().map(of).collect();
    Ok(Scaler {
        header: Header::of(KIND),
        method: *method,
        features: features.names().to_vec(),
        maps: maps.into_iter().collect::<Result<_, _>>()?,
    })
}

impl Method {
    /// Values that a column must have.
    fn needed(&self) -> usize {
        match self {
            Self::Standard { ddof } => ddof + 1,
            _ => 1,
        }
    }

    fn check(&self) -> Result<(), Error> {
        let refused = |option, value, wanted| {
            Err(Error::Option {
                option,
                value,
                wanted,
            })
        };
        match *self {
            Self::MedianMad { constant } if !(constant > 0.0 && constant.is_finite()) => {
                refused("constant", constant, "a positive number, 1.4826 or 1")
            }
            Self::Robust { low, .. } if !(0.0..1.0).contains(&low) => {
                refused("low", low, "a share from 0, below high")
            }
            Self::Robust { low, high, .. } if !(high > low && high <= 1.0) => {
                refused("high", high, "a share above low, up to 1")
            }
            Self::Robust {
                low,
                high,
                unit_variance,
            } if unit_variance && (low == 0.0 || high == 1.0) => refused(
                "unit_variance",
                1.0,
                "not with the extremes, which the normal distribution does not have",
            ),
            Self::MinMax { low, high } if !(low < high && (high - low).is_finite()) => {
                refused("high", high, "a number above low")
            }
            Self::Quantile {
                count: count @ (0 | 1),
                ..
            } => refused("count", count as f64, "two quantiles or more"),
            _ => Ok(()),
        }
    }
}

impl Scaler {
    /// The columns of a table, found by their names, each mapped; columns that the scaler does not know are left out.
    ///
    /// # Errors
    ///
    /// [`Error::Table`] for a column that is not there, [`Error::Infinite`].
    pub fn apply(&self, features: &Table) -> Result<Table, Error> {
        self.check()?;
        let columns = self.features.iter().map(|name| features.column(name));
        let columns: Vec<ArrayView1<'_, f64>> = columns.collect::<Result<_, _>>()?;
        let rows = features.rows();
        let mut values = vec![0.0; rows * columns.len()];
        let work = values
            .par_chunks_mut(rows.max(1))
            .zip(&columns)
            .zip(&self.maps);
        work.for_each(|((to, from), map)| self.write(to, from, map));
        for (name, column) in self.features.iter().zip(&columns) {
            if let Some(row) = column.iter().position(|value| value.is_infinite()) {
                return Err(infinite(features, name, (row, column[row])));
            }
        }
        let values = Array2::from_shape_vec((rows, columns.len()).f(), values)
            .unwrap_or_else(|_| unreachable!("as many values as rows times columns"));
        Ok(Table::new(
            features.ids().to_vec(),
            self.features.clone(),
            values,
        )?)
    }

    fn write(&self, to: &mut [f64], from: &ArrayView1<'_, f64>, map: &Map) {
        let is_normal = matches!(self.method, Method::Quantile { normal: true, .. });
        for (to, &value) in to.iter_mut().zip(from) {
            *to = match map {
                Map::Affine { center, scale } => (value - center) / scale,
                Map::Quantiles(_) if value.is_nan() => value,
                Map::Quantiles(quantiles) if is_normal => quantiles::normal(value, quantiles),
                Map::Quantiles(quantiles) => quantiles::share(value, quantiles),
            };
        }
    }

    /// It may come from a file.
    fn check(&self) -> Result<(), Error> {
        self.header.check(KIND).map_err(Error::Version)?;
        let is_whole = |map: &&Map| match map {
            Map::Affine { center, scale } => {
                center.is_finite() && scale.is_finite() && *scale > 0.0
            }
            Map::Quantiles(quantiles) => quantiles.len() > 1 && quantiles.is_sorted(),
        };
        let maps = self.maps.iter().filter(is_whole).count();
        if (maps, maps) == (self.maps.len(), self.features.len()) {
            return Ok(());
        }
        Err(Error::Broken {
            maps,
            features: self.features.len(),
        })
    }
}

fn infinite(features: &Table, name: &str, (row, value): (usize, f64)) -> Error {
    Error::Infinite {
        feature: name.to_owned(),
        row: features.ids()[row].clone(),
        value,
    }
}
