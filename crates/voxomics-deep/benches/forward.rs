//! The network on the processor: one image, eight, and making it ready.
#![allow(
    clippy::cast_possible_truncation,
    missing_docs,
    unreachable_pub,
    reason = "weights are made by formula; helpers are shared with tests"
)]

#[path = "../tests/it/support_cpu.rs"]
mod support_cpu;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use ndarray::{Array4, Axis};
use support_cpu::{SEED, input, network};
use voxomics_deep::cpu::Engine;

fn forward(criterion: &mut Criterion) {
    let network = network(SEED, 64, 0);
    let engine = Engine::new(&network).expect("the network of the goldens");
    let image = input(SEED, "noise_224", "noise", [224, 224]);
    let mut group = criterion.benchmark_group("forward");
    group.sample_size(10);
    for images in [1, 8] {
        let shape = (images, 3, 224, 224);
        let batch = image
            .view()
            .insert_axis(Axis(0))
            .broadcast(shape)
            .expect("one image repeated")
            .to_owned();
        group.throughput(Throughput::Elements(images as u64));
        group.bench_function(format!("{images}"), |bencher| {
            bencher.iter_batched_ref(
                || batch.clone(),
                |batch: &mut Array4<f32>| engine.features(batch.view()),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
    criterion.bench_function("ready", |bencher| bencher.iter(|| Engine::new(&network)));
}

criterion_group!(benches, forward);
criterion_main!(benches);
