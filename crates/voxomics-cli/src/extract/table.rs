//! Which columns results have, and the row of an extraction.

use std::collections::HashMap;

use voxomics::batch::{Reason, Value};
use voxomics::core::ErrorClass;
use voxomics::features::params::Params;
use voxomics::features::{Extraction, diagnostics};

/// What `diagnostics_` is followed by, in order, where `additionalInfo` is on.
const DIAGNOSTICS: [&str; 22] = [
    "Versions_PyRadiomics",
    "Versions_Numpy",
    "Versions_SimpleITK",
    "Versions_PyWavelet",
    "Versions_Python",
    "Configuration_Settings",
    "Configuration_EnabledImageTypes",
    "Image-original_Hash",
    "Image-original_Dimensionality",
    "Image-original_Spacing",
    "Image-original_Size",
    "Image-original_Mean",
    "Image-original_Minimum",
    "Image-original_Maximum",
    "Mask-original_Hash",
    "Mask-original_Spacing",
    "Mask-original_Size",
    "Mask-original_BoundingBox",
    "Mask-original_VoxelNum",
    "Mask-original_VolumeNum",
    "Mask-original_CenterOfMassIndex",
    "Mask-original_CenterOfMass",
];

/// What follows where masks may be resampled.
const CORRECTED: [&str; 10] = [
    "Mask-corrected_Spacing",
    "Mask-corrected_Size",
    "Mask-corrected_BoundingBox",
    "Mask-corrected_VoxelNum",
    "Mask-corrected_VolumeNum",
    "Mask-corrected_CenterOfMassIndex",
    "Mask-corrected_CenterOfMass",
    "Mask-corrected_Mean",
    "Mask-corrected_Minimum",
    "Mask-corrected_Maximum",
];

/// How the names of diagnostics end that are numbers.
#[cfg(feature = "parquet")]
const COUNTED: [&str; 5] = ["_Mean", "_Minimum", "_Maximum", "_VoxelNum", "_VolumeNum"];

/// The columns of results: a function of the parameters, whatever a case yields.
pub(crate) struct Table {
    columns: Vec<String>,
    places: HashMap<String, usize>,
    skip_nans: bool,
}

impl Table {
    pub(crate) fn new(params: &Params, skip_nans: bool) -> Self {
        let settings = params.settings();
        let diagnostics = DIAGNOSTICS.iter().filter(|_| settings.additional_info);
        let corrected = CORRECTED
            .iter()
            .filter(|_| settings.additional_info && settings.correct_mask);
        let diagnostics = diagnostics
            .chain(corrected)
            .map(|key| format!("diagnostics_{key}"));
        let columns: Vec<String> = diagnostics.chain(params.feature_names()).collect();
        let places = columns.iter().cloned().zip(0..).collect();
        Self {
            columns,
            places,
            skip_nans,
        }
    }

    pub(crate) fn columns(&self) -> Vec<String> {
        self.columns.clone()
    }

    /// The columns that hold numbers; all others, those of the list included, hold text.
    #[cfg(feature = "parquet")]
    pub(crate) fn numbers(&self) -> std::collections::HashSet<String> {
        let is_number = |name: &&String| {
            !name.starts_with("diagnostics_") || COUNTED.iter().any(|end| name.ends_with(end))
        };
        self.columns.iter().filter(is_number).cloned().collect()
    }

    pub(crate) fn skips_nans(&self) -> bool {
        self.skip_nans
    }

    /// One value for each column; a column that the case has nothing for is left empty.
    pub(crate) fn row(&self, extraction: &Extraction) -> Result<Vec<Value>, Reason> {
        let mut row = vec![Value::Missing; self.columns.len()];
        for (name, value) in extraction.diagnostics().entries() {
            let place = self.places.get(name).ok_or_else(|| {
                Reason::new(
                    ErrorClass::Bug,
                    format!("the table has no column for `{name}`"),
                )
            })?;
            row[*place] = self.diagnostic(value)?;
        }
        for (name, value) in extraction.features() {
            let place = self.places.get(name).ok_or_else(|| no_column(name))?;
            row[*place] = self.number(*value);
        }
        Ok(row)
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

/// A value must not vanish: the columns are those of volumes, and a plane has others.
fn no_column(name: &str) -> Reason {
    let message = format!(
        "this image is two-dimensional and has `{name}`, for which the table has no column: set \
         force2D to true (`--setting force2D:true`), or leave shape2D out of the parameters"
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
        let columns = Table::new(&params, false).columns();
        let extraction = Extractor::new(params)
            .unwrap()
            .extract(&phantom.image, &phantom.mask);
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
        let table = Table::new(&params, false);
        let extraction = Extractor::new(params)
            .unwrap()
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
