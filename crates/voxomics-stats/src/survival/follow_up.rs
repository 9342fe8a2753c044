//! Who was seen until when.

mod near_ties;

use crate::survival::Error;
use crate::survival::groups::Groups;
use crate::{input, radix};

pub use near_ties::NearTies;

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

/// Checked and sorted follow-up, what every statistic of [`survival`](super) starts from; R's `Surv`.
///
/// Making one costs a sort; the statistics then cost a pass each.
#[derive(Debug, Clone, PartialEq)]
#[doc(alias = "Surv")]
pub struct FollowUp {
    /// Ascending by time; ties by row.
    exits: Vec<Exit>,
    /// Ascending by time; empty without left truncation.
    entries: Vec<Entry>,
}

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
    /// Right-censored follow-up: `times` from 0 on, and whether the event came then (`true`) or was not seen until then.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] if there is none, for unequal lengths, and for a time that is negative or not finite;
    /// [`Error::TooManyRows`] for 2^32 of them.
    pub fn new(times: &[f64], events: &[bool]) -> Result<Self, Error> {
        Self::from_records(&Records::new(times, events))
    }

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

    /// Subjects.
    #[must_use]
    pub fn subjects(&self) -> usize {
        self.exits.len()
    }

    /// Events.
    #[must_use]
    pub fn events(&self) -> usize {
        self.exits.iter().filter(|exit| exit.event).count()
    }

    /// The last time at which somebody was under observation.
    #[must_use]
    pub fn last_time(&self) -> f64 {
        self.exits[self.exits.len() - 1].time
    }

    /// How many are at risk at time `t`: `entry < t <= time`; none for NaN.
    #[must_use]
    pub fn at_risk(&self, t: f64) -> Option<usize> {
        if t.is_nan() {
            return None;
        }
        let gone = self.exits.partition_point(|exit| exit.time < t);
        let to_come = if self.entries.is_empty() {
            0
        } else {
            self.entries.len() - self.entries.partition_point(|entry| entry.time < t)
        };
        // Who is gone has come: an entry is before its exit.
        Some(self.exits.len() - gone - to_come)
    }

    /// Events and censorings exchanged.
    ///
    /// Its Kaplan-Meier curve is the reverse Kaplan-Meier of the length of follow-up, whose median is the median
    /// follow-up. As in R's `survfit(Surv(time, 1 - event) ~ 1)` subjects with the event at the time of a censoring are still
    /// at risk of being censored.
    ///
    /// ```
    /// use voxomics_stats::survival::{FollowUp, kaplan_meier};
    ///
    /// let follow_up = FollowUp::new(&[1.0, 2.0, 3.0, 4.0], &[true, false, true, false])?;
    /// assert_eq!(kaplan_meier::curve(&follow_up.reversed()).median(), Some(4.0));
    /// # Ok::<(), voxomics_stats::survival::Error>(())
    /// ```
    ///
    /// # References
    ///
    /// Schemper M, Smith TL. *Control Clin Trials* 1996;17:343-346.
    #[must_use]
    #[doc(alias("reverse Kaplan-Meier", "median follow-up"))]
    pub fn reversed(mut self: FollowUp) -> Self {
        for exit in &mut self.exits {
            exit.event = !exit.event;
        }
        self
    }

    /// Refuses NaN.
    pub(crate) fn check_time(&self, t: f64) -> Result<(), Error> {
        if t.is_nan() {
            return Err(Error::Horizon {
                horizon: t,
                last: self.last_time(),
            });
        }
        Ok(())
    }

    /// The ends of observation, ascending.
    pub(crate) fn exits(&self) -> &[Exit] {
        &self.exits
    }

    /// Late beginnings, ascending; empty without left truncation.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether there is left truncation.
    pub(crate) fn truncated(&self) -> bool {
        !self.entries.is_empty()
    }

    /// The parts of each group, with the rows of the whole.
    pub(crate) fn split(&self, groups: &Groups) -> Vec<Self> {
        if groups.len() == 1 {
            return vec![self.clone()];
        }
        let empty = Self {
            exits: Vec::new(),
            entries: Vec::new(),
        };
        let mut parts = vec![empty; groups.len()];
        for &exit in &self.exits {
            parts[groups.of(exit.row)].exits.push(exit);
        }
        for &entry in &self.entries {
            parts[groups.of(entry.row)].entries.push(entry);
        }
        parts
    }

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
