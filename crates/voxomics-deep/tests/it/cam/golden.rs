//! Maps of torch's automatic differentiation, by the definition's activations and by the extractor's.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2, Array3, Array4, ArrayD, ArrayView1, Axis};
use serde_json::Value;
use voxomics_deep::backend::Backend;
use voxomics_deep::cam::{ActivationMap, Valued, min_max, upsampled};
use voxomics_deep::engine::{Engine, Options};
use voxomics_deep::extract::Extractor;
use voxomics_deep::gradient::gradients;
use voxomics_deep::input::recipe::Pool;
use voxomics_deep::input::{Prepared, Recipe};
use voxomics_deep::layer::Layer;
use voxomics_testkit::tally::Tally;

use crate::definition::Plain;
use crate::support::{
    Near, apart, arrays, cases, check_digest, golden, input, json, peak, score, state, valued,
};

/// How near a map is to torch's.
#[derive(Clone, Copy)]
struct Limits {
    /// Of the peak.
    near: f64,
    /// Pixels of a map that may be 0 in one alone.
    zeros: usize,
}

/// Activations of the definition, in doubles but for a rounding.
const DEFINITION: Limits = Limits {
    near: 1e-6,
    zeros: 0,
};
/// What is promised: torch's own single precision is 1.9e-6 away.
const ENGINE: Limits = Limits {
    near: 2e-5,
    zeros: 3,
};

/// The goldens' maps, their arrays, and their inputs by name.
struct Goldens {
    index: Value,
    arrays: BTreeMap<String, ArrayD<f64>>,
    inputs: BTreeMap<String, Array4<f32>>,
}

impl Goldens {
    fn new() -> Self {
        let named = |case: &Value| (case["name"].as_str().unwrap().to_owned(), input(case));
        let index = json("cam.json.gz");
        let entries = index["maps"].as_array().unwrap().len();
        assert_eq!(entries, 91, "the golden file lost cases");
        Self {
            index,
            arrays: arrays("cam.safetensors"),
            inputs: cases().iter().map(named).collect(),
        }
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let maps = self.index["maps"].as_array().unwrap();
        maps.iter().map(|about| Entry { all: self, about })
    }
}

/// One map.
#[derive(Clone, Copy)]
struct Entry<'g> {
    all: &'g Goldens,
    about: &'g Value,
}

impl Entry<'_> {
    fn text(&self, key: &str) -> &str {
        self.about[key].as_str().unwrap()
    }

    fn layer(&self) -> Layer {
        self.text("target").parse().unwrap()
    }

    fn image(&self) -> &Array4<f32> {
        &self.all.inputs[self.text("case")]
    }

    fn array(&self, kind: &str) -> Option<&ArrayD<f64>> {
        self.all.arrays.get(&format!("{}.{kind}", self.name()))
    }

    fn name(&self) -> String {
        let [case, score, target] = ["case", "score", "target"].map(|key| self.text(key));
        format!("{case}.{score}.{target}")
    }

    /// The worst of everything that is stored of it, of the peak.
    fn check(&self, value: f64, map: &ActivationMap, limits: Limits) -> f64 {
        let at = self.name();
        let want = self.about["score_value"].as_f64().unwrap();
        let off = (value - want).abs() / want.abs().max(1.0);
        assert!(off <= limits.near.max(2e-6), "{at}: {value}, not {want}");
        let pixels = map.linear.len() as f64;
        let shape = [self.image().len_of(Axis(2)), self.image().len_of(Axis(3))];
        let made: [(&str, Vec<f64>); 5] = [
            ("alpha", map.alpha.clone()),
            ("linear", flat(&map.linear)),
            ("hirescam", flat(&map.hirescam)),
            // Zhou's.
            (
                "cam",
                map.linear.iter().map(|value| value * pixels).collect(),
            ),
            (
                "upsampled_f32",
                flat(&upsampled(map.gradcam().view(), shape).unwrap()),
            ),
        ];
        let mut worst = 0.0_f64;
        for (kind, got) in &made {
            let Some(want) = self.array(kind) else {
                continue;
            };
            let scale = Some(peak(want)).filter(|&peak| peak > 0.0).unwrap_or(1.0);
            let off = apart(got, want) / scale;
            assert!(off <= limits.near, "{at} {kind}: {off:e} of the peak");
            worst = worst.max(off);
        }
        if self.text("score") == "feature_42_dead" {
            assert!(map.linear.iter().all(|&value| value == 0.0), "{at}");
        }
        self.digests(map, shape, limits);
        worst
    }

    /// Digests of everything that is made of a map.
    fn digests(&self, map: &ActivationMap, shape: [usize; 2], limits: Limits) {
        let (at, about) = (self.name(), self.about);
        let scale = peak(&map.linear);
        let near = Near {
            tolerance: limits.near,
            scale: if scale > 0.0 { scale } else { 1.0 },
            zeros: limits.zeros,
        };
        check_digest(&flat(&map.linear), &about["linear"], near, &at);
        let cam = map.gradcam();
        check_digest(&flat(&cam), &about["gradcam"], near, &at);
        let large = upsampled(cam.view(), shape).unwrap();
        // A pixel of a map is many of the large one.
        let many = Near {
            zeros: limits.zeros * large.len() / cam.len(),
            ..near
        };
        check_digest(&flat(&large), &about["upsampled"], many, &at);
        let most = peak(&cam);
        if most == 0.0 {
            let normal = min_max(large.view());
            assert!(normal.iter().all(|&value| value == 0.0), "{at}");
            return;
        }
        // Relative to the positive part, which may be small beside the peak. The zeros of a map that has none of its own are
        // its minimum, which pixels of its border share but for the last bit.
        let least = large.iter().copied().fold(f64::INFINITY, f64::min);
        let near = Near {
            scale: (near.scale / most).max(1.0),
            zeros: if least > 0.0 { usize::MAX } else { many.zeros },
            ..near
        };
        let normal = flat(&min_max(large.view()));
        check_digest(&normal, &about["normalised_minmax"], near, &at);
        let index = about["argmax_map"].as_u64().unwrap() as usize;
        assert_eq!(flat(&cam)[index], most, "{at}");
    }
}

fn flat(map: &Array2<f64>) -> Vec<f64> {
    map.iter().copied().collect()
}

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
    let engine = Engine::new(golden(), Backend::Cpu, Options::default()).unwrap();
    Extractor::new(golden().clone(), engine, Recipe::default()).unwrap()
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
