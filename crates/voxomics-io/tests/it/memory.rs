//! Memory: one volume and small buffers, and little for small files whatever they declare.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use voxomics_io::{read, write};
use voxomics_volume::{AnyVolume, Geometry, Volume};

use crate::data;

pub(crate) const MIB: usize = 1 << 20;

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

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most bytes that `work` held at a time, beyond what was held before.
pub(crate) fn peak<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let [before, _] = HELD.get();
    HELD.set([before; 2]);
    let result = work();
    (HELD.get()[1] - before, result)
}

#[test]
fn hostile_files_get_little() {
    let mut files = 0;
    for entry in std::fs::read_dir(data("hostile")).unwrap() {
        let path = entry.unwrap().path();
        let (peak, image) = peak(|| read(&path));
        let allowed = 64 * MIB + 4 * usize::try_from(path.metadata().unwrap().len()).unwrap();
        let there = image.map_or(0, |image| image.volume().native_bytes().len());
        assert!(peak <= allowed + there, "{}: {peak} bytes", path.display());
        files += 1;
    }
    assert_eq!(files, 174, "hostile files were lost");
}

#[test]
fn a_volume_takes_its_own_size() {
    let geometry = Geometry::axis_aligned([64, 64, 64], [1.0; 3]).unwrap();
    let noise = |[x, y, z]: [usize; 3]| ((x * 7919 + y * 104_729 + z * 1_299_709) % 4096) as f64;
    let volume = AnyVolume::from(Volume::from_fn(geometry, noise));
    let size = volume.native_bytes().len();
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.nii", "a.nii.gz", "a.hdr", "a.nrrd", "a.nhdr"] {
        let path = folder.path().join(name);
        write(&path, &volume).unwrap();
        let (peak, image) = peak(|| read(&path).unwrap());
        assert_eq!(image.into_volume().unwrap(), volume);
        assert!(
            peak <= size + MIB,
            "{name}: {peak} bytes for a volume of {size}"
        );
    }
}
