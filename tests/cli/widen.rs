//! `widen`: one row a patient from one a phase.

mod chain;

#[cfg(feature = "parquet")]
use voxomics::table::Sheet;

use crate::support::{Folder, Run};

const LONG: &str = "Patient,Age,Event,Phase,diagnostics_Version,mean,sd\n\
                    P1,61,1,arterial,v1,40.0,0.10\n\
                    P1,61,1,venous,v1,38.25,1e-3\n\
                    P2,70,0,venous,v1,35,-0.0\n\
                    P2,70,0,arterial,v1,36,\n";

const WIDE: &str = "Patient,Age,Event,arterial_diagnostics_Version,arterial_mean,arterial_sd,\
                    venous_diagnostics_Version,venous_mean,venous_sd\n\
                    P1,61,1,v1,40.0,0.10,v1,38.25,1e-3\n\
                    P2,70,0,v1,36,,v1,35,-0.0\n";

const FLAGS: &str = "--id Patient --by Phase --keep Age,Event";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("long.csv", LONG);
    folder
}

/// A run of `voxomics widen`, words parted by blanks.
fn widen(folder: &Folder, words: &str) -> Run {
    let words: Vec<&str> = words.split_whitespace().collect();
    folder.run(&[&["widen"], &words[..]].concat())
}

#[test]
fn a_table_to_standard_output_and_to_a_file() {
    let folder = folder();
    let shown = widen(&folder, &format!("long.csv {FLAGS}"));
    shown.expect(0, &[]);
    assert_eq!(shown.stdout, WIDE);
    assert_eq!(shown.stderr, "2 rows of 2 values of `Phase` from 4 rows\n");
    let line = format!("long.csv {FLAGS} --out wide.csv");
    let written = widen(&folder, &line);
    assert_eq!((written.code, written.stdout.as_str()), (Some(0), ""));
    assert_eq!(folder.read("wide.csv"), WIDE);
    widen(&folder, &line).expect(2, &["`wide.csv` exists", "--overwrite replaces it"]);
    let other = "--order venous,arterial --overwrite";
    widen(&folder, &format!("{line} {other}")).expect(0, &[]);
    let table = folder.read("wide.csv");
    assert!(
        table.starts_with("Patient,Age,Event,venous_diagnostics_Version,"),
        "{table}"
    );
}

#[test]
fn semicolons_and_marks_are_understood() {
    let folder = folder();
    folder.write("marked.csv", format!("\u{feff}{}", LONG.replace(',', ";")));
    let shown = widen(&folder, &format!("marked.csv {FLAGS}"));
    assert_eq!(shown.stdout, WIDE);
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_to_parquet_keeps_numbers() {
    let folder = folder();
    let sheet = Sheet::parse(LONG.replace("P1", "01").as_bytes(), &[]).unwrap();
    let file = std::fs::File::create(folder.path().join("long.parquet")).unwrap();
    sheet.write_parquet(file, &[]).unwrap();
    widen(&folder, &format!("long.parquet {FLAGS} --out wide.parquet")).expect(0, &[]);
    let wide = Sheet::read_parquet(folder.path().join("wide.parquet")).unwrap();
    let want = WIDE.replace("P1", "01").replace("40.0,0.10", "40,0.1");
    assert_eq!(
        wide.to_csv(),
        want.replace("1e-3", "0.001").replace("-0.0", "-0")
    );
    // Columns of numbers are such, or a number would be shown as it was written.
    widen(
        &folder,
        &format!("long.csv {FLAGS} --out wide.parquet --overwrite"),
    )
    .expect(0, &[]);
    let wide = Sheet::read_parquet(folder.path().join("wide.parquet")).unwrap();
    assert_eq!(wide.rows()[0].cells[5], "0.1");
    widen(&folder, &format!("long.parquet {FLAGS} --out wide.csv")).expect(0, &[]);
    assert!(folder.read("wide.csv").contains("\n01,61,1,v1,40,0.1,v1,"));
}

#[cfg(feature = "parquet")]
#[test]
fn ids_that_are_equal_as_numbers_stay_apart_in_parquet() {
    let folder = Folder::new();
    let ids = [
        "1E5", "100000", "1.0", "1", "+5", "-007", "7", "1e400", "1e500",
    ];
    let mut long = "Patient,Phase,mean\n".to_owned();
    long.extend(ids.map(|id| format!("{id},arterial,1.50\n{id},venous,2\n")));
    folder.write("long.csv", long);
    widen(&folder, "long.csv --id Patient --by Phase -o wide.parquet").expect(0, &[]);
    let wide = Sheet::read_parquet(folder.path().join("wide.parquet")).unwrap();
    let found: Vec<&str> = wide.column("Patient").unwrap().cells().collect();
    assert_eq!(found, ids);
    assert_eq!(wide.rows()[0].cells[1..], ["1.5", "2"]);
}

#[cfg(feature = "parquet")]
#[test]
fn ids_of_64_bits_that_others_wrote_are_two_patients() {
    let folder = Folder::new();
    let long = voxomics_testkit::data().join("parquet/snappy.parquet");
    let whole = Sheet::read_parquet(&long).unwrap().complete(&["small"]);
    let file = std::fs::File::create(folder.path().join("long.parquet")).unwrap();
    whole.unwrap().0.write_parquet(file, &[]).unwrap();
    let line = "long.parquet --id id --by small --incomplete keep";
    let shown = widen(&folder, line);
    shown.expect(0, &["3 rows of 3 values"]);
    assert!(
        shown.stdout.contains("\n9007199254740992,"),
        "{}",
        shown.stdout
    );
    assert!(
        shown.stdout.contains("\n9007199254740993,"),
        "{}",
        shown.stdout
    );
}

#[cfg(feature = "parquet")]
#[test]
fn a_codec_that_is_not_read_is_named() {
    let folder = Folder::new();
    let table = voxomics_testkit::data().join("parquet/zstd.parquet");
    let line = format!("{} --id id --by mean", table.display());
    widen(&folder, &line).expect(2, &["zstd.parquet` is compressed with zstd", "snappy"]);
}

#[test]
fn a_patient_without_a_phase_is_refused_kept_or_left_out() {
    let folder = Folder::new();
    let short = LONG.rsplitn(3, '\n').last().unwrap();
    folder.write("long.csv", format!("{short}\n"));
    let line = format!("long.csv {FLAGS} --out wide.csv");
    let gap = "1 of 2 ids lacks a row for a value of `Phase`: `P2` lacks `arterial`";
    widen(&folder, &line).expect(2, &["table `long.csv`: ", gap, "--incomplete keep", "omit"]);
    assert!(!folder.has("wide.csv"));
    let kept = widen(&folder, &format!("{line} --incomplete keep"));
    kept.expect(
        0,
        &[
            gap,
            "are empty",
            "2 rows of 2 values of `Phase` from 3 rows",
        ],
    );
    assert!(
        folder
            .read("wide.csv")
            .ends_with("\nP2,70,0,,,,v1,35,-0.0\n")
    );
    let omitted = widen(&folder, &format!("{line} --incomplete omit --overwrite"));
    omitted.expect(
        0,
        &[gap, "left out", "1 row of 2 values of `Phase` from 3 rows"],
    );
    assert_eq!(folder.read("wide.csv").lines().count(), 2);
    let nobody = "--order arterial,portal,venous --incomplete omit --overwrite";
    widen(&folder, &format!("{line} {nobody}")).expect(2, &["lacks `portal`", "none is left"]);
}

#[test]
fn what_cannot_be_is_said_with_lines_and_names() {
    let folder = folder();
    let twice = LONG.replace("P2,70,0,arterial", "P2,70,0,venous");
    folder.write("twice.csv", twice);
    folder.write("aged.csv", LONG.replace("P1,61,1,venous", "P1,62,1,venous"));
    folder.write(
        "nameless.csv",
        LONG.replace("P2,70,0,venous", "NA,70,0,venous"),
    );
    folder.write("named.csv", LONG.replace("Age", "venous_sd"));
    folder.write("joined.csv", "Patient,Phase,c,b_c\nP,a_b,1,2\nP,a,1,2\n");
    for (line, words) in [
        (
            "twice.csv --id Patient --by Phase",
            &["table `twice.csv`, lines 4 and 5: id `P2`"][..],
        ),
        (
            "aged.csv --id Patient --by Phase --keep Age",
            &[
                "lines 2 and 3: column `Age` of id `P1` is `61` and `62`",
                "hint: ",
                "`--keep`",
            ],
        ),
        (
            "nameless.csv --id Patient --by Phase",
            &["line 4: column `Patient` is missing"],
        ),
        (
            "named.csv --id venous_sd --by Phase",
            &["two columns named `venous_sd`, column `venous_sd`"],
        ),
        (
            "joined.csv --id Patient --by Phase",
            &["named `a_b_c`, column `c` of `a_b` and column `b_c` of `a`: rename one"],
        ),
        (
            "long.csv --id Patient --by Pase",
            &["no column `Pase`: did you mean `Phase`?"],
        ),
        (
            "long.csv --id Phase --by Phase",
            &["column `Phase` is named twice"],
        ),
        (
            "long.csv --id Patient --by Phase --order arterial,venus",
            &[
                "line 3: column `Phase` is `venous`",
                "did you mean `venus`?",
            ],
        ),
        ("long.csv --by Phase", &["--id"]),
        (
            "nowhere.csv --id Patient --by Phase",
            &["table `nowhere.csv` cannot be read"],
        ),
        (
            "long.csv --id Patient --by Phase --out nowhere/wide.csv",
            &["nowhere/wide.csv"],
        ),
    ] {
        let run = widen(&folder, line);
        run.expect(2, words);
        assert_eq!(run.stdout, "", "{line}");
    }
}

#[test]
fn an_outcome_that_is_not_kept_is_told() {
    let folder = folder();
    let run = widen(&folder, "long.csv --id Patient --by Phase");
    run.expect(
        0,
        &["are there 2 times: `Age` and `Event`; `--keep` has a column once"],
    );
    assert!(
        run.stdout
            .starts_with("Patient,arterial_Age,arterial_Event,")
    );
}
