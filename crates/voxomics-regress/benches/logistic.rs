//! Logistic models: of each of 6,865 columns, of a few columns with profile intervals, with Firth's penalty.
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark stops where it cannot go on"
)]

use criterion::{Criterion, criterion_group, criterion_main};
use ndarray::{Array2, ShapeBuilder};
use voxomics_regress::firth;
use voxomics_regress::logistic::{self, Options};
use voxomics_stats::ConfidenceLevel;
use voxomics_testkit::generator::{Radiomics, events};

fn bench(c: &mut Criterion) {
    let data = Radiomics::STUDY;
    let x = Array2::from_shape_vec((data.rows, data.columns).f(), data.values()).unwrap();
    let cases = events(&data.linear_predictor(), 48);
    let y: Vec<f64> = cases
        .iter()
        .map(|&case| f64::from(u8::from(case)))
        .collect();
    let one = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    c.bench_function("screen 121 x 6,865, one thread", |b| {
        b.iter(|| one.install(|| logistic::screen(x.view(), &cases).unwrap()));
    });
    let few = x.slice(ndarray::s![.., ..5]);
    c.bench_function("fit 121 x 5", |b| {
        b.iter(|| logistic::fit(few, &y, &Options::default()).unwrap());
    });
    c.bench_function("profile intervals 121 x 5", |b| {
        b.iter(|| {
            logistic::profile_intervals(few, &y, &Options::default(), ConfidenceLevel::P95).unwrap()
        });
    });
    c.bench_function("Firth with tests 121 x 5", |b| {
        b.iter(|| firth::fit(few, &y, &Options::default()).unwrap());
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);
