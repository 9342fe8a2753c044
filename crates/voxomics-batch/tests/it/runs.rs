//! Batches: order, grouping, bounds, resumption, failures, cancellation.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use voxomics_batch::output::{self, Existing};
use voxomics_batch::run::{Answers, Options, Work};
use voxomics_batch::sink::{Row, Status};
use voxomics_batch::store::{Defect, Rows};
use voxomics_batch::{Case, Cases, Error, Key, Output, Reason, Sink, Store, Value, run, sink};
use voxomics_core::{ErrorClass, Watch};

use crate::support::{Halves, failing, layout, names, nothing, patients};

fn pool<T: Send>(threads: usize, task: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap()
        .install(task)
}

fn ids(table: &sink::Memory) -> Vec<String> {
    table.rows.iter().map(|row| row[0].to_string()).collect()
}

/// Later cases are faster, so that they finish out of order.
fn slower_first(case: &Case) -> Result<(), Reason> {
    thread::sleep(Duration::from_millis(if case.row() % 4 == 1 {
        8
    } else {
        1
    }));
    failing(&["P7"])(case)
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = |name: &str, threads: Option<usize>, options: &Options<'_>| {
        let path = folder.path().join(name);
        let mut sink = sink::Csv::new(Output::file(&path, Existing::Refuse).unwrap());
        let mut go = || {
            run(
                &patients(20),
                &Halves::new(slower_first),
                &mut sink,
                options,
            )
        };
        let summary = match threads {
            Some(threads) => pool(threads, go),
            None => go(),
        };
        let summary = summary.unwrap();
        assert_eq!((summary.computed, summary.failures.len()), (19, 1));
        fs::read(path).unwrap()
    };
    let one = bytes("1", Some(1), &Options::default());
    for threads in [2, 4] {
        assert_eq!(
            bytes(&threads.to_string(), Some(threads), &Options::default()),
            one
        );
    }
    assert_eq!(bytes("outside", None, &Options::default()), one);
    let narrow = Options {
        window: 1,
        at_once: 1,
        ..Options::default()
    };
    assert_eq!(bytes("narrow", Some(2), &narrow), one);
    let text = String::from_utf8(one).unwrap();
    assert!(
        text.starts_with("ID,Image,Mask,Half,Version\nP1,i0.nii,m0.nii,0.5,1\n"),
        "{text}"
    );
    assert!(text.contains("\nP7,i2.nii,m6.nii,,\nP8,"), "{text}");
}

/// Counts results that exist: computed and not yet written.
#[derive(Default)]
struct Census {
    waiting: AtomicUsize,
    most: AtomicUsize,
    active: AtomicUsize,
    most_active: AtomicUsize,
}

struct Counting<'a>(&'a Census);

impl Work for Counting<'_> {
    fn columns(&self) -> Vec<String> {
        vec!["Row".to_owned()]
    }

    fn key(&self, _: &Case) -> Result<Key, Reason> {
        Ok(Key::builder().finish())
    }

    fn compute(&self, cases: &[&Case], answers: &mut Answers<'_>) {
        let census = self.0;
        let active = 1 + census.active.fetch_add(1, Ordering::SeqCst);
        census.most_active.fetch_max(active, Ordering::SeqCst);
        let row = cases[0].row();
        // The first case holds back all others.
        thread::sleep(Duration::from_millis(if row == 1 { 150 } else { 0 }));
        let waiting = 1 + census.waiting.fetch_add(1, Ordering::SeqCst);
        census.most.fetch_max(waiting, Ordering::SeqCst);
        census.active.fetch_sub(1, Ordering::SeqCst);
        answers.extend(vec![Ok(vec![vec![Value::Text(row.to_string())]])]);
    }
}

impl Sink for &Census {
    fn begin(&mut self, _: &[String]) -> Result<(), output::Error> {
        Ok(())
    }

    fn write(&mut self, row: &Row<'_>) -> Result<(), output::Error> {
        assert_eq!(
            row.values.last().unwrap().to_string(),
            row.case.row().to_string()
        );
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        Ok(())
    }

    fn finish(&mut self) -> Result<(), output::Error> {
        Ok(())
    }
}

#[test]
fn memory_does_not_grow_with_the_batch() {
    for (at_once, window) in [(0, 16), (3, 8), (1, 1)] {
        let census = Census::default();
        let options = Options {
            at_once,
            window,
            ..Options::default()
        };
        let go = || run(&patients(500), &Counting(&census), &mut &census, &options);
        let summary = pool(4, go).unwrap();
        assert_eq!(summary.computed, 500);
        let [most, active] = [&census.most, &census.most_active].map(|n| n.load(Ordering::SeqCst));
        assert!(most <= window, "{most} results waited, window {window}");
        assert!(
            window < 8 || most > window / 2,
            "{most} results waited, the window is not used"
        );
        assert!(
            active <= if at_once == 0 { 4 } else { at_once },
            "{active} at once"
        );
        assert_eq!(census.waiting.load(Ordering::SeqCst), 0);
    }
}

/// Remembers which cases came together.
#[derive(Default)]
struct Together(Mutex<Vec<Vec<usize>>>);

impl Work for Together {
    fn columns(&self) -> Vec<String> {
        Vec::new()
    }

    fn key(&self, _: &Case) -> Result<Key, Reason> {
        Ok(Key::builder().finish())
    }

    fn shared_input(&self, case: &Case) -> Option<PathBuf> {
        case.path("Image").map(Path::to_owned)
    }

    fn compute(&self, cases: &[&Case], answers: &mut Answers<'_>) {
        let rows = cases.iter().map(|case| case.row()).collect();
        self.0.lock().unwrap().push(rows);
        answers.extend(vec![Ok(vec![Vec::new()]); cases.len()]);
    }
}

#[test]
fn cases_of_one_image_come_together() {
    let rows = ["a", "b", "a", "c", "a", "b"].map(|image| ["", image, "m"]);
    let list = Path::new("cases.csv");
    let cases = Cases::from_rows(list, ["ID", "Image", "Mask"], rows, &layout()).unwrap();
    let groups = |window| {
        let work = Together::default();
        let mut table = sink::Memory::new();
        let options = Options {
            window,
            ..Options::default()
        };
        run(&cases, &work, &mut table, &options).unwrap();
        let images: Vec<_> = table.rows.iter().map(|row| row[1].to_string()).collect();
        assert_eq!(images, ["a", "b", "a", "c", "a", "b"]);
        let mut groups = work.0.into_inner().unwrap();
        groups.sort();
        groups
    };
    assert_eq!(groups(256), [vec![1, 3, 5], vec![2, 6], vec![4]]);
    assert_eq!(groups(3), [vec![1, 3], vec![2], vec![4], vec![5], vec![6]]);
}

/// Every label of a mask: several rows of one case.
struct AllLabels;

impl Work for AllLabels {
    fn columns(&self) -> Vec<String> {
        vec!["Label".to_owned()]
    }

    fn key(&self, case: &Case) -> Result<Key, Reason> {
        Ok(Key::builder().part("id", case.id().unwrap()).finish())
    }

    fn compute(&self, cases: &[&Case], answers: &mut Answers<'_>) {
        let labels = |count: usize| (0..count).map(|label| vec![Value::from(label.to_string())]);
        answers.extend(
            cases
                .iter()
                .map(|case| Ok(labels(1 + case.row() % 3).collect())),
        );
    }
}

#[test]
fn a_case_may_have_several_rows() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let options = Options {
        store: Some(&store),
        ..Options::default()
    };
    let table = || {
        let mut table = sink::Memory::new();
        let summary = run(&patients(3), &AllLabels, &mut table, &options).unwrap();
        (table, summary)
    };
    let (first, summary) = table();
    assert_eq!((summary.computed, summary.resumed), (3, 0));
    assert_eq!(ids(&first), ["P1", "P1", "P2", "P2", "P2", "P3"]);
    assert_eq!(first.rows[4][3], Value::from("2"));
    let (second, summary) = table();
    assert_eq!((summary.computed, summary.resumed), (0, 3));
    assert_eq!(first, second);
}

#[test]
fn a_panic_is_a_failure_of_its_case() {
    let panicking = |case: &Case| {
        assert_ne!(case.id(), Some("P5"), "index out of bounds");
        Ok(())
    };
    for grouped in [true, false] {
        let mut work = Halves::new(panicking);
        work.grouped = grouped;
        let mut table = sink::Memory::new();
        let summary = run(&patients(9), &work, &mut table, &Options::default()).unwrap();
        assert_eq!((summary.computed, summary.failures.len()), (8, 1));
        let failure = &summary.failures[0];
        assert_eq!((failure.row, failure.reason.class), (5, ErrorClass::Bug));
        assert!(
            failure.to_string().contains("index out of bounds"),
            "{failure}"
        );
        assert_eq!(table.rows[4][3..], [Value::Missing, Value::Missing]);
        assert_eq!(table.rows[5][3], Value::Number(3.0));
    }
}

/// Answers that do not fit what was asked.
struct Wrong(Vec<Result<Rows, Reason>>);

impl Work for Wrong {
    fn columns(&self) -> Vec<String> {
        vec!["A".to_owned()]
    }

    fn key(&self, _: &Case) -> Result<Key, Reason> {
        panic!("no key")
    }

    fn compute(&self, _: &[&Case], answers: &mut Answers<'_>) {
        answers.extend(self.0.clone());
    }
}

#[test]
fn answers_that_do_not_fit_are_bugs() {
    let value = || vec![Value::Missing];
    for (answer, message) in [
        (vec![], "0 results for 1 cases"),
        (vec![Ok(vec![value()]); 2], "2 results for 1 cases"),
        (vec![Ok(vec![])], "no row of results"),
        (vec![Ok(vec![value(), vec![]])], "0 values for 1 columns"),
    ] {
        let mut table = sink::Memory::new();
        let summary = run(
            &patients(2),
            &Wrong(answer),
            &mut table,
            &Options::default(),
        )
        .unwrap();
        assert_eq!(summary.failures.len(), 2);
        assert_eq!(
            summary.failures[0].reason,
            Reason::new(ErrorClass::Bug, message)
        );
        assert_eq!(table.rows.len(), 2);
    }
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let options = Options {
        store: Some(&store),
        ..Options::default()
    };
    let work = Wrong(vec![Ok(vec![value()])]);
    let summary = run(&patients(1), &work, &mut sink::Memory::new(), &options).unwrap();
    assert_eq!(
        summary.failures[0].reason,
        Reason::new(ErrorClass::Bug, "panic: no key")
    );
}

/// A store, and batches that use it.
struct Resumable {
    folder: tempfile::TempDir,
}

impl Resumable {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    fn run(&self, cases: &Cases, work: &impl Work) -> (sink::Memory, run::Summary) {
        let store = Store::open(self.folder.path()).unwrap();
        let options = Options {
            store: Some(&store),
            ..Options::default()
        };
        let mut table = sink::Memory::new();
        let summary = run(cases, work, &mut table, &options).unwrap();
        (table, summary)
    }
}

#[test]
fn a_row_inserted_at_the_top_shifts_nothing() {
    let resumable = Resumable::new();
    let list = |ids: &[&str]| {
        let rows = ids.iter().map(|id| [*id, "i.nii", "m.nii"]);
        let header = ["ID", "Image", "Mask"];
        Cases::from_rows(Path::new("cases.csv"), header, rows, &layout()).unwrap()
    };
    resumable.run(&list(&["P1", "P2"]), &Halves::new(nothing));
    let (table, summary) = resumable.run(&list(&["P9", "P1", "P2"]), &Halves::new(nothing));
    assert_eq!((summary.computed, summary.resumed), (1, 2));
    let halves: Vec<_> = table.rows.iter().map(|row| row[3].to_string()).collect();
    assert_eq!(halves, ["4.5", "0.5", "1.0"]);
    assert_eq!(ids(&table), ["P9", "P1", "P2"]);
}

#[test]
fn other_settings_are_never_stale() {
    let resumable = Resumable::new();
    resumable.run(&patients(4), &Halves::new(nothing));
    let mut work = Halves::new(nothing);
    work.version = "2";
    let (table, summary) = resumable.run(&patients(4), &work);
    assert_eq!((summary.computed, summary.resumed), (4, 0));
    assert_eq!(table.rows[0][4], Value::from("2"));
}

#[test]
fn a_failure_is_tried_again() {
    let resumable = Resumable::new();
    let (_, summary) = resumable.run(&patients(5), &Halves::new(failing(&["P3"])));
    assert_eq!(
        (summary.computed, summary.resumed, summary.failures.len()),
        (4, 0, 1)
    );
    let (table, summary) = resumable.run(&patients(5), &Halves::new(nothing));
    assert_eq!(
        (summary.computed, summary.resumed, summary.failures.len()),
        (1, 4, 0)
    );
    assert_eq!(table.rows[2][3], Value::Number(1.5));
}

#[test]
fn damaged_files_are_computed_again_with_a_warning() {
    let resumable = Resumable::new();
    let (first, _) = resumable.run(&patients(4), &Halves::new(nothing));
    let stored = names(resumable.folder.path());
    assert_eq!(stored.len(), 4);
    let path = |index: usize| resumable.folder.path().join(&stored[index]);
    fs::write(path(0), "").unwrap();
    let text = fs::read_to_string(path(1)).unwrap();
    fs::write(path(1), &text[..text.len() / 2]).unwrap();
    fs::write(path(2), text.replacen("0.5", "0.7", 1) + " ").unwrap();
    let (second, summary) = resumable.run(&patients(4), &Halves::new(nothing));
    assert_eq!((summary.computed, summary.resumed), (3, 1));
    let mut damaged = summary.damaged;
    damaged.sort_by_key(|damaged| damaged.path.clone());
    let defects: Vec<_> = damaged.into_iter().map(|damaged| damaged.defect).collect();
    assert_eq!(defects[0], Defect::Cut);
    assert_eq!(defects.len(), 3);
    assert_eq!(first, second);
    let (_, summary) = resumable.run(&patients(4), &Halves::new(nothing));
    assert_eq!((summary.resumed, summary.damaged.len()), (4, 0));
}

#[test]
fn a_result_whose_maps_are_gone_is_computed_again() {
    struct Maps(bool);
    impl Work for Maps {
        fn columns(&self) -> Vec<String> {
            vec!["Map".to_owned()]
        }
        fn key(&self, _: &Case) -> Result<Key, Reason> {
            Ok(Key::builder().finish())
        }
        fn compute(&self, _: &[&Case], answers: &mut Answers<'_>) {
            answers.extend(vec![Ok(vec![vec![Value::from("map.nrrd")]])]);
        }
        fn is_intact(&self, _: &Case, rows: &[Vec<Value>]) -> bool {
            assert_eq!(rows, [[Value::from("map.nrrd")]]);
            self.0
        }
    }
    let resumable = Resumable::new();
    let computed = |there| resumable.run(&patients(1), &Maps(there)).1.computed;
    assert_eq!([computed(true), computed(true), computed(false)], [1, 0, 1]);
}

#[test]
fn a_store_that_cannot_be_written_ends_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("done");
    let store = Store::open(&path).unwrap();
    fs::remove_dir(&path).unwrap();
    let options = Options {
        store: Some(&store),
        ..Options::default()
    };
    let error = run(
        &patients(50),
        &Halves::new(nothing),
        &mut sink::Memory::new(),
        &options,
    );
    let error = error.unwrap_err();
    assert!(matches!(error, Error::Store(_)), "{error}");
}

#[test]
fn a_column_of_results_in_the_list_is_refused_before_any_work() {
    let rows = [["i", "m", "999"]];
    let list = Path::new("cases.csv");
    let cases = Cases::from_rows(list, ["Image", "Mask", "Half"], rows, &layout()).unwrap();
    let work = Halves::new(|_: &Case| panic!("worked"));
    let error = run(&cases, &work, &mut sink::Memory::new(), &Options::default()).unwrap_err();
    assert_eq!(error.class(), ErrorClass::Input);
    assert!(error.to_string().contains("`Half`"), "{error}");
}

/// Asks to stop once so many cases are done.
struct StopAfter {
    limit: usize,
    seen: Mutex<Vec<usize>>,
    stop: AtomicBool,
}

impl Watch for StopAfter {
    fn advance(&self, done: usize, total: usize) {
        assert_eq!(total, 200);
        self.seen.lock().unwrap().push(done);
        self.stop.fetch_or(done >= self.limit, Ordering::SeqCst);
    }

    fn is_cancelled(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}

fn stop_after(limit: usize) -> StopAfter {
    StopAfter {
        limit,
        seen: Mutex::default(),
        stop: AtomicBool::new(false),
    }
}

#[test]
fn progress_counts_every_case_once() {
    let watch = stop_after(usize::MAX);
    let options = Options {
        watch: &watch,
        ..Options::default()
    };
    let mut work = Halves::new(failing(&["P3"]));
    work.grouped = false;
    run(&patients(200), &work, &mut sink::Memory::new(), &options).unwrap();
    assert_eq!(
        watch.seen.into_inner().unwrap(),
        (1..=200).collect::<Vec<_>>()
    );
}

#[test]
fn a_run_that_was_stopped_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("done")).unwrap();
    let path = folder.path().join("out.csv");
    let watch = stop_after(30);
    let options = Options {
        store: Some(&store),
        watch: &watch,
        ..Options::default()
    };
    let output = Output::file(&path, Existing::Refuse).unwrap();
    let mut sink = sink::Csv::new(output);
    let error = run(&patients(200), &Halves::new(nothing), &mut sink, &options).unwrap_err();
    assert_eq!(error.class(), ErrorClass::Cancelled);
    let Error::Cancelled { done, total: 200 } = error else {
        panic!("{error}")
    };
    assert!((30..200).contains(&done), "{done}");
    drop(sink);
    assert!(!path.exists(), "a partial table looks whole");

    let mut table = sink::Memory::new();
    let options = Options {
        store: Some(&store),
        ..Options::default()
    };
    let summary = run(&patients(200), &Halves::new(nothing), &mut table, &options).unwrap();
    assert!(summary.resumed >= done && summary.computed < 200);
    assert_eq!(summary.resumed + summary.computed, 200);
    assert_eq!(table.rows.len(), 200);
}

#[test]
fn a_cancelled_case_is_no_failure() {
    let cancelled = |case: &Case| match case.row() {
        5 => Err(Reason::new(ErrorClass::Cancelled, "cancelled")),
        _ => Ok(()),
    };
    let mut table = sink::Memory::new();
    let outcome = run(
        &patients(9),
        &Halves::new(cancelled),
        &mut table,
        &Options::default(),
    );
    assert!(
        matches!(outcome, Err(Error::Cancelled { .. })),
        "{outcome:?}"
    );
    assert!(table.rows.len() < 5);
}

/// Refuses the third row.
#[derive(Default)]
struct Full {
    rows: usize,
    statuses: HashSet<String>,
}

impl Sink for Full {
    fn begin(&mut self, _: &[String]) -> Result<(), output::Error> {
        Ok(())
    }

    fn write(&mut self, row: &Row<'_>) -> Result<(), output::Error> {
        if let Status::Failed(reason) = row.status {
            self.statuses.insert(reason.to_string());
        }
        self.rows += 1;
        match self.rows {
            3 => Err(output::Error::BrokenPipe {
                output: "head".to_owned(),
            }),
            _ => Ok(()),
        }
    }

    fn finish(&mut self) -> Result<(), output::Error> {
        panic!("finished after an error")
    }
}

#[test]
fn a_sink_that_refuses_ends_the_run() {
    let mut sink = Full::default();
    let work = Halves::new(failing(&["P1"]));
    let error = run(&patients(300), &work, &mut sink, &Options::default()).unwrap_err();
    assert!(
        matches!(error, Error::Output(output::Error::BrokenPipe { .. })),
        "{error}"
    );
    assert_eq!(sink.rows, 3);
    assert_eq!(
        sink.statuses,
        HashSet::from(["`m0.nii`: no such file".to_owned()])
    );
}

#[test]
fn work_may_use_the_pool_itself() {
    use rayon::prelude::*;
    let nested = |_: &Case| {
        let sum: u64 = (0..10_000_u64).into_par_iter().sum();
        assert_eq!(sum, 49_995_000);
        Ok(())
    };
    for threads in [1, 2, 4] {
        let mut table = sink::Memory::new();
        let go = || {
            run(
                &patients(60),
                &Halves::new(nested),
                &mut table,
                &Options::default(),
            )
        };
        assert_eq!(pool(threads, go).unwrap().computed, 60);
    }
}

/// Counts stored cases while a group is at work.
struct Peeking<'a>(&'a Path);

impl Work for Peeking<'_> {
    fn columns(&self) -> Vec<String> {
        vec!["Stored".to_owned()]
    }

    fn key(&self, case: &Case) -> Result<Key, Reason> {
        Ok(Key::builder().part("id", case.id().unwrap()).finish())
    }

    fn shared_input(&self, _: &Case) -> Option<PathBuf> {
        Some(PathBuf::from("one image"))
    }

    fn compute(&self, cases: &[&Case], answers: &mut Answers<'_>) {
        for _ in cases {
            let stored = fs::read_dir(self.0).unwrap().count();
            answers.push(Ok(vec![vec![Value::from(stored.to_string())]]));
        }
    }
}

/// Review of 2026-11-28: a killed run lost all cases of an image.
#[test]
fn cases_of_a_group_are_kept_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let options = Options {
        store: Some(&store),
        ..Options::default()
    };
    let mut table = sink::Memory::new();
    run(&patients(3), &Peeking(folder.path()), &mut table, &options).unwrap();
    let stored: Vec<_> = table.rows.iter().map(|row| row.last().unwrap()).collect();
    assert_eq!(
        stored,
        [&Value::from("0"), &Value::from("1"), &Value::from("2")]
    );
}
