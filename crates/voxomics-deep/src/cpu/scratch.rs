//! Buffers that are used again: fresh memory costs more than what is computed into it.

use std::sync::{Mutex, PoisonError};

use super::lanes::{Lanes, ZERO};

/// The longest buffer that is kept: 16 MiB.
const KEPT: usize = 1 << 18;

/// Buffers that are free.
#[derive(Debug, Default)]
pub(super) struct Scratch(Mutex<Vec<Vec<Lanes>>>);

impl Scratch {
    /// A buffer of some length at least; what is in it is anything.
    pub(super) fn take(&self, length: usize) -> Vec<Lanes> {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // The smallest that is large enough, else the largest.
        let fits = |buffer: &Vec<Lanes>| (buffer.len() < length, buffer.len().abs_diff(length));
        let best = (0..free.len()).min_by_key(|&index| fits(&free[index]));
        let buffer = best.map(|index| free.swap_remove(index));
        drop(free);
        match buffer {
            Some(buffer) if buffer.len() >= length => buffer,
            _ => vec![ZERO; length],
        }
    }

    /// Takes a buffer back, unless it is so large that nothing ordinary needs it.
    pub(super) fn give(&self, buffer: Vec<Lanes>) {
        if buffer.len() > KEPT {
            return;
        }
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(buffer);
    }
}
