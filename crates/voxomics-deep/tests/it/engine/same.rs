//! On the processor: the same bits in any batch and on any number of threads.

use ndarray::{Array4, Axis, s};
use proptest::prelude::*;
use voxomics_deep::backend::Backend;
use voxomics_deep::engine::{Engine, Options};
use voxomics_deep::layer::Layer;
use voxomics_testkit::on_any_pool;

use crate::support::{SEED, batch, engine, network, noise};

fn images(images: usize, [rows, columns]: [usize; 2]) -> Array4<f32> {
    let image = |index| noise(&format!("same:{index}"), (1, 3, rows, columns));
    batch(&(0..images).map(image).collect::<Vec<_>>())
}

/// So many channels and no head.
fn narrow(width: usize) -> Engine {
    let network = network(SEED, width, 0);
    Engine::new(&network, Backend::Cpu, Options::default()).unwrap()
}

/// More images than go through together, and a width that fills neither lanes nor panels.
#[test]
fn any_batch_any_threads() {
    let engine = narrow(20);
    let batch = images(11, [50, 70]);
    let all = on_any_pool(|| engine.features(batch.view()).unwrap());
    let one = |index| batch.slice(s![index..=index, .., .., ..]);
    for index in 0..11 {
        let one = on_any_pool(|| engine.features(one(index)).unwrap());
        assert_eq!(one.row(0), all.row(index), "image {index}");
    }
    let [some, second] = [s![..2, .., .., ..], s![1..=1, .., .., ..]].map(|images| {
        crate::support::engine()
            .features(batch.slice(images))
            .unwrap()
    });
    assert_eq!(some.row(1), second.row(0));
}

#[test]
fn every_layer_of_every_image_of_a_batch() {
    let engine = narrow(3);
    let batch = images(11, [21, 34]);
    for layer in Layer::all() {
        let all = on_any_pool(|| engine.forward(batch.view(), layer).unwrap());
        assert_eq!(all.len_of(Axis(0)), 11, "{layer}");
        for (image, maps) in batch.axis_chunks_iter(Axis(0), 1).zip(all.outer_iter()) {
            let alone = engine.forward(image, layer).unwrap();
            assert_eq!(alone.index_axis(Axis(0), 0), maps, "{layer}");
        }
    }
}

#[test]
fn any_processor() {
    let image = images(1, [60, 45]);
    let features = engine().features(image.view()).unwrap();
    let bytes = features.iter().flat_map(|feature| feature.to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    assert_eq!(hash, 7_049_260_316_242_155_792, "FNV-1a");
}

/// The test above, in a process that does without vectors.
#[test]
fn without_vectors() {
    let program = std::env::current_exe().unwrap();
    let mut command = std::process::Command::new(program);
    command.args(["--exact", "engine::same::any_processor"]);
    let done = command.env("VOXOMICS_VECTORS", "narrow").output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(said.contains("1 passed"), "{said}");
}

#[test]
fn features_are_means_of_the_last_block() {
    let batch = images(3, [64, 41]);
    let maps = engine().forward(batch.view(), Layer::LAST).unwrap();
    let features = engine().features(batch.view()).unwrap();
    for ((image, channel), &feature) in features.indexed_iter() {
        let map = maps.slice(s![image, channel, .., ..]).mapv(f64::from);
        assert_eq!(map.mean().unwrap() as f32, feature);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Buffers are used again by images of other sizes: nothing of one may show in another.
    #[test]
    fn nothing_is_left_over(sizes in prop::collection::vec((1_usize..40, 1_usize..40, 1_usize..4), 2..5)) {
        let used = narrow(3);
        for (rows, columns, count) in sizes {
            let batch = images(count, [rows, columns]);
            prop_assert_eq!(used.features(batch.view()).unwrap(), narrow(3).features(batch.view()).unwrap());
        }
    }
}
