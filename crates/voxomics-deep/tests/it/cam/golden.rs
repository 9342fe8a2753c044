//! Maps of torch's automatic differentiation, by the definition's activations and by the extractor's.

mod entry;

use std::collections::BTreeMap;

use ndarray::{Array1, Array3, Array4, ArrayView1, Axis};
use voxomics_deep::backend::Backend;
use voxomics_deep::cam::{ActivationMap, Valued};
use voxomics_deep::extract::Extractor;
use voxomics_deep::gradient::gradients;
use voxomics_deep::input::recipe::Pool;
use voxomics_deep::input::{Prepared, Recipe};
use voxomics_deep::layer::Layer;
use voxomics_testkit::tally::Tally;

use crate::definition::Plain;
use crate::support::{golden, score, state, valued};
use entry::{DEFINITION, ENGINE, Goldens};

/// At the last block from the score; below it with torch's weights, since the definition has no gradients.
#[test]
fn maps_of_the_definition() {
    let goldens = Goldens::new();
    let network = Plain::from(state());
    let mut passes = BTreeMap::new();
    let mut worst = 0.0_f64;
    for entry in goldens.entries() {
        let pass = passes
            .entry(entry.text("case").to_owned())
            .or_insert_with(|| {
                let image = entry.image().index_axis(Axis(0), 0);
                network.forward(&image.mapv(f64::from))
            });
        let single = |block: &Array3<f64>| block.mapv(|value| value as f32);
        let block = single(&pass.stages[entry.text("target")]);
        let features: Array1<f32> = pass.features.mapv(|value| value as f32);
        let score = score(&goldens.index, entry.text("score"));
        let Valued { value, gradient } = valued(score.as_ref(), &features);
        let map = if entry.layer() == Layer::LAST {
            let map = ActivationMap::last_block(block.view(), &gradient).unwrap();
            assert_eq!(map.hirescam, map.gradcam(), "{}", entry.name());
            map
        } else {
            let alpha = entry.array("alpha").unwrap().iter().copied().collect();
            let mut map = ActivationMap::weighted(block.view(), alpha).unwrap();
            // What the weights of the channels do not say.
            if let Some(want) = entry.array("hirescam") {
                map.hirescam = want.clone().into_dimensionality().unwrap();
            }
            map
        };
        worst = worst.max(entry.check(value, &map, DEFINITION));
    }
    assert!(worst <= 2e-7, "{worst:e} of the peak");
}

/// The goldens' network on the processor.
fn extractor() -> Extractor {
    Extractor::new(golden().clone(), Backend::Cpu, Recipe::default()).unwrap()
}

/// An image that was made otherwise.
fn seen(images: &Array4<f32>) -> Prepared {
    Prepared {
        images: images.clone(),
        views: Vec::new(),
        pool: Pool::Mean,
    }
}

#[test]
fn maps_of_the_extractor() {
    let mut tally = Tally::default();
    explained(&mut tally);
    assert_eq!(tally.0.len(), 5);
    println!("of the peak: {:?}", tally.0);
}

/// Every map of the goldens, counted by layer.
pub(crate) fn explained(tally: &mut Tally) {
    let (goldens, extractor) = (Goldens::new(), extractor());
    for entry in goldens.entries() {
        let layer = entry.layer();
        let prepared = seen(entry.image());
        let (value, map) = match score(&goldens.index, entry.text("score")) {
            Some(score) => {
                let mut found = extractor.explain_at(&prepared, &score, layer).unwrap();
                assert_eq!(found.len(), 1);
                let found = found.remove(0);
                (found.value, found.map)
            }
            None => squares(&extractor, &prepared, layer),
        };
        let worst = entry.check(value, &map, ENGINE);
        let name = match layer {
            Layer::Block(1, _) => "`layer1.1`",
            Layer::Block(2, _) => "`layer2.1`",
            Layer::Block(3, _) => "`layer3.1`",
            Layer::Block(4, 0) => "`layer4.0`",
            _ => "`layer4.1`",
        };
        let field = tally.0.entry(name).or_default();
        field.values += map.linear.len();
        field.worst = field.worst.max(worst);
        field.allowed = ENGINE.near;
    }
}

/// A score that the crate does not have, by its gradient.
fn squares(extractor: &Extractor, prepared: &Prepared, layer: Layer) -> (f64, ActivationMap) {
    let features = extractor.engine().features(prepared.images.view()).unwrap();
    let valued = valued(None, &features.row(0).to_owned());
    let slopes = ArrayView1::from(&valued.gradient).insert_axis(Axis(0));
    let found = gradients(golden(), prepared.images.view(), layer, slopes).unwrap();
    let [activation, gradient] =
        [&found.activation, &found.gradient].map(|all| all.index_axis(Axis(0), 0));
    let map = ActivationMap::from_gradients(activation, gradient).unwrap();
    (valued.value, map)
}
