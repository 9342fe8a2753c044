//! `scale`.

use super::{close, json, run};
use crate::support::Folder;

const TRAIN: &str =
    "case,relapse,volume,mean,flat,note\na,0,1,10,5,x\nb,1,2,20,5,y\nc,,3,,5,z\nd,1,6,40,5,w\n";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("train.csv", TRAIN);
    folder.write("test.csv", "mean,case,volume,flat\n25,e,3,6\n");
    folder
}

#[test]
fn rows_teach_and_others_are_changed_as_they_taught() {
    let folder = folder();
    let line = "scale train.csv --id case --except relapse --save scale.json --scaled scaled.csv";
    let got = json(&folder, line);
    assert_eq!(
        got["scaler"],
        serde_json::json!({ "method": "standard", "ddof": 1 })
    );
    // mean(c(1, 2, 3, 6)), sd of the same; and of 10, 20, 40; no spread.
    for (feature, center, scale) in [
        (0, 3.0, 2.160_246_899_469_286_7),
        (1, 70.0 / 3.0, 15.275_252_316_519_467),
        (2, 5.0, 1.0),
    ] {
        close(&got["features"][feature]["center"], &center.into(), 1e-14);
        close(&got["features"][feature]["scale"], &scale.into(), 1e-14);
    }
    let scaled = folder.read("scaled.csv");
    let cells: Vec<&str> = scaled.lines().nth(3).unwrap().split(',').collect();
    assert_eq!(cells, ["c", "", "0.0", "", "0.0", "z"]);
    let line = "scale test.csv --id case --apply scale.json --scaled test_scaled.csv";
    run(&folder, line).expect(0, &[]);
    let scaled = folder.read("test_scaled.csv");
    let row = scaled.lines().nth(1).unwrap();
    assert!(
        row.starts_with("0.109") && row.ends_with(",e,0.0,1.0"),
        "{row}"
    );
}

#[test]
fn every_method_has_its_center_and_scale() {
    let folder = folder();
    for (method, center, scale) in [
        ("z-score", 3.0, 2.160_246_899_469_286_7),
        ("z-score-n", 3.0, 1.870_828_693_386_970_7),
        ("median-mad", 2.5, 1.4826),
        ("robust", 2.5, 2.0),
        ("min-max", 1.0, 5.0),
    ] {
        let line = format!("scale train.csv --id case --columns volume --method {method}");
        let got = &json(&folder, &line)["features"][0];
        close(&got["center"], &center.into(), 1e-14);
        close(&got["scale"], &scale.into(), 1e-14);
    }
    for (method, least, greatest) in [("quantile", "0.0", "1.0"), ("normal", "-5.19", "5.19")] {
        let line =
            format!("scale train.csv --columns volume --method {method} --scaled {method}.csv");
        run(&folder, &line).expect(0, &[]);
        let table = folder.read(&format!("{method}.csv"));
        let volume = |row: usize| table.lines().nth(row).unwrap().split(',').nth(2).unwrap();
        assert!(
            volume(1).starts_with(least) && volume(4).starts_with(greatest),
            "{table}"
        );
    }
}

#[test]
fn what_cannot_be_is_said() {
    let folder = folder();
    folder.write("there.csv", "");
    folder.write("infinite.csv", "a,b\n1,inf\n2,3\n");
    folder.write("few.csv", "a\n1\n");
    folder.write("other.json", "{}");
    for (flags, words) in [
        (
            "train.csv --except relapse --scaled there.csv",
            "there.csv` exists",
        ),
        (
            "train.csv --except relapse --scaled o.csv --save o.csv",
            "name one file",
        ),
        ("train.csv --columns volum", "did you mean `volume`?"),
        ("infinite.csv --columns b", "line 2: column `b` is `inf`"),
        ("few.csv", "say which columns are features"),
        ("test.csv --apply other.json", "writes a scaler"),
        (
            "test.csv --apply other.json --method robust",
            "cannot be used with",
        ),
    ] {
        run(&folder, &format!("scale {flags}")).expect(2, &[words]);
    }
    assert!(!folder.has("o.csv"));
    // An outcome that is not excepted is told, and a feature that varies where the method does not look.
    let words = "two values are taken for features: `relapse`";
    folder.write(
        "skewed.csv",
        "relapse,skewed\n0,0\n1,0\n1,0\n0,700\n0,900\n",
    );
    run(&folder, "scale skewed.csv").expect(0, &[words]);
    let words = "features without spread by this method are centred only: 1";
    run(
        &folder,
        "scale skewed.csv --columns skewed --method median-mad",
    )
    .expect(0, &[words]);
    // Quartiles that are 1 apart are a spread like any other.
    folder.write("unit.csv", "unit\n1\n2\n2\n3\n3\n");
    let unit = run(&folder, "scale unit.csv --method robust");
    unit.expect(0, &[]);
    assert!(!unit.stderr.contains("without spread"), "{}", unit.stderr);
    run(
        &folder,
        "scale train.csv --columns volume,mean --save scale.json",
    )
    .expect(0, &[]);
    folder.write("narrow.csv", "volume\n1\n");
    run(&folder, "scale narrow.csv --apply scale.json").expect(2, &["has no column `mean`"]);
}

#[cfg(feature = "parquet")]
#[test]
fn ids_stay_text_in_parquet() {
    let folder = Folder::new();
    folder.write(
        "train.csv",
        "case,centre,volume\n1,01,1\n1.0,02,2\n01,01,4\n1e0,02,5\n",
    );
    for line in [
        "scale train.csv --id case --columns volume --scaled out.parquet",
        "combat train.csv --id case --batch centre --columns volume --prior none --harmonized out.parquet",
    ] {
        run(&folder, line).expect(0, &[]);
        let path = folder.path().join("out.parquet");
        let sheet = voxomics::table::Sheet::read_parquet(&path).unwrap();
        let texts = |name: &str| sheet.column(name).unwrap().texts().unwrap();
        assert_eq!(texts("case"), ["1", "1.0", "01", "1e0"]);
        assert_eq!(texts("centre"), ["01", "02", "01", "02"]);
        std::fs::remove_file(path).unwrap();
    }
}
