//! Cost of each feature class, of grey levels, of each image type, of maps, and of a whole extraction; before a change
//! `cargo bench -p voxomics-benches --bench features -- --save-baseline before`, after it
//! `-- --baseline before`.
//!
//! Input is synthetic ([`voxomics_benches::lesion`]); throughput counts voxels inside the region.
//! `RAYON_NUM_THREADS=1` gives the cost on one core.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use voxomics_benches::{Lesion, lesion};
use voxomics_features::discretise::{Binning, Levels};
use voxomics_features::params::Params;
use voxomics_features::roi::Roi;
use voxomics_features::{
    Extractor, filter, firstorder, glcm, gldm, glrlm, glszm, ngtdm, shape, shape2d, voxel,
};

/// A lesion with what the classes need of it.
struct Prepared {
    side: usize,
    lesion: Lesion,
    roi: Roi,
    levels: Levels,
}

impl Prepared {
    fn new(side: usize) -> Self {
        let lesion = lesion(side);
        let label = lesion.mask.labels()[0];
        let roi = Roi::cut(&lesion.image, &lesion.mask, label.value(), label.region());
        let roi = roi.expect("the label's box lies in the image");
        let levels = Levels::new(&roi, Binning::default()).expect("the texture is finite");
        let grey = levels.grey().len();
        assert!(
            (20..=60).contains(&grey),
            "{grey} grey levels are not what benchmarks should have"
        );
        Self {
            side,
            lesion,
            roi,
            levels,
        }
    }
}

/// Measures `work` on every lesion, as the group `name`.
fn group<T>(
    criterion: &mut Criterion,
    name: &str,
    lesions: &[Prepared],
    work: impl Fn(&Prepared) -> T,
) {
    let mut group = criterion.benchmark_group(name);
    for prepared in lesions {
        group.throughput(Throughput::Elements(prepared.roi.mask().voxels() as u64));
        let id = BenchmarkId::from_parameter(prepared.side);
        group.bench_with_input(id, prepared, |bencher, prepared| {
            bencher.iter(|| work(black_box(prepared)));
        });
    }
    group.finish();
}

fn features(criterion: &mut Criterion) {
    let lesions = &[40, 60, 200].map(Prepared::new);
    group(criterion, "discretisation", lesions, |lesion| {
        Levels::new(&lesion.roi, Binning::default())
    });
    group(criterion, "firstorder", lesions, |lesion| {
        firstorder::features(&lesion.roi, &firstorder::Options::default())
    });
    group(criterion, "shape", lesions, |lesion| {
        shape::features(lesion.roi.mask())
    });
    group(criterion, "glcm", lesions, |lesion| {
        glcm::features(&lesion.levels, &glcm::Options::default())
    });
    group(criterion, "glrlm", lesions, |lesion| {
        glrlm::features(&lesion.levels, &glrlm::Options::default())
    });
    group(criterion, "glszm", lesions, |lesion| {
        glszm::features(&lesion.levels, &glszm::Options::default())
    });
    group(criterion, "gldm", lesions, |lesion| {
        gldm::features(&lesion.levels, &gldm::Options::default())
    });
    group(criterion, "ngtdm", lesions, |lesion| {
        ngtdm::features(&lesion.levels, &ngtdm::Options::default())
    });
    group(criterion, "shape2D", lesions, |lesion| {
        shape2d::features(lesion.roi.mask(), 0)
    });
    for name in IMAGE_TYPES {
        filter_of(criterion, name, lesions);
    }
    maps(criterion, &lesions[..1]);
    extraction(criterion, "extraction", true, lesions);
    extraction(criterion, "extraction_without_diagnostics", false, lesions);
}

const IMAGE_TYPES: &[&str] = &[
    "Original",
    "LoG",
    "Wavelet",
    "Square",
    "SquareRoot",
    "Logarithm",
    "Exponential",
    "Gradient",
    "LBP2D",
    "LBP3D",
];

/// The images of an image type within the region.
fn filter_of(criterion: &mut Criterion, name: &str, lesions: &[Prepared]) {
    let options = if name == "LoG" {
        "{sigma: [2.0]}"
    } else {
        "{}"
    };
    let yaml = format!("imageType: {{{name}: {options}}}");
    let params = Params::from_yaml(&yaml).expect("an image type of PyRadiomics");
    group(criterion, name, lesions, |prepared| {
        let region = prepared.lesion.mask.labels()[0].region();
        let inside = prepared.roi.mask().inside();
        filter::images(
            &params.image_types()[0],
            &prepared.lesion.image,
            region,
            inside,
        )
    });
}

/// Maps of every feature of a class, radius 1.
fn maps(criterion: &mut Criterion, lesions: &[Prepared]) {
    for class in ["firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm"] {
        let params = Params::from_yaml(&format!("featureClass: {{{class}: }}"));
        let params = params.expect("a class of PyRadiomics");
        group(criterion, &format!("map_{class}"), lesions, |prepared| {
            voxel::maps(
                &prepared.roi,
                params.settings(),
                params.feature_classes(),
                params.voxel_settings(),
            )
        });
    }
}

fn extraction(criterion: &mut Criterion, name: &str, diagnostics: bool, lesions: &[Prepared]) {
    let mut params = Params::default();
    params
        .set("additionalInfo", &diagnostics.to_string())
        .expect("a setting of PyRadiomics");
    let extractor = Extractor::new(params);
    group(criterion, name, lesions, |prepared| {
        extractor.extract(&prepared.lesion.image, &prepared.lesion.mask)
    });
}

criterion_group! {
    name = benches;
    // Ten samples: the large region takes up to a second a time.
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = features
}
criterion_main!(benches);
