//! The maps of PyRadiomics, voxel by voxel.

use std::path::Path;

use serde_json::Value as Json;
use voxomics_features::params::{Params, VoxelSettings};
use voxomics_features::roi::Roi;
use voxomics_features::voxel;
use voxomics_testkit::{Tolerance, data, shared};
use voxomics_volume::Mask;

/// Second singular values near 0 are roots of rounding errors.
const MCC: Tolerance = Tolerance {
    relative: 1e-9,
    absolute: 1e-6,
};

/// A configuration of the index.
struct Config<'a> {
    name: &'a str,
    folder: &'a Path,
    entry: &'a Json,
}

impl Config<'_> {
    fn params(&self) -> (Params, VoxelSettings) {
        let mut params = self.entry["params"].clone();
        let init = params
            .get_mut("voxelSetting")
            .and_then(|settings| settings.get_mut("initValue"));
        let is_nan = init.as_ref().is_some_and(|init| init.is_string());
        if let Some(init) = init.filter(|init| init.is_string()) {
            *init = 0.into(); // JSON has no NaN
        }
        let params = Params::from_json(&params.to_string()).unwrap();
        let mut settings = *params.voxel_settings();
        if is_nan {
            settings.init_value = f64::NAN;
        }
        (params, settings)
    }

    fn read(&self, path: &Json) -> voxomics_io::Image {
        voxomics_io::read(self.folder.join(path.as_str().unwrap())).unwrap()
    }

    /// The box of the region, and as many voxels around it as a kernel reaches.
    fn crop(&self, radius: usize) -> Roi {
        let image = self.read(&self.entry["image"]).into_volume().unwrap();
        let mask = self.read(&self.entry["mask"]).into_volume().unwrap();
        let mask = Mask::new(mask).unwrap();
        let region = mask.find(1).unwrap().region();
        let crop = region.padded([radius; 3], image.geometry().size());
        Roi::cut(&image, &mask, 1, crop).unwrap()
    }

    /// Where the matrix of a voxel is empty, PyRadiomics loses MCC for all voxels computed with it.
    fn loses_mcc(&self) -> bool {
        let log = self.entry["log"].as_array();
        log.is_some_and(|log| {
            log.iter()
                .any(|line| line.as_str().unwrap().contains("LinAlgError"))
        })
    }

    /// Compares every voxel of every map; how many there were.
    fn compare(&self) -> usize {
        let (params, settings) = self.params();
        let crop = self.crop(settings.kernel_radius);
        let maps = voxel::maps(
            &crop,
            params.settings(),
            params.feature_classes(),
            &settings,
        )
        .unwrap();
        let mut maps = maps.into_iter();
        let mut values = 0;
        for (class, golden) in self.entry["maps"].as_object().unwrap() {
            let image = self.read(&golden["file"]);
            let features = golden["features"].as_array().unwrap();
            for (feature, want) in features.iter().zip(image.components()) {
                let feature = feature.as_str().unwrap();
                let (name, got) = maps.next().unwrap();
                assert_eq!(format!("original_{name}"), feature, "{}", self.name);
                assert_eq!(want.geometry().size(), crop.mask().size(), "{class}");
                self.compare_map(&name, &got, &want.to_f64(), settings.init_value);
                values += got.len();
            }
        }
        assert!(
            maps.next().is_none(),
            "{}: more maps than wanted",
            self.name
        );
        values
    }

    fn compare_map(&self, name: &str, got: &[f64], want: &[f64], init: f64) {
        let is_mcc = name == "glcm_MCC";
        let lost = |want: f64| is_mcc && self.loses_mcc() && want.to_bits() == init.to_bits();
        let tolerance = if is_mcc { MCC } else { Tolerance::PYRADIOMICS };
        for (at, (&got, &want)) in got.iter().zip(want).enumerate() {
            if !lost(want) {
                tolerance.assert(got, want, &format!("{}: {name}, voxel {at}", self.name));
            }
        }
    }
}

/// Configurations that need what happens before maps are made.
const PREPARED: [&str; 4] = [
    "resampled",
    "resegment",
    "images",
    "kernelRadius_in_setting",
];

fn compare(folder: &Path) -> usize {
    let text = std::fs::read_to_string(folder.join("index.json")).unwrap();
    let index: Json = serde_json::from_str(&text).unwrap();
    let configs = index["configs"].as_object().unwrap().iter();
    let configs = configs.filter(|(name, _)| !PREPARED.contains(&name.split('/').next().unwrap()));
    configs
        .map(|(name, entry)| {
            Config {
                name,
                folder,
                entry,
            }
            .compare()
        })
        .sum()
}

#[test]
fn maps_of_pyradiomics() {
    let values = compare(&data().join("pyradiomics/voxel"));
    assert_eq!(values, 515_718, "the corpus lost maps");
}

#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn every_map_of_pyradiomics() {
    let values = compare(&shared().join("goldens/pyradiomics/voxel"));
    assert_eq!(values, 1_168_335, "the corpus lost maps");
}
