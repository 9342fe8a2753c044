//! Buffers that are used again: fresh memory costs more than what is computed into it.

use std::sync::{Mutex, PoisonError};

use super::lanes::{Lanes, ZERO};

/// Buffers that are free.
#[derive(Debug, Default)]
pub(super) struct Scratch(Mutex<Vec<Vec<Lanes>>>);

impl Scratch {
    /// A buffer of some length; what is in it is anything.
    pub(super) fn take(&self, length: usize) -> Vec<Lanes> {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // The smallest that is large enough, else the largest.
        let fits = |buffer: &Vec<Lanes>| {
            (
                buffer.capacity() < length,
                buffer.capacity().abs_diff(length),
            )
        };
        let best = (0..free.len()).min_by_key(|&index| fits(&free[index]));
        let mut buffer = best.map_or_else(Vec::new, |index| free.swap_remove(index));
        drop(free);
        if buffer.capacity() < length {
            buffer = Vec::with_capacity(length);
        }
        buffer.resize(length, ZERO);
        buffer
    }

    /// Takes a buffer back.
    pub(super) fn give(&self, buffer: Vec<Lanes>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(buffer);
    }
}
