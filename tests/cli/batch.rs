//! Batches: the triggers of PyRadiomics' batch command, each by its number, with the outcome that is
//! wanted. 26 and 27 need filters and maps.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::{Folder, breast, cell, cells, data, lung};

const ENTROPY: &str = "original_firstorder_Entropy";
const ABSENT: &str = "P2,absent.nrrd,absent.nrrd";

fn three(folder: &Folder) {
    let lines = [
        format!("P1,{}", cells(&breast())),
        ABSENT.to_owned(),
        format!("P3,{}", cells(&lung())),
    ];
    folder.cases("ID,Image,Mask", &lines);
}

/// 1, 24: a failed case keeps its row, is named with row, ID, file and reason, and the others are done.
#[test]
fn a_failed_case_is_named_and_the_rest_is_done() {
    let folder = Folder::new();
    three(&folder);
    let run = folder.run(&["extract", "cases.csv", "-o", "out.csv"]);
    run.expect(1, &["row 2", "P2", "absent.nrrd", "no such file"]);
    let table = folder.read("out.csv");
    assert_eq!(table.lines().count(), 4);
    assert_eq!(cell(&table, 1, "ID"), "P2");
    assert_eq!(cell(&table, 1, ENTROPY), "");
    assert_ne!(cell(&table, 2, ENTROPY), "");
    let failures = folder.read("failures.csv");
    assert_eq!(failures.lines().count(), 2);
    for word in ["P2", "absent.nrrd", "input"] {
        assert!(failures.contains(word), "{failures}");
    }
}

/// 2: columns are a function of the parameters, whichever case fails first.
#[test]
fn columns_do_not_depend_on_cases() {
    let header = |lines: &[String]| {
        let folder = Folder::new();
        folder.cases("ID,Image,Mask", lines);
        let run = folder.run(&["extract", "cases.csv", "-f", "csv"]);
        run.stdout.lines().next().unwrap().to_owned()
    };
    let good = format!("P1,{}", cells(&breast()));
    assert_eq!(
        header(&[ABSENT.to_owned(), good.clone()]),
        header(&[good, ABSENT.to_owned()])
    );
}

/// 4: an existing table is refused, appended to, or replaced, as asked.
#[test]
fn an_existing_table() {
    let folder = Folder::new();
    let [image, mask] = breast();
    let extract = |more: &[&str]| {
        let mut arguments = vec!["extract", &image, &mask, "-o", "out.csv"];
        arguments.extend(more);
        folder.run(&arguments)
    };
    extract(&[]).expect(0, &[]);
    let first = folder.read("out.csv");
    extract(&[]).expect(2, &["out.csv", "--append", "--overwrite"]);
    assert_eq!(folder.read("out.csv"), first);
    extract(&["--append"]).expect(0, &[]);
    assert_eq!(folder.read("out.csv").lines().count(), 3);
    extract(&["--append", "-s", "additionalInfo:false"]).expect(2, &["out.csv"]);
    assert_eq!(folder.read("out.csv").lines().count(), 3);
    extract(&["--overwrite"]).expect(0, &[]);
    assert_eq!(folder.read("out.csv"), first);
}

fn resume(folder: &Folder, more: &[&str]) -> String {
    let mut arguments = vec!["extract", "cases.csv", "--out-dir", "r", "--overwrite"];
    arguments.extend(more);
    let run = folder.run(&arguments);
    assert!(
        matches!(run.code, Some(0 | 1)),
        "{:?} {}",
        run.code,
        run.stderr
    );
    folder.read("r/features.csv")
}

/// 5, 6: other settings, a row inserted at the top.
#[test]
fn resume_goes_by_content() {
    let folder = Folder::new();
    folder.cases("Image,Mask", &[cells(&breast())]);
    let wide = resume(&folder, &[]);
    let narrow = resume(&folder, &["-s", "binWidth:5"]);
    assert_ne!(cell(&wide, 0, ENTROPY), cell(&narrow, 0, ENTROPY));
    folder.cases("Image,Mask", &[cells(&lung()), cells(&breast())]);
    let both = resume(&folder, &[]);
    assert_eq!(cell(&both, 1, ENTROPY), cell(&wide, 0, ENTROPY));
    assert_ne!(cell(&both, 0, ENTROPY), cell(&wide, 0, ENTROPY));
}

/// 7: a failure is never cached.
#[test]
fn a_repaired_case_is_computed() {
    let folder = Folder::new();
    folder.cases("Image,Mask", &[format!("i.nrrd,{}", breast()[1])]);
    assert_eq!(cell(&resume(&folder, &[]), 0, ENTROPY), "");
    assert!(folder.has("r/failures.csv"));
    fs::copy(&breast()[0], folder.path().join("i.nrrd")).unwrap();
    assert_ne!(cell(&resume(&folder, &[]), 0, ENTROPY), "");
    assert!(!folder.has("r/failures.csv"), "an old failures.csv is left");
}

/// 8, 9: stored cases that are empty, cut, or changed.
#[test]
fn a_damaged_store_is_computed_again() {
    let folder = Folder::new();
    folder.cases("Image,Mask", &[cells(&breast())]);
    let whole = resume(&folder, &[]);
    let stored = stored_case(&folder);
    let bytes = fs::read(&stored).unwrap();
    let third = bytes.len() / 3;
    for damaged in [&[] as &[u8], &bytes[..third], &bytes[..bytes.len() - 1]] {
        fs::write(&stored, damaged).unwrap();
        assert_eq!(resume(&folder, &[]), whole);
    }
}

fn stored_case(folder: &Folder) -> std::path::PathBuf {
    let mut found = Vec::new();
    let mut folders = vec![folder.path().join("r")];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "jsonl") {
                found.push(path);
            }
        }
    }
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// 13: a run that is killed keeps its finished cases in `--out-dir`.
#[test]
#[cfg(unix)]
fn a_killed_run_goes_on() {
    let folder = Folder::new();
    let big = [data("brain1_image.nrrd"), data("brain1_label.nrrd")];
    // All of one image, which is read once: its rows are kept one by one.
    let lines: Vec<String> = (0..60).map(|_| cells(&big)).collect();
    folder.cases("Image,Mask", &lines);
    let mut command = folder.command(&["extract", "cases.csv", "--out-dir", "r", "-j", "1"]);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let started = Instant::now();
    let stored = || {
        let names = fs::read_dir(folder.path().join("r"));
        names.is_ok_and(|mut names| {
            names.any(|entry| entry.is_ok_and(|entry| has_stored(&entry.path())))
        })
    };
    while !stored() && started.elapsed() < Duration::from_mins(1) {
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(stored(), "nothing was kept");
    folder.cases("Image,Mask", &[cells(&big)]);
    let run = folder.run(&["extract", "cases.csv", "--out-dir", "r"]);
    run.expect(0, &["1 found finished"]);
}

fn has_stored(path: &std::path::Path) -> bool {
    if path.is_dir() {
        fs::read_dir(path).is_ok_and(|mut names| {
            names.any(|entry| entry.is_ok_and(|entry| has_stored(&entry.path())))
        })
    } else {
        path.extension().is_some_and(|end| end == "jsonl")
    }
}

/// 23: more jobs than cores.
#[test]
fn jobs_are_capped_with_a_note() {
    let folder = Folder::new();
    folder.cases("Image,Mask", &[cells(&breast())]);
    folder
        .run(&["extract", "cases.csv", "-j", "99", "-f", "csv"])
        .expect(0, &["99", "cores"]);
}

/// Rows in the order of the list, the same bytes for any number of jobs.
#[test]
fn order_does_not_depend_on_jobs() {
    let folder = Folder::new();
    let lines: Vec<String> = (0..6)
        .map(|i| cells(&if i % 2 == 0 { breast() } else { lung() }))
        .collect();
    folder.cases("Image,Mask", &lines);
    let [one, two] = ["1", "2"].map(|jobs| {
        let run = folder.run(&["extract", "cases.csv", "-f", "csv", "-j", jobs]);
        run.expect(0, &[]);
        run.stdout
    });
    assert_eq!(one, two);
    assert_eq!(one.lines().count(), 7);
}

/// Nothing is left lying about beside the table.
#[test]
fn no_temporary_files_stay() {
    let folder = Folder::new();
    three(&folder);
    folder
        .run(&["extract", "cases.csv", "-o", "out.csv"])
        .expect(1, &[]);
    let names = folder.names();
    let names: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !name.contains("lock"))
        .collect();
    assert_eq!(names, ["cases.csv", "failures.csv", "out.csv"]);
}

/// 34: the Entropy of a constant region is what PyRadiomics prints, ε and all.
#[test]
fn entropy_of_a_constant_region() {
    let folder = Folder::new();
    let [image, mask] = breast();
    let run = folder.run(&[
        "extract",
        &image,
        &mask,
        "-s",
        "binWidth:100000",
        "-f",
        "csv",
    ]);
    run.expect(0, &[]);
    assert_eq!(cell(&run.stdout, 0, ENTROPY), "-3.203426503814917e-16");
}

/// Review of 2026-11-28: a case that fails now must not take its finished row with it.
#[test]
fn a_finished_table_outlives_a_later_failure() {
    let folder = Folder::new();
    fs::copy(&breast()[0], folder.path().join("i.nrrd")).unwrap();
    folder.cases("Image,Mask", &[format!("i.nrrd,{}", breast()[1])]);
    let arguments = ["extract", "cases.csv", "--out-dir", "r"];
    folder.run(&arguments).expect(0, &[]);
    let whole = folder.read("r/features.csv");
    fs::remove_file(folder.path().join("i.nrrd")).unwrap();
    folder.run(&arguments).expect(1, &["features.csv.old"]);
    assert_eq!(folder.read("r/features.csv.old"), whole);
    fs::copy(&breast()[0], folder.path().join("i.nrrd")).unwrap();
    folder.run(&arguments).expect(0, &[]);
    assert_eq!(folder.read("r/features.csv"), whole);
    assert!(!folder.has("r/features.csv.old"));
}

/// Review of 2026-11-28: two tables in one folder keep their own failures.
#[test]
fn failures_of_another_table_stay() {
    let folder = Folder::new();
    three(&folder);
    folder
        .run(&["extract", "cases.csv", "-o", "one.csv"])
        .expect(1, &[]);
    let list = folder.read("failures.csv");
    let [image, mask] = breast();
    folder
        .run(&["extract", &image, &mask, "-o", "two.csv"])
        .expect(0, &[]);
    assert_eq!(folder.read("failures.csv"), list);
}
