//! Cases that share an input, from key to result.

use std::any::Any;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use voxomics_core::ErrorClass;

use super::{Answers, Work};
use crate::store::{self, Damaged, Rows};
use crate::{Case, Key, Reason, Store};

/// Indices of cases that are computed together, in order; groups in the order of their first case.
/// No group reaches beyond `window` cases, so that the rows that wait for their turn are bounded.
pub(super) fn groups(cases: &[Case], work: &impl Work, window: usize) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<PathBuf, usize> = HashMap::new();
    for (index, case) in cases.iter().enumerate() {
        if index % window == 0 {
            known.clear();
        }
        let group = match work.shared_input(case) {
            Some(input) => *known.entry(input).or_insert(groups.len()),
            None => groups.len(),
        };
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(index);
    }
    groups
}

/// What became of a case.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) outcome: Result<Rows, Reason>,
    pub(super) resumed: bool,
    pub(super) damaged: Option<Damaged>,
}

impl Finished {
    fn failed(reason: Reason) -> Self {
        Self {
            outcome: Err(reason),
            resumed: false,
            damaged: None,
        }
    }

    /// Whether the work was told to stop.
    pub(super) fn is_cancelled(&self) -> bool {
        matches!(&self.outcome, Err(reason) if reason.class == ErrorClass::Cancelled)
    }
}

/// The work, where finished cases are, and which columns they have.
pub(super) struct Processor<'a, W> {
    pub(super) work: &'a W,
    pub(super) store: Option<&'a Store>,
    pub(super) columns: &'a [String],
    /// Told of each case that is done.
    pub(super) done: &'a (dyn Fn() + Sync),
}

/// A case on its way.
#[derive(Default)]
struct Slot {
    key: Option<Key>,
    damaged: Option<Damaged>,
    resumed: bool,
    outcome: Option<Result<Rows, Reason>>,
}

impl<W: Work> Processor<'_, W> {
    /// One answer for each of `cases`; an error only if a result cannot be stored. Never panics: the
    /// thread that writes waits for the answer.
    pub(super) fn process(&self, cases: &[&Case]) -> Result<Vec<Finished>, store::Error> {
        let failed = |reason: Reason| {
            cases
                .iter()
                .map(|_| Finished::failed(reason.clone()))
                .collect()
        };
        caught(|| self.answer(cases)).unwrap_or_else(|reason| Ok(failed(reason)))
    }

    fn answer(&self, cases: &[&Case]) -> Result<Vec<Finished>, store::Error> {
        let mut slots: Vec<Slot> = cases.iter().map(|case| self.look_up(case)).collect();
        let open = |slots: &[Slot]| {
            let open = slots.iter().enumerate();
            let open = open.filter(|(_, slot)| slot.outcome.is_none());
            open.map(|(index, _)| index).collect::<Vec<usize>>()
        };
        let pending = open(&slots);
        (pending.len()..cases.len()).for_each(|_| (self.done)());
        self.compute(cases, &pending, &mut slots)?;
        // A panic in a group is pinned on its case by computing each case alone.
        for index in open(&slots) {
            self.compute(cases, &[index], &mut slots)?;
        }
        Ok(slots.into_iter().map(Slot::finish).collect())
    }

    fn look_up(&self, case: &Case) -> Slot {
        let mut slot = Slot::default();
        let Some(store) = self.store else {
            return slot;
        };
        match caught(|| self.work.key(case)).and_then(|key| key) {
            Ok(key) => {
                slot.key = Some(key);
                match store.load(&key, self.columns) {
                    Ok(found) => slot.resume(found, |rows| self.work.is_intact(case, rows)),
                    Err(damaged) => slot.damaged = Some(damaged),
                }
            }
            Err(reason) => slot.outcome = Some(Err(reason)),
        }
        slot
    }

    /// Computes the cases of `pending`, and stores each result as soon as it is there. After a panic,
    /// slots of a group may be left open.
    fn compute(
        &self,
        cases: &[&Case],
        pending: &[usize],
        slots: &mut [Slot],
    ) -> Result<(), store::Error> {
        if pending.is_empty() {
            return Ok(());
        }
        let pending_cases: Vec<&Case> = pending.iter().map(|&index| cases[index]).collect();
        let (mut got, mut stored) = (0, Ok(()));
        let mut take = |answer: Result<Rows, Reason>| {
            if let (Some(&index), Ok(())) = (pending.get(got), &stored) {
                stored = self.settle(&mut slots[index], answer);
            }
            got += 1;
        };
        let ended = caught(|| {
            self.work
                .compute(&pending_cases, &mut Answers::new(&mut take));
        });
        stored?;
        let want = pending.len();
        let reason = match ended {
            Ok(()) if got == want => return Ok(()),
            Ok(()) => bug(&format!("{got} results for {want} cases")),
            Err(_) if want > 1 => return Ok(()),
            Err(reason) => reason,
        };
        for &index in pending {
            if slots[index].outcome.replace(Err(reason.clone())).is_none() {
                (self.done)();
            }
        }
        Ok(())
    }

    fn settle(&self, slot: &mut Slot, answer: Result<Rows, Reason>) -> Result<(), store::Error> {
        let outcome = answer.and_then(|rows| self.check(rows));
        if let (Some(store), Some(key), Ok(rows)) = (self.store, &slot.key, &outcome) {
            store.save(key, self.columns, rows)?;
        }
        let cancelled = matches!(&outcome, Err(reason) if reason.class == ErrorClass::Cancelled);
        slot.outcome = Some(outcome);
        if !cancelled {
            (self.done)();
        }
        Ok(())
    }

    fn check(&self, rows: Rows) -> Result<Rows, Reason> {
        let want = self.columns.len();
        if rows.is_empty() {
            return Err(bug("no row of results"));
        }
        match rows.iter().find(|row| row.len() != want) {
            Some(row) => Err(bug(&format!("{} values for {want} columns", row.len()))),
            None => Ok(rows),
        }
    }
}

impl Slot {
    fn resume(&mut self, found: Option<Rows>, is_intact: impl FnOnce(&Rows) -> bool) {
        let Some(rows) = found else {
            return;
        };
        if caught(|| is_intact(&rows)).unwrap_or(false) {
            self.resumed = true;
            self.outcome = Some(Ok(rows));
        }
    }

    fn finish(self) -> Finished {
        Finished {
            outcome: self.outcome.expect("looked up or computed"),
            resumed: self.resumed,
            damaged: self.damaged,
        }
    }
}

fn caught<T>(task: impl FnOnce() -> T) -> Result<T, Reason> {
    // What the task left behind is dropped, and its `&self` is the caller's to keep sound.
    catch_unwind(AssertUnwindSafe(task)).map_err(|panic| bug(&format!("panic: {}", words(&*panic))))
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}

fn bug(message: &str) -> Reason {
    Reason::new(ErrorClass::Bug, message)
}
