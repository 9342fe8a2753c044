//! What holds for any table.

use proptest::prelude::*;
use voxomics_table::Sheet;

use super::through;

/// What a study's tables hold, and what looks like it.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => any::<f64>().prop_map(|x| x.to_string()),
        3 => any::<f64>().prop_map(|x| format!("{x:e}")),
        3 => (-1e4..1e4).prop_map(|x: f64| format!("{x:.3}")),
        2 => any::<i64>().prop_map(|x| x.to_string()),
        2 => (-1000..1000).prop_map(|x: i32| x.to_string()),
        1 => "[+-]?[0-9]{0,20}[.]?[0-9]{0,3}(e[+-]?[0-9]{1,3})?",
        1 => "(NA|nan|[.]|inf|-inf|)",
        1 => "[ a-c0-9,\"\n]{0,3}",
    ]
}

fn is_missing(cell: &str) -> bool {
    let sheet = Sheet::from_rows(["x"], [[cell]]).unwrap();
    sheet
        .column("x")
        .unwrap()
        .values()
        .next()
        .unwrap()
        .is_none()
}

/// Whether a cell that was written is one that was read: the same text, the same double, or missing in both.
fn same(written: &str, read: &str) -> bool {
    let number = |cell: &str| cell.trim().parse::<f64>().map(f64::to_bits).ok();
    written == read
        || is_missing(written) && is_missing(read)
        || number(written).is_some() && number(written) == number(read)
}

/// Whether the number of these digits is as they say: not infinite, not 0 where one of them is not.
fn is_in_range(cell: &str) -> bool {
    let digits = cell.split(['e', 'E']).next().unwrap();
    let is_zero = !digits.contains(|c: char| ('1'..='9').contains(&c));
    cell.trim()
        .parse::<f64>()
        .is_ok_and(|x| x.is_finite() && (x == 0.0) == is_zero)
}

proptest! {
    #[test]
    fn a_cell_comes_back_as_its_text_or_its_double(
        columns in proptest::collection::vec(proptest::collection::vec(cell(), 3), 1..4),
    ) {
        let names: Vec<String> = (0..columns.len()).map(|at| format!("c{at}")).collect();
        let rows = (0..3).map(|row| columns.iter().map(move |column| column[row].clone()));
        let sheet = Sheet::from_rows(names.clone(), rows).unwrap();
        let read = through(&sheet, &[]);
        prop_assert_eq!(read.names(), sheet.names());
        for (written, read) in sheet.rows().iter().zip(read.rows()) {
            for (written, read) in written.cells.iter().zip(&read.cells) {
                prop_assert!(same(written, read), "{:?} as {:?}", written, read);
            }
        }
        let text: Vec<&str> = names.iter().map(String::as_str).collect();
        let read = through(&sheet, &text);
        prop_assert_eq!(read.rows(), sheet.rows());
    }

    #[test]
    fn what_is_no_longer_its_text_is_a_number_in_range(cell in cell()) {
        let sheet = Sheet::from_rows(["x"], [[cell.as_str()]]).unwrap();
        let read = through(&sheet, &[]);
        let read = &read.rows()[0].cells[0];
        prop_assert!(*read == cell || is_in_range(&cell) || cell.contains("inf"), "{:?} as {:?}", cell, read);
        // Whole numbers that are told apart as such stay so.
        if let Ok(whole) = cell.parse::<i128>() {
            let back = format!("{:.0}", read.parse::<f64>().unwrap());
            prop_assert!(*read == cell || back.parse() == Ok(whole), "{:?} as {:?}", cell, read);
        }
    }

    #[test]
    fn no_bytes_panic(at in 0..4_000_usize, byte in any::<u8>(), end in 0..4_700_usize) {
        let mut bytes = std::fs::read(voxomics_testkit::data().join("parquet/snappy.parquet")).unwrap();
        let last = bytes.len() - 1;
        // Most of what may be wrong is in what stands at the end.
        bytes[last - at.min(last)] ^= byte;
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        let _ = Sheet::read_parquet(file.path());
        std::fs::write(file.path(), &bytes[..end.min(last)]).unwrap();
        let _ = Sheet::read_parquet(file.path());
    }
}
