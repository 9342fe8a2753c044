//! Memory: little for small files, whatever they declare.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fs;

use voxomics_deep::weights;

use crate::support::deep;

thread_local! {
    /// Bytes that this thread holds, and the most that it held.
    static HELD: Cell<[usize; 2]> = const { Cell::new([0; 2]) };
}

/// The system's allocator, counting for each thread by itself, since tests run side by side.
struct Counting;

fn count(more: usize, less: usize) {
    // A thread on its way out has nothing to count with.
    let _ = HELD.try_with(|held| {
        let [now, most] = held.get();
        let now = (now + more).saturating_sub(less);
        held.set([now, most.max(now)]);
    });
}

// SAFETY: every call is handed to the system's allocator unchanged.
#[expect(unsafe_code, reason = "an allocator cannot be written without")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most bytes that `work` held at a time, beyond what was held before.
pub(crate) fn peak<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let [before, _] = HELD.get();
    HELD.set([before; 2]);
    let result = work();
    (HELD.get()[1] - before, result)
}

/// The file, its values, and what names and describes a hundred tensors.
pub(crate) fn allowed(size: usize) -> usize {
    (1 << 19) + 4 * size
}

#[test]
fn files_take_a_few_times_their_size() {
    let mut files = 0;
    for folder in ["weights", "old_containers"] {
        for entry in fs::read_dir(deep(folder)).unwrap() {
            let path = entry.unwrap().path();
            let (peak, read) = peak(|| weights::read(&path));
            let size = usize::try_from(path.metadata().unwrap().len()).unwrap();
            // The file, its values, and what names and describes 122 tensors.
            let allowed = (1 << 20) + 4 * size;
            assert!(
                peak <= allowed,
                "{}: {peak} bytes of {allowed}",
                path.display()
            );
            assert!(peak > 0 || read.is_err());
            files += 1;
        }
    }
    assert_eq!(files, 65, "files were lost");
}
