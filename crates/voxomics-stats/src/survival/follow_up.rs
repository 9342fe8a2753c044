//! Who was seen until when.

mod moments;
mod near_ties;
mod records;

use crate::survival::Error;
use crate::survival::groups::Groups;

pub(crate) use moments::{Entry, Exit, Moment};
pub use near_ties::NearTies;
pub use records::Records;

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
}
