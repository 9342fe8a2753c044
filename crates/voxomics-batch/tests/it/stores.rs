//! Finished cases on disk.

use std::fs::{self, File};
use std::thread;
use std::time::{Duration, SystemTime};

use voxomics_batch::store::{Defect, Rows};
use voxomics_batch::{Key, Store, Value};

use crate::support::names;

fn key() -> Key {
    Key::builder().part("id", "P1").finish()
}

fn columns() -> Vec<String> {
    ["A", "B", "C"].map(str::to_owned).to_vec()
}

fn rows() -> Rows {
    vec![
        vec![Value::Number(0.1), Value::from("x\ny\"z"), Value::Missing],
        vec![
            Value::Integer(3),
            Value::Number(3.0),
            Value::Number(f64::NEG_INFINITY),
        ],
    ]
}

#[test]
fn every_value_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("new/folder")).unwrap();
    store.save(&key(), &columns(), &rows()).unwrap();
    assert_eq!(store.load(&key(), &columns()), Ok(Some(rows())));
    let other = Key::builder().part("id", "P2").finish();
    assert_eq!(store.load(&other, &columns()), Ok(None));
    let special = vec![vec![
        Value::Number(-0.0),
        Value::Number(f64::NAN),
        Value::Number(1e300),
    ]];
    store.save(&key(), &columns(), &special).unwrap();
    let back = store.load(&key(), &columns()).unwrap().unwrap();
    let [
        Value::Number(zero),
        Value::Number(nan),
        Value::Number(large),
    ] = back[0][..]
    else {
        panic!("three numbers, not {back:?}")
    };
    assert!(zero.is_sign_negative() && nan.is_nan());
    assert_eq!(large.to_bits(), 1e300_f64.to_bits());
}

#[test]
fn a_file_cut_anywhere_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    store.save(&key(), &columns(), &rows()).unwrap();
    let path = store.path(&key());
    let whole = fs::read(&path).unwrap();
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        let damaged = store.load(&key(), &columns()).unwrap_err();
        assert!(
            matches!(damaged.defect, Defect::Cut | Defect::Altered),
            "{length}"
        );
    }
    fs::write(&path, "").unwrap();
    let message = store.load(&key(), &columns()).unwrap_err().to_string();
    let name = path.display();
    assert_eq!(
        message,
        format!("stored case `{name}` is empty or cut: computed again")
    );
}

#[test]
fn a_file_edited_anywhere_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    store.save(&key(), &columns(), &rows()).unwrap();
    let path = store.path(&key());
    let whole = fs::read(&path).unwrap();
    for position in 0..whole.len() {
        let mut edited = whole.clone();
        edited[position] ^= 1;
        fs::write(&path, &edited).unwrap();
        assert!(store.load(&key(), &columns()).is_err(), "byte {position}");
    }
    let mut longer = whole.clone();
    longer.extend(b"more\n");
    fs::write(&path, &longer).unwrap();
    assert_eq!(
        store.load(&key(), &columns()).unwrap_err().defect,
        Defect::Altered
    );
    fs::write(&path, &whole).unwrap();
    store.load(&key(), &columns()).unwrap();
}

#[test]
fn other_columns_are_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    store.save(&key(), &columns(), &rows()).unwrap();
    let others = ["A", "C", "B"].map(str::to_owned);
    assert_eq!(
        store.load(&key(), &others).unwrap_err().defect,
        Defect::OtherColumns
    );
}

#[test]
fn only_old_temporaries_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let stem = format!(".{}.jsonl", key());
    let day = Duration::from_secs(25 * 60 * 60);
    for (name, age) in [
        (format!("{stem}.77-0.part"), day),
        (format!("{stem}.78-0.part"), Duration::ZERO),
        (".table.csv.77-0.part".to_owned(), day),
        (format!("{}.jsonl", key()), day),
    ] {
        let file = File::create(folder.path().join(name)).unwrap();
        file.set_modified(SystemTime::now() - age).unwrap();
    }
    Store::open(folder.path()).unwrap();
    let mut want = [
        format!("{stem}.78-0.part"),
        ".table.csv.77-0.part".to_owned(),
        format!("{}.jsonl", key()),
    ];
    want.sort();
    assert_eq!(names(folder.path()), want);
}

#[test]
fn writers_that_share_a_folder_do_not_meet() {
    let folder = tempfile::tempdir().unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            // Each its own, as two processes would have.
            let store = Store::open(folder.path()).unwrap();
            scope.spawn(move || {
                for _ in 0..50 {
                    store.save(&key(), &columns(), &rows()).unwrap();
                    assert_eq!(store.load(&key(), &columns()), Ok(Some(rows())));
                }
            });
        }
    });
    assert_eq!(names(folder.path()), [format!("{}.jsonl", key())]);
}

#[test]
fn a_folder_that_cannot_be_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "").unwrap();
    let message = Store::open(&path).unwrap_err().to_string();
    assert!(message.starts_with(&format!("folder `{}` cannot be used: ", path.display())));
}
