//! The score that a map explains, from its flag.

use std::path::Path;

use serde_json::Value;
use voxomics::deep::cam::{LinearScore, Score, Term};
use voxomics::deep::columns;
use voxomics::regress::model::{Linear, Model};

use crate::exit::Stop;
use crate::json_file;

const LOOKS_SO: &str = r#"it looks so: {"intercept":0,"terms":[{"feature":12,"coefficient":0.7,"mean":0.9,"sd":0.4}]}; or is a model that `voxomics fit ... --save` wrote"#;

/// The score that the flag names, or that of the file that it does.
pub(super) fn read(text: &str) -> Result<Score, Stop> {
    let number = |digits: &str| digits.parse::<usize>().ok();
    let named = match text.split_once(':') {
        None if text == "class" => Some(Score::LargestClass),
        Some(("class", digits)) => number(digits).map(Score::Class),
        Some(("feature", digits)) => number(digits).map(Score::Feature),
        _ => None,
    };
    if let Some(score) = named {
        return Ok(score);
    }
    let path = Path::new(text);
    if !path.exists() {
        return Err(
            Stop::refused(format!("--map `{text}` is neither a score nor a file"))
                .hint("a score is `class`, `class:281` or `feature:12`"),
        );
    }
    let content: Value = json_file::read("linear score", path)?;
    let refused = |error: &dyn std::fmt::Display| {
        Stop::refused(format!("linear score `{text}`: {error}")).hint(LOOKS_SO)
    };
    if content.get("format").is_none() {
        let score = serde_json::from_value(content).map_err(|error| refused(&error))?;
        return Ok(Score::Linear(score));
    }
    match serde_json::from_value(content).map_err(|error| refused(&error))? {
        Model::Linear(model) => of_model(&model).map_err(|why| refused(&why)),
        _ => Err(refused(&"the model is no linear one")),
    }
}

/// The linear predictor of a model, whose columns are deep features.
fn of_model(model: &Linear) -> Result<Score, String> {
    if let Some(offset) = model.recipe.formula.offsets.first() {
        return Err(format!("the model has the offset `{offset}`"));
    }
    let names = model.recipe.names();
    let term = |(name, &coefficient): (&String, &f64)| {
        let feature = columns::index(name).ok_or_else(|| {
            format!("`{name}` of the model is no deep feature of this image, which are all that a map explains")
        })?;
        // Coefficients of models are those of the features as they are.
        Ok(Term {
            feature,
            coefficient,
            mean: 0.0,
            sd: 1.0,
        })
    };
    let terms = names.iter().zip(&model.coefficients).map(term);
    Ok(Score::Linear(LinearScore {
        intercept: model.intercept,
        terms: terms.collect::<Result<_, String>>()?,
    }))
}
