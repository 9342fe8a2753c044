//! The Parquet sink, read back.

use std::fs::File;
use std::path::Path;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, RowAccessor};
use voxomics_batch::output::{self, Existing};
use voxomics_batch::run::Options;
use voxomics_batch::{Error, Output, run, sink};
use voxomics_core::ErrorClass;

use crate::support::{Halves, failing, patients};

fn write(path: &Path, numbers: &'static [&'static str]) -> Result<(), Error> {
    let output = Output::file(path, Existing::Refuse).unwrap();
    let mut sink = sink::Parquet::new(output, |name| !numbers.contains(&name));
    run(
        &patients(1500),
        &Halves::new(failing(&["P3"])),
        &mut sink,
        &Options::default(),
    )?;
    Ok(())
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a failure shows the line")]
fn rows_read_back_in_groups() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.parquet");
    write(&path, &["Half"]).unwrap();
    let reader = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
    assert_eq!(reader.num_row_groups(), 2);
    let rows: Vec<_> = reader
        .get_row_iter(None)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(rows.len(), 1500);
    for (index, row) in rows.iter().enumerate() {
        assert_eq!(row.get_string(0).unwrap(), &format!("P{}", index + 1));
        let half = row.get_column_iter().nth(3).unwrap().1;
        match index {
            2 => assert_eq!(half, &Field::Null),
            _ => assert_eq!(half, &Field::Double((index + 1) as f64 / 2.0)),
        }
    }
}

#[test]
fn text_in_a_column_of_numbers_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.parquet");
    let error = write(&path, &["Half", "ID"]).unwrap_err();
    assert_eq!(error.class(), ErrorClass::Bug);
    assert_eq!(
        error.to_string(),
        "column `ID` holds numbers, but case 1 has `P1`"
    );
    assert!(!path.exists());
}

#[test]
fn a_closed_pipe_is_told_apart() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = Output::stream("standard output", writer);
    let mut sink = sink::Parquet::new(output, |_| true);
    let work = Halves::new(failing(&[]));
    let error = run(&patients(3), &work, &mut sink, &Options::default()).unwrap_err();
    let broken = matches!(error, Error::Output(output::Error::BrokenPipe { .. }));
    assert!(broken, "{error}");
}
