//! Inputs of the goldens, and tables made of numbers.

use serde_json::Value;
use voxomics_harmonize::combat::{Options, PriorKind};
use voxomics_harmonize::ndarray::{Array2, ShapeBuilder};
use voxomics_harmonize::{Cohort, Covariate};
use voxomics_table::Table;
use voxomics_testkit::{data, goldens};

pub(crate) fn read(file: &str) -> Value {
    goldens::read(&data().join("models").join(file))
}

pub(crate) fn find<'a>(file: &'a Value, name: &str) -> &'a Value {
    let cases = file["cases"].as_array().unwrap();
    let case = cases.iter().find(|case| case["name"] == name);
    case.unwrap_or_else(|| panic!("no case {name}"))
}

/// Rows to harmonise.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    pub(crate) features: Table,
    pub(crate) batches: Vec<String>,
    pub(crate) covariates: Vec<Covariate>,
}

impl Input {
    pub(crate) fn cohort(&self) -> Cohort<'_> {
        Cohort {
            features: &self.features,
            batches: &self.batches,
            covariates: &self.covariates,
        }
    }

    /// Of a case: `x` with features in rows, `batch`, `mod` with a column for each covariate.
    pub(crate) fn of(case: &Value) -> Self {
        let features: Vec<Vec<f64>> = rows(&case["x"]);
        let batches = goldens::numbers(&case["batch"]);
        let columns = case["mod"].as_array().map(|_| rows(&case["mod"]));
        let columns = columns.unwrap_or_default();
        let count = columns.first().map_or(0, Vec::len);
        let covariate = |at: usize| {
            let values: Vec<f64> = columns.iter().map(|row| row[at]).collect();
            Covariate::numbers(format!("c{at}"), values)
        };
        Self {
            features: table(&features),
            batches: batches.iter().map(ToString::to_string).collect(),
            covariates: (0..count).map(covariate).collect(),
        }
    }

    /// Every third row, features times 1.25 plus 0.5: what the goldens call new rows.
    pub(crate) fn new_rows(&self) -> Self {
        let which: Vec<usize> = (0..self.features.rows()).step_by(3).collect();
        let features = self.features.rows_at(&which).unwrap();
        let (ids, names, values) = features.into_parts();
        let covariates = self
            .covariates
            .iter()
            .map(|covariate| match &covariate.values {
                voxomics_harmonize::Values::Numbers(values) => {
                    let values: Vec<f64> = which.iter().map(|&row| values[row]).collect();
                    Covariate::numbers(covariate.name.clone(), values)
                }
                voxomics_harmonize::Values::Groups(_) => unreachable!("numbers in the goldens"),
            });
        Self {
            features: Table::new(ids, names, values.mapv(|x| 1.25 * x + 0.5)).unwrap(),
            batches: which.iter().map(|&row| self.batches[row].clone()).collect(),
            covariates: covariates.collect(),
        }
    }
}

/// `"nan"` is NaN.
pub(crate) fn rows(value: &Value) -> Vec<Vec<f64>> {
    let rows = value.as_array().unwrap().iter();
    rows.map(goldens::numbers).collect()
}

/// A table of features by their values.
pub(crate) fn table(features: &[Vec<f64>]) -> Table {
    let rows = features[0].len();
    let values = Array2::from_shape_vec((rows, features.len()).f(), features.concat()).unwrap();
    let ids = (0..rows).map(|row| format!("r{row}")).collect();
    let names = (0..features.len()).map(|at| format!("f{at}")).collect();
    Table::new(ids, names, values).unwrap()
}

/// Values of a table, feature after feature.
pub(crate) fn by_feature(table: &Table) -> Vec<Option<f64>> {
    let columns = table.values();
    let values = columns
        .columns()
        .into_iter()
        .flat_map(|column| column.to_vec());
    values
        .map(|value| (!value.is_nan()).then_some(value))
        .collect()
}

/// Choices of a case.
pub(crate) fn options(case: &Value) -> Options {
    let given = &case["options"];
    Options {
        prior: match given["parametric"].as_bool() {
            Some(false) => PriorKind::NonParametric,
            _ => PriorKind::Parametric,
        },
        mean_only: given["mean_only"].as_bool().unwrap_or(false),
        reference: given["ref"].as_u64().map(|label| label.to_string()),
        ..Options::default()
    }
}
