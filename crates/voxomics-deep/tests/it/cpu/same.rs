//! The same bits in any batch and on any number of threads.

use ndarray::{Array4, Axis, concatenate, s};
use proptest::prelude::*;
use voxomics_deep::cpu::Engine;
use voxomics_deep::layer::Layer;
use voxomics_testkit::on_any_pool;

use super::ENGINE;
use crate::support_cpu::{SEED, input, network};

fn batch(images: usize, [rows, columns]: [usize; 2]) -> Array4<f32> {
    let image = |index| {
        input(SEED, &format!("same:{index}"), "noise", [rows, columns]).insert_axis(Axis(0))
    };
    let images: Vec<_> = (0..images).map(image).collect();
    let views: Vec<_> = images.iter().map(|image| image.view()).collect();
    concatenate(Axis(0), &views).unwrap()
}

/// More images than go through together, and a width that fills neither lanes nor panels.
#[test]
fn any_batch_any_threads() {
    let engine = Engine::new(&network(SEED, 20, 0)).unwrap();
    let batch = batch(11, [50, 70]);
    let all = on_any_pool(|| engine.features(batch.view()).unwrap());
    let one = |index| batch.slice(s![index..=index, .., .., ..]);
    for index in 0..11 {
        let one = on_any_pool(|| engine.features(one(index)).unwrap());
        assert_eq!(one.row(0), all.row(index), "image {index}");
    }
    let some = ENGINE.features(batch.slice(s![..2, .., .., ..])).unwrap();
    assert_eq!(some.row(1), ENGINE.features(one(1)).unwrap().row(0));
}

#[test]
fn any_processor() {
    let image = batch(1, [60, 45]);
    let features = ENGINE.features(image.view()).unwrap();
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
    command.args(["--exact", "cpu::same::any_processor"]);
    let done = command.env("VOXOMICS_VECTORS", "narrow").output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(said.contains("1 passed"), "{said}");
}

#[test]
fn views_in_any_order() {
    let batch = batch(2, [40, 33]);
    let turned = batch.view().permuted_axes([0, 1, 3, 2]);
    let copied = turned.as_standard_layout().into_owned();
    assert_eq!(
        ENGINE.features(turned).unwrap(),
        ENGINE.features(copied.view()).unwrap()
    );
}

#[test]
fn features_are_means_of_the_last_block() {
    let batch = batch(3, [64, 41]);
    let maps = ENGINE.forward(batch.view(), Layer::Block(4, 1)).unwrap();
    let features = ENGINE.features(batch.view()).unwrap();
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
        let network = network(SEED, 3, 0);
        let used = Engine::new(&network).unwrap();
        for (rows, columns, images) in sizes {
            let batch = batch(images, [rows, columns]);
            let fresh = Engine::new(&network).unwrap();
            prop_assert_eq!(used.features(batch.view()).unwrap(), fresh.features(batch.view()).unwrap());
        }
    }
}
