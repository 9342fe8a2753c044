//! How much memory a piece of work holds: an allocator for test binaries, counting for each thread by itself, since tests run side by
//! side.
//!
//! ```
//! use voxomics_testkit::memory::{Counting, peak};
//!
//! #[global_allocator]
//! static ALLOCATOR: Counting = Counting;
//!
//! # fn main() {
//! let (held, _) = peak(|| vec![0_u8; 1 << 20]);
//! assert!((1 << 20..2 << 20).contains(&held));
//! # }
//! ```
#![expect(unsafe_code, reason = "an allocator cannot be written without")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// A mebibyte.
pub const MIB: usize = 1 << 20;

thread_local! {
    /// Bytes that this thread holds, and the most that it held.
    static HELD: Cell<[usize; 2]> = const { Cell::new([0; 2]) };
}

/// The system's allocator, with its bytes counted.
#[derive(Debug)]
pub struct Counting;

fn count(more: usize, less: usize) {
    // A thread on its way out has nothing to count with.
    let _ = HELD.try_with(|held| {
        let [now, most] = held.get();
        let now = (now + more).saturating_sub(less);
        held.set([now, most.max(now)]);
    });
}

// SAFETY: every call is handed to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// The most bytes that `work` held on this thread at a time, beyond what was held before, and what it gave.
///
/// # Panics
///
/// Where [`Counting`] is not the allocator.
pub fn peak<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let [empty, _] = HELD.get();
    let probe = std::hint::black_box(Box::new(0_u64));
    let [before, _] = HELD.get();
    assert!(before > empty, "the allocator does not count");
    drop(probe);
    let [before, _] = HELD.get();
    HELD.set([before; 2]);
    let result = work();
    (HELD.get()[1] - before, result)
}
