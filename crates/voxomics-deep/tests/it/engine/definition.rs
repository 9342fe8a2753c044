//! Every layer against the definition, at any size and width.

use ndarray::Axis;
use proptest::prelude::*;
use voxomics_deep::backend::Backend;
use voxomics_deep::engine::{Engine, Options};
use voxomics_deep::layer::Layer;

use super::on_each;
use crate::definition::Plain;
use crate::support::{SEED, apart, network, noise};

on_each! {
    any_size_is_as_the_definition_says
}

/// Odd sizes, thin ones and single pixels.
fn any_size_is_as_the_definition_says(backend: Backend) {
    let network = network(SEED, 2, 3);
    let (plain, engine) = (
        Plain::from(&network),
        Engine::new(&network, backend, Options::default()).unwrap(),
    );
    for (rows, columns) in [
        (1, 1),
        (1, 2),
        (2, 1),
        (3, 3),
        (1, 33),
        (31, 5),
        (32, 32),
        (34, 65),
    ] {
        let image = noise("any size", (1, 3, rows, columns));
        let want = plain.forward(&image.index_axis(Axis(0), 0).mapv(f64::from));
        let got = engine.features(image.view()).unwrap();
        let apart = apart(&got, &want.features);
        assert!(apart <= 2e-5, "{rows} x {columns}: {apart:e}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn every_layer(rows in 1_usize..75, columns in 1_usize..75, width in 1_usize..5, seed in 0_u16..1000) {
        let network = network(&format!("definition-{seed}"), width, 0);
        let image = noise(&seed.to_string(), (1, 3, rows, columns));
        let engine = Engine::new(&network, Backend::Cpu, Options::default()).unwrap();
        let pass = Plain::from(&network).forward(&image.index_axis(Axis(0), 0).mapv(f64::from));
        for layer in Layer::all() {
            let want = match layer {
                Layer::Stem => &pass.stages["stem_relu"],
                other => &pass.stages[&other.to_string()],
            };
            let maps = engine.forward(image.view(), layer).unwrap();
            let got = maps.index_axis(Axis(0), 0);
            prop_assert_eq!(got.dim(), want.dim(), "{}", layer);
            let most = want.iter().fold(1.0, |most: f64, value| most.max(value.abs()));
            let apart = apart(got, want);
            prop_assert!(apart <= 3e-6 * most, "{}: {:e} of {}", layer, apart, most);
        }
    }
}
