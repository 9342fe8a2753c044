//! The network on the processor: one image, eight, and making it ready.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use ndarray::Array4;
use voxomics_deep::backend::Backend;
use voxomics_deep::engine::{Engine, Options};
use voxomics_deep::network::Network;
use voxomics_deep::weights::{hash_made, hash_noise};

const SEED: &str = "voxomics-deep-v1";

fn forward(criterion: &mut Criterion) {
    let network = Network::from_state_dict(&hash_made(SEED, 64, 1000));
    let network = network.expect("the network of the goldens");
    let open = || Engine::new(&network, Backend::Cpu, Options::default());
    let engine = open().expect("the network of the goldens");
    let noise = hash_noise(SEED, "noise_224", 3 * 224 * 224);
    let image = Array4::from_shape_vec((1, 3, 224, 224), noise).expect("an image");
    let mut group = criterion.benchmark_group("forward");
    group.sample_size(10);
    for images in [1, 8] {
        let shape = (images, 3, 224, 224);
        let batch = image
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
    criterion.bench_function("ready", |bencher| bencher.iter(open));
}

criterion_group!(benches, forward);
criterion_main!(benches);
