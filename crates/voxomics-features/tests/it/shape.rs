//! Shape in three and two dimensions: `PyRadiomics`' values, definitions, and what must hold for any
//! mask.

use proptest::prelude::*;
use serde_json::Value as Json;
use voxomics_features::roi::RoiMask;
use voxomics_features::shape2d::{self, Decision, decide};
use voxomics_features::{FeatureSet, shape};
use voxomics_testkit::{Tolerance, data};

/// Sums in another order, and a square root of a variance that cancels to nearly 0.
const MESH: Tolerance = Tolerance {
    relative: 1e-13,
    absolute: 1e-15,
};
const AXES: Tolerance = Tolerance {
    relative: 1e-12,
    absolute: 1e-7,
};

struct Case {
    name: String,
    mask: RoiMask,
    dimension: Option<usize>,
    expected: Json,
}

fn cases(file: &str) -> Vec<Case> {
    let text = std::fs::read_to_string(data().join("shape").join(file)).unwrap();
    let cases: Vec<Json> = serde_json::from_str(&text).unwrap();
    let read = |case: &Json| {
        let inside = case["inside"].as_str().unwrap().bytes();
        let size = three(&case["size"]).map(whole);
        let spacing = three(&case["spacing"]).map(|step| step.as_f64().unwrap());
        Case {
            name: case["name"].as_str().unwrap().to_owned(),
            mask: RoiMask::new(size, spacing, inside.map(|digit| digit - b'0').collect()).unwrap(),
            dimension: case.get("force2Ddimension").map(whole),
            expected: case["expected"].clone(),
        }
    };
    cases.iter().map(read).collect()
}

fn three(json: &Json) -> [&Json; 3] {
    [&json[0], &json[1], &json[2]]
}

fn whole(json: &Json) -> usize {
    json.as_u64().unwrap().try_into().unwrap()
}

/// Diameters have the very bits, all else is near.
fn assert_features<F: FeatureSet>(case: &Case, features: &F) {
    assert_eq!(case.expected.as_object().unwrap().len(), F::NAMES.len());
    for name in F::NAMES {
        let got = features.get(name).unwrap();
        let want = case.expected[name].as_f64().unwrap_or(f64::NAN);
        let what = format!("{name} of {}", case.name);
        if name.contains("Diameter") {
            assert_eq!(
                got.to_bits(),
                want.to_bits(),
                "{what}: got {got:?}, want {want:?}"
            );
        } else if name.contains("Axis") || ["Elongation", "Flatness"].contains(name) {
            AXES.assert(got, want, &what);
        } else {
            MESH.assert(got, want, &what);
        }
    }
}

#[test]
fn solids_are_as_pyradiomics_describes_them() {
    let cases = cases("solid.json");
    assert_eq!(cases.len(), 28);
    for case in cases {
        assert_features(&case, &shape::features(&case.mask));
    }
}

#[test]
fn slices_are_as_pyradiomics_describes_them() {
    let cases = cases("flat.json");
    assert_eq!(cases.len(), 16);
    for case in cases {
        let dimension = case.dimension.unwrap();
        assert_features(&case, &shape2d::features(&case.mask, dimension).unwrap());
    }
}

/// A mask and its spacing; the region need not fill its box.
fn masks() -> impl Strategy<Value = RoiMask> {
    let spacing = prop_oneof![
        Just([1.0; 3]),
        Just([0.1, 0.3, 0.2]),
        Just([0.976_562_5, 0.976_562_5, 3.0]),
        prop::array::uniform3(0.05_f64..5.0),
    ];
    let size = prop_oneof![
        prop::array::uniform3(1_usize..8),
        prop::array::uniform2(1_usize..8).prop_map(|[y, z]| [63 + y, y, z]),
    ];
    (size, spacing, 0.01..1.0).prop_flat_map(|(size, spacing, filled)| {
        let voxel = prop::bool::weighted(filled).prop_map(u8::from);
        prop::collection::vec(voxel, size.iter().product::<usize>())
            .prop_map(move |inside| RoiMask::new(size, spacing, inside).unwrap())
    })
}

/// Whether a voxel is inside; indices count from the border around the box.
fn inside(mask: &RoiMask, voxel: [usize; 3]) -> bool {
    let size = mask.size();
    let within = (0..3).all(|axis| (1..=size[axis]).contains(&voxel[axis]));
    let [x, y, z] = voxel.map(|at| at.wrapping_sub(1));
    within && mask.inside()[(z * size[1] + y) * size[0] + x] == 1
}

/// Every midpoint between a voxel inside and a neighbour outside, mm.
fn midpoints(mask: &RoiMask) -> Vec<[f64; 3]> {
    let [nx, ny, nz] = mask.size().map(|n| n + 1);
    let mut points = Vec::new();
    for voxel in (0..nx * ny * nz).map(|i| [i % nx, i / nx % ny, i / nx / ny]) {
        for axis in 0..3 {
            let mut neighbour = voxel;
            neighbour[axis] += 1;
            if inside(mask, voxel) != inside(mask, neighbour) {
                points.push(std::array::from_fn(|a| {
                    let half = if a == axis { 0.5 } else { 0.0 };
                    (voxel[a] as f64 + half) * mask.spacing()[a]
                }));
            }
        }
    }
    points
}

/// `[solid, row, column, slice]`, by comparing all pairs.
fn diameters(points: &[[f64; 3]]) -> [f64; 4] {
    let mut squares = [0.0_f64; 4];
    for (i, a) in points.iter().enumerate() {
        for b in &points[..i] {
            let [x, y, z] = [0, 1, 2].map(|axis| (a[axis] - b[axis]) * (a[axis] - b[axis]));
            let square = z + y + x;
            squares[0] = squares[0].max(square);
            for axis in 0..3 {
                if a[axis].to_bits() == b[axis].to_bits() {
                    squares[axis + 1] = squares[axis + 1].max(square);
                }
            }
        }
    }
    squares.map(f64::sqrt)
}

fn diameters_of(features: &shape::Features) -> [f64; 4] {
    [
        features.maximum_3d_diameter,
        features.maximum_2d_diameter_row,
        features.maximum_2d_diameter_column,
        features.maximum_2d_diameter_slice,
    ]
}

/// Ellipsoids and halves of them, of a size at which pairs are left out in every way.
fn solids(half: impl Strategy<Value = bool>) -> impl Strategy<Value = RoiMask> {
    let centre = prop::array::uniform3(-6.0_f64..6.0);
    let radii = prop::array::uniform3(3.0_f64..14.0);
    let spacing = prop::array::uniform3(0.3_f64..3.0);
    (centre, radii, spacing, half).prop_map(|(centre, radii, spacing, half)| {
        const SIDE: usize = 21;
        let inside = (0..SIDE * SIDE * SIDE).map(|i| {
            let voxel = [i % SIDE, i / SIDE % SIDE, i / SIDE / SIDE];
            let terms = (0..3).map(|a| (voxel[a] as f64 - 10.0 - centre[a]) / radii[a]);
            let within = terms.map(|term| term * term).sum::<f64>() <= 1.0;
            u8::from(within && !(half && voxel[0] + voxel[2] < SIDE))
        });
        RoiMask::new([SIDE; 3], spacing, inside.collect()).unwrap()
    })
}

/// The mask with its axes in another order, mirrored where asked for.
fn rearranged(mask: &RoiMask, order: [usize; 3], mirrored: [bool; 3]) -> RoiMask {
    let size = order.map(|axis| mask.size()[axis]);
    let [nx, ny, nz] = size;
    let voxels = (0..nx * ny * nz).map(|i| {
        let to = [i % nx, i / nx % ny, i / nx / ny];
        let mut from = [0; 3];
        for a in 0..3 {
            from[order[a]] = 1 + if mirrored[a] {
                size[a] - 1 - to[a]
            } else {
                to[a]
            };
        }
        u8::from(inside(mask, from))
    });
    RoiMask::new(
        size,
        order.map(|axis| mask.spacing()[axis]),
        voxels.collect(),
    )
    .unwrap()
}

/// A block, and the same block somewhere in a larger box.
fn blocks() -> impl Strategy<Value = (RoiMask, [usize; 3])> {
    let three = || prop::array::uniform3(0_usize..4);
    let spacing = prop::array::uniform3(0.1_f64..4.0);
    (three(), three(), three(), spacing).prop_map(|(before, more, after, spacing)| {
        let block = more.map(|n| n + 1);
        let size: [usize; 3] = std::array::from_fn(|a| before[a] + block[a] + after[a]);
        let [nx, ny, nz] = size;
        let voxels = (0..nx * ny * nz).map(|i| {
            let voxel = [i % nx, i / nx % ny, i / nx / ny];
            u8::from((0..3).all(|a| (before[a]..before[a] + block[a]).contains(&voxel[a])))
        });
        (
            RoiMask::new(size, spacing, voxels.collect()).unwrap(),
            block,
        )
    })
}

proptest! {
    #[test]
    fn diameters_have_the_bits_of_all_pairs(mask in masks()) {
        let all = diameters(&midpoints(&mask));
        prop_assert_eq!(diameters_of(&shape::features(&mask)).map(f64::to_bits), all.map(f64::to_bits));
    }

    /// The mesh of a block is the block with its edges and corners cut off half a voxel from them.
    #[test]
    fn block_is_as_geometry_has_it((mask, block) in blocks()) {
        let s = mask.spacing();
        let [a, b, c] = [0, 1, 2].map(|axis| (block[axis] - 1) as f64 * s[axis]);
        let voxel = s[0] * s[1] * s[2];
        let edges = a * s[1] * s[2] + b * s[2] * s[0] + c * s[0] * s[1];
        let sides = a * b * s[2] + b * c * s[0] + c * a * s[1];
        let diagonal = |p: f64, q: f64| (p * p + q * q).sqrt();
        let [x, y, z] = [s[1] * s[2], s[2] * s[0], s[0] * s[1]].map(|face| face / 4.0);
        let features = shape::features(&mask);
        let near = Tolerance { relative: 1e-12, absolute: 0.0 };
        near.assert(features.mesh_volume, a * b * c + sides + edges / 2.0 + voxel / 6.0, "volume");
        let area = 2.0 * (a * b + b * c + c * a)
            + 2.0 * (a * diagonal(s[1], s[2]) + b * diagonal(s[2], s[0]) + c * diagonal(s[0], s[1]))
            + 4.0 * (x * x + y * y + z * z).sqrt();
        near.assert(features.surface_area, area, "area");
        let mut variances = [0, 1, 2].map(|axis| {
            let n = block[axis] as f64;
            (n * n - 1.0) / 12.0 * s[axis] * s[axis]
        });
        variances.sort_by(f64::total_cmp);
        let axes = [features.least_axis_length, features.minor_axis_length, features.major_axis_length];
        for (axis, variance) in axes.into_iter().zip(variances) {
            near.assert(axis, 4.0 * variance.sqrt(), "axis");
        }
    }

    #[test]
    fn mirror_image_has_the_same_shape(
        mask in masks(),
        order in Just([0, 1, 2]).prop_shuffle(),
        mirrored in any::<[bool; 3]>(),
    ) {
        let features = shape::features(&mask);
        let again = shape::features(&rearranged(&mask, order, mirrored));
        let diameters = diameters_of(&features);
        let [solid, in_planes @ ..] = diameters_of(&again);
        let near = Tolerance { relative: 1e-12, absolute: 1e-12 };
        near.assert(solid, diameters[0], "solid");
        for (axis, got) in order.into_iter().zip(in_planes) {
            near.assert(got, diameters[1 + axis], "in planes");
        }
        near.assert(again.voxel_volume, features.voxel_volume, "voxel volume");
        // Rounding is that of variances: of a flat region, the least is noise, and its root even more so.
        let square = |length: f64| length * length;
        let absolute = 1e-14 * square(features.major_axis_length);
        let near = Tolerance { relative: 1e-12, absolute };
        for length in ["LeastAxisLength", "MinorAxisLength", "MajorAxisLength"] {
            let [got, want] = [&again, &features].map(|set| square(set.get(length).unwrap()));
            near.assert(got, want, length);
        }
    }

    #[test]
    fn slice_is_the_same_along_every_dimension(
        pixels in prop::collection::vec(0_u8..2, 35),
        [dx, dy, dz] in prop::array::uniform3(0.2_f64..3.0),
    ) {
        let of = |size, spacing, dimension| {
            let mask = RoiMask::new(size, spacing, pixels.clone()).unwrap();
            shape2d::features(&mask, dimension).unwrap().values().into_iter().map(f64::to_bits).collect()
        };
        let along_z: Vec<u64> = of([7, 5, 1], [dx, dy, dz], 0);
        prop_assert_eq!(&along_z, &of([7, 1, 5], [dx, dz, dy], 1));
        prop_assert_eq!(&along_z, &of([1, 7, 5], [dz, dx, dy], 2));
    }

    /// A pixel mask is a slice of the solid, whose surface runs past it at the same midpoints.
    #[test]
    fn diameter_of_a_slice_is_that_of_the_solid(pixels in prop::collection::vec(0_u8..2, 35)) {
        let mask = RoiMask::new([7, 5, 1], [0.7, 1.1, 2.0], pixels).unwrap();
        let flat = shape2d::features(&mask, 0).unwrap().maximum_diameter;
        prop_assert_eq!(flat.to_bits(), diameters(&midpoints(&mask))[3].to_bits());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn diameters_of_solids_have_the_bits_of_all_pairs(mask in solids(any::<bool>())) {
        let all = diameters(&midpoints(&mask));
        prop_assert_eq!(diameters_of(&shape::features(&mask)).map(f64::to_bits), all.map(f64::to_bits));
    }

    /// Where no face is ambiguous: elsewhere the table has holes and favours a direction.
    #[test]
    fn mirror_image_has_the_same_mesh(
        mask in solids(Just(false)),
        order in Just([0, 1, 2]).prop_shuffle(),
        mirrored in any::<[bool; 3]>(),
    ) {
        let features = shape::features(&mask);
        let again = shape::features(&rearranged(&mask, order, mirrored));
        let near = Tolerance { relative: 1e-12, absolute: 0.0 };
        near.assert(again.mesh_volume, features.mesh_volume, "mesh volume");
        near.assert(again.surface_area, features.surface_area, "area");
    }
}

#[test]
fn empty_mask_has_no_axes() {
    for size in [[0, 0, 0], [3, 0, 2], [0, 2, 2], [2, 3, 1]] {
        let mask = RoiMask::new(size, [1.0; 3], vec![0; size.iter().product()]).unwrap();
        let features = shape::features(&mask);
        assert_eq!(features.mesh_volume.to_bits(), 0.0_f64.to_bits());
        assert_eq!(features.maximum_3d_diameter.to_bits(), 0.0_f64.to_bits());
        assert!(features.major_axis_length.is_nan() && features.sphericity.is_nan());
    }
}

/// Nothing sensible comes out, but something does.
#[test]
fn spacing_that_is_no_spacing_does_no_harm() {
    for spacing in [
        f64::NAN,
        f64::INFINITY,
        0.0,
        -1.0,
        f64::MAX,
        f64::MIN_POSITIVE,
    ] {
        let mask = RoiMask::new([3, 2, 2], [1.0, spacing, 1.0], vec![1; 12]).unwrap();
        assert_eq!(shape::features(&mask).values().len(), 17);
    }
}

/// A region that lies in an oblique plane is flat, whatever rounding makes of it.
#[test]
fn flat_regions_have_no_negative_variance() {
    let side = 9;
    let mut rounded = 0;
    for step in 1..40 {
        let spacing = [0.1 * f64::from(step), 0.7, 1.1];
        let voxels = (0..side * side * side).map(|i| {
            let [x, y, z] = [i % side, i / side % side, i / side / side];
            u8::from((x + 2 * y + 3 * z) % side == 0 && x + 2 * y + 3 * z == 2 * side)
        });
        let mask = RoiMask::new([side; 3], spacing, voxels.collect()).unwrap();
        let description = shape::describe(&mask);
        rounded += description.rounded_eigenvalues;
        assert!((0.0..1e-6).contains(&description.features.least_axis_length));
        assert!((0.0..1e-6).contains(&description.features.flatness));
    }
    assert!(rounded > 0, "no variance came out negative");
}

#[test]
fn a_slice_is_asked_for() {
    let mask = RoiMask::new([2, 3, 4], [1.0; 3], vec![1; 24]).unwrap();
    for (dimension, slices) in [(0, 4), (1, 3), (2, 2)] {
        let error = shape2d::features(&mask, dimension).unwrap_err();
        assert_eq!(error, shape2d::Error::NotOneSlice { slices, dimension });
    }
    let error = shape2d::features(&mask, 3).unwrap_err();
    assert_eq!(
        error.to_string(),
        "dimension 3 does not exist: 0 is z, 1 is y and 2 is x"
    );
    assert_eq!(error.class(), voxomics_core::ErrorClass::Input);
}

/// What the reference did for masks of one slice along x, y and z, and of one row.
#[test]
fn shape2d_is_decided_as_by_pyradiomics() {
    for (size, dimension, decision) in [
        ([5, 6, 1], 0, Decision::Compute),
        ([1, 6, 1], 0, Decision::Skip),
        ([1, 6, 7], 0, Decision::Skip),
        ([5, 1, 7], 1, Decision::Skip),
        ([5, 6, 7], 1, Decision::Refuse { slices: 6 }),
        ([1, 6, 7], 2, Decision::Compute),
        ([1, 6, 1], 2, Decision::Skip),
        ([5, 6, 7], 2, Decision::Refuse { slices: 5 }),
        ([5, 6, 7], 3, Decision::Skip),
    ] {
        assert_eq!(
            decide(size, dimension),
            decision,
            "{size:?} along {dimension}"
        );
    }
}
