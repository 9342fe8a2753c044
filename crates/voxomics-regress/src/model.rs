//! Models as they are kept: fitted on one table, applied to another by the names of its columns.
//!
//! ```
//! use voxomics_regress::frame::Recipe;
//! use voxomics_regress::logistic::{self, Options};
//! use voxomics_regress::model::{Linear, Link, Model};
//! use voxomics_table::Sheet;
//!
//! let train = Sheet::parse(b"age,stage,relapse\n50,I,0\n60,II,1\n70,I,1\n55,II,0\n40,II,0\n65,I,1\n48,I,1\n", &[])?;
//! let recipe = Recipe::learn(&"relapse ~ age + stage".parse()?, &train)?;
//! let frame = recipe.apply(&train)?;
//! let y = train.column("relapse")?.numbers()?;
//! let fit = logistic::fit(frame.matrix.view(), &y, &Options::default())?;
//! let model = Model::from(Linear::of(recipe, Link::Logit, &fit.coefficients)?);
//!
//! // Kept as JSON, and applied to tomorrow's patients, whose table has its columns in any order.
//! let kept = serde_json::to_string(&model)?;
//! let model: Model = serde_json::from_str(&kept)?;
//! let tomorrow = Sheet::parse(b"stage,age\nII,58\n", &[])?;
//! assert!((0.0..1.0).contains(&model.predict(&tomorrow)?[0]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod linear;
mod neighbours;

pub use error::Error;
pub use linear::{Linear, Link, Update};
pub use neighbours::Neighbours;

use serde::{Deserialize, Serialize};
use voxomics_table::Sheet;

/// A fitted model of any kind. In files it is an object with a `format`, a `version` and a `kind`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
#[non_exhaustive]
pub enum Model {
    /// A sum of columns times coefficients.
    Linear(Linear),
    /// The classes of the nearest rows.
    Neighbours(Neighbours),
}

impl Model {
    /// Columns of a table that it needs, each once.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        match self {
            Self::Linear(model) => model.recipe.formula.predictors(),
            Self::Neighbours(model) => model.columns.iter().map(String::as_str).collect(),
        }
    }

    /// For each row the probability of a case; the expected value of a model of numbers; the hazard relative to that of a linear
    /// predictor of 0.
    ///
    /// # Errors
    ///
    /// [`Error::Frame`] for a column that is not there, has missing cells or groups that the model has never seen.
    pub fn predict(&self, sheet: &Sheet) -> Result<Vec<f64>, Error> {
        match self {
            Self::Linear(model) => model.predict(sheet),
            Self::Neighbours(model) => model.predict(sheet),
        }
    }
}

impl From<Linear> for Model {
    fn from(model: Linear) -> Self {
        Self::Linear(model)
    }
}

impl From<Neighbours> for Model {
    fn from(model: Neighbours) -> Self {
        Self::Neighbours(model)
    }
}

const FORMAT: &str = "voxomics-model";
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Stored {
    format: String,
    version: u32,
    #[serde(flatten)]
    content: Content,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Content {
    Linear(Linear),
    Neighbours(Neighbours),
}

impl From<Model> for Stored {
    fn from(model: Model) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            content: match model {
                Model::Linear(model) => Content::Linear(model),
                Model::Neighbours(model) => Content::Neighbours(model),
            },
        }
    }
}

impl TryFrom<Stored> for Model {
    type Error = Error;

    fn try_from(stored: Stored) -> Result<Self, Error> {
        if stored.format != FORMAT || stored.version != VERSION {
            return Err(Error::Version {
                format: stored.format,
                version: stored.version,
            });
        }
        match stored.content {
            Content::Linear(model) => model.checked().map(Self::Linear),
            Content::Neighbours(model) => model.checked().map(Self::Neighbours),
        }
    }
}
