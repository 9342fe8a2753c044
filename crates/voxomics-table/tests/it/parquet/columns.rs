//! Which columns are doubles, and which are text.

use voxomics_table::Sheet;

use super::through;

/// The cells of a column that was written and read.
fn cells(cells: &[&str], text: &[&str]) -> Vec<String> {
    let sheet = Sheet::from_rows(["x"], cells.iter().map(|cell| [*cell])).unwrap();
    let rows = through(&sheet, text).into_parts().1;
    rows.into_iter().flat_map(|row| row.cells).collect()
}

#[test]
fn ids_that_are_equal_as_numbers_stay_apart_where_they_are_text() {
    let ids = ["1E5", "100000", "1.0", "1", "+5", "5", " 7"];
    assert_eq!(cells(&ids, &["x"]), ids);
    // They would be three numbers.
    assert_eq!(cells(&ids, &[])[..2], ["100000", "100000"]);
}

#[test]
fn a_cell_that_no_double_has_makes_its_column_text() {
    for name in [
        "01",
        "00",
        "-007",
        "007.0",
        "+00.5",
        "1e400",
        "-1e400",
        "1e-400",
        "-0.001e-400",
        "9007199254740993",
        "-9007199254740993",
        "12345678901234567890123456789012345678901234567890",
        "-nan",
        "+",
        "1,5",
        "0x10",
        "-",
    ] {
        let column = ["2.50", name, "NA", "", "1e3"];
        assert_eq!(cells(&column, &[]), column, "{name}");
    }
}

#[test]
fn numbers_are_doubles_however_they_are_written() {
    for (number, read) in [
        ("2.50", "2.5"),
        ("1e3", "1000"),
        ("+36", "36"),
        ("-0.0", "-0"),
        ("0", "0"),
        ("0.5", "0.5"),
        (".5", "0.5"),
        ("0e-400", "0"),
        ("5e-324", "5e-324"),
        ("inf", "inf"),
        ("-Infinity", "-inf"),
        ("9007199254740992", "9007199254740992"),
        ("1234567890123456", "1234567890123456"),
        ("100000000000000000", "1e+17"),
        ("1e17", "1e+17"),
    ] {
        let column = ["2.50", number, "NA", ""];
        assert_eq!(cells(&column, &[]), ["2.5", read, "", ""], "{number}");
    }
}
