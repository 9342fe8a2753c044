//! What cannot be made wide, and what is said about it.

use voxomics_table::Sheet;
use voxomics_table::widen::{Error, Incomplete, Options, Origin};
use voxomics_testkit::memory::{MIB, peak};

use super::{PHASES, keeping, ordered, widened};

#[track_caller]
fn refused(text: &str, options: &Options, said: &str) {
    assert_eq!(widened(text, options).unwrap_err(), said);
}

fn error(ids: &[&str], by: &str) -> Error {
    let sheet = Sheet::parse(PHASES.as_bytes(), &[]).unwrap();
    sheet.widen(ids, by, &Options::default()).unwrap_err()
}

#[test]
fn two_rows_of_an_id_for_one_value() {
    refused(
        "Patient,Phase,mean\nP,a,1\nQ,a,2\n\nP, a ,3\n",
        &Options::default(),
        ", lines 2 and 5: id `P` has two rows where `Phase` is `a`: \
         leave one out, or name what else tells them apart as an id too",
    );
}

#[test]
fn ids_and_values_that_are_missing() {
    refused(
        "Patient,Phase,mean\nP,a,1\nNA,a,2\n ,b,3\n",
        &Options::default(),
        ", line 3: column `Patient` is missing (rows like it: 2): \
         each row needs its id and its value, fill them in or leave the row out",
    );
    let text = "Patient,Phase,mean\nP,.,1\n";
    let said = widened(text, &Options::default()).unwrap_err();
    assert!(
        said.starts_with(", line 2: column `Phase` is missing (rows like it: 1)"),
        "{said}"
    );
}

#[test]
fn ids_without_a_value() {
    let mut text = "Patient,Phase,mean\nP0,a,1\nP0,b,1\nP0,c,1\nP0,d,1\nP0,e,1\n".to_owned();
    text.extend((1..=5).map(|id| format!("P{id},b,1\n")));
    refused(
        &text,
        &Options::default(),
        ": 5 of 6 ids lack a row for a value of `Phase`: `P1` lacks `a`, `c`, `d` and 1 more, \
         `P2` lacks `a`, `c`, `d` and 1 more, `P3` lacks `a`, `c`, `d` and 1 more, and 2 more; \
         keep them with empty cells, or omit them",
    );
    refused(
        "Patient,Phase,mean\nP,a,1\nQ,b,1\n",
        &ordered(&[], Incomplete::Omit),
        ": 2 of 2 ids lack a row for a value of `Phase`: `P` lacks `b`, `Q` lacks `a`; none is left",
    );
}

#[test]
fn what_is_kept_must_agree() {
    refused(
        "Patient,Age,Phase,mean\nP,61,a,1\nQ,7,a,1\nP,62,b,1\n",
        &keeping(&["Age"]),
        ", lines 2 and 4: column `Age` of id `P` is `61` and `62`: what is kept once must agree within an id",
    );
    let said = widened(
        "Patient,Age,Phase,mean\nP,61,a,1\nP,,b,1\n",
        &keeping(&["Age"]),
    );
    assert!(said.unwrap_err().contains("is `61` and empty"));
}

#[test]
fn cells_that_are_missing_agree_however_they_say_so() {
    let text = "Patient,Age,Event,Phase,mean\nP,NA,,a,1\nP, ,na,b,2\nQ,61,1,a,3\nQ,61,1,b,4\n";
    let wide = widened(text, &keeping(&["Age"])).unwrap();
    assert_eq!(wide.alike, ["Event"]);
    assert_eq!(wide.sheet.rows()[0].cells[1], "NA");
    let said = widened(&text.replace(", ,", ",62,"), &keeping(&["Age"]));
    assert!(said.unwrap_err().contains("is `NA` and `62`"));
}

#[test]
fn values_out_of_order() {
    refused(
        PHASES,
        &ordered(&["arterial", "Venous"], Incomplete::Keep),
        ", line 3: column `Phase` is `venous`, which is not in the order of values: did you mean `Venous`?",
    );
    refused(
        PHASES,
        &ordered(&["venous", "arterial", "venous "], Incomplete::Keep),
        ": `venous` is named twice in the order of values: name it once",
    );
    for blank in ["", " ", "NA"] {
        refused(
            PHASES,
            &ordered(&["venous", blank], Incomplete::Keep),
            ": one of the values to be put in order is missing: name each as the table does",
        );
    }
}

#[test]
fn names_that_two_columns_would_have() {
    refused(
        "Patient,ct_x,Phase,x\nP,1,ct,2\n",
        &keeping(&["ct_x"]),
        " would have two columns named `ct_x`, column `ct_x`, which stays and column `x` of `ct`: rename one",
    );
    refused(
        "Patient,Phase,c,b_c\nP,a_b,1,2\nP,a,1,2\n",
        &Options::default(),
        " would have two columns named `a_b_c`, column `c` of `a_b` and column `b_c` of `a`: rename one",
    );
    let sheet = Sheet::parse(b"a_x,Phase,x\nP,a,1\n", &[]).unwrap();
    let Err(Error::Collision { name, origins }) =
        sheet.widen(&["a_x"], "Phase", &Options::default())
    else {
        panic!("an id is no exception");
    };
    let column = name.clone();
    assert_eq!(
        (name.as_str(), &origins[0]),
        ("a_x", &Origin::Once { column })
    );
}

#[test]
fn columns_that_are_not_there_or_needed_twice() {
    let said = |ids: &[&str], by: &str| error(ids, by).to_string();
    assert_eq!(
        said(&["Patiend"], "Phase"),
        " has no column `Patiend`: did you mean `Patient`?"
    );
    assert_eq!(
        said(&["Patient"], "phase"),
        " has no column `phase`: did you mean `Phase`?"
    );
    assert_eq!(
        said(&["Phase"], "Phase"),
        ": column `Phase` is named twice: each may serve for one thing only"
    );
    assert!(
        matches!(error(&["Age", "Age"], "Phase"), Error::NamedTwice { column } if column == "Age")
    );
    assert_eq!(error(&[], "Phase"), Error::NoId);
    let kept = widened(PHASES, &keeping(&["agee"])).unwrap_err();
    assert!(kept.ends_with("did you mean `Age`?"), "{kept}");
}

#[test]
fn nothing_to_widen() {
    refused(
        "Patient,Age,Phase\nP,61,a\n",
        &keeping(&["Age"]),
        " has no other columns than those named: there is nothing to have for each value of `Phase`",
    );
}

#[test]
fn a_column_that_tells_all_rows_apart_does_not_fill_the_memory() {
    let mut text = "Patient,Phase,a,b\n".to_owned();
    text.extend((0..10_000).map(|row| format!("P{row},{row},1,2\n")));
    refused(
        &text,
        &ordered(&[], Incomplete::Keep),
        " would have 10000 rows of 20001 columns: `Phase` has 10000 values, \
         is it the column that tells rows of an id apart?",
    );
}

#[test]
fn ids_that_lack_almost_all_values_are_refused_in_little_memory() {
    let rows = (0..5_000).map(|row| [format!("P{row}"), format!("phase {row}"), "1".to_owned()]);
    let sheet = Sheet::from_rows(["Patient", "Phase", "mean"], rows).unwrap();
    let (held, refused) = peak(|| sheet.widen(&["Patient"], "Phase", &Options::default()));
    let said = refused.unwrap_err().to_string();
    assert!(
        said.contains("`P1` lacks `phase 0`, `phase 2`, `phase 3` and 4996 more"),
        "{said}"
    );
    // A list of what each of them lacks takes 25 million names.
    assert!(held < 8 * MIB, "{held}");
}

#[test]
fn cells_without_a_row_are_limited_and_no_others() {
    let said = |ids: usize, columns: usize| {
        let header = ["Patient".to_owned(), "Phase".to_owned()];
        let header = header
            .into_iter()
            .chain((0..columns).map(|at| format!("f{at}")));
        let rows = (0..ids).map(|id| vec![id.to_string(); 2 + columns]);
        let sheet = Sheet::from_rows(header, rows).unwrap();
        let wide = sheet.widen(&["Patient"], "Phase", &Options::default());
        wide.unwrap_err().to_string()
    };
    // 64 x 63 pairs without a row, of 8322 and 8323 columns: 2^25 less 128, and more than 2^25.
    let fits = said(64, 8_322);
    assert!(fits.contains("lack a row"), "{fits}");
    let large = said(64, 8_323);
    assert!(
        large.contains("would have 64 rows of 532673 columns"),
        "{large}"
    );
}
