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
//! not stretched, as in scikit-learn: one whose variance is what rounding leaves of a constant ([`Method::Standard`]), or whose
//! length is below 2.3e-15 (the others).

mod affine;
mod error;
mod method;
mod quantiles;
mod scaler;

use ndarray::ArrayView1;
use rayon::prelude::*;
use voxomics_table::Table;

use crate::header::Header;

pub use error::Error;
pub use method::Method;
pub use scaler::{Map, Scaler};

const KIND: &str = "scaler";

/// Learns the scale of each column from these rows.
///
/// # Errors
///
/// [`Error::Option`], [`Error::Infinite`], [`Error::NoValues`], [`Error::Overflow`].
pub fn fit(features: &Table, method: &Method) -> Result<Scaler, Error> {
    method.check()?;
    let of = |(name, column): (&String, ArrayView1<'_, f64>)| {
        if let Some(row) = column.iter().position(|value| value.is_infinite()) {
            return Err(scaler::beyond_doubles(features, name, (row, column[row])));
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
        let (map, has_spread) = match *method {
            Method::Quantile { count, .. } => {
                // As many as rows at most, those without the feature too, as scikit-learn counts.
                let learnt = quantiles::learn(&values, count.min(column.len()));
                let has_spread = learnt.first() < learnt.last();
                (Map::Quantiles(learnt), has_spread)
            }
            _ => affine::learn(values, method),
        };
        if map.is_whole() {
            return Ok((map, (!has_spread).then(|| name.clone())));
        }
        Err(Error::Overflow {
            feature: name.clone(),
            place: "its scale over all rows".to_owned(),
        })
    };
    let columns = features.values();
    let columns: Vec<_> = features.names().iter().zip(columns.columns()).collect();
    let learnt: Vec<Result<_, Error>> = columns.into_par_iter().map(of).collect();
    let learnt = learnt.into_iter().collect::<Result<Vec<_>, _>>()?;
    let (maps, unscaled): (Vec<Map>, Vec<Option<String>>) = learnt.into_iter().unzip();
    Ok(Scaler {
        header: Header::of(KIND),
        method: *method,
        features: features.names().to_vec(),
        maps,
        unscaled: unscaled.into_iter().flatten().collect(),
    })
}
