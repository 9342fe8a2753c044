//! The pass that makes curves.

use super::{Curve, Step};
use crate::survival::FollowUp;
use crate::survival::groups::Groups;

/// A curve for each group, in one pass.
pub(super) fn curves(follow_up: &FollowUp, groups: &Groups) -> Vec<Curve> {
    let sizes = groups.sizes();
    let start = |&size: &u32| Draft::new(size, follow_up.truncated());
    let mut drafts: Vec<Draft> = sizes.iter().map(start).collect();
    for moment in follow_up.moments() {
        for entry in moment.entrants {
            drafts[groups.of(entry.row)].at_risk += 1;
        }
        for exit in moment.exits {
            let draft = &mut drafts[groups.of(exit.row)];
            draft.events += u32::from(exit.event);
            draft.censored += u32::from(!exit.event);
        }
        for exit in moment.exits {
            drafts[groups.of(exit.row)].step(moment.time);
        }
    }
    drafts.into_iter().map(Draft::finish).collect()
}

/// A curve in the making.
struct Draft {
    subjects: u32,
    at_risk: u32,
    /// At the time that is being counted.
    events: u32,
    censored: u32,
    survival: f64,
    /// Greenwood's sum.
    log_variance: f64,
    log_standard_error: Option<f64>,
    steps: Vec<Step>,
}

impl Draft {
    fn new(subjects: u32, truncated: bool) -> Self {
        Self {
            subjects,
            at_risk: if truncated { 0 } else { subjects },
            events: 0,
            censored: 0,
            survival: 1.0,
            log_variance: 0.0,
            log_standard_error: Some(0.0),
            steps: Vec::with_capacity(subjects as usize),
        }
    }

    /// Takes the step that has been counted, if it has not been taken yet.
    fn step(&mut self, time: f64) {
        let (events, censored) = (self.events, self.censored);
        if events + censored == 0 {
            return;
        }
        if events > 0 {
            let (n, d) = (f64::from(self.at_risk), f64::from(events));
            self.survival *= (n - d) / n;
            self.log_variance += d / (n * (n - d));
            self.log_standard_error = (self.survival > 0.0).then(|| self.log_variance.sqrt());
        }
        self.steps.push(Step {
            time,
            at_risk: self.at_risk,
            events,
            censored,
            survival: self.survival,
            log_standard_error: self.log_standard_error,
        });
        self.at_risk -= events + censored;
        (self.events, self.censored) = (0, 0);
    }

    fn finish(mut self) -> Curve {
        // Ties leave room unused.
        self.steps.shrink_to_fit();
        Curve {
            subjects: self.subjects as usize,
            steps: self.steps,
        }
    }
}
