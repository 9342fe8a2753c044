//! Lists of cases as spreadsheets write them: the triggers of PyRadiomics' batch command that concern
//! the list, each by its number, with the outcome that is wanted.

use crate::support::{Folder, breast, cell, cells, lung, prostate};

fn csv(folder: &Folder) -> crate::support::Run {
    folder.run(&["extract", "cases.csv", "-f", "csv"])
}

/// 14: empty is the default, 1.0 is 1, anything else is refused before any work.
#[test]
fn label_cells() {
    let folder = Folder::new();
    let case = cells(&prostate());
    folder.cases(
        "Image,Mask,Label",
        &[
            format!("{case},"),
            format!("{case},1.0"),
            format!("{case},8"),
        ],
    );
    let run = csv(&folder);
    run.expect(0, &[]);
    let voxels = (0..3).map(|row| cell(&run.stdout, row, "diagnostics_Mask-original_VoxelNum"));
    assert_eq!(voxels.collect::<Vec<_>>(), ["168", "168", "2997"]);
    folder.cases(
        "Image,Mask,Label",
        &[format!("{case},1"), format!("{case},x")],
    );
    let run = csv(&folder);
    run.expect(2, &["line 3", "Label", "`x`"]);
    assert_eq!(run.stdout, "");
}

/// 15, 16, 17: a byte-order mark, semicolons, `.CSV`, blanks around a path.
#[test]
fn as_spreadsheets_write_them() {
    let folder = Folder::new();
    let [image, mask] = breast();
    for (name, text) in [
        ("bom.csv", format!("\u{feff}Image,Mask\n{image},{mask}\n")),
        ("semicolons.csv", format!("Image;Mask\n{image};{mask}\n")),
        ("UPPER.CSV", format!("Image,Mask\n{image},{mask}\n")),
        ("blanks.csv", format!("Image,Mask\n{image} , {mask}\n")),
        ("crlf.csv", format!("Image,Mask\r\n{image},{mask}\r\n")),
    ] {
        folder.write(name, text);
        let run = folder.run(&["extract", name, "-f", "csv"]);
        assert_eq!(run.code, Some(0), "{name}: {}", run.stderr);
        assert_eq!(cell(&run.stdout, 0, "Image"), image, "{name}");
    }
}

/// 17, 31: a row with fewer or more cells than the header.
#[test]
fn ragged_rows() {
    let folder = Folder::new();
    let case = cells(&breast());
    folder.cases("Image,Mask", &[case.clone(), "alone.nrrd".to_owned()]);
    csv(&folder).expect(2, &["line 3"]);
    folder.cases("Image,Mask", &[format!("{case},more")]);
    csv(&folder).expect(2, &["line 2"]);
}

/// 18: nothing in it.
#[test]
fn empty_lists() {
    let folder = Folder::new();
    for text in ["", "Image,Mask\n"] {
        folder.write("cases.csv", text);
        csv(&folder).expect(2, &["cases.csv"]);
    }
}

/// 22, 30: a column named like a feature, a column twice, a column missing.
#[test]
fn columns() {
    let folder = Folder::new();
    let case = cells(&breast());
    folder.cases(
        "Image,Mask,original_firstorder_Mean",
        &[format!("{case},999")],
    );
    csv(&folder).expect(2, &["original_firstorder_Mean"]);
    folder.cases("Image,Mask,A,A", &[format!("{case},1,2")]);
    csv(&folder).expect(2, &["`A`"]);
    folder.cases("image,Mask", &[case]);
    csv(&folder).expect(2, &["Image", "image"]);
}

/// 29: an ID twice.
#[test]
fn ids() {
    let folder = Folder::new();
    folder.cases(
        "ID,Image,Mask",
        &[
            format!("P1,{}", cells(&breast())),
            format!("P1,{}", cells(&lung())),
        ],
    );
    csv(&folder).expect(0, &["P1"]);
}

/// Other columns are copied, and paths are relative to the list.
#[test]
fn columns_are_passed_through() {
    let folder = Folder::new();
    let [image, mask] = breast();
    folder.run(&["convert", &image, "i.nrrd"]).expect(0, &[]);
    folder.run(&["convert", &mask, "m.nrrd"]).expect(0, &[]);
    folder.cases(
        "Centre,Image,Mask,Age",
        &["A,i.nrrd,m.nrrd,=1+1".to_owned()],
    );
    let list = folder.path().join("cases.csv").display().to_string();
    let elsewhere = Folder::new();
    let run = elsewhere.run(&["extract", &list, "-f", "csv", "--format-path", "relative"]);
    run.expect(0, &[]);
    assert_eq!(cell(&run.stdout, 0, "Centre"), "A");
    assert_eq!(cell(&run.stdout, 0, "Image"), "i.nrrd");
    // A spreadsheet must not run what a cell says.
    assert_eq!(cell(&run.stdout, 0, "Age"), "'=1+1");
}

/// 19: `--validate` finds what is missing, and says so with its exit code.
#[test]
fn validate() {
    let folder = Folder::new();
    folder.cases("Image,Mask", &[cells(&breast())]);
    folder
        .run(&["extract", "cases.csv", "--validate"])
        .expect(0, &[]);
    folder.cases(
        "Image,Mask",
        &[cells(&breast()), "absent.nrrd,absent.nrrd".to_owned()],
    );
    let run = folder.run(&["extract", "cases.csv", "--validate"]);
    assert!(matches!(run.code, Some(1 | 2)), "{:?}", run.code);
    assert!(run.stderr.contains("absent.nrrd"), "{}", run.stderr);
}
