//! Mann-Whitney tests of many features: `cargo bench -p voxomics-stats --bench mann_whitney`, on one thread with
//! `RAYON_NUM_THREADS=1`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use voxomics_core::Seed;
use voxomics_stats::Alternative;
use voxomics_stats::hypothesis::mann_whitney::{Method, columns, mann_whitney};

/// A study's cohort: 121 subjects, 48 cases, 6,865 features.
const SUBJECTS: usize = 121;
const FEATURES: usize = 6865;

fn features(criterion: &mut Criterion) {
    let labels: Vec<bool> = (0..SUBJECTS).map(|row| row * 48 % SUBJECTS < 48).collect();
    let mut stream = Seed(1).stream("features", 0);
    let values: Vec<f64> = (0..SUBJECTS * FEATURES).map(|_| stream.normal()).collect();
    let mut group = criterion.benchmark_group("mann_whitney");
    group.throughput(Throughput::Elements(FEATURES as u64));
    group.bench_function("columns", |bencher| {
        bencher.iter(|| {
            columns(
                black_box(&labels),
                black_box(&values),
                Alternative::TwoSided,
            )
        });
    });
    group.throughput(Throughput::Elements(1));
    let (cases, controls) = values[..SUBJECTS].split_at(48);
    group.bench_function("one", |bencher| {
        bencher.iter(|| {
            mann_whitney(
                black_box(cases),
                controls,
                Method::NormalCorrected,
                Alternative::TwoSided,
            )
        });
    });
    group.bench_function("one_exact", |bencher| {
        bencher.iter(|| {
            mann_whitney(
                black_box(cases),
                &controls[..49],
                Method::Exact,
                Alternative::TwoSided,
            )
        });
    });
    group.finish();
}

criterion_group!(benches, features);
criterion_main!(benches);
