//! What the goldens have of a map, and whether another is like it.

use std::collections::BTreeMap;

use ndarray::{Array2, Array4, ArrayD, Axis};
use serde_json::Value;
use voxomics_deep::cam::{ActivationMap, min_max, upsampled};
use voxomics_deep::layer::Layer;

use crate::support::{Near, apart, arrays, cases, check_digest, input, json, peak};

/// How near a map is to torch's.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// Of the peak.
    pub(super) near: f64,
    /// Pixels of a map that may be 0 in one alone.
    zeros: usize,
}

/// Activations of the definition, in doubles but for a rounding.
pub(super) const DEFINITION: Limits = Limits {
    near: 1e-6,
    zeros: 0,
};
/// What is promised: torch's own single precision is 1.9e-6 away.
pub(super) const ENGINE: Limits = Limits {
    near: 2e-5,
    zeros: 3,
};

/// The goldens' maps, their arrays, and their inputs by name.
pub(super) struct Goldens {
    pub(super) index: Value,
    arrays: BTreeMap<String, ArrayD<f64>>,
    inputs: BTreeMap<String, Array4<f32>>,
}

impl Goldens {
    pub(super) fn new() -> Self {
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

    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let maps = self.index["maps"].as_array().unwrap();
        maps.iter().map(|about| Entry { all: self, about })
    }
}

/// One map.
#[derive(Clone, Copy)]
pub(super) struct Entry<'g> {
    all: &'g Goldens,
    about: &'g Value,
}

impl Entry<'_> {
    pub(super) fn text(&self, key: &str) -> &str {
        self.about[key].as_str().unwrap()
    }

    pub(super) fn layer(&self) -> Layer {
        self.text("target").parse().unwrap()
    }

    pub(super) fn image(&self) -> &Array4<f32> {
        &self.all.inputs[self.text("case")]
    }

    pub(super) fn array(&self, kind: &str) -> Option<&ArrayD<f64>> {
        self.all.arrays.get(&format!("{}.{kind}", self.name()))
    }

    pub(super) fn name(&self) -> String {
        let [case, score, target] = ["case", "score", "target"].map(|key| self.text(key));
        format!("{case}.{score}.{target}")
    }

    /// The worst of everything that is stored of it, of the peak.
    pub(super) fn check(&self, value: f64, map: &ActivationMap, limits: Limits) -> f64 {
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
    pub(super) fn digests(&self, map: &ActivationMap, shape: [usize; 2], limits: Limits) {
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
