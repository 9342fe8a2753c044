//! `failures.csv`.

use std::fs;

use voxomics_batch::failures::{Error, Report};
use voxomics_batch::run::{Options, run};
use voxomics_batch::{Failure, sink};
use voxomics_core::ErrorClass;

use crate::support::{Halves, failing, patients};

fn failures() -> Vec<Failure> {
    let work = Halves::new(failing(&["P2", "P5"]));
    run(
        &patients(6),
        &work,
        &mut sink::Memory::new(),
        &Options::default(),
    )
    .unwrap()
    .failures
}

#[test]
fn failures_are_listed_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("failures.csv");
    let failures = failures();
    assert_eq!(
        failures[0].to_string(),
        "row 2 (`P2`): `m1.nii`: no such file"
    );
    Report::at(&path, "t.csv")
        .unwrap()
        .write(&failures)
        .unwrap();
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "table,row,ID,path,class,message\n\
         t.csv,2,P2,m1.nii,input,no such file\nt.csv,5,P5,m4.nii,input,no such file\n"
    );
}

#[test]
fn an_old_list_is_replaced_or_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("failures.csv");
    let report = Report::at(&path, "t.csv").unwrap();
    report.write(&failures()).unwrap();
    let report = Report::at(&path, "t.csv").unwrap();
    report.write(&failures()[..1]).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 2);
    report.write(&[]).unwrap();
    assert!(!path.exists());
    report.write(&[]).unwrap();
}

#[test]
fn a_file_of_somebody_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("failures.csv");
    fs::write(&path, "my notes").unwrap();
    let error = Report::at(&path, "t.csv").unwrap_err();
    assert!(matches!(error, Error::Foreign { .. }));
    assert_eq!(error.class(), ErrorClass::Input);
    assert_eq!(fs::read_to_string(&path).unwrap(), "my notes");
}

/// Review of 2026-11-28: a run for another table in the folder removed the list.
#[test]
fn tables_keep_their_own_failures() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("failures.csv");
    let one = Report::at(&path, "one.csv").unwrap();
    one.write(&failures()).unwrap();
    let list = fs::read_to_string(&path).unwrap();
    let two = Report::at(&path, "two.csv").unwrap();
    two.write(&[]).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), list);
    two.write(&failures()[..1]).unwrap();
    two.add(&failures()[..1]).unwrap();
    assert_eq!(
        fs::read_to_string(&path).unwrap().lines().count(),
        1 + 2 + 2
    );
    one.write(&[]).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 1 + 2);
}
