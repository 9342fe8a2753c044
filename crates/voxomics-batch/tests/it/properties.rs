//! What holds for any cells and values.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use voxomics_batch::cases::Layout;
use voxomics_batch::run::{Answers, Options, Work};
use voxomics_batch::{Case, Cases, Key, Output, Reason, Store, Value, output, run, sink};

/// One column with a given value.
struct Constant(Value);

impl Work for Constant {
    fn columns(&self) -> Vec<String> {
        vec!["result".to_owned()]
    }

    fn key(&self, _: &Case) -> Result<Key, Reason> {
        Ok(Key::builder().finish())
    }

    fn compute(&self, cases: &[&Case], answers: &mut Answers<'_>) {
        answers.extend(cases.iter().map(|_| Ok(vec![vec![self.0.clone()]])));
    }
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Missing),
        any::<String>().prop_map(Value::Text),
        any::<i64>().prop_map(Value::Integer),
        prop::num::f64::ANY.prop_map(Value::Number),
    ]
}

/// Equal, with every NaN as one.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) if left.is_nan() => right.is_nan(),
        (Value::Number(left), Value::Number(right)) => left.to_bits() == right.to_bits(),
        _ => left == right,
    }
}

/// As a spreadsheet's user sees it: what guards against formulas is not part of the cell.
fn guarded(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_table_reads_back_as_it_was_written(
        cells in prop::collection::vec(prop::collection::vec("[^\0]{0,8}", 2), 1..5),
        number in prop::num::f64::NORMAL,
    ) {
        let rows = cells.iter().map(|row| ["k", &row[0], &row[1]]);
        let header = ["K", "A", "B"];
        let list = Path::new("list.csv");
        let written = Cases::from_rows(list, header, rows, &Layout::default()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let output = Output::file(&path, output::Existing::Refuse).unwrap();
        let work = Constant(Value::Number(number));
        run(&written, &work, &mut sink::Csv::new(output), &Options::default()).unwrap();

        let read = Cases::read(&path, &Layout::default()).unwrap();
        prop_assert_eq!(read.as_slice().len(), written.as_slice().len());
        for (read, written) in read.as_slice().iter().zip(written.as_slice()) {
            for column in header {
                let text = written.text(column).unwrap();
                let prefix = if guarded(text) { "'" } else { "" };
                prop_assert_eq!(read.text(column).unwrap(), format!("{prefix}{text}"));
            }
            let back: f64 = read.text("result").unwrap().parse().unwrap();
            prop_assert_eq!(back.to_bits(), number.to_bits());
        }
    }

    #[test]
    fn a_stored_case_comes_back_bit_for_bit(values in prop::collection::vec(value(), 0..6)) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let columns: Vec<_> = (0..values.len()).map(|index| index.to_string()).collect();
        let key = Key::builder().finish();
        store.save(&key, &columns, std::slice::from_ref(&values)).unwrap();
        let back = store.load(&key, &columns).unwrap().unwrap();
        prop_assert_eq!(back.len(), 1);
        prop_assert!(back[0].iter().zip(&values).all(|(back, value)| same(back, value)));
    }

    #[test]
    fn no_list_makes_a_panic(
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "[,;\"\n\r\t \u{feff}a1.]{0,60}".prop_map(String::into_bytes),
        ],
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        fs::write(&path, bytes).unwrap();
        let _ = Cases::read(&path, &Layout::default()).map_err(|error| error.to_string());
    }

    #[test]
    fn json_numbers_read_back(number in prop::num::f64::ANY) {
        let list = Path::new("list.csv");
        let cases = Cases::from_rows(list, ["A"], [["a"]], &Layout::default()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.json");
        let output = Output::file(&path, output::Existing::Refuse).unwrap();
        let work = Constant(Value::Number(number));
        run(&cases, &work, &mut sink::Json::new(output), &Options::default()).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let table: serde_json::Value = serde_json::from_str(&text).unwrap();
        let back = table[0]["result"].as_f64().map(f64::to_bits);
        prop_assert_eq!(back, number.is_finite().then(|| number.to_bits()));
    }
}
