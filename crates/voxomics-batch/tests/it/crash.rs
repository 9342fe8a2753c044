//! A process that is killed outright, and the next one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use voxomics_batch::output::Existing;
use voxomics_batch::run::{Options, Summary};
use voxomics_batch::{Case, Output, Reason, Store, run, sink};

use crate::support::{Halves, names, patients};

const FOLDER: &str = "VOXOMICS_BATCH_VICTIM";
const CASES: usize = 60;

fn batch(folder: &Path, pause: Duration) -> Summary {
    let store = Store::open(&folder.join("done")).unwrap();
    let options = Options {
        store: Some(&store),
        ..Options::default()
    };
    let output = Output::file(&folder.join("out.csv"), Existing::Overwrite).unwrap();
    let slow = |_: &Case| -> Result<(), Reason> {
        thread::sleep(pause);
        Ok(())
    };
    run(
        &patients(CASES),
        &Halves::new(slow),
        &mut sink::Csv::new(output),
        &options,
    )
    .unwrap()
}

/// Alone a batch that nobody disturbs; with a folder in the environment the process that the next
/// test kills.
#[test]
fn victim() {
    let alone = tempfile::tempdir().unwrap();
    let summary = match std::env::var_os(FOLDER) {
        Some(folder) => batch(&PathBuf::from(folder), Duration::from_millis(40)),
        None => batch(alone.path(), Duration::ZERO),
    };
    assert_eq!((summary.computed, summary.resumed), (CASES, 0));
}

fn stored(folder: &Path) -> usize {
    let done = folder.join("done");
    if !done.exists() {
        return 0;
    }
    names(&done)
        .iter()
        .filter(|name| !name.starts_with('.'))
        .count()
}

#[test]
fn finished_cases_survive_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("out.csv"), "the table of an earlier run").unwrap();
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::victim"])
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let patience = Instant::now();
    while stored(folder) < 7 {
        assert!(
            patience.elapsed() < Duration::from_secs(60),
            "the victim does nothing"
        );
        thread::sleep(Duration::from_millis(5));
    }
    victim.kill().unwrap();
    victim.wait().unwrap();
    let survived = stored(folder);
    assert!((7..CASES).contains(&survived), "{survived} survived");
    let table = fs::read_to_string(folder.join("out.csv")).unwrap();
    assert_eq!(table, "the table of an earlier run");

    let summary = batch(folder, Duration::ZERO);
    assert_eq!(
        (summary.resumed, summary.computed),
        (survived, CASES - survived)
    );
    assert_eq!(summary.damaged, []);
    let table = fs::read_to_string(folder.join("out.csv")).unwrap();
    assert_eq!(table.lines().count(), 1 + CASES);
    let visible = |name: &String| name != "done";
    let left: Vec<_> = names(folder).into_iter().filter(visible).collect();
    assert_eq!(left, ["out.csv"], "leftovers of the victim");
}

#[test]
fn a_kill_between_writing_and_renaming_leaves_no_case() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    batch(folder, Duration::ZERO);
    let done = folder.join("done");
    let name = names(&done).remove(0);
    let half = fs::read(done.join(&name)).unwrap();
    fs::remove_file(done.join(&name)).unwrap();
    fs::write(
        done.join(format!(".{name}.1-0.part")),
        &half[..half.len() / 2],
    )
    .unwrap();
    let summary = batch(folder, Duration::ZERO);
    assert_eq!((summary.resumed, summary.computed), (CASES - 1, 1));
    assert_eq!(fs::read(done.join(&name)).unwrap(), half);
}
