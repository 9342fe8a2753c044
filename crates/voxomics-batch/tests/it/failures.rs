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
    Report::at(&path).unwrap().write(&failures).unwrap();
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "row,ID,path,class,message\n\
         2,P2,m1.nii,input,no such file\n5,P5,m4.nii,input,no such file\n"
    );
}

#[test]
fn an_old_list_is_replaced_or_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("failures.csv");
    let report = Report::at(&path).unwrap();
    report.write(&failures()).unwrap();
    let report = Report::at(&path).unwrap();
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
    let error = Report::at(&path).unwrap_err();
    assert!(matches!(error, Error::Foreign { .. }));
    assert_eq!(error.class(), ErrorClass::Input);
    assert_eq!(fs::read_to_string(&path).unwrap(), "my notes");
}
