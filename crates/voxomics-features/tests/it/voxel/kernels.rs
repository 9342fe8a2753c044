//! Each kernel once more as a region of its own.

use voxomics_features::discretise::{Binning, Levels};
use voxomics_features::neighbours::Neighbourhood;
use voxomics_features::roi::{Roi, RoiMask};
use voxomics_features::{FeatureSet, firstorder, glcm, gldm, glrlm, glszm, ngtdm};
use voxomics_testkit::Tolerance;

use super::{maps, noise};

/// Features that do not change when all levels move by one number: the lowest of a kernel is its level 1.
const UNMOVED: &[&str] = &[
    "firstorder_10Percentile",
    "firstorder_Energy",
    "firstorder_Entropy",
    "firstorder_InterquartileRange",
    "firstorder_Kurtosis",
    "firstorder_MeanAbsoluteDeviation",
    "firstorder_Median",
    "firstorder_RobustMeanAbsoluteDeviation",
    "firstorder_Skewness",
    "firstorder_TotalEnergy",
    "firstorder_Uniformity",
    "firstorder_Variance",
    "glcm_ClusterProminence",
    "glcm_ClusterShade",
    "glcm_ClusterTendency",
    "glcm_Contrast",
    "glcm_Correlation",
    "glcm_DifferenceAverage",
    "glcm_DifferenceEntropy",
    "glcm_DifferenceVariance",
    "glcm_Id",
    "glcm_Idm",
    "glcm_Imc1",
    "glcm_Imc2",
    "glcm_InverseVariance",
    "glcm_JointEnergy",
    "glcm_JointEntropy",
    "glcm_MCC",
    "glcm_MaximumProbability",
    "glcm_SumEntropy",
    "glcm_SumSquares",
    "gldm_DependenceEntropy",
    "gldm_DependenceNonUniformity",
    "gldm_DependenceVariance",
    "gldm_GrayLevelNonUniformity",
    "gldm_GrayLevelVariance",
    "gldm_LargeDependenceEmphasis",
    "glrlm_GrayLevelVariance",
    "glrlm_LongRunEmphasis",
    "glrlm_RunEntropy",
    "glrlm_RunLengthNonUniformity",
    "glrlm_RunPercentage",
    "glrlm_RunVariance",
    "glszm_GrayLevelVariance",
    "glszm_LargeAreaEmphasis",
    "glszm_SizeZoneNonUniformity",
    "glszm_ZoneEntropy",
    "glszm_ZonePercentage",
    "ngtdm_Coarseness",
    "ngtdm_Complexity",
    "ngtdm_Contrast",
    "ngtdm_Strength",
];

/// The cube around a voxel, cut at the crop.
fn kernel(crop: &Roi, centre: [usize; 3], radius: usize) -> Roi {
    let size = crop.mask().size();
    let ranges: [std::ops::Range<usize>; 3] = std::array::from_fn(|axis| {
        centre[axis].saturating_sub(radius)..size[axis].min(centre[axis] + radius + 1)
    });
    let [xs, ys, zs] = ranges.clone();
    let mut voxels = Vec::new();
    for z in zs {
        for y in ys.clone() {
            voxels.extend(xs.clone().map(|x| (z * size[1] + y) * size[0] + x));
        }
    }
    let inside = voxels.iter().map(|&at| crop.mask().inside()[at]).collect();
    let values = voxels.iter().map(|&at| crop.values()[at]).collect();
    let mask = RoiMask::new(
        ranges.map(|range| range.len()),
        crop.mask().spacing(),
        inside,
    );
    Roi::new(mask.unwrap(), values).unwrap()
}

/// Every feature of a region in bins of width 1, by full name.
fn features(roi: &Roi, symmetrical: bool, distances: &[usize]) -> Vec<(String, f64)> {
    fn named<F: FeatureSet>(class: &str, set: &F) -> Vec<(String, f64)> {
        let names = F::NAMES.iter().map(|name| format!("{class}_{name}"));
        names.zip(set.values()).collect()
    }
    let binning = Binning::Width(1.0);
    let levels = Levels::new(roi, binning).unwrap();
    let neighbourhood = Neighbourhood::new(distances.to_vec(), None);
    let first = firstorder::Options {
        binning,
        ..Default::default()
    };
    let pairs = glcm::Options {
        neighbourhood: neighbourhood.clone(),
        symmetrical,
        ..Default::default()
    };
    let dependences = gldm::Options {
        neighbourhood: neighbourhood.clone(),
        ..Default::default()
    };
    [
        named("firstorder", &firstorder::features(roi, &first).unwrap()),
        named("glcm", &glcm::features(&levels, &pairs)),
        named("gldm", &gldm::features(&levels, &dependences)),
        named(
            "glrlm",
            &glrlm::features(&levels, &glrlm::Options::default()),
        ),
        named(
            "glszm",
            &glszm::features(&levels, &glszm::Options::default()),
        ),
        named(
            "ngtdm",
            &ngtdm::features(&levels, &ngtdm::Options { neighbourhood }),
        ),
    ]
    .concat()
}

fn assert_kernels(crop: &Roi, radius: usize, symmetrical: bool, distances: &[usize], every: usize) {
    let yaml = format!(
        "setting: {{binWidth: 1, symmetricalGLCM: {symmetrical}, distances: {distances:?}}}\n\
         voxelSetting: {{kernelRadius: {radius}}}"
    );
    let maps = maps(crop, &yaml).unwrap();
    let [nx, ny, _] = crop.mask().size();
    let inside = crop.mask().inside().iter().enumerate();
    let mut compared = 0;
    for (at, _) in inside.filter(|&(at, &inside)| inside == 1 && at % every == 0) {
        let roi = kernel(crop, [at % nx, at / nx % ny, at / nx / ny], radius);
        let want = features(&roi, symmetrical, distances);
        // With pairs in one order a direction may have a single first level: its correlation is rounding's
        // affair, and maps follow PyRadiomics in that.
        let compares =
            |name: &str| UNMOVED.contains(&name) && (symmetrical || name != "glcm_Correlation");
        for (name, map) in maps.iter().filter(|(name, _)| compares(name)) {
            let (_, want) = want.iter().find(|(other, _)| other == name).unwrap();
            let absolute = if name == "glcm_MCC" { 1e-6 } else { 1e-9 };
            let tolerance = Tolerance {
                relative: 1e-9,
                absolute,
            };
            tolerance.assert(
                map[at],
                *want,
                &format!("{name}, radius {radius}, voxel {at}"),
            );
            compared += 1;
        }
    }
    assert!(compared > 50 * 10, "{compared} values are not enough");
}

#[test]
fn small_kernels() {
    for (seed, levels) in [(1, 2.0), (2, 3.0), (3, 5.0), (4, 40.0), (5, 300.0)] {
        assert_kernels(&noise([7, 6, 5], levels, seed), 1, true, &[1], 1);
    }
}

#[test]
fn pairs_in_one_order() {
    for (seed, levels) in [(1, 2.0), (2, 4.0), (3, 30.0)] {
        assert_kernels(&noise([7, 6, 5], levels, seed), 1, false, &[1], 1);
    }
}

#[test]
fn large_kernels() {
    assert_kernels(&noise([8, 7, 6], 6.0, 1), 2, true, &[1], 3);
    assert_kernels(&noise([8, 7, 6], 25.0, 2), 2, false, &[1, 2], 3);
    assert_kernels(&noise([9, 8, 7], 30.0, 3), 3, true, &[1], 20);
}

/// So many pairs that the ε in MCC counts.
#[test]
fn very_large_kernels() {
    assert_kernels(&noise([11, 10, 9], 12.0, 4), 4, true, &[1], 40);
}

/// The share of all pairs is 1 to the last bit, however many there are: no variance is left over.
#[test]
fn flat_kernels_correlate() {
    let size = [9; 3];
    let mask = RoiMask::new(size, [1.0; 3], vec![1; 729]).unwrap();
    let values = (0..729).map(|at| if at < 500 { 7.0 } else { 90.0 });
    let crop = Roi::new(mask, values.collect()).unwrap();
    for symmetrical in [true, false] {
        for radius in [1, 2, 3] {
            let yaml = format!(
                "featureClass: {{glcm: [Correlation]}}\nsetting: {{symmetricalGLCM: {symmetrical}}}\n\
                 voxelSetting: {{kernelRadius: {radius}}}"
            );
            let maps = maps(&crop, &yaml).unwrap();
            // The first planes see nothing but the first level.
            let flat = &maps[0].1[..81];
            assert!(flat.iter().all(|&value| value == 1.0), "{radius}: {flat:?}");
        }
    }
}
