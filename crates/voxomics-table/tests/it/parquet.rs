//! Tables through Parquet.

mod columns;
mod foreign;
mod properties;

use ndarray::array;
use voxomics_table::{Problem, Sheet, Table};

/// A sheet that was written, those columns as text, and read.
fn through(sheet: &Sheet, text: &[&str]) -> Sheet {
    let file = tempfile::NamedTempFile::new().unwrap();
    sheet.write_parquet(file.reopen().unwrap(), text).unwrap();
    Sheet::read_parquet(file.path()).unwrap()
}

fn small() -> Table {
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    let values = array![[1.0, f64::NAN, 3.0], [4.0, 5.0, 6.0]];
    Table::new(names(&["p", "q"]), names(&["a", "b", "c"]), values).unwrap()
}

#[test]
fn a_table_that_is_written_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.parquet");
    let table = small();
    table
        .write_parquet(std::fs::File::create(&path).unwrap(), "case")
        .unwrap();
    let (back, left_out) = Table::read_parquet(&path, Some("case")).unwrap();
    assert_eq!(back.to_csv("case"), table.to_csv("case"));
    assert!(left_out.is_empty());
    let (numbered, left_out) = Table::read_parquet(&path, None).unwrap();
    assert_eq!(
        (numbered.ids()[1].as_str(), left_out),
        ("2", vec!["case".to_owned()])
    );
    let error = Table::read_parquet(&path, Some("csae"))
        .unwrap_err()
        .to_string();
    assert!(error.contains("did you mean `case`?"), "{error}");
}

#[test]
fn what_is_no_parquet_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.parquet");
    let said = || Table::read_parquet(&path, None).unwrap_err().to_string();
    assert!(said().contains("cannot be read"));
    std::fs::write(&path, "a,b\n1,2\n").unwrap();
    assert!(said().contains("cannot be read"));
}

#[test]
fn rows_of_a_table_need_their_ids() {
    let sheet = Sheet::from_rows(["case", "mean"], [["1", "2"], ["", "3"], ["NA", "4"]]).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    sheet.write_parquet(file.reopen().unwrap(), &[]).unwrap();
    let error = Table::read_parquet(file.path(), Some("case")).unwrap_err();
    let said = "line 3: column `case` is missing (rows like it: 2)";
    assert!(error.to_string().contains(said), "{error}");
}

#[test]
fn a_sheet_is_the_same_but_for_the_form_of_numbers() {
    let sheet = Sheet::parse(b"case,mean,stage,empty\nA,0.10,II,\nB,,I,\n", &[]).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    sheet.write_parquet(file.reopen().unwrap(), &[]).unwrap();
    let read = Sheet::read_parquet(file.path()).unwrap();
    assert_eq!(read.to_csv(), "case,mean,stage,empty\nA,0.1,II,\nB,,I,\n");
    assert_eq!(read.rows()[1].line, 3);
    // As a table of numbers it is that of the library.
    let (table, left_out) = Table::read_parquet(file.path(), Some("case")).unwrap();
    assert_eq!(
        (table.names(), left_out.len()),
        (&["mean".to_owned()][..], 2)
    );
}

#[test]
fn columns_that_stay_text_are_there() {
    let sheet = Sheet::from_rows(["case"], [["1"]]).unwrap();
    let error = sheet.write_parquet(Vec::new(), &["csae"]).unwrap_err();
    assert!(
        error.to_string().contains("did you mean `case`?"),
        "{error}"
    );
    let problem = error.downcast::<Problem>().unwrap();
    assert!(matches!(problem, Problem::NoColumn { name, .. } if name == "csae"));
}
