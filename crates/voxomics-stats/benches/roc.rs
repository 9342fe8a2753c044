//! Cost of two ROC curves, a DeLong interval each, and the paired test: `cargo bench -p voxomics-stats --bench roc`.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use voxomics_core::Seed;
use voxomics_stats::ConfidenceLevel;
use voxomics_stats::delong::{AucTest, IntervalMethod, Options, paired_test};
use voxomics_stats::resample::{Draws, Resamples};
use voxomics_stats::roc::{Direction, Marker, bootstrap_auc};

const HIGHER: Direction = Direction::Higher;

/// Two correlated markers, the first better; rounded to hundredths if asked.
fn data(rows: usize, rounded: bool) -> (Vec<bool>, [Vec<f64>; 2]) {
    let mut stream = Seed(1).stream("roc", 0);
    let labels: Vec<bool> = (0..rows).map(|_| stream.uniform() < 0.3).collect();
    let mut markers = [Vec::new(), Vec::new()];
    for &case in &labels {
        let common = stream.normal();
        for (marker, gain) in markers.iter_mut().zip([1.0, 0.6]) {
            let score = if case { gain } else { 0.0 } + common + stream.normal();
            marker.push(if rounded {
                (score * 100.0).round() / 100.0
            } else {
                score
            });
        }
    }
    (labels, markers)
}

fn whole(labels: &[bool], markers: &[Vec<f64>; 2]) -> AucTest {
    let [a, b] = markers.each_ref().map(|scores| {
        let marker = Marker::new(labels, scores).expect("finite scores of both classes");
        black_box(marker.curve(HIGHER));
        let placements = marker.placements(HIGHER);
        black_box(placements.estimate(IntervalMethod::Wald, ConfidenceLevel::P95))
            .expect("many rows");
        placements
    });
    paired_test(&a, &b, &Options::default()).expect("the same subjects")
}

fn curves_and_test(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("two_curves_and_delong");
    for (name, rounded) in [("no_ties", false), ("hundredths", true)] {
        for rows in [121, 100_000] {
            let (labels, markers) = data(rows, rounded);
            group.throughput(Throughput::Elements(rows as u64));
            group.bench_function(BenchmarkId::new(name, rows), |bencher| {
                bencher.iter(|| whole(black_box(&labels), black_box(&markers)));
            });
        }
    }
    group.finish();
}

fn bootstrap(criterion: &mut Criterion) {
    let (labels, markers) = data(121, false);
    let marker = Marker::new(&labels, &markers[0]).expect("finite scores of both classes");
    criterion.bench_function("bootstrap_auc_2000_of_121", |bencher| {
        bencher.iter(|| {
            let resamples = Resamples::stratified(&labels, Draws::default()).expect("rows");
            bootstrap_auc(&marker, HIGHER, &resamples)
        });
    });
}

criterion_group!(benches, curves_and_test, bootstrap);
criterion_main!(benches);
