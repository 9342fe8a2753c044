//! The recipe: a file or the defaults, then what other flags change.

use serde_json::{Map, Value};
use voxomics::deep::input::Recipe;

use crate::args::Deep;
use crate::exit::Stop;
use crate::json_file;

pub(super) fn read(args: &Deep) -> Result<Recipe, Stop> {
    let mut parts = match &args.recipe {
        None => Map::new(),
        Some(path) => json_file::read("recipe", path)?,
    };
    for setting in &args.setting {
        let Some((name, value)) = setting.split_once(':') else {
            return Err(Stop::refused(format!(
                "--setting `{setting}` has no colon: write NAME:VALUE, such as slices:orthogonal"
            )));
        };
        // A bare word needs no quotes.
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value.trim()));
        parts.insert(name.trim().to_owned(), value);
    }
    let recipe: Recipe = serde_json::from_value(Value::Object(parts)).map_err(|error| {
        Stop::refused(format!("the recipe: {error}"))
            .hint("`voxomics deep --show-recipe` prints one")
    })?;
    recipe.check().map_err(Stop::refused)?;
    Ok(recipe)
}

/// As JSON for a file, and as a sentence for a report.
pub(super) fn shown(recipe: &Recipe) -> Result<String, Stop> {
    let json = serde_json::to_string_pretty(recipe)
        .map_err(|error| Stop::refused(format!("the recipe cannot be written: {error}")))?;
    Ok(format!("{json}\n{recipe}\n"))
}
