//! What holds for any table.

use std::collections::BTreeMap;

use proptest::prelude::*;
use voxomics_table::Sheet;
use voxomics_table::widen::{Incomplete, Options};

const COLUMNS: [&str; 3] = ["mean", "a note", "sd"];
const VALUES: [&str; 3] = ["arterial", "venous", "p, 2"];

/// A row: id, place of its value, cells.
type Long = (String, usize, Vec<String>);

fn cells() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("[0-9a-z., \"\n]{0,4}", COLUMNS.len())
}

/// Some pairs of id and value, in any order.
fn long() -> impl Strategy<Value = Vec<Long>> {
    let pairs = proptest::collection::btree_map(("[a-d]{1,2}", 0..VALUES.len()), cells(), 1..20);
    let rows = pairs.prop_map(|pairs| -> Vec<Long> {
        let rows = pairs
            .into_iter()
            .map(|((id, value), cells)| (id, value, cells));
        rows.collect()
    });
    rows.prop_shuffle()
}

fn sheet(rows: &[Long]) -> Sheet {
    let header = ["Patient", "Phase"].into_iter().chain(COLUMNS);
    let rows = rows.iter().map(|(id, value, cells)| {
        let start = [id.clone(), VALUES[*value].to_owned()];
        start
            .into_iter()
            .chain(cells.iter().cloned())
            .collect::<Vec<_>>()
    });
    Sheet::from_rows(header, rows).unwrap()
}

fn widened(rows: &[Long]) -> Sheet {
    let options = Options {
        order: VALUES.iter().map(ToString::to_string).collect(),
        incomplete: Incomplete::Keep,
        ..Options::default()
    };
    let wide = sheet(rows).widen(&["Patient"], "Phase", &options);
    wide.unwrap().sheet
}

/// The rows of a wide table by their ids.
fn by_id(wide: &Sheet) -> BTreeMap<&str, &[String]> {
    let rows = wide.rows().iter();
    rows.map(|row| (row.cells[0].as_str(), &row.cells[1..]))
        .collect()
}

proptest! {
    #[test]
    fn the_columns_of_a_value_are_its_rows(rows in long()) {
        let wide = widened(&rows);
        let found = by_id(&wide);
        for (place, value) in VALUES.iter().enumerate() {
            for (at, column) in COLUMNS.iter().enumerate() {
                prop_assert_eq!(&wide.names()[1 + place * COLUMNS.len() + at], &format!("{value}_{column}"));
            }
            let columns = place * COLUMNS.len()..(place + 1) * COLUMNS.len();
            for (id, cells) in &found {
                let long = rows.iter().find(|row| row.0 == *id && row.1 == place);
                let empty = vec![String::new(); COLUMNS.len()];
                prop_assert_eq!(&cells[columns.clone()], long.map_or(&empty, |row| &row.2));
            }
        }
        let mut ids: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
        let mut seen = Vec::new();
        ids.retain(|id| !seen.contains(id) && { seen.push(*id); true });
        let order: Vec<&str> = wide.rows().iter().map(|row| row.cells[0].as_str()).collect();
        prop_assert_eq!(order, ids);
    }

    #[test]
    fn the_order_of_rows_moves_rows_only(rows in long(), turn in any::<proptest::sample::Index>()) {
        let mut turned = rows.clone();
        turned.rotate_left(turn.index(rows.len()));
        turned.reverse();
        let (wide, turned) = (widened(&rows), widened(&turned));
        prop_assert_eq!(by_id(&wide), by_id(&turned));
    }

    #[test]
    fn what_is_omitted_is_what_is_incomplete(rows in long()) {
        let with = |incomplete| {
            let options = Options { incomplete, ..Options::default() };
            sheet(&rows).widen(&["Patient"], "Phase", &options)
        };
        let kept = with(Incomplete::Keep).unwrap();
        let complete = kept.gaps.ids - kept.gaps.each.len();
        prop_assert_eq!(kept.sheet.rows().len(), kept.gaps.ids);
        let omitted = with(Incomplete::Omit).map_or(0, |wide| wide.sheet.rows().len());
        prop_assert_eq!(omitted, complete);
        prop_assert_eq!(with(Incomplete::Refuse).is_ok(), kept.gaps.each.is_empty());
    }

    #[test]
    fn no_table_panics_and_names_are_unique(bytes in "(a|b|a_b|b_a|x)(,(a|b|a_b|b_a|x|y)){2}(\n[ab_\"N]{0,3},[ab_A]{0,3},[ab]{0,2}){1,6}\n") {
        let Ok(sheet) = Sheet::parse(bytes.as_bytes(), &[]) else { return Ok(()) };
        let (id, by) = (sheet.names()[0].as_str(), sheet.names()[1].as_str());
        for incomplete in [Incomplete::Refuse, Incomplete::Keep, Incomplete::Omit] {
            let options = Options { incomplete, ..Options::default() };
            match sheet.widen(&[id], by, &options) {
                Ok(wide) => {
                    let read = Sheet::parse(wide.sheet.to_csv().as_bytes(), &[id]).unwrap();
                    prop_assert_eq!(read.names(), wide.sheet.names());
                }
                Err(error) => prop_assert!(!error.to_string().is_empty()),
            }
        }
    }
}
