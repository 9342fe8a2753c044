//! Which columns results have, and the row of an extraction.

use std::collections::{HashMap, HashSet};

use voxomics::batch::{Reason, Value};
use voxomics::core::ErrorClass;
use voxomics::features::Extraction;
use voxomics::features::diagnostics::{self, Diagnostics};
use voxomics::features::params::Params;

/// The columns of results: a function of the parameters, whatever a case yields.
pub(crate) struct Table {
    columns: Vec<String>,
    places: HashMap<String, usize>,
    skip_nans: bool,
    /// How many columns are diagnostics; the others are features, or maps.
    diagnostics: usize,
    holds_maps: bool,
}

impl Table {
    /// The features of images of `rank` dimensions.
    pub(crate) fn new(params: &Params, rank: usize, skip_nans: bool) -> Self {
        Self::with(params, params.feature_names_in(rank), skip_nans, false)
    }

    /// The files of maps of images of `rank` dimensions.
    pub(crate) fn of_maps(params: &Params, rank: usize, skip_nans: bool) -> Self {
        Self::with(params, params.map_names_in(rank), skip_nans, true)
    }

    fn with(params: &Params, names: Vec<String>, skip_nans: bool, holds_maps: bool) -> Self {
        let diagnostics = diagnostics::names(params);
        let count = diagnostics.len();
        let columns = [diagnostics, names].concat();
        let places = columns.iter().cloned().zip(0..).collect();
        Self {
            columns,
            places,
            skip_nans,
            diagnostics: count,
            holds_maps,
        }
    }

    pub(crate) fn columns(&self) -> Vec<String> {
        self.columns.clone()
    }

    /// Tells columns of text, those of the list among them, from numbers.
    pub(crate) fn text(&self) -> Box<dyn Fn(&str) -> bool + Send> {
        let is_number = |name: &&String| {
            if name.starts_with("diagnostics_") {
                diagnostics::is_number(name)
            } else {
                !self.holds_maps
            }
        };
        let numbers: HashSet<String> = self.columns.iter().filter(is_number).cloned().collect();
        Box::new(move |name| !numbers.contains(name))
    }

    pub(crate) fn skips_nans(&self) -> bool {
        self.skip_nans
    }

    /// One value for each column; a column that the case has nothing for is left empty.
    pub(crate) fn row(&self, extraction: &Extraction) -> Result<Vec<Value>, Reason> {
        let mut row = self.begun(extraction.diagnostics())?;
        for (name, value) in extraction.features() {
            row[self.place(name)?] = self.number(*value);
        }
        Ok(row)
    }

    /// The same with the path of each map.
    pub(crate) fn row_of_maps(
        &self,
        diagnostics: &Diagnostics,
        paths: &[(String, String)],
    ) -> Result<Vec<Value>, Reason> {
        let mut row = self.begun(diagnostics)?;
        for (name, path) in paths {
            row[self.place(name)?] = Value::from(path.as_str());
        }
        Ok(row)
    }

    /// The paths in rows of maps.
    pub(crate) fn paths<'r>(&self, rows: &'r [Vec<Value>]) -> impl Iterator<Item = &'r str> {
        let first = self.diagnostics;
        let cells = rows.iter().flat_map(move |row| row.iter().skip(first));
        cells.filter_map(|cell| match cell {
            Value::Text(path) => Some(path.as_str()),
            _ => None,
        })
    }

    /// A row with its diagnostics.
    fn begun(&self, diagnostics: &Diagnostics) -> Result<Vec<Value>, Reason> {
        let mut row = vec![Value::Missing; self.columns.len()];
        for (name, value) in diagnostics.entries() {
            let place = self.places.get(name).ok_or_else(|| {
                Reason::new(
                    ErrorClass::Bug,
                    format!("the table has no column for `{name}`"),
                )
            })?;
            row[*place] = self.diagnostic(value)?;
        }
        Ok(row)
    }

    fn place(&self, name: &str) -> Result<usize, Reason> {
        self.places
            .get(name)
            .copied()
            .ok_or_else(|| no_column(name))
    }

    fn diagnostic(&self, value: &diagnostics::Value) -> Result<Value, Reason> {
        Ok(match value {
            diagnostics::Value::Text(text) => Value::from(text.as_str()),
            diagnostics::Value::Number(number) => self.number(*number),
            diagnostics::Value::Integer(count) => {
                Value::Integer(i64::try_from(*count).expect("no file has so many voxels"))
            }
            other => {
                let message = format!("a table cannot hold `{other}`");
                return Err(Reason::new(ErrorClass::Bug, message));
            }
        })
    }

    fn number(&self, number: f64) -> Value {
        if self.skip_nans && number.is_nan() {
            return Value::Missing;
        }
        Value::Number(number)
    }
}

/// A value must not vanish: the columns are those of the first case.
fn no_column(name: &str) -> Reason {
    let message = format!(
        "this image has `{name}`, for which the table has no column: the first case has another number of \
         dimensions, so give two-dimensional images a table of their own"
    );
    Reason::new(ErrorClass::Input, message)
}

#[cfg(test)]
mod tests {
    use voxomics::features::{Extractor, params::Params};
    use voxomics::phantom::lesion::{Options, lesion};
    use voxomics::volume::{AnyVolume, Geometry, Mask, Volume};

    use super::Table;

    #[test]
    fn columns_are_what_an_extraction_yields() {
        let phantom = lesion(&Options::sized([16, 16, 8])).unwrap();
        let params = Params::default();
        let columns = Table::new(&params, 3, false).columns();
        let extraction = Extractor::new(params).extract(&phantom.image, &phantom.mask);
        assert_eq!(names(&extraction.unwrap()), columns);
    }

    #[test]
    fn a_mask_that_is_resampled_adds_columns() {
        let phantom = lesion(&Options::sized([16, 16, 8])).unwrap();
        let AnyVolume::U8(mask) = phantom.mask.into_volume() else {
            panic!("labels 0 and 1")
        };
        let grid = mask.geometry();
        let moved = Geometry::new(
            grid.size(),
            grid.spacing(),
            [0.1, 0.0, 0.0],
            grid.direction(),
        )
        .unwrap();
        let mask = Mask::new(Volume::new(moved, mask.into_voxels()).unwrap().into()).unwrap();
        let params = Params::from_yaml("setting: {correctMask: true}").unwrap();
        let table = Table::new(&params, 3, false);
        let extraction = Extractor::new(params)
            .extract(&phantom.image, &mask)
            .unwrap();
        assert_eq!(names(&extraction), table.columns());
        assert_eq!(table.row(&extraction).unwrap().len(), table.columns().len());
    }

    fn names(extraction: &voxomics::features::Extraction) -> Vec<String> {
        let diagnostics = extraction
            .diagnostics()
            .entries()
            .iter()
            .map(|(name, _)| name.clone());
        diagnostics
            .chain(extraction.features().iter().map(|(name, _)| name.clone()))
            .collect()
    }
}
