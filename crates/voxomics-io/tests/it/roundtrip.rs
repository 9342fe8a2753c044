//! What is written reads back the same: every voxel type, encoding and name, oblique geometry.

use proptest::prelude::*;
use voxomics_io::{Encoding, Format, Options, read, write, write_with};
use voxomics_volume::{AnyVolume, Geometry, Volume};

/// Names, with the options that go with them.
const TARGETS: [(&str, Option<Format>, Option<Encoding>); 19] = [
    ("a.nii", None, None),
    ("a.nii.gz", None, None),
    ("a.hdr", None, None),
    ("a.hdr.gz", None, None),
    ("a.nii", Some(Format::Nifti2), None),
    ("a.nii.gz", Some(Format::Nifti2), None),
    ("a.hdr", Some(Format::Nifti2), None),
    ("a.nrrd", None, Some(Encoding::Raw)),
    ("a.nrrd", None, Some(Encoding::Gzip)),
    ("a.nrrd", None, Some(Encoding::Text)),
    ("a.nrrd", None, Some(Encoding::Hex)),
    ("a.nhdr", None, Some(Encoding::Raw)),
    ("a.nhdr", None, Some(Encoding::Gzip)),
    ("a.nhdr", None, Some(Encoding::Text)),
    ("a.nhdr", None, Some(Encoding::Hex)),
    ("a.mha", None, None),
    ("a.mha", None, Some(Encoding::Text)),
    ("a.mhd", Some(Format::MetaImage), None),
    ("a.mhd", None, Some(Encoding::Text)),
];

/// A grid turned by any rotation, mirrored or not.
fn geometries() -> impl Strategy<Value = Geometry> {
    (
        prop::array::uniform3(1_usize..7),
        prop::array::uniform3(0.05_f64..8.0),
        prop::array::uniform3(-600.0_f64..600.0),
        prop::array::uniform4(-1.0_f64..1.0),
        any::<bool>(),
    )
        .prop_filter_map(
            "no rotation",
            |(size, spacing, origin, [a, b, c, d], mirrored)| {
                let n = a * a + b * b + c * c + d * d;
                if n < 0.1 {
                    return None;
                }
                let z = if mirrored { -1.0 } else { 1.0 };
                let direction = [
                    [
                        (a * a + b * b - c * c - d * d) / n,
                        2.0 * (b * c - a * d) / n,
                        z * 2.0 * (b * d + a * c) / n,
                    ],
                    [
                        2.0 * (b * c + a * d) / n,
                        (a * a + c * c - b * b - d * d) / n,
                        z * 2.0 * (c * d - a * b) / n,
                    ],
                    [
                        2.0 * (b * d - a * c) / n,
                        2.0 * (c * d + a * b) / n,
                        z * (a * a + d * d - b * b - c * c) / n,
                    ],
                ];
                Geometry::new(size, spacing, origin, direction).ok()
            },
        )
}

/// Volumes of all types, their voxels any bits that are a number.
fn volumes() -> impl Strategy<Value = AnyVolume> {
    fn of<T: voxomics_volume::Voxel>(geometry: Geometry, words: &[u64]) -> AnyVolume
    where
        AnyVolume: From<Volume<T>>,
    {
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        let voxels = bytes
            .chunks_exact(size_of::<T>())
            .map(bytemuck::pod_read_unaligned);
        let voxels: Vec<T> = voxels.take(geometry.voxels()).collect();
        Volume::new(geometry, voxels).unwrap().into()
    }
    (
        geometries(),
        0..10,
        prop::collection::vec(any::<u64>(), 216),
    )
        .prop_map(|(geometry, voxel_type, words)| match voxel_type {
            0 => of::<u8>(geometry, &words),
            1 => of::<i8>(geometry, &words),
            2 => of::<u16>(geometry, &words),
            3 => of::<i16>(geometry, &words),
            4 => of::<u32>(geometry, &words),
            5 => of::<i32>(geometry, &words),
            6 => of::<u64>(geometry, &words),
            7 => of::<i64>(geometry, &words),
            8 => of::<f32>(geometry, &words),
            _ => of::<f64>(geometry, &words),
        })
}

fn close(got: &Geometry, want: &Geometry, tolerance: f64) -> bool {
    let near = |got: f64, want: f64| (got - want).abs() <= tolerance * want.abs().max(1.0);
    got.size() == want.size()
        && got.rank() == want.rank()
        && (0..3).all(|axis| {
            near(got.spacing()[axis], want.spacing()[axis])
                && near(got.origin()[axis], want.origin()[axis])
                && (0..3).all(|row| near(got.direction()[row][axis], want.direction()[row][axis]))
        })
}

/// Bits, but that text has one NaN only.
fn same_voxels(got: &AnyVolume, want: &AnyVolume, encoding: Option<Encoding>) -> bool {
    let equal = got.native_bytes() == want.native_bytes();
    let alike = |(a, b): (&f64, &f64)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
    equal || encoding == Some(Encoding::Text) && got.to_f64().iter().zip(&want.to_f64()).all(alike)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn volumes_read_back(volume in volumes()) {
        let folder = tempfile::tempdir().unwrap();
        for (name, format, encoding) in TARGETS {
            let path = folder.path().join(name);
            write_with(&path, &volume, &Options { format, encoding }).unwrap();
            let image = read(&path).unwrap();
            prop_assert!(image.warnings().is_empty(), "{name}: {:?}", image.warnings());
            let got = image.volume();
            prop_assert_eq!(got.voxel_type(), volume.voxel_type());
            prop_assert!(same_voxels(got, &volume, encoding), "{name} {encoding:?}");
            let is_single = image.format() == Format::Nifti1;
            let tolerance = if is_single { 1e-6 } else { 1e-14 };
            prop_assert!(
                close(got.geometry(), volume.geometry(), tolerance),
                "{name}: {:?}, not {:?}", got.geometry(), volume.geometry()
            );
        }
    }

    /// Upright grids lose nothing where the format has doubles.
    #[test]
    fn upright_geometry_is_exact(
        spacing in prop::array::uniform3(0.05_f64..8.0),
        origin in prop::array::uniform3(-600.0_f64..600.0),
    ) {
        let upright = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let geometry = Geometry::new([2, 1, 1], spacing, origin, upright).unwrap();
        let volume = AnyVolume::from(Volume::new(geometry, vec![1_u8, 2]).unwrap());
        let folder = tempfile::tempdir().unwrap();
        for (name, format) in [("a.nrrd", None), ("a.nii", Some(Format::Nifti2))] {
            let path = folder.path().join(name);
            write_with(&path, &volume, &Options { format, encoding: None }).unwrap();
            let got = *read(&path).unwrap().volume().geometry();
            prop_assert_eq!(got.spacing(), spacing);
            prop_assert_eq!(got.origin(), origin);
            prop_assert!(close(&got, &geometry, 1e-15));
        }
    }
}

#[test]
fn planes_read_back_as_planes() {
    let plane = Geometry::axis_aligned([3, 2, 1], [0.5, 0.25, 1.0])
        .unwrap()
        .planar()
        .unwrap();
    let volume = AnyVolume::from(Volume::new(plane, vec![1.5_f32; 6]).unwrap());
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.nii", "a.nii.gz", "a.hdr", "a.nrrd", "a.nhdr"] {
        let path = folder.path().join(name);
        write(&path, &volume).unwrap();
        assert_eq!(
            read(&path).unwrap().into_volume().unwrap(),
            volume,
            "{name}"
        );
    }
}

#[test]
fn long_axes_are_written_as_nifti_2() {
    let geometry = Geometry::axis_aligned([40_000, 1, 1], [1.0; 3]).unwrap();
    let volume = AnyVolume::from(Volume::new(geometry, vec![7_u8; 40_000]).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.nii");
    write(&path, &volume).unwrap();
    let image = read(&path).unwrap();
    assert_eq!(
        (image.format(), image.into_volume().unwrap()),
        (Format::Nifti2, volume)
    );
}

#[test]
fn the_same_volume_gives_the_same_bytes() {
    let geometry = Geometry::axis_aligned([16, 16, 16], [1.0; 3]).unwrap();
    let volume = AnyVolume::from(Volume::from_fn(geometry, |[x, y, z]| (x * y + z) as f64));
    let folder = tempfile::tempdir().unwrap();
    for (name, again) in [("a.nii.gz", "b.nii.gz"), ("a.nrrd", "b.nrrd")] {
        let [name, again] = [name, again].map(|name| folder.path().join(name));
        write(&name, &volume).unwrap();
        write(&again, &volume).unwrap();
        assert_eq!(std::fs::read(name).unwrap(), std::fs::read(again).unwrap());
    }
}
