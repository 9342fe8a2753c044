//! Values by group.

use super::Error;
use crate::input;

/// The values of each group that has any, by ascending number of the group.
pub(super) fn groups(values: &[f64], groups: &[u32]) -> Result<Vec<Vec<f64>>, Error> {
    input::same_length(("groups", groups.len()), ("values", values.len()))?;
    input::finite("values", values, 1)?;
    let mut rows: Vec<(u32, f64)> = groups.iter().copied().zip(values.iter().copied()).collect();
    rows.sort_by_key(|&(group, _)| group);
    let found: Vec<Vec<f64>> = rows
        .chunk_by(|a, b| a.0 == b.0)
        .map(|rows| rows.iter().map(|&(_, value)| value).collect())
        .collect();
    at_least(&found, 1)?;
    Ok(found)
}

/// The same where each group must have two values.
pub(super) fn groups_of_two(values: &[f64], numbers: &[u32]) -> Result<Vec<Vec<f64>>, Error> {
    let found = groups(values, numbers)?;
    at_least(&found, 2)?;
    Ok(found)
}

fn at_least(groups: &[Vec<f64>], needed: usize) -> Result<(), Error> {
    let found = groups.iter().filter(|group| group.len() >= needed).count();
    if found < 2 || found < groups.len() {
        return Err(Error::Groups { found, needed });
    }
    Ok(())
}
