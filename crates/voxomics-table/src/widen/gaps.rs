//! Ids that have no row for a value.

use std::fmt;

use voxomics_core::hint::listed;

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
    /// The values, in the order of their columns.
    pub lacks: Vec<String>,
}

impl Gaps {
    pub(super) fn find(cases: &[Case<'_>], values: &[&str], by: &str) -> Self {
        let gap = |case: &Case<'_>| Gap {
            id: owned(&case.id),
            lacks: (case.rows.iter().zip(values))
                .filter(|(row, _)| row.is_none())
                .map(|(_, value)| (*value).to_owned())
                .collect(),
        };
        let incomplete = cases.iter().filter(|case| !case.is_complete());
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
        let lacks: Vec<&str> = self.lacks.iter().map(String::as_str).collect();
        let named = match lacks.len().saturating_sub(NAMED) {
            0 => listed(&lacks),
            more => format!("`{}` and {more} more", lacks[..NAMED].join("`, `")),
        };
        write!(to, "{} lacks {named}", shown(&self.id))
    }
}
