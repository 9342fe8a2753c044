//! Filtered images, voxel by voxel, to the last bit.

mod regions;
mod small;
mod wavelets;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use voxomics_features::filter::wavelet::{Decomposition, Options, Wavelet};
use voxomics_features::filter::{self, gradient, laplacian, pointwise, wavelet};
use voxomics_features::params::{Filter, Params};
use voxomics_features::roi::Precision;
use voxomics_testkit::{data, shared};
use voxomics_volume::{AnyVolume, Geometry, Region, Volume};

/// Images in `PyRadiomics`' order, as the bits of doubles, which hold those of `f32` too.
type Images = Vec<Vec<u64>>;

fn bits(values: impl IntoIterator<Item = impl Into<f64>>) -> Vec<u64> {
    let bits = |value: f64| if value.is_nan() { f64::NAN } else { value }.to_bits();
    values.into_iter().map(|value| bits(value.into())).collect()
}

fn decomposed(image: &AnyVolume, region: Region, options: &Options) -> Images {
    match wavelet::decompose(image, region, options) {
        Decomposition::F32(images) => images.into_iter().map(bits).collect(),
        Decomposition::F64(images) => images.into_iter().map(bits).collect(),
    }
}

/// The images of an image type of `PyRadiomics`, by its name and options.
fn images(image: &AnyVolume, region: Region, name: &str, options: &Value) -> (Vec<String>, Images) {
    let mut options = options.clone();
    if options["force2D"] != true {
        // Otherwise it would be a warning.
        options.as_object_mut().unwrap().remove("force2Ddimension");
    }
    let params = serde_json::json!({ "imageType": { name: options } }).to_string();
    let params = Params::from_yaml(&params).unwrap();
    let [image_type] = params.image_types() else {
        panic!("one image type was given");
    };
    let images = match &image_type.filter {
        Filter::Square => vec![bits(pointwise::square(
            image,
            region,
            pointwise::largest_magnitude(image),
        ))],
        Filter::SquareRoot => vec![bits(pointwise::square_root(
            image,
            region,
            pointwise::largest_magnitude(image),
        ))],
        Filter::Logarithm => vec![bits(pointwise::logarithm(
            image,
            region,
            pointwise::largest_magnitude(image),
        ))],
        Filter::Exponential => vec![bits(pointwise::exponential(
            image,
            region,
            pointwise::largest_magnitude(image),
        ))],
        Filter::Gradient { use_spacing } => {
            vec![bits(gradient::magnitude(image, region, *use_spacing))]
        }
        Filter::LoG { sigma } => {
            let filtered = sigma
                .iter()
                .map(|sigma| bits(laplacian::laplacian_of_gaussian(image, region, sigma.mm)));
            filtered.collect()
        }
        Filter::Wavelet {
            wavelet,
            start_level,
            levels,
        } => {
            let options = Options {
                wavelet: Wavelet::named(wavelet).unwrap(),
                start_level: *start_level,
                levels: *levels,
                flat_axis: image_type.settings.flat_axis,
            };
            decomposed(image, region, &options)
        }
        other => panic!("{other:?} has tests of its own"),
    };
    (image_type.image_names(), images)
}

fn whole(image: &AnyVolume) -> Region {
    Region::whole(image.geometry().size())
}

fn cropped(values: &[u64], size: [usize; 3], region: Region) -> Vec<u64> {
    let geometry = Geometry::axis_aligned(size, [1.0; 3]).unwrap();
    let volume = Volume::new(geometry, values.to_vec()).unwrap();
    volume.crop(region).unwrap().into_voxels()
}

/// Boxes at the ends, in the middle, of one voxel, of one line.
fn inner_regions(size: [usize; 3]) -> Vec<Region> {
    let [nx, ny, nz] = size;
    let last = size.map(|n| n - 1);
    let half = size.map(|n| n.div_ceil(2));
    vec![
        Region::new([0; 3], half),
        Region::new(size.map(|n| n / 2), half),
        Region::new(size.map(|n| n / 3), size.map(|n| (n / 3).max(1))),
        Region::new([0; 3], [1; 3]),
        Region::new(last, [1; 3]),
        Region::new([0, ny / 2, nz / 2], [nx, 1, 1]),
        Region::new([nx / 2, last[1], 0], [1, 1, nz]),
        Region::new([last[0], 0, nz / 2], [1, ny, 1]),
    ]
}

fn volume(path: &Path) -> AnyVolume {
    voxomics_io::read(path).unwrap().into_volume().unwrap()
}

fn text(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Every file of `filters.json` that is of a filter tested here; how many those are.
fn assert_goldens(filters: &Path, volumes: &Path) -> usize {
    let mut runs = BTreeMap::<String, Vec<(String, Value)>>::new();
    for (file, row) in text(&filters.join("filters.json"))["files"]
        .as_object()
        .unwrap()
    {
        let elsewhere = ["LBP2D", "LBP3D", "normalize", "resample"];
        if !elsewhere.contains(&row["type"].as_str().unwrap()) {
            let run = format!("{} {} {}", row["case"], row["type"], row["options"]);
            runs.entry(run)
                .or_default()
                .push((file.clone(), row.clone()));
        }
    }
    let mut files = 0;
    for (run, rows) in runs {
        let row = &rows[0].1;
        let case = row["case"].as_str().unwrap();
        let image = volume(&volumes.join(format!("{case}_image.nrrd")));
        let size = image.geometry().size();
        let filtered = |region| {
            images(
                &image,
                region,
                row["type"].as_str().unwrap(),
                &row["options"],
            )
        };
        let (names, all) = filtered(whole(&image));
        for (file, row) in &rows {
            let at = names.iter().position(|name| row["name"] == name.as_str());
            let want = volume(&filters.join(file));
            let got = &all[at.unwrap_or_else(|| panic!("{run}: {names:?}"))];
            assert_eq!(*got, bits(want.to_f64()), "{file}");
            files += 1;
        }
        for region in inner_regions(size) {
            let (_, parts) = filtered(region);
            assert_eq!(parts.len(), names.len(), "{run}");
            for ((part, all), name) in parts.iter().zip(&all).zip(&names) {
                assert_eq!(
                    *part,
                    cropped(all, size, region),
                    "{run}: {name} in {region:?}"
                );
            }
        }
    }
    files
}

#[test]
fn pyradiomics() {
    let folder = data().join("pyradiomics/filters");
    let files = assert_goldens(&folder, &folder);
    assert_eq!(files, 41);
}

#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn pyradiomics_all() {
    let folder = shared().join("goldens/pyradiomics/extra");
    let files = assert_goldens(&folder.join("filters"), &folder.join("volumes"));
    assert_eq!(files, 336);
}

/// The precision decides how the edges of a fixed number of bins are rounded.
#[test]
fn images_have_the_precision_that_they_were_made_in() {
    let geometry = Geometry::axis_aligned([6, 5, 4], [1.0; 3]).unwrap();
    let whole = Volume::from_fn(geometry, |[x, y, z]| (x * y + z) as i16).into();
    let single = Volume::from_fn(geometry, |[x, y, z]| (x * y + z) as f32).into();
    let region = Region::whole(geometry.size());
    let inside = vec![1; geometry.voxels()];
    for (image_type, of_whole, of_single) in [
        ("Original: {}", Precision::Double, Precision::Single),
        ("Square: {}", Precision::Double, Precision::Double),
        ("Gradient: {}", Precision::Single, Precision::Single),
        (
            "LoG: {sigma: [1.0, 1.0]}",
            Precision::Single,
            Precision::Single,
        ),
        ("Wavelet: {}", Precision::Double, Precision::Single),
        ("LBP2D: {}", Precision::Double, Precision::Single),
        ("LBP3D: {}", Precision::Double, Precision::Double),
    ] {
        let params = Params::from_yaml(&format!("imageType: {{{image_type}}}")).unwrap();
        let [image_type] = params.image_types() else {
            panic!("one image type was given");
        };
        for (image, precision) in [(&whole, of_whole), (&single, of_single)] {
            let images = filter::images(image_type, image, region, &inside).unwrap();
            let names = images.made.iter().map(|image| image.name.clone());
            assert_eq!(names.collect::<Vec<_>>(), image_type.image_names());
            let name = image_type.name();
            assert!(
                images.made.iter().all(|image| image.precision == precision),
                "{name}"
            );
        }
    }
}
