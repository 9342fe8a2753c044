//! What is done for each case.

use std::path::PathBuf;

use crate::store::Rows;
use crate::{Case, Key, Reason, Value};

/// What is done for each case; called from several threads at once.
///
/// A panic in any of its methods but [`columns`](Self::columns) and
/// [`shared_input`](Self::shared_input) is a failure of the case, of class
/// [`Bug`](voxomics_core::ErrorClass::Bug), and does not stop the others.
pub trait Work: Sync {
    /// The columns of results, in order: a function of settings, never of a case.
    fn columns(&self) -> Vec<String>;

    /// Everything that the result of `case` depends on: the content of its files, its label,
    /// parameters, the program and its version. Asked for only where finished cases are stored.
    ///
    /// # Errors
    ///
    /// Why the case fails: mostly a file that is not there.
    fn key(&self, case: &Case) -> Result<Key, Reason>;

    /// What `case` shares with others, mostly its image: cases that answer the same are computed
    /// together, so that it is read once.
    fn shared_input(&self, case: &Case) -> Option<PathBuf> {
        let _ = case;
        None
    }

    /// The results of `cases`, which share their input; without one, of a single case.
    ///
    /// One answer for each case, in order: its rows, at least one, each with one value for each
    /// column, or why it failed. An answer is kept as soon as it is given, whatever becomes of the
    /// cases after it.
    fn compute(&self, cases: &[&Case], answers: &mut Answers<'_>);

    /// Whether what a stored result refers to (maps beside the table) is still there; if not, the
    /// case is computed again.
    fn is_intact(&self, case: &Case, rows: &[Vec<Value>]) -> bool {
        let _ = (case, rows);
        true
    }
}

/// Where [`Work::compute`] puts its answers, one for each case, in order; `extend` takes several.
pub struct Answers<'a>(&'a mut dyn FnMut(Result<Rows, Reason>));

impl<'a> Answers<'a> {
    pub(super) fn new(take: &'a mut dyn FnMut(Result<Rows, Reason>)) -> Self {
        Self(take)
    }

    /// The answer for the next case.
    pub fn push(&mut self, answer: Result<Rows, Reason>) {
        (self.0)(answer);
    }
}

impl Extend<Result<Rows, Reason>> for Answers<'_> {
    fn extend<T: IntoIterator<Item = Result<Rows, Reason>>>(&mut self, answers: T) {
        answers.into_iter().for_each(|answer| self.push(answer));
    }
}

impl std::fmt::Debug for Answers<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Answers").finish_non_exhaustive()
    }
}
