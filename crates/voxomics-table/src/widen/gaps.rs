//! Ids that have no row for a value.

use std::fmt;

use voxomics_core::hint::listed_few;

use super::cases::{Case, owned};
use super::error::shown;

/// How many ids, and values of each, are named.
const NAMED: usize = 3;

/// Which ids have no row for a value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gaps {
    /// The column of values.
    pub by: String,
    /// How many ids there are, complete ones included.
    pub ids: usize,
    /// Those that are incomplete, in order of first appearance.
    pub each: Vec<Gap>,
}

/// The values for which an id has no row.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// The id, the text of each of its columns.
    pub id: Vec<String>,
    /// How many there are.
    pub count: usize,
    /// The first of them, at most three, in the order of their columns.
    pub first: Vec<String>,
}

impl Gaps {
    pub(super) fn find(cases: &[Case<'_>], values: &[&str], by: &str) -> Self {
        let gap = |case: &Case<'_>| Gap {
            id: owned(&case.id),
            count: values.len() - case.rows.len(),
            first: (case.each(values.len()).zip(values))
                .filter(|(row, _)| row.is_none())
                .map(|(_, value)| (*value).to_owned())
                .take(NAMED)
                .collect(),
        };
        let incomplete = cases.iter().filter(|case| case.rows.len() < values.len());
        Self {
            by: by.to_owned(),
            ids: cases.len(),
            each: incomplete.map(gap).collect(),
        }
    }
}

/// ``2 of 121 ids lack a row for a value of `Phase`: `P7` lacks `venous`, `P9` lacks `arterial` and `venous` ``.
impl fmt::Display for Gaps {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, ids, by) = (self.each.len(), self.ids, &self.by);
        let verb = if count == 1 { "lacks" } else { "lack" };
        write!(
            to,
            "{count} of {ids} ids {verb} a row for a value of `{by}`"
        )?;
        for (at, gap) in self.each.iter().take(NAMED).enumerate() {
            let mark = if at == 0 { ':' } else { ',' };
            write!(to, "{mark} {gap}")?;
        }
        match count.saturating_sub(NAMED) {
            0 => Ok(()),
            more => write!(to, ", and {more} more"),
        }
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first: Vec<&str> = self.first.iter().map(String::as_str).collect();
        let named = listed_few(&first, self.count);
        write!(to, "{} lacks {named}", shown(&self.id))
    }
}
