//! What PyRadiomics 3.0.1 gives.

use super::*;

/// Sums of a few numbers, whose order PyRadiomics leaves to the CPU.
const LEVELS: Tolerance = Tolerance {
    relative: 1e-12,
    absolute: 1e-12,
};

fn number(options: &Json, name: &str, default: f64) -> f64 {
    options
        .get(name)
        .map_or(default, |value| value.as_f64().unwrap())
}

fn method(options: &Json) -> LbpMethod {
    match options.get("lbp2DMethod").and_then(Json::as_str) {
        Some("default") => LbpMethod::Default,
        Some("ror") => LbpMethod::Ror,
        Some("var") => LbpMethod::Var,
        _ => LbpMethod::Uniform,
    }
}

fn circles(options: &Json) -> lbp2d::Options {
    lbp2d::Options {
        radius: number(options, "lbp2DRadius", 1.0),
        samples: number(options, "lbp2DSamples", 8.0) as usize,
        method: method(options),
        axis: 2 - number(options, "force2Ddimension", 0.0) as usize,
    }
}

fn spheres(options: &Json) -> lbp3d::Options {
    lbp3d::Options {
        levels: number(options, "lbp3DLevels", 2.0) as usize,
        radius: number(options, "lbp3DIcosphereRadius", 1.0),
        subdivision: number(options, "lbp3DIcosphereSubdivision", 1.0) as usize,
    }
}

fn assert_same(got: &[f64], want: &[f64], what: &str) {
    assert_eq!(got.len(), want.len(), "{what}");
    for (index, (got, want)) in got.iter().zip(want).enumerate() {
        let same = got == want || (got.is_nan() && want.is_nan());
        assert!(same, "{what}, voxel {index}: got {got:e}, want {want:e}");
    }
}

fn index() -> Vec<Json> {
    let text = std::fs::read_to_string(data().join("pyradiomics/filters/lbp.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn circles_to_the_bit() {
    let mut files = 0;
    for row in index().iter().filter(|row| row["type"] == "LBP2D") {
        let file = row["file"].as_str().unwrap();
        let image = read(&format!("{}_image.nrrd", row["case"].as_str().unwrap()));
        let options = circles(&row["options"]);
        let got = lbp2d::local_binary_pattern(&image, whole(&image), &options).unwrap();
        assert_same(&got, &read(file).to_f64(), file);
        files += 1;
    }
    assert_eq!(files, 20, "lbp.json lost files");
}

/// The kurtosis to the bit, in `f32` too; the levels as far as they are determined.
#[test]
fn spheres_in_the_region_of_interest() {
    let mut files = 0;
    for row in index().iter().filter(|row| row["type"] == "LBP3D") {
        let file = row["file"].as_str().unwrap();
        let case = row["case"].as_str().unwrap();
        let image = read(&format!("{case}_image.nrrd"));
        let mask = read(&format!("{case}_mask.nrrd")).to_f64();
        let inside: Vec<u8> = mask.iter().map(|&label| u8::from(label == 1.0)).collect();
        let options = spheres(&row["options"]);
        let patterns =
            lbp3d::local_binary_pattern(&image, whole(&image), &inside, &options).unwrap();
        assert_eq!(patterns.single, case == "filtF");
        let name = row["image"]
            .as_str()
            .unwrap()
            .strip_prefix("lbp-3D-")
            .unwrap();
        let (_, got) = images(&patterns)
            .into_iter()
            .find(|(image, _)| image == name)
            .unwrap();
        let want = read(file).to_f64();
        for (voxel, _) in inside
            .iter()
            .enumerate()
            .filter(|&(_, &inside)| inside == 1)
        {
            let what = format!("{file}, voxel {voxel}");
            if name == "k" {
                assert_eq!(got[voxel].to_bits(), want[voxel].to_bits(), "{what}");
            } else {
                LEVELS.assert(got[voxel], want[voxel], &what);
            }
        }
        files += 1;
    }
    assert_eq!(files, 38, "lbp.json lost files");
}

fn numbers(list: &Json) -> Vec<f64> {
    let values = list.as_array().unwrap().iter();
    values
        .map(|value| value.as_f64().unwrap_or(f64::NAN))
        .collect()
}

/// Doubles, for which the last bit of a sample can decide.
#[test]
fn doubles() {
    let path = data().join("pyradiomics/filters/lbp_float64.json");
    let golden: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let size = numbers(&golden["size"]);
    let size = [0, 1, 2].map(|axis| size[axis] as usize);
    let geometry = Geometry::axis_aligned(size, [1.0; 3]).unwrap();
    let image = AnyVolume::from(Volume::new(geometry, numbers(&golden["image"])).unwrap());
    let region = whole(&image);
    let inside = vec![1; region.voxels()];
    let patterns =
        lbp3d::local_binary_pattern(&image, region, &inside, &lbp3d::Options::default()).unwrap();
    for (name, got) in images(&patterns) {
        let want = numbers(&golden["spheres"][format!("lbp-3D-{name}")]);
        if name == "k" {
            assert_same(got, &want, "k");
        } else {
            for (voxel, (&got, want)) in got.iter().zip(want).enumerate() {
                LEVELS.assert(got, want, &format!("{name}, voxel {voxel}"));
            }
        }
    }
    let options = [
        (
            "uniform",
            serde_json::json!({"lbp2DSamples": 12, "lbp2DRadius": 1.5}),
        ),
        (
            "var",
            serde_json::json!({"lbp2DMethod": "var", "force2Ddimension": 2}),
        ),
    ];
    for (name, options) in options {
        let got = lbp2d::local_binary_pattern(&image, region, &circles(&options)).unwrap();
        assert_same(&got, &numbers(&golden[name]["lbp-2D"]), name);
    }
}
