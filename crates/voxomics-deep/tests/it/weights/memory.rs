//! Memory: little for small files, whatever they declare.

use std::fs;

use voxomics_deep::weights;
use voxomics_testkit::memory::{Counting, peak};

use crate::support::deep;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

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
