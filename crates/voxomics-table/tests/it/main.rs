//! Everything that needs no more than the public interface, in one binary: it links once.
#![expect(
    clippy::unwrap_used,
    reason = "helpers too; `allow-unwrap-in-tests` stops at `#[test]`"
)]

#[cfg(feature = "parquet")]
mod parquet;
mod table;
mod widen;

use proptest::prelude::*;
use voxomics_table::{Error, Problem, Sheet};
use voxomics_testkit::memory::Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn sheet(text: &str) -> Sheet {
    Sheet::parse(text.as_bytes(), &[]).unwrap()
}

fn problem(text: &[u8]) -> String {
    Sheet::parse(text, &[]).unwrap_err().to_string()
}

#[test]
fn separators_and_marks_of_spreadsheets() {
    for text in [
        "a,b\n1,2\n",
        "\u{feff}a;b\r\n1;2\r\n",
        "a\tb\n\n1\t2",
        "\"a\",\"b\"\n\"1\",\"2\"\n",
    ] {
        let sheet = sheet(text);
        assert_eq!(sheet.names(), ["a", "b"], "{text:?}");
        assert_eq!(sheet.column("b").unwrap().numbers().unwrap(), [2.0]);
    }
    // The columns that are wanted decide where commas are decimal points or part of names.
    let sheet = Sheet::parse(b"a;b,c\n1;2\n", &["b,c"]).unwrap();
    assert_eq!(sheet.names(), ["a", "b,c"]);
}

#[test]
fn what_is_no_table_says_why() {
    for (text, why) in [
        (&b""[..], " is empty"),
        (b" \n\n", " is empty"),
        (b"a,b\n", " has a header and no cases"),
        (b"a,a\n1,2\n", " has two columns named `a`"),
        (b"a,b\n1,2\n3\n", ", line 3: 1 cells, but the header has 2"),
        (b"a\n\0\n", ", line 2: a NUL byte"),
        (b"a\nb\n\xff\n", ", line 3: not UTF-8"),
        (
            b"a,b\n1,\"2\n3,4\n",
            ", line 2: a double quote opens a cell and none closes it",
        ),
        (b"a;b\n\"x\"\"y;z\n", ", line 2: a double quote opens"),
    ] {
        assert!(problem(text).starts_with(why), "{}", problem(text));
    }
    let error = Sheet::read("absent.csv", &[]).unwrap_err();
    assert!(matches!(error, Error::Read { .. }));
    assert!(
        error
            .to_string()
            .starts_with("table `absent.csv` cannot be read")
    );
}

#[test]
fn cells_that_are_no_numbers_are_named() {
    let sheet = sheet("age,sex\n61,m\n,f\nNA,f\n");
    let column = |name: &str| sheet.column(name).unwrap();
    assert_eq!(
        column("age").numbers().unwrap_err().to_string(),
        ", line 3: column `age` is missing (rows like it: 2): impute them first, or ask for complete rows only"
    );
    assert_eq!(
        column("sex").numbers().unwrap_err().to_string(),
        ", line 2: column `sex` is `m`, no finite number"
    );
    assert_eq!(
        sheet.column("aeg").unwrap_err().to_string(),
        " has no column `aeg`: did you mean `age`?"
    );
    let (complete, dropped) = sheet.complete(&["age"]).unwrap();
    assert_eq!((complete.rows().len(), dropped), (1, 2));
    let infinite = Sheet::parse(b"x\ninf\n", &[]).unwrap();
    assert!(matches!(
        infinite.column("x").unwrap().numbers(),
        Err(Problem::NotANumber { .. })
    ));
}

#[test]
fn of_thousands_of_columns_some_are_named() {
    let header: Vec<String> = (0..5_502).map(|column| format!("f{column}")).collect();
    let sheet = Sheet::from_rows(header, [vec!["1"; 5_502]]).unwrap();
    let said = |name: &str| sheet.column(name).unwrap_err().to_string();
    assert!(
        said("f55O2").ends_with("did you mean `f552`?"),
        "{}",
        said("f55O2")
    );
    let listed = said("stage");
    assert!(
        listed.starts_with(" has no column `stage`: there are `f0`, `f1`,"),
        "{listed}"
    );
    assert!(listed.ends_with("`f19` and 5482 more"), "{listed}");
    let few = Sheet::from_rows(["a", "b"], [["1", "2"]]).unwrap();
    assert!(
        few.column("stage")
            .unwrap_err()
            .to_string()
            .ends_with("there are `a` and `b`")
    );
}

#[test]
fn quotes_that_open_nothing_are_text() {
    for text in [
        "a\n5\" nail\n",
        "a\n5\"\"\n",
        "a\n\"x\"y\"\n",
        "a\n\"5\"\" nail\"\n",
    ] {
        assert_eq!(sheet(text).rows().len(), 1, "{text:?}");
    }
}

#[test]
fn decimal_commas_are_named() {
    let text = |cell: &str| {
        let sheet = Sheet::parse(format!("x;y\n{cell};1\n").as_bytes(), &["x", "y"]).unwrap();
        let error = sheet.column("x").unwrap().numbers().unwrap_err();
        error.to_string()
    };
    assert!(text("1,5").ends_with("no finite number: write a point before the decimals"));
    assert!(text("1,5,6").ends_with("no finite number"));
}

#[test]
fn numbers_may_be_missing_where_they_may() {
    let sheet = sheet("age\n61\n NA\n\n.\n");
    let column = sheet.column("age").unwrap();
    assert_eq!(
        column.numbers_or_missing().unwrap(),
        [Some(61.0), None, None]
    );
    let typo = Sheet::parse(b"age\nNA\n6l\n", &[]).unwrap();
    let error = typo
        .column("age")
        .unwrap()
        .numbers_or_missing()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        ", line 3: column `age` is `6l`, no finite number"
    );
}

#[test]
fn cases_and_controls() {
    let sheet = sheet("y,n\nyes,1\nno,0.0\nYES,1\n");
    let labels = |name: &str, positive| sheet.column(name).unwrap().labels(positive);
    assert_eq!(labels("y", None).unwrap(), [true, false, true]);
    assert_eq!(labels("n", None).unwrap(), [true, false, true]);
    assert_eq!(labels("n", Some("0.0")).unwrap(), [false, true, false]);
    assert_eq!(
        labels("y", Some("yes")).unwrap_err().to_string(),
        " has `YES`, `no` and `yes` in column `y`: of two values one must be `yes`"
    );
    assert_eq!(
        labels("n", Some("2")).unwrap_err().to_string(),
        " has `0.0` and `1` in column `n`: of two values one must be `2`"
    );
    let other = Sheet::parse(b"y\n2\n", &[]).unwrap();
    assert!(matches!(
        other.column("y").unwrap().labels(None),
        Err(Problem::NotALabel { .. })
    ));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(sheet) = Sheet::parse(&bytes, &["a"]) {
            for name in sheet.names() {
                let column = sheet.column(name).unwrap();
                let _ = (column.numbers(), column.labels(None), column.groups());
            }
        }
    }
}
