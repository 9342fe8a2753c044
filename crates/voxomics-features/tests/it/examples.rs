//! The presets, and the parameter files of docs/parameters: every one runs.

use std::fs;
use std::path::{Path, PathBuf};

use voxomics_features::params::{Params, preset};
use voxomics_features::{Extractor, diagnostics};
use voxomics_testkit::data;
use voxomics_volume::{AnyVolume, Mask};

fn examples() -> Vec<PathBuf> {
    let folder = data().join("../../docs/parameters");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .collect();
    files.sort();
    files
}

/// A case of the modality that an example is for.
fn case(example: &str) -> (AnyVolume, Mask) {
    let [image, mask] = match example {
        "ct.yaml" => ["lung2_crop_image.nrrd", "lung2_crop_label.nrrd"],
        "slice.yaml" => ["brain1_image.nrrd", "slices/brain1_z_label.nrrd"],
        _ => ["brain1_image.nrrd", "brain1_label.nrrd"],
    };
    let read = |name: &str| {
        let path = data().join("images/pyradiomics").join(name);
        voxomics_io::read(path).unwrap().into_volume().unwrap()
    };
    (read(image), Mask::new(read(mask)).unwrap())
}

#[test]
fn examples_run() {
    let files = examples();
    assert!(files.len() >= 7, "{files:?}");
    for file in files {
        let name = file.file_name().and_then(std::ffi::OsStr::to_str).unwrap();
        let params = Params::from_file(&file).unwrap();
        let params_text = fs::read_to_string(&file).unwrap();
        assert!(params_text.starts_with("# "), "{name} says what it is for");
        let (image, mask) = case(name);
        if name == "maps.yaml" {
            assert_eq!(maps(params, &image, &mask), 5, "{name}");
            continue;
        }
        let names = params.feature_names();
        let expected = diagnostics::names(&params);
        let extraction = Extractor::new(params).extract(&image, &mask);
        let extraction = extraction.unwrap_or_else(|error| panic!("{name}: {error}"));
        let keys = extraction
            .diagnostics()
            .entries()
            .iter()
            .map(|(key, _)| key);
        assert!(keys.eq(&expected), "{name}");
        let got: Vec<&String> = extraction.features().iter().map(|(name, _)| name).collect();
        assert_eq!(got, names.iter().collect::<Vec<_>>(), "{name}");
    }
}

fn maps(params: Params, image: &AnyVolume, mask: &Mask) -> usize {
    let mut count = 0;
    let extractor = Extractor::new(params);
    extractor.case(image, mask).maps(1, |_| count += 1).unwrap();
    count
}

#[test]
fn presets_read_and_say_what_they_are_for() {
    for preset in preset::ALL {
        let params = Params::preset(preset.name).unwrap();
        assert!(!params.feature_names().is_empty());
        assert!(preset.yaml.starts_with("# "), "{}", preset.name);
        assert!(preset.about.len() < 90, "a line: {}", preset.about);
    }
    let error = Params::preset("IBSI").unwrap_err();
    assert_eq!(
        error.to_string(),
        "IBSI is not a preset: did you mean `ibsi`?"
    );
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("presets");
    assert_eq!(fs::read_dir(folder).unwrap().count(), preset::ALL.len());
}
