//! What the formats look like.

use std::fs;
use std::path::Path;

use voxomics_batch::cases::Layout;
use voxomics_batch::output::{Error, Existing};
use voxomics_batch::run::{Answers, Options, Work};
use voxomics_batch::{Case, Cases, Key, Output, Reason, Sink, Value, run, sink};
use voxomics_core::ErrorClass;

/// One column of every kind; the second case fails.
struct Kinds;

impl Work for Kinds {
    fn columns(&self) -> Vec<String> {
        ["Count", "Mean", "Note", "Limit"]
            .map(str::to_owned)
            .to_vec()
    }

    fn key(&self, _: &Case) -> Result<Key, Reason> {
        Ok(Key::builder().finish())
    }

    fn compute(&self, cases: &[&Case], answers: &mut Answers<'_>) {
        let values = vec![
            Value::Integer(-3),
            Value::Number(1e-7),
            Value::from("{'binWidth': 25, \"a\": 1}\n"),
            Value::Number(f64::NAN),
        ];
        let answer = |case: &&Case| match case.row() {
            2 => Err(Reason::new(ErrorClass::Input, "no")),
            _ => Ok(vec![values.clone()]),
        };
        answers.extend(cases.iter().map(answer));
    }
}

fn cases() -> Cases {
    let rows = [["=cmd()", "-1.5"], ["", "b"]];
    Cases::from_rows(
        Path::new("list.csv"),
        ["ID", "Dose"],
        rows,
        &Layout::default(),
    )
    .unwrap()
}

/// Runs into a file, as a command does.
fn text<S: Sink>(sink: impl FnOnce(Output) -> S) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let mut sink = sink(Output::file(&path, Existing::Refuse).unwrap());
    run(&cases(), &Kinds, &mut sink, &Options::default()).unwrap();
    fs::read_to_string(path).unwrap()
}

#[test]
fn csv() {
    assert_eq!(
        text(sink::Csv::new),
        "ID,Dose,Count,Mean,Note,Limit\n\
         '=cmd(),-1.5,-3,1e-07,\"{'binWidth': 25, \"\"a\"\": 1}\n\",nan\n\
         ,b,,,,\n"
    );
}

#[test]
fn json() {
    assert_eq!(
        text(sink::Json::new),
        "[\n\
         {\"ID\":\"=cmd()\",\"Dose\":\"-1.5\",\"Count\":-3,\"Mean\":1e-7,\
         \"Note\":\"{'binWidth': 25, \\\"a\\\": 1}\\n\",\"Limit\":null},\n\
         {\"ID\":null,\"Dose\":\"b\",\"Count\":null,\"Mean\":null,\"Note\":null,\"Limit\":null}\n\
         ]\n"
    );
}

#[test]
fn txt() {
    assert_eq!(
        text(sink::Txt::new),
        "Case-1_ID: =cmd()\nCase-1_Dose: -1.5\nCase-1_Count: -3\nCase-1_Mean: 1e-07\n\
         Case-1_Note: {'binWidth': 25, \"a\": 1} \nCase-1_Limit: nan\nCase-2_Dose: b\n"
    );
}

#[test]
fn memory() {
    let mut table = sink::Memory::new();
    run(&cases(), &Kinds, &mut table, &Options::default()).unwrap();
    assert_eq!(
        table.columns,
        ["ID", "Dose", "Count", "Mean", "Note", "Limit"]
    );
    let failed = [
        vec![Value::Missing, Value::from("b")],
        vec![Value::Missing; 4],
    ]
    .concat();
    assert_eq!(table.rows[1], failed);
    assert_eq!(table.rows[0][3], Value::Number(1e-7));
}

#[test]
fn what_a_spreadsheet_would_run() {
    let cells = [
        ("=1+1", "'=1+1"),
        ("+1", "+1"),
        ("-2.5e-3", "-2.5e-3"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-1+cmd|'/C calc'!A0", "'-1+cmd|'/C calc'!A0"),
        ("a=b", "a=b"),
    ];
    let header = ["ID", "=Dose"];
    let rows = cells.map(|(text, _)| [text, "x"]);
    let list = Path::new("list.csv");
    let cases = Cases::from_rows(list, header, rows, &Layout::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    let output = Output::file(&path, Existing::Refuse).unwrap();
    run(
        &cases,
        &Kinds,
        &mut sink::Csv::new(output),
        &Options::default(),
    )
    .unwrap();
    let mut table = csv_rows(&path).into_iter();
    assert_eq!(table.next().unwrap()[..2], ["ID", "'=Dose"]);
    for (row, (_, want)) in table.zip(cells) {
        assert_eq!(row[0], want);
    }
}

fn csv_rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(path)
        .expect("it was written");
    let rows = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect());
    rows.collect()
}

#[test]
fn append_adds_rows_under_the_same_header() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    let go = |existing| {
        let output = Output::file(&path, existing)?;
        run(
            &cases(),
            &Kinds,
            &mut sink::Csv::new(output),
            &Options::default(),
        )
    };
    go(Existing::Append).unwrap();
    let once = fs::read_to_string(&path).unwrap();
    // An editor may have taken the last line feed.
    fs::write(&path, once.trim_end_matches('\n')).unwrap();
    go(Existing::Append).unwrap();
    let rows = once.split_once('\n').unwrap().1;
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("{once}{rows}"));
    go(Existing::Refuse).unwrap_err();
}

#[test]
fn append_refuses_another_header() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    for (old, difference) in [
        (
            "ID,Dose,Count,mean,Note,Limit\n1,2,3,4,5,6\n",
            "its column 4 is `mean`, not `Mean`",
        ),
        ("ID,Dose,Count,Mean,Note\n", "it has 5 columns, not 6"),
        ("", "it has 0 columns, not 6"),
    ] {
        fs::write(&path, old).unwrap();
        let output = Output::file(&path, Existing::Append).unwrap();
        let mut sink = sink::Csv::new(output);
        let error = run(&cases(), &Kinds, &mut sink, &Options::default()).unwrap_err();
        let message = format!("nothing is appended to `{}`: {difference}", path.display());
        assert_eq!(
            (error.class(), error.to_string()),
            (ErrorClass::Input, message)
        );
        drop(sink);
        assert_eq!(fs::read_to_string(&path).unwrap(), old);
    }
}

#[test]
fn only_csv_appends() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    fs::write(&path, "[]").unwrap();
    let output = || Output::file(&path, Existing::Append).unwrap();
    let refused = |mut sink: Box<dyn Sink>| {
        let outcome = sink.begin(&["A".to_owned()]);
        assert!(
            matches!(outcome, Err(Error::CannotAppend { .. })),
            "{outcome:?}"
        );
    };
    refused(Box::new(sink::Json::new(output())));
    refused(Box::new(sink::Txt::new(output())));
}
