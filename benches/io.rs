//! Cost of reading an image; before a change
//! `cargo bench -p voxomics-benches --bench io -- --save-baseline before`, after it
//! `-- --baseline before`.
//!
//! The image is synthetic ([`voxomics_benches::texture`]) and in the page cache; throughput counts
//! bytes of voxels, whatever the file's own size.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use voxomics_benches::texture;
use voxomics_io::{Encoding, Options};
use voxomics_volume::AnyVolume;

/// A CT of sixty slices, for speed of half the usual size along x and y.
const SIZE: [usize; 3] = [256, 256, 60];

fn read(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let volume = AnyVolume::from(texture(SIZE));
    let mut group = criterion.benchmark_group("read");
    group.throughput(Throughput::Bytes(volume.native_bytes().len() as u64));
    for (name, file, encoding) in [
        ("nifti_gz", "ct.nii.gz", None),
        ("nrrd_gz", "gzip.nrrd", Some(Encoding::Gzip)),
        ("nrrd_raw", "raw.nrrd", Some(Encoding::Raw)),
    ] {
        let path = folder.path().join(file);
        let options = Options {
            encoding,
            ..Options::default()
        };
        voxomics_io::write_with(&path, &volume, &options).expect("the folder takes files");
        group.bench_function(name, |bencher| {
            bencher.iter(|| voxomics_io::read(black_box(&path)).expect("it was written just now"));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2));
    targets = read
}
criterion_main!(benches);
