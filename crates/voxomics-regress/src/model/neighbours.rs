//! Nearest neighbours over named columns, each on its scale.

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};
use voxomics_table::{Sheet, Table};

use super::Error;
use crate::knn::{self, Options};
use crate::scale::{scaled, standards};

/// Neighbours among rows whose columns were standardised by their own means and standard deviations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Neighbours {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Their means.
    pub centers: Vec<f64>,
    /// Their standard deviations, of divisor n; 1 for a column that is constant.
    pub scales: Vec<f64>,
    /// Cases are class 1, controls class 0.
    pub model: knn::Model,
}

impl Neighbours {
    /// Keeps rows with their labels.
    ///
    /// # Errors
    ///
    /// Those of [`knn::Model::fit`]; [`Error::Scales`] for other names than columns.
    pub fn fit(
        columns: &[String],
        x: ArrayView2<'_, f64>,
        cases: &[bool],
        options: &Options,
    ) -> Result<Self, Error> {
        if columns.len() != x.ncols() {
            return Err(Error::Scales {
                columns: columns.len(),
                scales: x.ncols(),
            });
        }
        let (centers, scales) = standards(x);
        let classes: Vec<u32> = cases.iter().map(|&case| u32::from(case)).collect();
        let scaled = scaled(x, (&centers, &scales));
        Ok(Self {
            columns: columns.to_vec(),
            model: knn::Model::fit(scaled.view(), &classes, options)?,
            centers,
            scales,
        })
    }

    pub(super) fn checked(self) -> Result<Self, Error> {
        let columns = self.columns.len();
        match [self.centers.len(), self.scales.len()]
            .into_iter()
            .find(|&count| count != columns)
        {
            None => Ok(self),
            Some(scales) => Err(Error::Scales { columns, scales }),
        }
    }

    pub(super) fn predict(&self, sheet: &Sheet) -> Result<Vec<f64>, Error> {
        for name in &self.columns {
            // Missing cells are refused here: a table would take them as NaN.
            sheet.column(name)?.numbers()?;
        }
        let names: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        let table = Table::of_columns(sheet, None, &names)?;
        let x = scaled(table.values(), (&self.centers, &self.scales));
        let probabilities = self.model.probabilities(x.view())?;
        let classes = self.model.classes();
        Ok(match classes.iter().position(|&class| class == 1) {
            Some(column) => probabilities.column(column).to_vec(),
            None => vec![0.0; sheet.rows().len()],
        })
    }
}
