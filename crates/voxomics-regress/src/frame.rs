//! The matrix that a formula makes of a table, and the recipe by which it is made again from other rows.
//!
//! ```
//! use voxomics_regress::frame::Recipe;
//! use voxomics_table::Sheet;
//!
//! let train = Sheet::parse(b"age,stage\n61,I\n70,II\n55,III\n", &[])?;
//! let recipe = Recipe::learn(&"~ age + stage".parse()?, &train)?;
//! let frame = recipe.apply(&train)?;
//! assert_eq!(frame.names, ["age", "stageII", "stageIII"]);
//!
//! // Tomorrow's patient has a stage that no one had.
//! let tomorrow = Sheet::parse(b"stage,age\nIV,48\n", &[])?;
//! assert!(recipe.apply(&tomorrow).unwrap_err().to_string().contains("`IV`"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod code;
mod error;
mod knots;

pub use code::{Code, Coding};
pub use error::Error;

use std::ops::Range;

use ndarray::{Array2, ShapeBuilder};
use serde::{Deserialize, Serialize};
use voxomics_table::Sheet;

use crate::formula::{Formula, Term, Variable};
use code::column_names;

/// How a formula's variables become columns: levels and knots as they were in the rows it was learnt from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// The formula.
    pub formula: Formula,
    /// For each term, how each of its variables is coded.
    pub codes: Vec<Vec<Code>>,
}

/// The columns of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Their names as R gives them: `stageII` for a level, `age:smoker` for a product, `volume'` for a spline's second column.
    pub names: Vec<String>,
    /// A row for each row of the table, column-major, without an intercept.
    pub matrix: Array2<f64>,
    /// What is added to the linear predictor: the sum of the formula's offsets; none if it has none.
    pub offset: Option<Vec<f64>>,
    /// Which columns belong to which term.
    pub terms: Vec<TermColumns>,
}

/// A term's place among the columns.
#[derive(Debug, Clone, PartialEq)]
pub struct TermColumns {
    /// As it is written in the formula.
    pub name: String,
    /// Which columns of the matrix.
    pub columns: Range<usize>,
    /// The term.
    pub term: Term,
}

impl Recipe {
    /// Takes levels of groups and knots of splines from these rows.
    ///
    /// A column whose cells are all numbers enters as numbers, others as groups; the first group, or the one that is named, is
    /// the one that the others are compared with. A product, and the first groups of a model without intercept, are coded as R
    /// codes them: with a column for every level where what it would be compared with is not in the model.
    ///
    /// # Errors
    ///
    /// [`Error::Table`] for a column that is not there or has missing cells, [`Error::OneLevel`] for groups that do not vary,
    /// [`Error::NoLevel`] for a reference that is nowhere, [`Error::Knots`] where quantiles coincide.
    pub fn learn(formula: &Formula, sheet: &Sheet) -> Result<Self, Error> {
        let mut codes: Vec<Vec<Code>> = Vec::with_capacity(formula.terms.len());
        for term in &formula.terms {
            let mut own = Vec::with_capacity(term.variables().len());
            for variable in term.variables() {
                // What a level of groups would be compared with: the term without them, for groups alone the intercept.
                let margin = term.without(variable).map_or_else(
                    || formula.intercept || codes.iter().any(|codes| is_groups(codes)),
                    |rest| formula.terms.iter().any(|found| found.is(&rest)),
                );
                own.push(Code::learn(variable, sheet, !margin)?);
            }
            codes.push(own);
        }
        Ok(Self {
            formula: formula.clone(),
            codes,
        })
    }

    /// The columns for the rows of a table.
    ///
    /// # Errors
    ///
    /// [`Error::Table`] for a column that is not there, has missing cells or cells that are no numbers; [`Error::NewLevel`] for
    /// a group that was not there to learn from.
    pub fn apply(&self, sheet: &Sheet) -> Result<Frame, Error> {
        let rows = sheet.rows().len();
        let (mut names, mut values) = (Vec::new(), Vec::new());
        let mut terms = Vec::new();
        for (term, codes) in self.formula.terms.iter().zip(&self.codes) {
            let first = names.len();
            let coded = codes.iter().map(|code| code.columns(sheet));
            let coded: Vec<Vec<Vec<f64>>> = coded.collect::<Result<_, _>>()?;
            names.extend(column_names(codes));
            values.extend(products(&coded));
            terms.push(TermColumns {
                name: term.to_string(),
                columns: first..names.len(),
                term: term.clone(),
            });
        }
        let matrix = Array2::from_shape_vec((rows, names.len()).f(), values.concat())
            .map_err(|_| Error::TooLarge)?;
        Ok(Frame {
            names,
            matrix,
            offset: self.offset(sheet)?,
            terms,
        })
    }

    /// Names of the columns, without an intercept.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.codes
            .iter()
            .flat_map(|codes| column_names(codes))
            .collect()
    }

    /// Whether each variable of the formula has its code, as a file might not say.
    pub(crate) fn is_whole(&self) -> bool {
        let mut terms = self.formula.terms.iter().zip(&self.codes);
        let names = |term: &Term, codes: &[Code]| {
            let variables = term.variables().iter().map(Variable::column);
            variables.eq(codes.iter().map(|code| code.column.as_str()))
        };
        self.formula.terms.len() == self.codes.len()
            && terms.all(|(term, codes)| names(term, codes))
    }

    fn offset(&self, sheet: &Sheet) -> Result<Option<Vec<f64>>, Error> {
        let mut sum: Option<Vec<f64>> = None;
        for name in &self.formula.offsets {
            let column = sheet.column(name)?.numbers()?;
            match &mut sum {
                None => sum = Some(column),
                Some(sum) => crate::kernel::add_scaled(sum, 1.0, &column),
            }
        }
        Ok(sum)
    }
}

fn is_groups(codes: &[Code]) -> bool {
    matches!(
        codes,
        [Code {
            coding: Coding::Levels { .. },
            ..
        }]
    )
}

/// Products of one column of each variable, those of the first variable varying fastest.
fn products(coded: &[Vec<Vec<f64>>]) -> Vec<Vec<f64>> {
    let mut columns: Vec<Vec<f64>> = coded.first().cloned().unwrap_or_default();
    for variable in coded.iter().skip(1) {
        columns = (variable.iter())
            .flat_map(|other| {
                columns.iter().map(move |column| {
                    let pairs = column.iter().zip(other);
                    pairs.map(|(a, b)| a * b).collect::<Vec<f64>>()
                })
            })
            .collect();
    }
    columns
}
