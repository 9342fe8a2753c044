//! Cost of survival statistics: `cargo bench -p voxomics-stats --bench survival`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use voxomics_core::Seed;
use voxomics_stats::survival::concordance::{self, concordance};
use voxomics_stats::survival::kaplan_meier::{self, Limits};
use voxomics_stats::survival::{FollowUp, log_rank};

/// Rows of the comparison with R and lifelines.
const ROWS: usize = 100_000;

/// Exponential times without ties, half of them censored, in two groups.
fn rows() -> (Vec<f64>, Vec<bool>, Vec<u32>, Vec<f64>) {
    let mut stream = Seed(1).stream("bench", 0);
    let mut uniform = || (stream.word() >> 11) as f64 / (1_u64 << 53) as f64;
    let times = (0..ROWS)
        .map(|_| -voxomics_core::math::ln(1.0 - uniform()))
        .collect();
    let events = (0..ROWS).map(|_| uniform() < 0.5).collect();
    let groups = (0..ROWS).map(|_| u32::from(uniform() < 0.5)).collect();
    let marker = (0..ROWS).map(|_| uniform()).collect();
    (times, events, groups, marker)
}

fn survival(criterion: &mut Criterion) {
    let (times, events, groups, marker) = rows();
    let mut group = criterion.benchmark_group("survival");
    group.throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("follow-up", |bencher| {
        bencher.iter(|| FollowUp::new(black_box(&times), &events));
    });
    group.bench_function("kaplan-meier by 2 groups + log-rank", |bencher| {
        bencher.iter(|| {
            let follow_up = FollowUp::new(black_box(&times), &events).expect("valid");
            let curves = kaplan_meier::by_group(&follow_up, &groups).expect("valid");
            let limits = Limits::default();
            let bands: Vec<_> = curves
                .iter()
                .map(|group| group.curve.band(&limits))
                .collect();
            let options = log_rank::Options::default();
            let test = log_rank::compare(&follow_up, &groups, &options)
                .expect("two groups")
                .test();
            (curves, bands, test)
        });
    });
    let follow_up = FollowUp::new(&times, &events).expect("valid");
    group.bench_function("concordance", |bencher| {
        let options = concordance::Options::default();
        bencher.iter(|| concordance(&follow_up, black_box(&marker), &options));
    });
    group.finish();
}

criterion_group!(benches, survival);
criterion_main!(benches);
