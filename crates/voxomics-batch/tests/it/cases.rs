//! The case list: what is understood, what is refused and in which words.

use std::path::Path;

use voxomics_batch::Cases;
use voxomics_batch::cases::{Error, Warning};
use voxomics_core::ErrorClass;

use crate::support::layout;

fn read(bytes: impl AsRef<[u8]>) -> Result<Cases, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.csv");
    std::fs::write(&path, bytes).unwrap();
    Cases::read(&path, &layout())
}

/// The message from behind the file's name.
fn refusal(bytes: impl AsRef<[u8]>) -> String {
    let error = read(bytes).unwrap_err();
    assert_eq!(error.class(), ErrorClass::Input);
    error
        .to_string()
        .split_once("cases.csv`")
        .unwrap()
        .1
        .to_owned()
}

#[test]
fn separators_and_byte_order_mark() {
    for text in [
        "Image,Mask,Site\na,b,\"x,y;z\"\n",
        "\u{feff}Image,Mask,Site\r\na,b,\"x,y;z\"\r\n",
        "Image;Mask;Site\na;b;\"x,y;z\"\n",
        "\u{feff}\"Image\";\"Mask\";Site\na;b;\"x,y;z\"",
        "Image\tMask\tSite\na\tb\tx,y;z\n",
    ] {
        let cases = read(text).unwrap();
        assert_eq!(cases.columns(), ["Image", "Mask", "Site"], "{text:?}");
        assert_eq!(cases.as_slice()[0].text("Site"), Some("x,y;z"), "{text:?}");
        assert!(cases.warnings().is_empty());
    }
}

#[test]
fn relative_paths_are_relative_to_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.CSV");
    std::fs::write(&path, "Mask,Image\nsub/m.nii,/data/i.nii\n").unwrap();
    let mut cases = Cases::read(&path, &layout()).unwrap();
    let case = &cases.as_slice()[0];
    assert_eq!(
        case.path("Mask"),
        Some(folder.path().join("sub/m.nii").as_path())
    );
    assert_eq!(case.path("Image"), Some(Path::new("/data/i.nii")));
    assert_eq!((case.row(), case.line(), case.id()), (1, 2, None));
    cases.show_paths("Mask", |path| {
        path.file_name().unwrap().to_string_lossy().into_owned()
    });
    let case = &cases.as_slice()[0];
    assert_eq!(case.text("Mask"), Some("m.nii"));
    assert_eq!(
        case.path("Mask"),
        Some(folder.path().join("sub/m.nii").as_path())
    );
}

#[test]
fn a_list_in_the_current_folder_leaves_paths_alone() {
    let rows = [["i.nii", "m.nii"]];
    let cases = Cases::from_rows(Path::new("arguments"), ["Image", "Mask"], rows, &layout());
    assert_eq!(
        cases.unwrap().as_slice()[0].path("Image"),
        Some(Path::new("i.nii"))
    );
}

#[test]
fn labels_as_spreadsheets_write_them() {
    let cases = read("Image,Mask,Label\na,b,\na,b,1.0\na,b, 2 \na,b,3.000\n").unwrap();
    let labels: Vec<_> = cases
        .as_slice()
        .iter()
        .map(|case| case.integer("Label"))
        .collect();
    assert_eq!(labels, [None, Some(1), Some(2), Some(3)]);
    for cell in [
        "x",
        "1.5",
        "1.",
        "-1",
        "0",
        "1e3",
        "nan",
        "99999999999999999999",
    ] {
        assert_eq!(
            refusal(format!("Image,Mask,Label\na,b,1\na,b,{cell}\n")),
            format!(
                ", line 3: column `Label` is `{cell}`: write a whole number not below 1, \
                 or leave the cell empty for the default"
            )
        );
    }
}

#[test]
fn blanks_are_removed_with_a_note() {
    let cases = read(" Image ,Mask,ID\na.nii ,b,P1\nc,d,P2\ne\t,f,P3\n").unwrap();
    assert_eq!(cases.as_slice()[0].text("Image"), Some("a.nii"));
    let [warning] = cases.warnings() else {
        panic!("one warning, not {:?}", cases.warnings())
    };
    assert_eq!(
        warning.to_string(),
        "column `Image`: blanks around 2 cells ignored, first on line 2"
    );
}

#[test]
fn refusals_name_what_is_wrong_and_where() {
    for (text, message) in [
        (
            "",
            " is empty: it needs a header row and a row for each case",
        ),
        (
            "\u{feff} \n\n",
            " is empty: it needs a header row and a row for each case",
        ),
        (
            "Image,Mask\n",
            " has a header and no cases: it needs a row for each case",
        ),
        (
            "Image,Mask,A,A\na,b,1,2\n",
            " has two columns named `A`: rename one",
        ),
        (
            "ID,Image\n1,a\n",
            " has no column `Mask`: there are `ID` and `Image`",
        ),
        (
            "image;mask\na;b\n",
            " has no column `Image`: did you mean `image`?",
        ),
        (
            "Image|Mask\na|b\n",
            " has no column `Image`: there are `Image|Mask`",
        ),
        (
            "Image,Mask,ID\na,b,1\na,,2\n",
            ", line 3: column `Mask` is empty",
        ),
        ("Image,Mask\na,b\n,\n", ", line 3: column `Image` is empty"),
        (
            "Image,Mask\na,b\n\n\nc\n",
            ", line 5: 1 cells, but the header has 2: \
             put a cell that contains a separator between double quotes",
        ),
        (
            "Image,Mask\n\"a\nb\",c\nd,e,f\n",
            ", line 4: 3 cells, but the header has 2: \
             put a cell that contains a separator between double quotes",
        ),
        (
            "Image,Mask\na,b\nc,\0\n",
            ", line 3: a NUL byte: save it as CSV in UTF-8",
        ),
    ] {
        assert_eq!(refusal(text), message, "{text:?}");
    }
}

#[test]
fn other_encodings_are_named() {
    let latin = b"Image,Mask\na,b\nM\xFCller,c\n";
    assert_eq!(
        refusal(latin),
        ", line 3: not UTF-8: save it as CSV in UTF-8"
    );
    let utf16: Vec<u8> = "Image,Mask\na,b\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        refusal(utf16),
        ", line 1: a NUL byte: save it as CSV in UTF-8"
    );
}

#[test]
fn a_missing_file_is_the_users_to_correct() {
    let error = Cases::read(Path::new("nowhere/cases.csv"), &layout()).unwrap_err();
    assert_eq!(error.class(), ErrorClass::Input);
    assert!(
        error
            .to_string()
            .starts_with("case list `nowhere/cases.csv` cannot be read: ")
    );
}

#[test]
fn the_same_id_twice() {
    let text = "ID,Image,Mask\nP1,a,b\nP2,c,d\nP1,e,f\n";
    let cases = read(text).unwrap();
    let twice = Warning::DuplicateId {
        line: 4,
        first: 2,
        column: "ID".to_owned(),
        id: "P1".to_owned(),
    };
    assert_eq!(
        twice.to_string(),
        "line 4: `P1` in column `ID` again, as on line 2"
    );
    assert_eq!(cases.warnings(), [twice]);
    let unnamed = read("ID,Image,Mask\n,a,b\n,c,d\n").unwrap();
    assert!(unnamed.warnings().is_empty());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.csv");
    std::fs::write(&path, text).unwrap();
    let error = Cases::read(&path, &layout().unique_id("ID"))
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with(", line 4: `P1` in column `ID` again, as on line 2"),
        "{error}"
    );
    std::fs::write(&path, "Image,Mask\na,b\n").unwrap();
    let error = Cases::read(&path, &layout().unique_id("ID"))
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with(" has no column `ID`: there are `Image` and `Mask`"),
        "{error}"
    );
}

#[test]
fn no_column_is_lost_to_a_result() {
    let cases = read("Image,Mask,original_firstorder_Mean\na,b,999\n").unwrap();
    let outputs = ["original_firstorder_Mean".to_owned()];
    assert_eq!(
        cases.check_outputs(&outputs).unwrap_err().to_string(),
        "column `original_firstorder_Mean` of the case list has the name of a column of results: \
         rename it, else one of them would be lost"
    );
    let twice = ["A".to_owned(), "A".to_owned()];
    assert_eq!(
        cases.check_outputs(&twice).unwrap_err().class(),
        ErrorClass::Bug
    );
    cases.check_outputs(&["B".to_owned()]).unwrap();
}
