//! Memory: one volume and small buffers, and little for small files whatever they declare.

use voxomics_io::{read, write};
use voxomics_testkit::memory::{Counting, MIB, peak};
use voxomics_volume::{AnyVolume, Geometry, Volume};

use crate::data;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

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
