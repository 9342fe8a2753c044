//! Every DICOM case of `tests/data/imaging-io/expected.json`: values to the bit, geometry, phases, masks, uptake.

use std::collections::BTreeMap;

use serde_json::Value;
use voxomics_io::dicom::{Collection, Outlines, Roi, Scan};
use voxomics_io::{Image, Kind, read};
use voxomics_volume::{AnyVolume, Geometry, Volume};

use crate::data;
use crate::golden::sha256;

fn cases(prefix: &str) -> BTreeMap<String, Value> {
    let text = std::fs::read_to_string(data("expected.json")).unwrap();
    let cases: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    let chosen = cases
        .into_iter()
        .filter(|(name, _)| name.starts_with(prefix));
    chosen.collect()
}

fn expecting(what: &str) -> impl Iterator<Item = (String, Value)> {
    let cases = cases("dicom/").into_iter();
    cases.filter(move |(_, case)| case["expect"] == what)
}

fn numbers(value: &Value) -> Vec<f64> {
    let numbers = value.as_array().unwrap().iter();
    numbers.map(|number| number.as_f64().unwrap()).collect()
}

fn only(name: &str) -> Image {
    let collection = Collection::open(data(name)).unwrap();
    let scan = collection.only_scan().unwrap();
    scan.read().unwrap_or_else(|error| panic!("{error}"))
}

fn check_geometry(name: &str, case: &Value, geometry: &Geometry) {
    let tolerance = case["tol"].as_f64().unwrap_or(1e-12);
    let near = |what: &str, got: &[f64]| {
        for (got, want) in got.iter().zip(numbers(&case[what])) {
            let allowed = tolerance * want.abs().max(1.0);
            assert!(
                (got - want).abs() <= allowed,
                "{name}: {what} {got}, want {want}"
            );
        }
    };
    if case["size"].is_array() {
        assert_eq!(
            geometry.size().map(|n| n as f64).as_slice(),
            numbers(&case["size"]),
            "{name}"
        );
    }
    if case["spacing"].is_array() {
        near("spacing", &geometry.spacing());
        near("origin", &geometry.origin());
        near("direction", geometry.direction().as_flattened());
    }
}

/// The values of a lossy case as another decoder has them.
fn lossy_values(case: &Value) -> Vec<f64> {
    use std::io::Read;
    let path = data("dicom").join(case["values_file"].as_str().unwrap());
    let mut bytes = Vec::new();
    let file = std::fs::read(path).unwrap();
    let mut reader = flate2::read::GzDecoder::new(file.as_slice());
    reader.read_to_end(&mut bytes).unwrap();
    let header = usize::from(u16::from_le_bytes([bytes[8], bytes[9]])) + 10;
    let pairs = bytes[header..].as_chunks::<2>().0.iter();
    pairs
        .map(|pair| f64::from(i16::from_le_bytes(*pair)))
        .collect()
}

#[test]
fn volumes() {
    let mut count = 0;
    for (name, case) in expecting("volume") {
        let image = only(&name);
        check_geometry(&name, &case, image.volume().geometry());
        let values = image.volume().to_f64();
        if case["lossy"] == true {
            let most = case["max_abs_difference"].as_f64().unwrap();
            let pairs = values.iter().zip(lossy_values(&case));
            let worst = pairs
                .map(|(got, want)| (got - want).abs())
                .fold(0.0, f64::max);
            assert!(worst <= most, "{name}: {worst}");
        } else {
            assert_eq!(sha256(values), case["sha256_f64"], "{name}");
        }
        assert!(
            case["warn"] != true || !image.warnings().is_empty(),
            "{name}: no warning"
        );
        assert_eq!(
            image,
            read(data(&name)).unwrap(),
            "{name}: `read` is the short way"
        );
        count += 1;
    }
    assert_eq!(count, 61, "cases were lost");
}

/// Cases for which the goldens allow to read or to refuse.
#[test]
fn volumes_that_could_be_refused() {
    for name in ["dicom/highbit15", "dicom/no_preamble"] {
        let case = &cases("dicom/")[name];
        assert_eq!(
            sha256(only(name).volume().to_f64()),
            case["sha256_f64"],
            "{name}"
        );
    }
    let case = &cases("dicom/")["dicom/modality_lut"];
    let values = only("dicom/modality_lut").volume().to_f64();
    assert_eq!(sha256(values), case["sha256_f64_with_lut"]);
    // Frames without a place in space are no volume.
    let error = read(data("dicom/enc_eot")).unwrap_err();
    assert_eq!(error.kind(), Kind::Inconsistent, "{error}");
}

#[test]
fn several_volumes() {
    let mut count = 0;
    for (name, case) in expecting("volumes") {
        let collection = Collection::open(data(&name)).unwrap();
        let wanted = case["volumes"].as_array().unwrap();
        assert_eq!(collection.scans().len(), wanted.len(), "{name}");
        for (scan, wanted) in collection.scans().iter().zip(wanted) {
            let volume = scan.read().unwrap().into_volume().unwrap();
            assert_eq!(scan.is_localizer(), wanted["localizer"] == true, "{name}");
            if let Some(slices) = wanted["slices"].as_u64() {
                assert_eq!(volume.geometry().size()[2] as u64, slices, "{name}");
            }
            if let Some(hash) = wanted["sha256_f64"].as_str() {
                assert_eq!(sha256(volume.to_f64()), hash, "{name}: {scan}");
            }
        }
        count += 1;
    }
    assert_eq!(count, 6, "cases were lost");
    let error = read(data("dicom/two_series")).unwrap_err();
    assert_eq!(error.kind(), Kind::Ambiguous);
    assert!(
        error.to_string().contains("\n  2: MR, 20 x 24 x 10 voxels"),
        "{error}"
    );
}

#[test]
fn refused_series() {
    let mut count = 0;
    for (name, case) in expecting("error") {
        let error = read(data(&name)).unwrap_err();
        assert_eq!(error.kind().to_string(), case["error"], "{error}");
        count += 1;
    }
    assert_eq!(count, 7, "cases were lost");
}

#[test]
fn padding_and_skipped_files_are_counted() {
    let image = only("dicom/padding");
    assert_eq!(
        image.warnings(),
        ["voxels that hold -2000, the value that pads the image: 872"]
    );
    let collection = Collection::open(data("dicom/names_and_junk")).unwrap();
    assert_eq!(collection.skipped(), 4);
}

#[test]
fn a_dicomdir_is_followed() {
    let [folder, file] = ["dicom/dicomdir", "dicom/dicomdir/DICOMDIR"].map(only);
    assert_eq!(folder.volume(), file.volume());
}

#[test]
fn uptake() {
    let mut count = 0;
    for (name, case) in cases("dicom/pet_") {
        let collection = Collection::open(data(&name)).unwrap();
        let scan = collection.only_scan().unwrap();
        if let Some(kind) = case["suv_error"].as_str() {
            let error = scan.read_suv().unwrap_err();
            assert_eq!(error.kind().to_string(), kind, "{error}");
        } else {
            let wanted = &case["suv_bw"];
            let factor = wanted["factor"].as_f64().unwrap();
            assert_eq!(scan.suv().unwrap(), [factor; 10], "{name}");
            let values = scan.read_suv().unwrap().volume().to_f64();
            let most = values.iter().copied().fold(0.0, f64::max);
            assert_eq!(most, wanted["max"].as_f64().unwrap(), "{name}");
            if let Some(hash) = wanted["sha256_f64_of_stored_times_slope_times_factor"].as_str() {
                assert_eq!(sha256(values), hash);
            }
        }
        count += 1;
    }
    assert_eq!(count, 7, "cases were lost");
    let error = Collection::open(data("dicom/basic")).unwrap();
    let error = error.only_scan().unwrap().suv().unwrap_err();
    assert_eq!(error.kind(), Kind::Unsupported, "{error}");
}

/// Voxels of a mask.
pub(crate) fn inside(mask: &Volume<u8>) -> usize {
    mask.voxels().iter().map(|&voxel| usize::from(voxel)).sum()
}

fn drawn(scan: &Scan, outlines: &Outlines, roi: &Roi) -> Vec<f64> {
    let mask = outlines.mask_of(roi, &scan.read().unwrap()).unwrap().mask;
    AnyVolume::from(mask).to_f64()
}

#[test]
fn segments() {
    let mut count = 0;
    for (name, case) in expecting("segments") {
        let collection = Collection::open(data(&name)).unwrap();
        let scan = collection.only_scan().unwrap();
        let outlines = collection.only_outlines().unwrap();
        let image = scan.read().unwrap();
        check_geometry(&name, &case, image.volume().geometry());
        assert_eq!(
            sha256(image.volume().to_f64()),
            case["image_sha256_f64"],
            "{name}"
        );
        let wanted = case["segments"].as_object().unwrap();
        assert_eq!(outlines.outlines().len(), wanted.len(), "{name}");
        for (label, wanted) in wanted {
            let number = wanted["number"].as_i64().unwrap();
            let grid = image.volume().geometry();
            for roi in [Roi::name(label), Roi::number(number)] {
                let fractions = outlines.fractions(&roi, grid).unwrap().into_voxels();
                let touched = fractions
                    .iter()
                    .map(|&fraction| f64::from(u8::from(fraction > 0.0)));
                assert_eq!(
                    sha256(touched),
                    wanted["sha256_mask01_f64"],
                    "{name}: {label}"
                );
                if let Some(hash) = wanted["sha256_fraction_f64"].as_str() {
                    assert_eq!(sha256(fractions.iter().copied()), hash, "{name}: {label}");
                }
                let half = fractions
                    .iter()
                    .filter(|&&fraction| fraction >= 0.5)
                    .count();
                match outlines.mask_of(&roi, &scan.read().unwrap()) {
                    Ok(drawn) => assert_eq!(inside(&drawn.mask), half),
                    Err(error) => assert_eq!((error.kind(), half), (Kind::EmptyMask, 0)),
                }
            }
        }
        count += 1;
    }
    assert_eq!(count, 8, "cases were lost");
}

#[test]
fn contours() {
    let mut count = 0;
    for (name, case) in expecting("rois") {
        let collection = Collection::open(data(&name)).unwrap();
        let scan = collection.only_scan().unwrap();
        let outlines = collection.only_outlines().unwrap();
        for (key, wanted) in case["rois"].as_object().unwrap() {
            let (label, number) = key.split_once('#').unwrap();
            let roi = Roi::number(number.parse().unwrap());
            let outline = outlines
                .outlines()
                .iter()
                .find(|found| roi.matches(found.number, &found.name, None));
            let outline = outline.unwrap();
            assert_eq!(
                (outline.name.as_str(), &*outline.kind),
                (label, wanted["type"].as_str().unwrap())
            );
            assert_eq!(
                outline.contours.map(|count| count as u64),
                wanted["contours"].as_u64()
            );
            if case["error"] == "empty_mask" || wanted["expect"] == "ignored_or_error" {
                let error = outlines.mask_of(&roi, &scan.read().unwrap()).unwrap_err();
                assert_eq!(error.kind(), Kind::EmptyMask, "{error}");
                continue;
            }
            let mask = drawn(scan, outlines, &roi);
            assert_eq!(sha256(mask), wanted["sha256_mask01_f64"], "{name}: {key}");
        }
        count += 1;
    }
    assert_eq!(count, 14, "cases were lost");
}

#[test]
fn oddities_of_contours_are_told() {
    let told = |name: &str| {
        let collection = Collection::open(data(name)).unwrap();
        let scan = collection.only_scan().unwrap();
        let outlines = collection.only_outlines().unwrap();
        let drawn = outlines.mask_of(&Roi::number(1), &scan.read().unwrap());
        drawn.unwrap().warnings
    };
    assert_eq!(told("dicom/rt_simple"), [""; 0]);
    assert_eq!(
        told("dicom/rt_gap"),
        ["region `gtv`: 1 slices between contours have none and stay empty"]
    );
    assert_eq!(
        told("dicom/rt_clipped"),
        ["region `gtv`: 6 contours reach beyond the image and are cut off"]
    );
    assert_eq!(
        told("dicom/rt_between_slices"),
        ["region `gtv`: 12 contours lie between slices and are drawn on the nearest"]
    );
}

#[test]
fn regions_that_are_not_there() {
    let collection = Collection::open(data("dicom/rt_unsorted_duplicate_name")).unwrap();
    let scan = collection.only_scan().unwrap();
    let outlines = collection.only_outlines().unwrap();
    let error = outlines
        .mask_of(&Roi::name("GTV"), &scan.read().unwrap())
        .unwrap_err();
    assert_eq!(error.kind(), Kind::NoSuchName);
    assert!(
        error
            .to_string()
            .ends_with("no region is `GTV`: there are `gtv` (#1), `gtv` (#2)"),
        "{error}"
    );
    let error = outlines
        .mask_of(&Roi::name("gtv"), &scan.read().unwrap())
        .unwrap_err();
    assert_eq!(error.kind(), Kind::Ambiguous, "{error}");
    let both = Roi::parse("/GTV/i").unwrap();
    let voxels = drawn(scan, outlines, &both).into_iter().sum::<f64>();
    let each = [1, 2].map(|number| {
        drawn(scan, outlines, &Roi::number(number))
            .into_iter()
            .sum::<f64>()
    });
    assert!(voxels <= each[0] + each[1] && voxels >= each[0].max(each[1]));
}
