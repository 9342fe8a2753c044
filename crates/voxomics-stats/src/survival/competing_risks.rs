//! Several kinds of events of which each subject has at most one: cumulative incidence and Gray's test.
//!
//! Where death prevents a relapse, one minus the Kaplan-Meier curve of the relapses (deaths censored) overstates how many will
//! relapse; the cumulative incidence does not.

mod gray;
mod incidence;
mod variance;

use crate::input;
use crate::survival::{Error, FollowUp};

pub use gray::{GrayOptions, gray_test};
pub use incidence::{GroupIncidence, Incidence, IncidenceStep, by_group, incidence};

/// Checked and sorted times with the cause of each event.
#[derive(Debug, Clone, PartialEq)]
pub struct CompetingRisks {
    follow_up: FollowUp,
    causes: Vec<u32>,
}

impl CompetingRisks {
    /// `times` from 0 on, and of what kind the event was: 1, 2, ... or 0 for none seen until then.
    ///
    /// Times equal but for rounding are merged, as for [`FollowUp::new`]; cmprsk keeps them apart.
    ///
    /// # Errors
    ///
    /// As [`FollowUp::new`].
    pub fn new(times: &[f64], causes: &[u32]) -> Result<Self, Error> {
        input::same_length(("causes", causes.len()), ("times", times.len()))?;
        let events: Vec<bool> = causes.iter().map(|&cause| cause > 0).collect();
        Ok(Self {
            follow_up: FollowUp::new(times, &events)?,
            causes: causes.to_vec(),
        })
    }

    /// The times with events of any kind: the curve of being free of all.
    #[must_use]
    pub fn follow_up(&self) -> &FollowUp {
        &self.follow_up
    }

    /// The cause of a row's event.
    fn cause(&self, row: u32) -> u32 {
        self.causes[row as usize]
    }
}
