//! Times at which somebody comes or goes.

use super::FollowUp;

/// The end of a subject's observation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Exit {
    pub(crate) time: f64,
    pub(crate) row: u32,
    pub(crate) event: bool,
}

/// The late beginning of a subject's observation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Entry {
    pub(crate) time: f64,
    pub(crate) row: u32,
}

/// A distinct time at which somebody's observation ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment<'a> {
    pub(crate) time: f64,
    /// Who leaves at this time.
    pub(crate) exits: &'a [Exit],
    /// Who came since the last moment and before this one; always empty without left truncation.
    pub(crate) entrants: &'a [Entry],
}

impl FollowUp {
    /// The distinct times at which an observation ends, ascending.
    pub(crate) fn moments(&self) -> impl Iterator<Item = Moment<'_>> {
        let mut waiting = self.entries.as_slice();
        self.exits
            .chunk_by(|a, b| a.time == b.time)
            .map(move |exits| {
                let time = exits[0].time;
                let came = waiting.iter().take_while(|entry| entry.time < time).count();
                let (entrants, rest) = waiting.split_at(came);
                waiting = rest;
                Moment {
                    time,
                    exits,
                    entrants,
                }
            })
    }
}
