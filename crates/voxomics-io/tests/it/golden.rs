//! Every case of `tests/data/imaging-io/expected.json`: values to the bit, geometry within the
//! format's precision, errors of the expected kind.

use std::collections::BTreeMap;

use serde::Deserialize;
use sha2::{Digest, Sha256};
use voxomics_io::{Image, Kind, inspect, read};
use voxomics_volume::AnyVolume;

use crate::data;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Case {
    expect: String,
    error: Option<String>,
    ok_too: Option<String>,
    size: Vec<usize>,
    spacing: Vec<f64>,
    origin: [f64; 3],
    direction: [f64; 9],
    pixel_type: String,
    scl: Option<[serde_json::Value; 2]>,
    sha256_f64: String,
    sha256_f64_component_fastest: String,
    sha256_f64_component_slowest: String,
    components: usize,
    segments: BTreeMap<String, serde_json::Value>,
    tol: Option<f64>,
    warn: bool,
}

fn cases() -> BTreeMap<String, Case> {
    let text = std::fs::read_to_string(data("expected.json")).unwrap();
    let cases: BTreeMap<String, Case> = serde_json::from_str(&text).unwrap();
    assert_eq!(cases.len(), 414, "the golden file lost cases");
    cases
}

pub(crate) fn sha256(values: impl IntoIterator<Item = f64>) -> String {
    let mut hash = Sha256::new();
    for value in values {
        hash.update(value.to_le_bytes());
    }
    let digest: [u8; 32] = hash.finalize().into();
    let halves = digest
        .as_chunks::<16>()
        .0
        .iter()
        .map(|half| u128::from_be_bytes(*half));
    halves
        .map(|half| format!("{half:032x}"))
        .collect::<Vec<_>>()
        .concat()
}

#[test]
fn volumes() {
    let cases = cases();
    let images = cases
        .iter()
        .filter(|(name, case)| case.expect == "volume" && !name.starts_with("dicom/"));
    for (name, case) in images {
        if case.size.len() == 4 {
            let error = read(data(name)).unwrap_err();
            assert_eq!(error.kind(), Kind::Unsupported, "{error}");
            continue;
        }
        let image = read(data(name)).unwrap_or_else(|error| panic!("{error}"));
        check_volume(name, case, &image);
        // Only the voxels can show that bytes follow them.
        let mut info = inspect(data(name)).unwrap();
        info.warnings.extend(
            image
                .warnings()
                .iter()
                .filter(|text| text.contains("bytes"))
                .cloned(),
        );
        assert_eq!(&info, image.info(), "{name}");
    }
}

fn check_volume(name: &str, case: &Case, image: &Image) {
    let volume = image.volume();
    let geometry = volume.geometry();
    // NIfTI-1 has 24 bits for numbers, and quaternions lose some of them.
    let is_first = format!("{}", image.format()) == "NIfTI-1";
    let relative = case.tol.unwrap_or(if is_first { 1e-6 } else { 1e-12 });
    let absolute = if is_first { 1e-5 } else { 1e-12 };
    assert_eq!(image.components().len(), 1, "{name}");
    assert_eq!(geometry.size().as_slice(), case.size, "{name}");
    assert_eq!(
        geometry.rank(),
        if name.contains("dim2") { 2 } else { 3 },
        "{name}"
    );
    for axis in 0..3 {
        let (got, want) = (geometry.spacing()[axis], case.spacing[axis]);
        assert!(
            (got - want).abs() <= relative * want,
            "{name}: spacing {got}, want {want}"
        );
        let (got, want) = (geometry.origin()[axis], case.origin[axis]);
        assert!(
            (got - want).abs() <= relative * want.abs().max(1.0),
            "{name}: origin {got} {want}"
        );
        for row in 0..3 {
            let (got, want) = (
                geometry.direction()[row][axis],
                case.direction[3 * row + axis],
            );
            assert!(
                (got - want).abs() <= absolute,
                "{name}: direction {row},{axis} {got} {want}"
            );
        }
    }
    assert_eq!(sha256(volume.to_f64()), case.sha256_f64, "{name}");
    assert_eq!(
        image.info().voxel_type.to_string(),
        case.pixel_type,
        "{name}"
    );
    let is_scaled = case
        .scl
        .as_ref()
        .is_some_and(|scl| scl[0] != 0.0 && scl[0].is_number());
    let kept = if is_scaled {
        "float64"
    } else {
        &case.pixel_type
    };
    assert_eq!(volume.voxel_type().to_string(), kept, "{name}");
    assert!(
        !case.warn || !image.warnings().is_empty(),
        "{name}: no warning"
    );
    for (segment, label) in &case.segments {
        let found = image
            .info()
            .segments
            .iter()
            .find(|found| &found.name == segment)
            .unwrap();
        assert_eq!(label, found.label, "{name}: {segment}");
    }
}

#[test]
fn errors() {
    let cases = cases();
    let refused = cases
        .iter()
        .filter(|(name, case)| case.expect == "error" && !name.starts_with('('));
    for (name, case) in refused {
        let wanted = case.error.as_deref().unwrap();
        match read(data(name)) {
            Ok(_) => assert!(allows_reading(name), "{name} was read: {wanted} is due"),
            Err(error) => {
                let kind = error.kind().to_string();
                let allowed = kind == wanted
                    || case.ok_too.as_deref() == Some(&kind)
                    || wanted == "limit_or_truncated"
                        && matches!(error.kind(), Kind::LimitExceeded | Kind::Truncated);
                assert!(allowed, "{error}: {kind}, {wanted} is due");
                assert!(
                    error
                        .to_string()
                        .starts_with(&data(name).display().to_string())
                );
            }
        }
    }
}

/// Files with an `ok_too` that this crate reads: the datatype beats `bitpix`, extensions are passed
/// by, an overlong quaternion is normalised, group lengths of DICOM are not needed, a slope of
/// 1e99 is a number.
fn allows_reading(name: &str) -> bool {
    [
        "hostile/dcm_meta_length_huge.dcm",
        "hostile/dcm_slope_inf.dcm",
        "hostile/mha_zlib_bomb.mha",
        "hostile/nii_bitpix_wrong.nii",
        "hostile/nii_extension_size_0.nii",
        "hostile/nii_extension_size_neg.nii",
        "hostile/nii_quat_big.nii",
    ]
    .contains(&name)
}

#[test]
fn unsupported_voxels() {
    let named = [
        "nifti/complex64.nii",
        "nifti/float128.nii",
        "nifti/rgb24.nii",
    ];
    for name in named {
        let error = read(data(name)).unwrap_err();
        assert_eq!(error.kind(), Kind::Unsupported, "{error}");
    }
    let cases = cases();
    let others = cases
        .iter()
        .filter(|(_, case)| case.expect.starts_with("unsupported"));
    assert_eq!(
        others.count(),
        named.len() + 3,
        "three of them are vectors, which are read"
    );
}

#[test]
fn vectors() {
    let cases = cases();
    for name in [
        "nifti/vector2.nii",
        "nrrd/vector3.nrrd",
        "metaimage/channels3.mha",
    ] {
        let (case, image) = (&cases[name], read(data(name)).unwrap());
        let components: Vec<Vec<f64>> = image.components().iter().map(AnyVolume::to_f64).collect();
        assert_eq!(components.len(), case.components, "{name}");
        let fastest = (0..components[0].len())
            .flat_map(|voxel| components.iter().map(move |component| component[voxel]));
        let [fastest, slowest] = [
            sha256(fastest),
            sha256(components.iter().flatten().copied()),
        ];
        if case.sha256_f64_component_fastest.is_empty() {
            assert_eq!(slowest, case.sha256_f64_component_slowest, "{name}");
        } else {
            assert_eq!(fastest, case.sha256_f64_component_fastest, "{name}");
        }
    }
    let image = read(data("nrrd/list4d_last.nrrd")).unwrap();
    let values = image.components().iter().flat_map(AnyVolume::to_f64);
    assert_eq!(sha256(values), cases["nrrd/list4d_last.nrrd"].sha256_f64);
}

#[test]
fn overlapping_segments() {
    let image = read(data("nrrd/layers.seg.nrrd")).unwrap();
    for (name, wanted) in &cases()["nrrd/layers.seg.nrrd"].segments {
        let segment = image
            .info()
            .segments
            .iter()
            .find(|segment| &segment.name == name)
            .unwrap();
        assert_eq!(wanted["label"], segment.label);
        assert_eq!(wanted["layer"], segment.layer);
        let label = f64::from(segment.label);
        let mask: Vec<f64> = image.components()[segment.layer]
            .to_f64()
            .into_iter()
            .map(|value| f64::from(u8::from(value == label)))
            .collect();
        assert_eq!(
            wanted["voxels"],
            mask.iter().filter(|&&inside| inside == 1.0).count()
        );
        assert_eq!(wanted["sha256_mask01_f64"], sha256(mask));
    }
}

/// Some writers use gzip where zlib is due.
#[test]
fn gzip_in_a_metaimage() {
    let [gzip, zlib] = ["compressed_gzip", "compressed"]
        .map(|name| read(data(&format!("metaimage/{name}.mha"))).unwrap());
    assert_eq!(gzip.volume(), zlib.volume());
}

#[test]
fn valid_bomb_obeys_the_limits() {
    let path = data("hostile/bomb_valid.nii.gz");
    let limits = voxomics_io::Limits {
        bytes: 50 << 20,
        ..Default::default()
    };
    let error = voxomics_io::read_within(&path, &limits).unwrap_err();
    assert_eq!(error.kind(), Kind::LimitExceeded, "{error}");
    assert_eq!(
        read(&path).unwrap().volume().geometry().size(),
        [1024, 1024, 48]
    );
}
