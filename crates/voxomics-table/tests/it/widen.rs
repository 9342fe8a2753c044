//! One row a patient.

mod properties;
mod refusals;

use voxomics_table::Sheet;
use voxomics_table::widen::{Incomplete, Options, Wide};

/// Two patients in two phases, the second the other way round, with cells that a number would not have again.
const PHASES: &str = "Patient,Age,Phase,mean,note\n\
                      P1,61,arterial,40.0,\"a, b\"\n\
                      P1, 61,venous,0.10,\n\
                      P2,70,venous,1e-3,x\n\
                      P2,70,arterial,+36,y\n";

fn widened(text: &str, options: &Options) -> Result<Wide, String> {
    let sheet = Sheet::parse(text.as_bytes(), &[]).unwrap();
    let wide = sheet.widen(&["Patient"], "Phase", options);
    wide.map_err(|error| error.to_string())
}

fn keeping(names: &[&str]) -> Options {
    Options {
        keep: names.iter().map(ToString::to_string).collect(),
        ..Options::default()
    }
}

fn ordered(values: &[&str], incomplete: Incomplete) -> Options {
    Options {
        order: values.iter().map(ToString::to_string).collect(),
        incomplete,
        ..Options::default()
    }
}

#[test]
fn phases_stand_side_by_side_and_cells_are_as_they_were() {
    let wide = widened(PHASES, &keeping(&["Age"])).unwrap();
    assert_eq!(
        wide.sheet.to_csv(),
        "Patient,Age,arterial_mean,arterial_note,venous_mean,venous_note\n\
         P1,61,40.0,\"a, b\",0.10,\n\
         P2,70,+36,y,1e-3,x\n"
    );
    assert_eq!(wide.values, ["arterial", "venous"]);
    assert!(wide.gaps.each.is_empty() && wide.alike.is_empty());
    let lines: Vec<u64> = wide.sheet.rows().iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 3]);
}

#[test]
fn the_order_of_values_may_be_given_and_one_may_be_nobodys() {
    let wide = widened(
        PHASES,
        &ordered(&["venous", " arterial"], Incomplete::Refuse),
    )
    .unwrap();
    assert_eq!(
        wide.sheet.names()[1..],
        [
            "venous_Age",
            "venous_mean",
            "venous_note",
            "arterial_Age",
            "arterial_mean",
            "arterial_note"
        ]
    );
    let three = ordered(&["arterial", "portal", "venous"], Incomplete::Keep);
    let wide = widened(PHASES, &three).unwrap();
    let portal: Vec<&str> = wide.sheet.column("portal_mean").unwrap().cells().collect();
    assert_eq!((portal, wide.gaps.each.len()), (vec!["", ""], 2));
}

#[test]
fn ids_are_texts_of_one_column_or_several() {
    let text = "Patient,Phase,mean\n1,a,5\n01,a,6\n 1 ,b,7\n01,b,8\n";
    let wide = widened(text, &Options::default()).unwrap();
    assert_eq!(
        wide.sheet.to_csv(),
        "Patient,a_mean,b_mean\n1,5,7\n01,6,8\n"
    );

    let text = b"Patient,Lesion,Phase,mean\nP,1,a,5\nP,2,a,6\nP,2,b,7\nP,1,b,8\n";
    let sheet = Sheet::parse(text, &[]).unwrap();
    let wide = sheet.widen(&["Lesion", "Patient"], "Phase", &Options::default());
    assert_eq!(
        wide.unwrap().sheet.to_csv(),
        "Lesion,Patient,a_mean,b_mean\n1,P,5,8\n2,P,6,7\n"
    );
}

#[test]
fn one_value_is_a_prefix() {
    let wide = widened("Patient,Phase,mean\nP,a,1\nQ,a,2\n", &Options::default()).unwrap();
    assert_eq!(wide.sheet.to_csv(), "Patient,a_mean\nP,1\nQ,2\n");
    assert!(wide.alike.is_empty());
}

#[test]
fn an_id_that_lacks_a_value_stays_or_goes() {
    let text = "Patient,Phase,mean\nP,a,1\nQ,b,2\nQ,a,3\n";
    let kept = widened(text, &ordered(&[], Incomplete::Keep)).unwrap();
    assert_eq!(kept.sheet.to_csv(), "Patient,a_mean,b_mean\nP,1,\nQ,3,2\n");
    let omitted = widened(text, &ordered(&[], Incomplete::Omit)).unwrap();
    assert_eq!(omitted.sheet.to_csv(), "Patient,a_mean,b_mean\nQ,3,2\n");
    assert_eq!((&kept.gaps, kept.gaps.ids), (&omitted.gaps, 2));
    assert_eq!(
        kept.gaps.to_string(),
        "1 of 2 ids lacks a row for a value of `Phase`: `P` lacks `b`"
    );
}

#[test]
fn a_patients_own_columns_are_told_unless_they_are_kept() {
    // `scanner` is the same in all rows, `mean` differs within P1.
    let text = "Patient,Age,Event,Phase,scanner,mean\n\
                P1,61,1,a,S,3\nP1,61,1,b,S,4\nP2,70,0,a,S,5\nP2,70,0,b,S,5\n";
    let wide = widened(text, &Options::default()).unwrap();
    assert_eq!(wide.alike, ["Age", "Event"]);
    assert_eq!(wide.sheet.names().len(), 1 + 2 * 4);
    let wide = widened(text, &keeping(&["Age"])).unwrap();
    assert_eq!(wide.alike, ["Event"]);
}

#[cfg(feature = "parquet")]
#[test]
fn names_of_digits_stay_names_in_parquet_and_numbers_numbers() {
    let text =
        "Patient,Phase,mean\n01,a,0.10\n1,a,inf\n01,b,\n1,b,007\n12345678901234567,a,1e300\n";
    let wide = widened(text, &ordered(&[], Incomplete::Keep)).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    let to = file.reopen().unwrap();
    wide.sheet.write_parquet(to, &["Patient"]).unwrap();
    let read = Sheet::read_parquet(file.path()).unwrap();
    assert_eq!(
        read.to_csv(),
        "Patient,a_mean,b_mean\n01,0.1,\n1,inf,007\n12345678901234567,1e+300,\n"
    );
}
