//! Which group is next, and whether it may begin.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Hands out groups in order: no more than `at_once` at a time, and none whose first case is
/// `window` or more cases ahead of the next row to be written.
pub(super) struct Queue<'a> {
    groups: &'a [Vec<usize>],
    at_once: usize,
    window: usize,
    state: Mutex<State>,
    stopped: AtomicBool,
}

#[derive(Default)]
struct State {
    next: usize,
    active: usize,
    written: usize,
}

impl<'a> Queue<'a> {
    pub(super) fn new(groups: &'a [Vec<usize>], at_once: usize, window: usize) -> Self {
        Self {
            groups,
            at_once,
            window,
            state: Mutex::default(),
            stopped: AtomicBool::new(false),
        }
    }

    /// The next group, if it may begin; [`release`](Self::release) follows.
    pub(super) fn claim(&self) -> Option<&'a [usize]> {
        let mut state = self.state();
        let group = self.groups.get(state.next)?;
        let near = group[0] < state.written + self.window;
        if self.is_stopped() || state.active >= self.at_once || !near {
            return None;
        }
        state.next += 1;
        state.active += 1;
        Some(group)
    }

    pub(super) fn release(&self) {
        self.state().active -= 1;
    }

    /// So many cases have been written.
    pub(super) fn advance(&self, written: usize) {
        self.state().written = written;
    }

    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
