//! Cost of calibration: `cargo bench -p voxomics-stats`; before a change `-- --save-baseline before`, after it
//! `-- --baseline before`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use voxomics_core::Seed;
use voxomics_stats::likelihood::logistic::{self, expit};
use voxomics_stats::lowess;
use voxomics_stats::optimism::{CalibrationOptions, Logistic, calibrate, validate};
use voxomics_stats::resample::{Draws, Resamples};

const ROWS: usize = 189;

/// Five predictors of 189 rows, as of R's `birthwt`.
fn data() -> (Vec<Vec<f64>>, Vec<bool>) {
    let mut stream = Seed(1).stream("bench", 0);
    let columns: Vec<Vec<f64>> = (0..5)
        .map(|_| (0..ROWS).map(|_| stream.normal()).collect())
        .collect();
    let eta = |row: usize| -0.8 + 0.5 * columns[0][row] + 0.4 * columns[1][row];
    let labels = (0..ROWS)
        .map(|row| stream.uniform() < expit(eta(row)))
        .collect();
    (columns, labels)
}

fn bootstrap(criterion: &mut Criterion) {
    let (columns, labels) = data();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let draws = Draws {
        resamples: 1000,
        ..Draws::default()
    };
    let resamples = Resamples::plain(ROWS, draws).expect("rows");
    let model = Logistic::new(&columns, &labels).expect("a maximum");
    let one = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a thread");
    let mut group = criterion.benchmark_group("1000 resamples, one thread");
    group.sample_size(20);
    group.bench_function("calibrate", |bencher| {
        let options = CalibrationOptions::default();
        bencher
            .iter(|| one.install(|| calibrate(black_box(&labels), &resamples, &model, &options)));
    });
    group.bench_function("validate", |bencher| {
        bencher.iter(|| one.install(|| validate(black_box(&labels), &resamples, &model)));
    });
    group.finish();
}

fn parts(criterion: &mut Criterion) {
    let (columns, labels) = data();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let mut group = criterion.benchmark_group("189 rows");
    group.bench_function("logistic, five predictors", |bencher| {
        let options = logistic::Options::default();
        bencher.iter(|| logistic::fit(black_box(&columns), &labels, &options));
    });
    group.bench_function("lowess of labels", |bencher| {
        let y: Vec<f64> = labels.iter().map(|&label| f64::from(label)).collect();
        let options = CalibrationOptions::default().smoother;
        bencher.iter(|| lowess::fit(black_box(columns[0]), &y, &options));
    });
    group.finish();
}

criterion_group!(benches, bootstrap, parts);
criterion_main!(benches);
