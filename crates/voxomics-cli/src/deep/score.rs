//! The score that a map explains, from its flag.

use std::path::Path;

use serde_json::Value;
use voxomics::deep::cam::{LinearScore, Score, Term};
use voxomics::deep::columns;
use voxomics::regress::frame::{Code, Coding};
use voxomics::regress::model::{Linear, Model};

use crate::exit::Stop;
use crate::json_file;

const LOOKS_SO: &str = r#"it looks so: {"intercept":0,"terms":[{"feature":12,"coefficient":0.7,"mean":0.9,"sd":0.4}]}"#;

/// The score that the flag names, or that of the file that it does.
pub(super) fn read(text: &str) -> Result<Score, Stop> {
    // As it would be written: files are named by it.
    let number = |digits: &str| {
        let number = digits.parse::<usize>().ok();
        number.filter(|number| number.to_string() == digits)
    };
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
    let content: Value = json_file::read("score", path)?;
    if content.get("format").is_none() {
        let score = serde_json::from_value(content);
        return score.map(Score::Linear).map_err(|error| {
            Stop::refused(format!("linear score `{text}`: {error}")).hint(LOOKS_SO)
        });
    }
    let refused = |why: &str| {
        Stop::refused(format!("model `{text}`: {why}"))
            .hint("a map explains a linear model that `voxomics fit ... --save` wrote")
    };
    match serde_json::from_value(content) {
        Ok(Model::Linear(model)) => of_model(&model).map_err(|why| refused(&why)),
        Ok(_) => Err(refused("it is no linear one")),
        Err(error) => Err(refused(&error.to_string())),
    }
}

/// The linear predictor of a model, whose columns are deep features.
fn of_model(model: &Linear) -> Result<Score, String> {
    if let Some(offset) = model.recipe.formula.offsets.first() {
        return Err(format!("it has the offset `{offset}`"));
    }
    let term = |(codes, &coefficient): (&Vec<Code>, &f64)| {
        let feature = match codes.as_slice() {
            [
                Code {
                    column,
                    coding: Coding::Number,
                },
            ] => columns::index(column),
            _ => None,
        };
        let feature = feature.ok_or_else(|| {
            let columns: Vec<&str> = codes.iter().map(|code| code.column.as_str()).collect();
            let term = columns.join(":");
            format!("its term of `{term}` is no deep feature taken as a number: only those have a place on a map")
        })?;
        // Coefficients of models are those of the features as they are.
        Ok(Term {
            feature,
            coefficient,
            mean: 0.0,
            sd: 1.0,
        })
    };
    // Of terms that are numbers each has one column, so that both end together.
    let terms = model.recipe.codes.iter().zip(&model.coefficients).map(term);
    Ok(Score::Linear(LinearScore {
        intercept: model.intercept,
        terms: terms.collect::<Result<_, String>>()?,
    }))
}
