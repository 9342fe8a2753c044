//! IBSI 1: configurations A to E on the CT phantom, once as PyRadiomics processes images and once as IBSI
//! does; docs/IBSI.md is printed from here.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;

use voxomics_features::params::Params;
use voxomics_features::{Extraction, Extractor};
use voxomics_testkit::page::Part;
use voxomics_testkit::{data, shared};
use voxomics_volume::{AnyVolume, Mask};

use super::{agrees, converted};

/// A configuration: its name, the settings that PyRadiomics has for it, and what it lacks.
struct Configuration {
    name: &'static str,
    about: &'static str,
    pyradiomics: &'static str,
    ibsi: &'static str,
    is_flat: bool,
}

const CONFIGURATIONS: [Configuration; 5] = [
    Configuration {
        name: "A",
        about: "within slices, as it is, -500 to 400 HU, bins of 25 HU",
        pyradiomics: "resegmentRange: [-500, 400], binWidth: 25",
        ibsi: "shapeAsDrawn: true, binOrigin: -500",
        is_flat: true,
    },
    Configuration {
        name: "B",
        about: "within slices of 2 mm, bilinear, -500 to 400 HU, 32 bins",
        pyradiomics: "resegmentRange: [-500, 400], binCount: 32, \
                      resampledPixelSpacing: [2, 2, 0], interpolator: sitkLinear",
        ibsi: IBSI,
        is_flat: true,
    },
    Configuration {
        // The preset `ibsi`.
        name: "C",
        about: "2 mm, trilinear, -1000 to 400 HU, bins of 25 HU",
        pyradiomics: "resegmentRange: [-1000, 400], binWidth: 25, \
                      resampledPixelSpacing: [2, 2, 2], interpolator: sitkLinear",
        ibsi: "gridAlignment: centre, maskInterpolator: linear, roundResampled: true, \
               shapeAsDrawn: true, binOrigin: -1000",
        is_flat: false,
    },
    Configuration {
        name: "D",
        about: "2 mm, trilinear, within 3 standard deviations, 32 bins",
        pyradiomics: "resegmentRange: [-3, 3], resegmentMode: sigma, binCount: 32, \
                      resampledPixelSpacing: [2, 2, 2], interpolator: sitkLinear",
        ibsi: IBSI,
        is_flat: false,
    },
    Configuration {
        name: "E",
        about: "2 mm, tricubic, -1000 to 400 HU and within 3 standard deviations, 32 bins",
        pyradiomics: "resegmentRange: [-1000, 400], binCount: 32, \
                      resampledPixelSpacing: [2, 2, 2], interpolator: sitkBSpline",
        ibsi: "gridAlignment: centre, maskInterpolator: linear, roundResampled: true, \
               shapeAsDrawn: true, outlierSigma: 3",
        is_flat: false,
    },
];

/// What IBSI does otherwise than PyRadiomics.
const IBSI: &str = "gridAlignment: centre, maskInterpolator: linear, roundResampled: true, \
                    shapeAsDrawn: true";

const CLASSES: &str = "featureClass: {shape: [MeshVolume, VoxelVolume, SurfaceArea, \
    SurfaceVolumeRatio, Compactness1, Compactness2, SphericalDisproportion, Sphericity, \
    Maximum3DDiameter, MajorAxisLength, MinorAxisLength, LeastAxisLength, Elongation, Flatness], \
    firstorder: , glcm: , glrlm: , glszm: , gldm: , ngtdm: }";

/// The phantom.
struct Phantom {
    image: AnyVolume,
    mask: Mask,
}

impl Phantom {
    fn read() -> Self {
        let read = |name: &str| {
            let path = shared().join("data/ibsi1/ct_phantom").join(name);
            voxomics_io::read(path).unwrap().into_volume().unwrap()
        };
        Self {
            image: read("image.nii.gz"),
            mask: Mask::new(read("mask.nii.gz")).unwrap(),
        }
    }

    /// With the given part of IBSI's processing, directions averaged and merged.
    fn extract(&self, configuration: &Configuration, ibsi: &str) -> [Extraction; 2] {
        [false, true].map(|merged| self.extract_one(configuration, ibsi, merged))
    }

    fn extract_one(&self, configuration: &Configuration, ours: &str, merged: bool) -> Extraction {
        let flat = configuration.is_flat;
        let weighting = if merged { "no_weighting" } else { "null" };
        let settings = configuration.pyradiomics;
        let yaml = format!(
            "{{setting: {{{settings}, force2D: {flat}, weightingNorm: {weighting}}}, \
             voxomics: {{{ours}}}, {CLASSES}}}"
        );
        let params = Params::from_yaml(&yaml).unwrap_or_else(|error| panic!("{yaml}: {error}"));
        let extraction = Extractor::new(params).extract(&self.image, &self.mask);
        extraction.unwrap_or_else(|error| panic!("{}: {error}", configuration.name))
    }
}

/// A reference value, and the feature that answers it.
struct Row {
    tag: String,
    feature: String,
    expression: String,
    value: f64,
    tolerance: f64,
    is_merged: bool,
}

/// Which feature answers a tag without its aggregation, and how it converts.
fn counterparts() -> HashMap<String, (String, String)> {
    let text = fs::read_to_string(data().join("pyradiomics/ibsi_to_pyradiomics.csv")).unwrap();
    let rows = text.lines().skip(1).filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let [stem, _, _, class, feature, expression, ..] = cells[..] else {
            panic!("six cells or more in `{line}`");
        };
        let is_there = !feature.is_empty() && expression != "1";
        is_there.then(|| {
            (
                stem.to_owned(),
                (format!("{class}_{feature}"), expression.to_owned()),
            )
        })
    });
    rows.collect()
}

/// The reference values of a configuration that have a counterpart, in the manual's order.
fn references(configuration: &Configuration) -> Vec<Row> {
    let text = fs::read_to_string(data().join("pyradiomics/ibsi1_reference.csv")).unwrap();
    let counterparts = counterparts();
    let dataset = format!("configuration {},", configuration.name);
    let lines = text.lines().filter(|line| line.starts_with(&dataset));
    let rows = lines.filter_map(|line| {
        let cells: Vec<&str> = line.rsplit(',').collect();
        let (tag, value, tolerance) = (cells[3], cells[2], cells[1]);
        let endings = if configuration.is_flat {
            ["_2_5D_avg", "_2_5D_comb", "_2_5D"]
        } else {
            ["_3D_avg", "_3D_comb", "_3D"]
        };
        let ending = endings.into_iter().find(|ending| tag.ends_with(ending));
        let stem = tag.strip_suffix(ending.unwrap_or_default())?;
        let (feature, expression) = counterparts.get(stem)?.clone();
        Some(Row {
            tag: tag.to_owned(),
            feature,
            expression,
            value: value.parse().ok()?,
            tolerance: tolerance.parse().ok()?,
            is_merged: ending.is_some_and(|ending| ending.ends_with("comb")),
        })
    });
    rows.collect()
}

impl Row {
    fn value_of(&self, runs: &[Extraction; 2]) -> f64 {
        let extraction = &runs[usize::from(self.is_merged)];
        converted(&self.feature, &self.expression, extraction)
    }

    fn is_hit(&self, runs: &[Extraction; 2]) -> bool {
        agrees(self.value_of(runs), self.value, self.tolerance)
    }

    fn line(&self, runs: [&[Extraction; 2]; 2]) -> String {
        let [ibsi, pyradiomics] = runs.map(|runs| {
            let verdict = if self.is_hit(runs) { "yes" } else { "**no**" };
            format!("{:.4e} | {verdict}", self.value_of(runs))
        });
        let Self {
            tag,
            feature,
            value,
            tolerance,
            ..
        } = self;
        format!("| `{tag}` | {feature} | {value} ± {tolerance} | {ibsi} | {pyradiomics} |\n")
    }
}

/// How many reference values are met as the steps of IBSI's processing are added one by one.
fn steps(phantom: &Phantom, configuration: &Configuration, rows: &[Row]) -> String {
    let mut given = String::new();
    let mut steps = String::new();
    for step in configuration.ibsi.split(", ") {
        given = if given.is_empty() {
            step.to_owned()
        } else {
            format!("{given}, {step}")
        };
        let runs = phantom.extract(configuration, &given);
        let hits = rows.iter().filter(|row| row.is_hit(&runs)).count();
        write!(steps, ", {hits} with `{step}`").unwrap();
    }
    steps
}

fn page() -> String {
    let phantom = Phantom::read();
    let mut page = String::new();
    for configuration in &CONFIGURATIONS {
        let [ibsi, pyradiomics] =
            [configuration.ibsi, ""].map(|ours| phantom.extract(configuration, ours));
        let rows = references(configuration);
        let hits = |runs| rows.iter().filter(|row| row.is_hit(runs)).count();
        let table: String = rows
            .iter()
            .map(|row| row.line([&ibsi, &pyradiomics]))
            .collect();
        write!(
            page,
            "\n## Configuration {}: {}\n\n**{} of {}** reference values are met as IBSI processes images. As \
             PyRadiomics does: {}; then, one step after the other{}.\n\n| tag | feature | reference | \
             IBSI's processing | met | PyRadiomics' | met |\n|---|---|---|---|---|---|---|\n{table}",
            configuration.name,
            configuration.about,
            hits(&ibsi),
            rows.len(),
            hits(&pyradiomics),
            steps(&phantom, configuration, &rows),
        )
        .unwrap();
    }
    page
}

#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn configurations_of_the_ct_phantom() {
    let part = Part {
        page: "docs/IBSI.md",
        name: "tables",
        command: "cargo test --release -p voxomics-features --test it configurations_of_the_ct_phantom -- --ignored",
    };
    part.is(&page());
}

/// The preset is configuration C.
#[test]
fn preset() {
    let preset = Params::preset("ibsi").unwrap();
    let Configuration {
        pyradiomics, ibsi, ..
    } = &CONFIGURATIONS[2];
    let yaml = format!("{{setting: {{{pyradiomics}}}, voxomics: {{{ibsi}}}, {CLASSES}}}");
    let configuration = Params::from_yaml(&yaml).unwrap();
    assert_eq!(preset.settings(), configuration.settings());
    assert_eq!(preset.feature_names(), configuration.feature_names());
}
