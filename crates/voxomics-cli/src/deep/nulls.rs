//! Features that say nothing: the same in every case.

use std::sync::{Mutex, PoisonError};

use crate::report::Report;

/// What is known of each feature's values.
pub(super) struct Nulls(Mutex<Seen>);

struct Seen {
    cases: usize,
    first: Vec<Option<f32>>,
    varies: Vec<bool>,
}

impl Nulls {
    pub(super) fn new(features: usize) -> Self {
        Self(Mutex::new(Seen {
            cases: 0,
            first: vec![None; features],
            varies: vec![false; features],
        }))
    }

    pub(super) fn see(&self, features: impl Iterator<Item = f32>) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = &mut *seen;
        seen.cases += 1;
        let known = seen.first.iter_mut().zip(&mut seen.varies);
        for (value, (first, varies)) in features.zip(known) {
            *varies |= first.is_some_and(|first| first.to_bits() != value.to_bits());
            *first = first.or(Some(value));
        }
    }

    /// Of several cases that were computed now.
    pub(super) fn tell(&self, report: &Report) {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = seen.varies.iter().filter(|&&varies| !varies).count();
        if seen.cases > 1 && same > 0 {
            let (cases, all) = (seen.cases, seen.varies.len());
            report.line(&format!(
                "{same} of {all} features have one value in all {cases} cases computed now: \
                 `voxomics select constant` drops them"
            ));
        }
    }
}
