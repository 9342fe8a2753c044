//! Files that are whole or not there, and never two writers.

use std::fs;
use std::path::Path;

use voxomics_batch::Output;
use voxomics_batch::output::{Error, Existing};
use voxomics_core::ErrorClass;

use crate::support::names;

fn write(path: &Path, existing: Existing, text: &str) -> Result<(), Error> {
    let mut output = Output::file(path, existing)?;
    output.add(text.as_bytes())?;
    output.commit()
}

#[test]
fn a_file_appears_when_it_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let mut output = Output::file(&path, Existing::Refuse).unwrap();
    output.add(b"one").unwrap();
    assert!(!path.exists());
    output.commit().unwrap();
    output.commit().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "one");
    drop(output);
    assert_eq!(names(folder.path()), ["a.csv"]);
}

#[test]
fn dropped_before_the_end_nothing_happened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, "old").unwrap();
    let mut output = Output::file(&path, Existing::Overwrite).unwrap();
    output.add(&vec![b'x'; 1 << 20]).unwrap();
    drop(output);
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(names(folder.path()), ["a.csv"]);
}

#[test]
fn an_existing_file_is_refused_or_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    write(&path, Existing::Refuse, "one").unwrap();
    let error = write(&path, Existing::Refuse, "two").unwrap_err();
    assert_eq!(error.class(), ErrorClass::Input);
    assert_eq!(
        error.to_string(),
        format!(
            "`{}` exists: ask to append or to overwrite, or write to another file",
            path.display()
        )
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), "one");
    write(&path, Existing::Overwrite, "two").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "two");
}

#[test]
fn a_file_that_appears_during_the_run_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let mut output = Output::file(&path, Existing::Refuse).unwrap();
    fs::write(&path, "somebody else's").unwrap();
    assert!(matches!(output.commit(), Err(Error::Exists { .. })));
    drop(output);
    assert_eq!(fs::read_to_string(&path).unwrap(), "somebody else's");
    assert_eq!(names(folder.path()), ["a.csv"]);
}

#[test]
fn the_second_of_two_runs_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let first = Output::file(&path, Existing::Overwrite).unwrap();
    let error = Output::file(&path, Existing::Overwrite).unwrap_err();
    assert_eq!(error.class(), ErrorClass::Resource);
    let message = error.to_string();
    let process = format!("is being written by process {}: ", std::process::id());
    assert!(message.contains(&process), "{message}");
    assert!(
        message.contains(".a.csv.lock` goes with the process"),
        "{message}"
    );
    drop(first);
    write(&path, Existing::Overwrite, "two").unwrap();
    assert_eq!(names(folder.path()), ["a.csv"]);
}

#[test]
fn what_a_killed_run_left_hinders_nobody() {
    let folder = tempfile::tempdir().unwrap();
    for name in [".a.csv.lock", ".a.csv.123-0.part", ".b.csv.123-0.part"] {
        fs::write(folder.path().join(name), "left over").unwrap();
    }
    write(&folder.path().join("a.csv"), Existing::Refuse, "one").unwrap();
    assert_eq!(names(folder.path()), [".b.csv.123-0.part", "a.csv"]);
}

#[test]
fn one_of_many_at_once_wins() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let write = |number: usize| {
            let path = &path;
            scope.spawn(move || write(path, Existing::Refuse, &format!("{number}").repeat(100_000)))
        };
        let threads: Vec<_> = (0..8).map(write).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let winners: Vec<_> = (0..8).filter(|&number| outcomes[number].is_ok()).collect();
    let [winner] = winners[..] else {
        panic!("one winner, not {winners:?}")
    };
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        format!("{winner}").repeat(100_000)
    );
    assert_eq!(names(folder.path()), ["a.csv"]);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let error = Output::file(Path::new("nowhere/a.csv"), Existing::Refuse).unwrap_err();
    assert_eq!(error.class(), ErrorClass::Input);
    assert!(
        error
            .to_string()
            .starts_with("`nowhere/a.csv` cannot be written: ")
    );
    let folder = tempfile::tempdir().unwrap();
    let error = Output::file(folder.path(), Existing::Overwrite).unwrap_err();
    assert!(matches!(error, Error::Create { .. }), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let mut output = Output::file(Path::new("/dev/full"), Existing::Refuse).unwrap();
    output.add(b"small enough for a buffer").unwrap();
    let error = output.commit().unwrap_err();
    assert_eq!(error.class(), ErrorClass::Resource);
    assert!(
        error
            .to_string()
            .starts_with("`/dev/full` cannot be written: "),
        "{error}"
    );
    let mut output = Output::file(Path::new("/dev/full"), Existing::Refuse).unwrap();
    assert!(matches!(
        output.add(&vec![0; 1 << 20]),
        Err(Error::Write { .. })
    ));
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_stays_one_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let [path, link] = ["a.csv", "link.csv"].map(|name| folder.path().join(name));
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&path, &link).unwrap();
    write(&link, Existing::Overwrite, "new").unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o640
    );
}

#[test]
fn a_closed_pipe_is_told_apart() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut output = Output::stream("standard output", writer);
    let error = output.add(&vec![b'x'; 1 << 20]).unwrap_err();
    assert!(matches!(error, Error::BrokenPipe { .. }), "{error}");
    assert_eq!(
        error.to_string(),
        "standard output is closed: nobody reads it any more"
    );
}
