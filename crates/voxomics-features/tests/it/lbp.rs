//! Local binary patterns: goldens of PyRadiomics, an oracle, and what holds for any image.
#![expect(clippy::cast_sign_loss, reason = "options and indices are positive")]

use serde_json::Value as Json;
use voxomics_features::filter::{lbp2d, lbp3d};
use voxomics_features::params::LbpMethod;
use voxomics_testkit::{Tolerance, data, on_any_pool};
use voxomics_volume::{AnyVolume, Geometry, Region, Volume};

mod definition;
mod errors;
mod golden;

fn read(name: &str) -> AnyVolume {
    let path = data().join("pyradiomics/filters").join(name);
    voxomics_io::read(path).unwrap().into_volume().unwrap()
}

fn whole(image: &AnyVolume) -> Region {
    Region::whole(image.geometry().size())
}

/// The voxels of `values`, given for `whole`, that lie in `part`.
fn cut(values: &[f64], whole: Region, part: Region) -> Vec<f64> {
    let geometry = Geometry::axis_aligned(whole.size(), [1.0; 3]).unwrap();
    let volume = Volume::new(geometry, values.to_vec()).unwrap();
    volume.crop(part).unwrap().into_voxels()
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// Noise of no kind in particular, with repeated values.
fn noise(size: [usize; 3]) -> Volume<f64> {
    let geometry = Geometry::axis_aligned(size, [1.0; 3]).unwrap();
    Volume::from_fn(geometry, |[x, y, z]| {
        let mixed = (x * 73 + y * 179 + z * 283) * (x + 3 * y + 7 * z + 11);
        f64::from(mixed as u32 % 997) / 7.0 - 40.0
    })
}

fn as_single(volume: &Volume<f64>) -> AnyVolume {
    let voxels = volume.voxels().iter().map(|&voxel| voxel as f32).collect();
    Volume::new(*volume.geometry(), voxels).unwrap().into()
}

fn as_short(volume: &Volume<f64>) -> AnyVolume {
    let voxels = volume.voxels().iter().map(|&voxel| voxel as i16).collect();
    Volume::new(*volume.geometry(), voxels).unwrap().into()
}

/// Every image of the patterns, and its name.
fn images(patterns: &lbp3d::Patterns) -> Vec<(String, &[f64])> {
    let names = (1..).map(|level| format!("m{level}"));
    let levels = names.zip(patterns.levels.iter().map(Vec::as_slice));
    levels
        .chain([("k".to_owned(), patterns.kurtosis.as_slice())])
        .collect()
}

/// What a part of an image gives does not depend on the part: the bits are those of the whole.
#[test]
fn a_region_gives_what_the_whole_gives() {
    let long = noise([260, 4, 5]);
    let deep = noise([5, 4, 260]);
    let volumes = [
        as_short(&long),
        as_single(&long),
        long.into(),
        as_short(&deep),
        deep.into(),
    ];
    for image in &volumes {
        let whole = whole(image);
        let size = whole.size();
        let parts = [
            Region::new([size[0] / 2, 1, size[2] / 2], [2, 2, 2]),
            Region::new([0, 0, 0], [2, 4, 1]),
            Region::new([size[0] - 1, 3, size[2] - 1], [1; 3]),
        ];
        let options = lbp3d::Options {
            radius: 1.5,
            ..lbp3d::Options::default()
        };
        let spheres = |region: Region| {
            let inside = vec![1; region.voxels()];
            lbp3d::local_binary_pattern(image, region, &inside, &options).unwrap()
        };
        let all = spheres(whole);
        for part in parts {
            let patterns = spheres(part);
            for ((name, got), (_, want)) in images(&patterns).into_iter().zip(images(&all)) {
                assert_eq!(
                    bits(got),
                    bits(&cut(want, whole, part)),
                    "{name} of {part:?}"
                );
            }
        }
        for axis in 0..3 {
            let options = lbp2d::Options {
                radius: 2.3,
                method: LbpMethod::Var,
                axis,
                ..lbp2d::Options::default()
            };
            let circles = |region| lbp2d::local_binary_pattern(image, region, &options).unwrap();
            let all = circles(whole);
            for part in parts {
                let want = cut(&all, whole, part);
                assert_eq!(bits(&circles(part)), bits(&want), "axis {axis} of {part:?}");
            }
        }
    }
}

#[test]
fn threads() {
    let volume = noise([21, 9, 7]);
    for image in [as_short(&volume), as_single(&volume), volume.into()] {
        let region = whole(&image);
        let inside = vec![1; region.voxels()];
        let sum = on_any_pool(|| {
            let options = lbp3d::Options::default();
            let patterns = lbp3d::local_binary_pattern(&image, region, &inside, &options).unwrap();
            let circles = lbp2d::local_binary_pattern(&image, region, &lbp2d::Options::default());
            let mut all = bits(&circles.unwrap());
            for (_, image) in images(&patterns) {
                all.extend(bits(image));
            }
            all
        });
        assert_eq!(sum.len(), 4 * region.voxels());
    }
}

/// Outside the region of interest there is nothing, and what is inside does not change for it.
#[test]
fn only_inside() {
    let image = as_short(&noise([12, 7, 5]));
    let region = Region::new([1, 1, 1], [10, 5, 3]);
    let inside: Vec<u8> = (0..region.voxels())
        .map(|index| u8::from(index % 7 == 3))
        .collect();
    let options = lbp3d::Options::default();
    let some = lbp3d::local_binary_pattern(&image, region, &inside, &options).unwrap();
    let everywhere = vec![1; inside.len()];
    let all = lbp3d::local_binary_pattern(&image, region, &everywhere, &options).unwrap();
    for ((name, some), (_, all)) in images(&some).into_iter().zip(images(&all)) {
        for (index, &inside) in inside.iter().enumerate() {
            let want = if inside == 1 { all[index] } else { 0.0 };
            assert_eq!(
                some[index].to_bits(),
                want.to_bits(),
                "{name} of voxel {index}"
            );
        }
    }
}

/// All samples equal the centre: every bit is set, and the kurtosis is 0/0.
#[test]
fn a_flat_image() {
    let geometry = Geometry::axis_aligned([9, 8, 7], [1.0; 3]).unwrap();
    let image = AnyVolume::from(Volume::from_fn(geometry, |_| 7_i16));
    let region = Region::new([4, 4, 3], [1; 3]);
    let patterns =
        lbp3d::local_binary_pattern(&image, region, &[1], &lbp3d::Options::default()).unwrap();
    let most = 42.0 * 42.0_f64.sqrt() / (4.0 * std::f64::consts::PI);
    assert!(patterns.kurtosis[0].is_nan() && !patterns.single);
    Tolerance::PYRADIOMICS.assert(patterns.levels[0][0], most, "m1");
}
