//! Tables that pyarrow and pandas wrote; `tests/data/parquet/make.py` says what is in them.

use voxomics_core::ErrorClass;
use voxomics_table::{Error, Sheet, Table};

fn path(name: &str) -> std::path::PathBuf {
    voxomics_testkit::data().join(format!("parquet/{name}.parquet"))
}

fn said(name: &str) -> Error {
    Sheet::read_parquet(path(name)).unwrap_err()
}

const STUDY: &str = "\
id,unsigned,small,word,whole,decimal,mean,single,text,phase,event,date,seen,zoned,time,nothing
9007199254740992,18446744073709551615,-128,4294967295,10000000000000000000000000000000000000,12.3,0.1,0.5,01,venous,1,\
2024-02-29,2024-02-29T23:59:59.25,2024-02-29T12:00:00Z,07:05:00,
9007199254740993,0,127,0,-1,-0.05,1e+300,-2,\"a, b\",arterial,0,\
1969-12-31,1969-12-31T23:59:59,1970-01-01T00:00:00Z,23:59:59.001,
-9223372036854775808,7,,,,,,,,,,,,,,
9223372036854775807,,0,1,0,0,inf,,,venous,1,0001-01-01,2000-01-01T00:00:00,1900-03-01T00:00:00Z,00:00:00,
";

#[test]
fn a_study_is_the_same_in_each_codec() {
    for codec in ["none", "snappy", "gzip", "lz4"] {
        let sheet = Sheet::read_parquet(path(codec)).unwrap();
        assert_eq!(sheet.to_csv(), STUDY, "{codec}");
    }
}

#[test]
fn other_codecs_are_named_with_a_way_out() {
    for codec in ["zstd", "brotli"] {
        let error = said(codec);
        assert_eq!(error.class(), ErrorClass::Unsupported);
        let error = error.to_string();
        assert!(
            error.contains(&format!("{codec}.parquet` is compressed with {codec}")),
            "{error}"
        );
        assert!(error.contains("compression=\"snappy\""), "{error}");
    }
}

#[test]
fn columns_that_no_cell_holds_are_named() {
    for (name, what) in [
        ("binary", "column `hash` holds bytes that are not UTF-8"),
        ("half", "column `mean` holds values of type Float16"),
        (
            "list",
            "column `values.list.element` holds lists or structures",
        ),
    ] {
        let error = said(name);
        assert_eq!(error.class(), ErrorClass::Unsupported);
        assert!(error.to_string().contains(what), "{error}");
    }
}

#[test]
fn moments_of_spark_are_those_of_pyarrow() {
    let column = |name: &str| {
        let sheet = Sheet::read_parquet(path(name)).unwrap();
        let cells = sheet.column("seen").unwrap().cells();
        cells.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(column("int96"), column("snappy"));
}

#[test]
fn frames_of_pandas_are_read() {
    let sheet = Sheet::read_parquet(path("pandas")).unwrap();
    assert_eq!(
        sheet.to_csv(),
        "Patient,Phase,Age,mean\nP1,arterial,61,40.25\nP1,venous,61,38\nP2,arterial,,36.5\nP2,venous,,35\n"
    );
    let sheet = Sheet::read_parquet(path("index")).unwrap();
    assert_eq!(
        sheet.to_csv(),
        "mean,case\n40.25,100000000000000000\n38,1234567890123456\n36.5,3\n35,4\n"
    );
}

#[test]
fn ids_of_64_bits_are_not_two_patients_in_one() {
    let (table, left_out) = Table::read_parquet(path("index"), Some("case")).unwrap();
    assert_eq!(table.ids()[..2], ["100000000000000000", "1234567890123456"]);
    assert!(left_out.is_empty());
    // As numbers they are exact, and those of the other table are not.
    let (table, _) = Table::read_parquet(path("index"), None).unwrap();
    assert_eq!(
        table.column("case").unwrap()[0].to_bits(),
        1e17_f64.to_bits()
    );
    let error = Table::read_parquet(path("none"), None).unwrap_err();
    assert!(
        error
            .to_string()
            .contains(", row 2: column `id` is 9007199254740993, which no double is"),
        "{error}"
    );
    let error = Table::read_parquet(path("none"), Some("id")).unwrap_err();
    assert!(
        error
            .to_string()
            .contains(", row 1: column `unsigned` is 18446744073709551615"),
        "{error}"
    );
}

#[test]
fn a_damaged_file_is_an_error_though_its_reader_panics() {
    let mut bytes = std::fs::read(path("snappy")).unwrap();
    let last = bytes.len() - 1;
    bytes[last - 2_045] ^= 0x16;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &bytes).unwrap();
    let error = Sheet::read_parquet(file.path()).unwrap_err().to_string();
    assert!(
        error.contains("cannot be read") && error.contains("damaged"),
        "{error}"
    );
}
