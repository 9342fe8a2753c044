//! What a follow-up is made of, checked and sorted.

use super::{Entry, Exit, FollowUp, NearTies};
use crate::survival::Error;
use crate::{input, radix};

/// What a [`FollowUp`] is made of; row by row.
///
/// ```
/// use voxomics_stats::survival::{FollowUp, NearTies, Records};
///
/// let late = Records { entries: Some(&[0.0, 1.5]), ..Records::new(&[2.0, 3.0], &[true, false]) };
/// assert_eq!(late.near_ties, NearTies::Merge);
/// assert_eq!(FollowUp::from_records(&late)?.at_risk(1.0), Some(1));
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Records<'a> {
    /// Time of the event, or how long its absence is known: finite, from 0 on.
    pub times: &'a [f64],
    /// Whether the event came at that time.
    pub events: &'a [bool],
    /// Left truncation: from when on each subject would have been counted, had the event come; from 0 on, before its time.
    ///
    /// At risk at time t are those with `entry < t <= time`, as in R's `Surv(entry, time, event)`.
    pub entries: Option<&'a [f64]>,
    /// Times equal but for rounding.
    pub near_ties: NearTies,
}

impl<'a> Records<'a> {
    /// All under observation from the start; near ties merged.
    #[must_use]
    pub fn new(times: &'a [f64], events: &'a [bool]) -> Self {
        Self {
            times,
            events,
            entries: None,
            near_ties: NearTies::default(),
        }
    }
}

impl FollowUp {
    /// The same with left truncation, or near ties kept apart.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and [`Error::NeverAtRisk`] for an entry that is not before its time (after merging near
    /// ties).
    pub fn from_records(records: &Records<'_>) -> Result<Self, Error> {
        let &Records {
            times,
            events,
            entries,
            near_ties,
        } = records;
        checked("times", times)?;
        input::same_length(("events", events.len()), ("times", times.len()))?;
        let exit = |(key, row): (u64, u32)| Exit {
            time: radix::value(key),
            row,
            event: events[row as usize],
        };
        let mut follow_up = Self {
            exits: radix::sorted(times).into_iter().map(exit).collect(),
            entries: Vec::new(),
        };
        if let Some(entries) = entries {
            input::same_length(("entries", entries.len()), ("times", times.len()))?;
            checked("entries", entries)?;
            let entry = |(key, row)| Entry {
                time: radix::value(key),
                row,
            };
            follow_up.entries = radix::sorted(entries).into_iter().map(entry).collect();
        }
        if near_ties == NearTies::Merge {
            follow_up.merge_near_ties();
        }
        follow_up.check_entries()?;
        Ok(follow_up)
    }

    fn check_entries(&self) -> Result<(), Error> {
        if !self.truncated() {
            return Ok(());
        }
        let mut entry_of = vec![0.0; self.exits.len()];
        for entry in &self.entries {
            entry_of[entry.row as usize] = entry.time;
        }
        let never = |exit: &&Exit| entry_of[exit.row as usize] >= exit.time;
        match self.exits.iter().filter(never).min_by_key(|exit| exit.row) {
            None => Ok(()),
            Some(exit) => Err(Error::NeverAtRisk {
                row: exit.row as usize,
                entry: entry_of[exit.row as usize],
                time: exit.time,
            }),
        }
    }
}

/// Refuses an empty column, times that are negative or not finite, and more rows than can be sorted.
fn checked(what: &'static str, times: &[f64]) -> Result<(), Error> {
    input::finite(what, times, 1)?;
    if let Some(row) = times.iter().position(|&time| time < 0.0) {
        return Err(Error::Input(input::Error::OutOfRange {
            what,
            row,
            value: times[row],
            range: "a time from 0 on",
        }));
    }
    let most = u32::MAX as usize;
    if times.len() > most {
        return Err(Error::TooManyRows {
            rows: times.len(),
            most,
        });
    }
    Ok(())
}
