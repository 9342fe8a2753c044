//! What must hold whatever the image.

use proptest::prelude::*;
use voxomics_features::Extraction;
use voxomics_testkit::Tolerance;
use voxomics_volume::{Geometry, Mask, Volume};

use crate::scan::extract;

/// An image of a region in its box, in an order of axes of its own.
#[derive(Debug, Clone)]
struct Scan {
    size: [usize; 3],
    spacing: [f64; 3],
    values: Vec<i16>,
    /// Filling more than half of the box, so that no feature is a sum of a few terms that cancel.
    inside: Vec<bool>,
}

impl Scan {
    fn position(&self, [x, y, z]: [usize; 3]) -> usize {
        (z * self.size[1] + y) * self.size[0] + x
    }

    /// The scan whose voxel at `index` is this one's at `from(index)`.
    fn rearranged(
        &self,
        size: [usize; 3],
        spacing: [f64; 3],
        from: impl Fn([usize; 3]) -> [usize; 3],
    ) -> Self {
        let geometry = Geometry::axis_aligned(size, spacing).unwrap();
        let at = |index| self.position(from(index));
        Self {
            size,
            spacing,
            values: Volume::from_fn(geometry, |index| self.values[at(index)]).into_voxels(),
            inside: Volume::from_fn(geometry, |index| u8::from(self.inside[at(index)]))
                .into_voxels()
                .into_iter()
                .map(|inside| inside == 1)
                .collect(),
        }
    }

    /// Extracts from an image with `margin` voxels more on each side, below and above.
    fn extract_within(&self, margin: [[usize; 3]; 2], label: u16) -> Extraction {
        let [below, above] = margin;
        let size = [0, 1, 2].map(|axis| below[axis] + self.size[axis] + above[axis]);
        let geometry = Geometry::axis_aligned(size, self.spacing).unwrap();
        let within = |index: [usize; 3]| {
            let own = [0, 1, 2].map(|axis| index[axis].wrapping_sub(below[axis]));
            (0..3)
                .all(|axis| own[axis] < self.size[axis])
                .then(|| self.position(own))
        };
        let image = Volume::from_fn(geometry, |index| {
            within(index).map_or(-999, |at| self.values[at])
        });
        let mask = Volume::from_fn(geometry, |index| {
            if within(index).is_some_and(|at| self.inside[at]) {
                label
            } else {
                0
            }
        });
        let yaml = format!("{{setting: {{label: {label}}}, featureClass: {CLASSES}}}");
        extract(&yaml, &image.into(), &Mask::new(mask.into()).unwrap()).unwrap()
    }

    fn extract(&self) -> Extraction {
        self.extract_within([[1; 3]; 2], 1)
    }
}

const CLASSES: &str = "{firstorder: , shape: , glcm: , glrlm: , glszm: , gldm: , ngtdm: }";

fn scans() -> impl Strategy<Value = Scan> {
    let sizes = prop::array::uniform3(3_usize..6);
    let spacings = prop::array::uniform3(prop::sample::select(vec![0.5, 0.8, 1.0, 2.5]));
    (sizes, spacings).prop_flat_map(|(size, spacing)| {
        let voxels = size.iter().product::<usize>();
        let values = prop::collection::vec(-200_i16..200, voxels);
        let inside = prop::collection::vec(prop::bool::weighted(0.8), voxels);
        (values, inside).prop_map(move |(values, mut inside)| {
            // The corners, so that the box is the scan.
            inside[0] = true;
            inside[voxels - 1] = true;
            Scan {
                size,
                spacing,
                values,
                inside,
            }
        })
    })
}

fn is_shape(name: &str) -> bool {
    name.starts_with("original_shape_")
}

/// What follows from the mesh. PyRadiomics' marching cubes are not the same in every direction: where
/// voxels touch at an edge or a corner only, a mirrored region has another surface.
fn is_of_mesh(name: &str) -> bool {
    [
        "MeshVolume",
        "SurfaceArea",
        "Sphericity",
        "SurfaceVolumeRatio",
    ]
    .iter()
    .any(|feature| name == format!("original_shape_{feature}"))
}

/// Sums in another order; `MCC` and `Imc2` are roots, and so are axes.
fn tolerance(name: &str) -> Tolerance {
    let relative = match name {
        "original_glcm_MCC" | "original_glcm_Imc2" => 1e-9,
        _ => 1e-12,
    };
    let cancels = [
        "Skewness",
        "ClusterShade",
        "Imc1",
        "Correlation",
        "Mean",
        "Entropy",
    ];
    let absolute = match cancels.iter().find(|feature| name.ends_with(*feature)) {
        Some(&"ClusterShade") => 1e-10,
        Some(_) => 1e-12,
        None => 0.0,
    };
    Tolerance { relative, absolute }
}

/// The features of `got` that `keep` wants are those of `want`, under the names that `rename` gives.
fn same(
    got: &Extraction,
    want: &Extraction,
    keep: impl Fn(&str) -> bool,
    rename: impl Fn(&str) -> String,
) -> Result<(), TestCaseError> {
    let mut compared = 0;
    for (name, want) in want.features().iter().filter(|(name, _)| keep(name)) {
        let got = got.get(&rename(name)).unwrap();
        let near = tolerance(name).accepts(got, *want);
        prop_assert!(near, "{}: {:e} and {:e}", name, got, want);
        compared += 1;
    }
    prop_assert!(compared >= 13);
    Ok(())
}

/// To the bit.
fn identical(got: &Extraction, want: &Extraction, keep: impl Fn(&str) -> bool) {
    let bits = |extraction: &Extraction| -> Vec<(String, u64)> {
        let kept = extraction.features().iter().filter(|(name, _)| keep(name));
        kept.map(|(name, value)| (name.clone(), value.to_bits()))
            .collect()
    };
    assert_eq!(bits(got), bits(want));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn place_in_the_image_does_not_matter(
        scan in scans(),
        below in prop::array::uniform3(0_usize..4),
        above in prop::array::uniform3(0_usize..4),
    ) {
        let above = above.map(|margin| margin + usize::from(below == [0; 3]));
        let moved = scan.extract_within([below, above], 1);
        let here = scan.extract();
        identical(&moved, &here, |_| true);
        let place = |extraction: &Extraction| {
            extraction.diagnostics().get("Mask-original_BoundingBox").unwrap().to_string()
        };
        prop_assert_eq!(place(&moved) == place(&here), below == [1; 3]);
    }

    #[test]
    fn label_does_not_matter(scan in scans()) {
        identical(&scan.extract_within([[1; 3]; 2], 7), &scan.extract(), |_| true);
    }

    #[test]
    fn whole_bins_added_move_locations_only(scan in scans(), bins in -40_i16..40) {
        let added = 25 * bins;
        let brighter = Scan { values: scan.values.iter().map(|x| x + added).collect(), ..scan.clone() };
        let (before, after) = (scan.extract(), brighter.extract());
        let first_order = |name: &str| name.starts_with("original_firstorder_");
        identical(&after, &before, |name| !first_order(name));
        for feature in ["Entropy", "Uniformity"] {
            identical(&after, &before, |name| name == format!("original_firstorder_{feature}"));
        }
        for feature in ["Mean", "Median", "Minimum", "Maximum", "10Percentile", "90Percentile"] {
            let name = format!("original_firstorder_{feature}");
            let moved = after.get(&name).unwrap() - before.get(&name).unwrap();
            prop_assert!((moved - f64::from(added)).abs() < 1e-10, "{} moved by {}", name, moved);
        }
        let spread = ["Variance", "Range", "InterquartileRange", "MeanAbsoluteDeviation"];
        for feature in spread {
            let name = format!("original_firstorder_{feature}");
            let near = (after.get(&name).unwrap() / before.get(&name).unwrap() - 1.0).abs() < 1e-10;
            prop_assert!(near, "{}", name);
        }
    }

    #[test]
    fn mirrors_change_nothing(scan in scans(), axis in 0_usize..3) {
        let mirrored = scan.rearranged(scan.size, scan.spacing, |mut index| {
            index[axis] = scan.size[axis] - 1 - index[axis];
            index
        });
        let name = str::to_owned;
        same(&mirrored.extract(), &scan.extract(), |name| !is_of_mesh(name), name)?;
    }

    #[test]
    fn axes_may_change_places(
        scan in scans(),
        order in prop::sample::select(vec![[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]),
    ) {
        // Axis `a` of the turned scan is axis `order[a]` of the first.
        let turned = scan.rearranged(
            order.map(|axis| scan.size[axis]),
            order.map(|axis| scan.spacing[axis]),
            |index| {
                let mut first = [0; 3];
                for (axis, &from) in order.iter().enumerate() {
                    first[from] = index[axis];
                }
                first
            },
        );
        // Named after the axis across the plane: x, y, z.
        let planes = ["Maximum2DDiameterRow", "Maximum2DDiameterColumn", "Maximum2DDiameterSlice"];
        let rename = |name: &str| {
            let from = planes.iter().position(|plane| name.ends_with(plane));
            from.map_or_else(|| name.to_owned(), |from| {
                let axis = order.iter().position(|&axis| axis == from).unwrap();
                format!("original_shape_{}", planes[axis])
            })
        };
        same(&turned.extract(), &scan.extract(), |name| !is_of_mesh(name), rename)?;
    }

    #[test]
    fn scale_of_space(scan in scans(), scale in 0.1_f64..10.0) {
        let larger = Scan { spacing: scan.spacing.map(|mm| scale * mm), ..scan.clone() };
        let (before, after) = (scan.extract(), larger.extract());
        identical(&after, &before, |name| {
            !is_shape(name) && name != "original_firstorder_TotalEnergy"
        });
        for (name, want) in before.features().iter().filter(|(name, _)| is_shape(name)) {
            let power = match name.trim_start_matches("original_shape_") {
                "MeshVolume" | "VoxelVolume" => scale * scale * scale,
                "SurfaceArea" => scale * scale,
                "SurfaceVolumeRatio" => 1.0 / scale,
                "Sphericity" | "Elongation" | "Flatness" => 1.0,
                _ => scale, // lengths
            };
            let got = after.get(name).unwrap();
            let near = Tolerance { relative: 1e-11, absolute: 0.0 }.accepts(got, power * want);
            prop_assert!(near, "{}: {:e} is not {:e} times {:e}", name, got, power, want);
        }
    }
}

/// Without such places, the mesh too is the same in every mirror.
#[test]
fn meshes_of_convex_regions_have_mirrors() {
    let size = [6, 5, 4];
    let grid = Geometry::axis_aligned(size, [1.0; 3]).unwrap();
    let inside = |[x, y, z]: [usize; 3]| u8::from(x + 2 * y + 3 * z < 14);
    let scan = Scan {
        size,
        spacing: [0.7, 1.1, 2.5],
        values: Volume::from_fn(grid, |[x, y, z]| (9 * x + y * z) as i16).into_voxels(),
        inside: Volume::from_fn(grid, inside)
            .voxels()
            .iter()
            .map(|&inside| inside == 1)
            .collect(),
    };
    for axis in 0..3 {
        let mirrored = scan.rearranged(size, scan.spacing, |mut index| {
            index[axis] = size[axis] - 1 - index[axis];
            index
        });
        let (got, want) = (mirrored.extract(), scan.extract());
        for (name, want) in want.features().iter().filter(|(name, _)| is_of_mesh(name)) {
            let what = format!("{name}, mirrored along axis {axis}");
            tolerance(name).assert(got.get(name).unwrap(), *want, &what);
        }
    }
}

/// Where all intensities are equal, features are what limits and PyRadiomics' `ε` make of them.
#[test]
fn flat_regions() {
    let scan = Scan {
        size: [4, 3, 3],
        spacing: [1.0, 1.0, 2.0],
        values: vec![7; 36],
        inside: vec![true; 36],
    };
    let extraction = scan.extract();
    let tiny = -f64::EPSILON * std::f64::consts::LOG2_E; // -log₂(1 + ε)
    for (name, want) in [
        ("firstorder_Entropy", tiny),
        ("firstorder_Uniformity", 1.0),
        ("firstorder_Variance", 0.0),
        ("firstorder_Skewness", 0.0),
        ("firstorder_Kurtosis", 0.0),
        ("firstorder_RobustMeanAbsoluteDeviation", 0.0),
        ("glcm_JointEntropy", tiny),
        ("glcm_SumEntropy", tiny),
        ("glcm_DifferenceEntropy", tiny),
        ("glcm_JointEnergy", 1.0),
        ("glcm_Correlation", 1.0),
        ("glcm_MCC", 1.0),
        ("glcm_Imc1", 0.0),
        ("glcm_Imc2", 0.0),
        ("glcm_Contrast", 0.0),
        ("glcm_InverseVariance", 0.0),
        ("glcm_Id", 1.0),
        ("glcm_Idm", 1.0),
        ("glcm_Idn", 1.0),
        ("glcm_Idmn", 1.0),
        ("glszm_ZonePercentage", 1.0 / 36.0),
        ("glszm_LargeAreaEmphasis", 36.0 * 36.0),
        ("gldm_GrayLevelVariance", 0.0),
        ("glrlm_GrayLevelNonUniformityNormalized", 1.0),
        ("ngtdm_Coarseness", 1e6),
        ("ngtdm_Busyness", 0.0),
        ("ngtdm_Complexity", 0.0),
        ("ngtdm_Contrast", 0.0),
        ("ngtdm_Strength", 0.0),
    ] {
        let got = extraction.get(&format!("original_{name}")).unwrap();
        let tolerance = Tolerance {
            relative: 1e-12,
            absolute: 0.0,
        };
        // -0 is 0.
        tolerance.assert(got + 0.0, want, name);
    }
}
