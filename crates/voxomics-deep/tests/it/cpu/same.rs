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

#[test]
fn any_batch_any_threads() {
    let batch = batch(11, [50, 70]);
    let all = on_any_pool(|| ENGINE.features(batch.view()).unwrap());
    for index in 0..11 {
        let one = on_any_pool(|| {
            ENGINE
                .features(batch.slice(s![index..=index, .., .., ..]))
                .unwrap()
        });
        assert_eq!(one.row(0), all.row(index), "image {index}");
    }
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
