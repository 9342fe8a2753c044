//! Files that a flag names: recipes, scores, models.

use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::exit::Stop;

/// What is in a file; `what` names it in messages.
pub(crate) fn read<T: DeserializeOwned>(what: &str, path: &Path) -> Result<T, Stop> {
    let shown = path.display();
    let text = fs::read_to_string(path)
        .map_err(|error| Stop::refused(format!("{what} `{shown}` cannot be read: {error}")))?;
    serde_json::from_str(&text).map_err(|error| Stop::refused(format!("{what} `{shown}`: {error}")))
}
