//! The same bytes again, and the same features whatever goes along.

use ndarray::{Array4, Axis};
use voxomics_deep::backend::Backend;
use voxomics_deep::engine::{Engine, Options};
use voxomics_deep::layer::Layer;

use super::{engine, on_each};
use crate::support::{golden, noise};

on_each! {
    the_same_bytes_twice
    a_batch_gives_what_its_images_give
    a_budget_cuts_batches_and_changes_nothing
    a_transposed_view_is_read_as_it_stands
}

/// Between a batch and its images: other kernels may be taken for other shapes.
const BATCH: f32 = 1e-5;

fn images() -> Array4<f32> {
    noise("batches", (4, 3, 64, 48))
}

fn the_same_bytes_twice(backend: Backend) {
    let (engine, images) = (engine(backend), images());
    let features = engine.features(images.view()).unwrap();
    assert_eq!(engine.features(images.view()).unwrap(), features);
    let layer = Layer::Block(3, 1);
    let activation = || engine.forward(images.view(), layer).unwrap();
    assert_eq!(activation(), activation());
}

fn a_batch_gives_what_its_images_give(backend: Backend) {
    let (engine, images) = (engine(backend), images());
    let together = engine.features(images.view()).unwrap();
    let mut worst = 0.0_f32;
    for (image, row) in images
        .axis_chunks_iter(Axis(0), 1)
        .zip(together.outer_iter())
    {
        let alone = engine.features(image).unwrap();
        let apart = |(a, b): (&f32, &f32)| (a - b).abs();
        worst = alone.iter().zip(row).map(apart).fold(worst, f32::max);
    }
    println!("{backend}: a batch of 4 and its images {worst:e} apart");
    assert!(worst <= BATCH, "{worst:e}");
}

fn a_budget_cuts_batches_and_changes_nothing(backend: Backend) {
    let images = images();
    let mut options = Options::default();
    options.budget = 0;
    let narrow = Engine::new(golden(), backend, options).unwrap();
    let one_by_one: Vec<_> = images.axis_chunks_iter(Axis(0), 1).collect();
    let features = narrow.features(images.view()).unwrap();
    let activations = narrow.forward(images.view(), Layer::MaxPool).unwrap();
    assert_eq!(features.dim(), (4, 512));
    assert_eq!(activations.dim(), (4, 64, 16, 12));
    for (index, image) in one_by_one.into_iter().enumerate() {
        let rows = index..=index;
        let alone = narrow.features(image).unwrap();
        assert_eq!(alone, features.slice_axis(Axis(0), rows.clone().into()));
        let alone = narrow.forward(image, Layer::MaxPool).unwrap();
        assert_eq!(alone, activations.slice_axis(Axis(0), rows.into()));
    }
}

fn a_transposed_view_is_read_as_it_stands(backend: Backend) {
    let (engine, images) = (engine(backend), images());
    let turned = images.view().permuted_axes([0, 1, 3, 2]);
    let copied = turned.as_standard_layout().to_owned();
    let features = engine.features(turned).unwrap();
    assert_eq!(features, engine.features(copied.view()).unwrap());
    assert_ne!(features, engine.features(images.view()).unwrap());
}
