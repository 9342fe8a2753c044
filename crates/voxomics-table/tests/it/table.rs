//! Numbers with names.

use ndarray::{Array2, array};
use proptest::prelude::*;
use voxomics_table::{Problem, Sheet, Table};

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

fn small() -> Table {
    let values = array![[1.0, f64::NAN, 3.0], [4.0, 5.0, 6.0]];
    Table::new(names(&["p", "q"]), names(&["a", "b", "c"]), values).unwrap()
}

/// Equal where NaN is NaN.
fn same(a: &Table, b: &Table) -> bool {
    let values = a
        .values()
        .iter()
        .zip(b.values())
        .all(|(x, y)| x.to_bits() == y.to_bits() || (x.is_nan() && y.is_nan()));
    a.ids() == b.ids() && a.names() == b.names() && values
}

#[test]
fn columns_lie_one_after_the_other() {
    let table = small();
    let values = table.values();
    assert_eq!(values.strides(), [1, 2]);
    assert_eq!(table.column("c").unwrap().to_vec(), [3.0, 6.0]);
    assert_eq!(table.missing(), [("b", 1)]);
    let (complete, dropped) = table.complete();
    assert_eq!((complete.ids(), dropped), (&names(&["q"])[..], 1));
}

#[test]
fn columns_and_rows_come_by_name_and_number() {
    let table = small();
    let some = table.select(&["c", "a"]).unwrap();
    assert_eq!(some.values().row(1).to_vec(), [6.0, 4.0]);
    assert!(
        table
            .select(&["d"])
            .unwrap_err()
            .to_string()
            .contains("no column `d`")
    );
    assert!(matches!(
        table.select(&["a", "a"]),
        Err(Problem::DuplicateColumn { .. })
    ));
    let rows = table.rows_at(&[1]).unwrap();
    assert_eq!(rows.ids(), ["q"]);
    assert!(matches!(
        table.rows_at(&[1, 1]),
        Err(Problem::DuplicateId { .. })
    ));
    assert!(matches!(
        table.rows_at(&[2]),
        Err(Problem::NoRow { row: 2, rows: 2 })
    ));
}

#[test]
fn tables_are_joined_by_the_names_of_rows() {
    let table = small();
    let other = Table::new(
        names(&["r", "q", "p"]),
        names(&["z"]),
        array![[0.0], [2.0], [1.0]],
    )
    .unwrap();
    let both = table.join(&other).unwrap();
    assert_eq!(both.column("z").unwrap().to_vec(), [1.0, 2.0]);
    assert!(matches!(other.join(&table), Err(Problem::NoId { id }) if id == "r"));
    assert!(matches!(
        table.join(&table),
        Err(Problem::DuplicateColumn { .. })
    ));
}

#[test]
fn shapes_and_names_are_checked() {
    let values = Array2::zeros((2, 1));
    let new =
        |ids: &[&str], columns: &[&str]| Table::new(names(ids), names(columns), values.clone());
    assert!(matches!(
        new(&["p"], &["a"]),
        Err(Problem::Shape {
            rows: 2,
            ids: 1,
            ..
        })
    ));
    assert!(matches!(
        new(&["p", "p"], &["a"]),
        Err(Problem::DuplicateId { .. })
    ));
    assert!(new(&["p", "q"], &["a"]).is_ok());
}

#[test]
fn columns_of_text_are_left_out_or_refused_by_line() {
    let sheet = Sheet::parse(b"id,a,note,b,empty\nx,1,one,NA,\ny,2.5,2,-3e2,\n", &[]).unwrap();
    let (table, left_out) = Table::of_numbers(&sheet, Some("id")).unwrap();
    assert_eq!(table.names(), ["a", "b"]);
    assert_eq!(left_out, ["note", "empty"]);
    assert!(table.column("b").unwrap()[0].is_nan());
    let refused = Table::of_columns(&sheet, Some("id"), &["a", "note"])
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("line 2") && refused.contains("`note`"),
        "{refused}"
    );
    let numbered = Table::of_columns(&sheet, None, &["a"]).unwrap();
    assert_eq!(numbered.ids(), ["1", "2"]);
    let twice = Sheet::parse(b"id,a\nx,1\nx,2\n", &[]).unwrap();
    assert!(matches!(
        Table::of_numbers(&twice, Some("id")),
        Err(Problem::DuplicateId { .. })
    ));
    let nameless = Sheet::parse(b"id,a\nx,1\n,2\n", &[]).unwrap();
    assert!(matches!(
        Table::of_numbers(&nameless, Some("id")),
        Err(Problem::Missing { .. })
    ));
}

proptest! {
    #[test]
    fn what_is_written_as_csv_reads_back(
        values in proptest::collection::vec(prop_oneof![Just(f64::NAN), any::<f64>().prop_filter("finite", |x| x.is_finite())], 6),
        odd in "[a-z\",;\n ]{1,6}",
    ) {
        let ids = vec![format!("{odd}1"), format!("2{odd}")];
        let columns = vec!["a".to_owned(), format!("b{odd}b"), "c".to_owned()];
        let table = Table::new(ids.clone(), columns.clone(), Array2::from_shape_vec((2, 3), values).unwrap()).unwrap();
        let text = table.to_csv("id");
        let wanted: Vec<&str> = columns.iter().map(String::as_str).collect();
        let sheet = Sheet::parse(text.as_bytes(), &["id"]).unwrap();
        let back = Table::of_columns(&sheet, Some("id"), &wanted).unwrap();
        // Blanks around a cell are not part of it.
        let trimmed: Vec<String> = ids.iter().map(|id| id.trim().to_owned()).collect();
        prop_assert_eq!(back.ids(), &trimmed[..]);
        let renamed = Table::new(ids, columns, back.values().to_owned()).unwrap();
        prop_assert!(same(&renamed, &table), "{}", text);
    }
}
