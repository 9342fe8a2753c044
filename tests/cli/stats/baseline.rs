//! `table1`.

use super::{Table, golden, same};

#[test]
fn tests_are_those_of_r() {
    let case = golden("tests_two_sample.json", "n58");
    let (x, y) = (case.numbers("/x"), case.numbers("/y"));
    let groups = x
        .iter()
        .map(|_| "control")
        .chain(y.iter().map(|_| "relapse"));
    let table = Table::new()
        .with("group", groups)
        .with("marker", x.iter().chain(&y));
    for (test, key) in [
        ("auto", "wilcox_default_two.sided"),
        ("t", "welch_two.sided"),
        ("student", "student_two.sided"),
    ] {
        let answer = table.json(
            "table1",
            &format!("--group group --variable marker --test {test}"),
        );
        same(
            &answer["variables"][0],
            &case.expected[key],
            &[("/comparison/p_value", "/p_value")],
        );
        assert_eq!(answer["groups"][1]["size"], y.len());
    }
}

#[test]
fn kinds_of_variables_and_missing_cells() {
    let table = Table::new()
        .with("group", ["a", "a", "a", "b", "b", "b"])
        .with("age", ["61", "48.5", "NA", "66", "54.5", "72"])
        .with("smoker", [0, 1, 0, 0, 1, 1])
        .with("stage", [1, 2, 3, 1, 2, 3])
        .with("sex", ["male", "", "female", "male", "male", "female"]);
    let arguments = "--group group --variable age --variable smoker --variable stage --variable sex --categorical stage";
    let answer = table.json("table1", arguments);
    let kinds = answer["variables"].as_array().unwrap().iter();
    let kinds: Vec<bool> = kinds
        .map(|variable| variable["content"].get("continuous").is_some())
        .collect();
    assert_eq!(kinds, [true, false, false, false]);
    assert_eq!(answer["variables"][0]["missing"], serde_json::json!([1, 0]));
    let text = table.run("table1", arguments).stdout;
    assert!(
        text.contains("age, median [IQR]") && text.contains("66.0 [60.2, 69.0]"),
        "{text}"
    );
    let markdown = table
        .run("table1", &format!("{arguments} --format markdown"))
        .stdout;
    assert!(
        markdown.starts_with("|  | a (n = 3) | b (n = 3) | p | test |\n"),
        "{markdown}"
    );
    let csv = table
        .run("table1", &format!("{arguments} --format csv --overall"))
        .stdout;
    assert!(
        csv.starts_with(",all (n = 6),a (n = 3),b (n = 3),p,test\n"),
        "{csv}"
    );
    let run = table.run("table1", "--group group --variable age --categorical sex");
    run.expect(2, &["--variable sex"]);
}

#[test]
fn a_typo_among_numbers_is_named() {
    let table = Table::new()
        .with("group", ["a", "a", "a", "b", "b", "b"])
        .with("age", ["61", "48.5", "NA", "6l", "54.5", "72"])
        .with("note", ["x", "1", "y", "z", "2", "w"]);
    let arguments = "--group group --variable age --variable note";
    let run = table.run("table1", arguments);
    run.expect(0, &["line 5: column `age` is `6l`", "--categorical age"]);
    assert!(!run.stderr.contains("note"), "{}", run.stderr);
    let run = table.run("table1", &format!("{arguments} --categorical age"));
    assert_eq!(run.stderr, "");
    let run = table.run("table1", &format!("{arguments} --continuous age"));
    run.expect(2, &["line 5: column `age` is `6l`"]);
    let both = format!("{arguments} --continuous age --categorical age");
    table.run("table1", &both).expect(2, &["`age` is both"]);
    let two = Table::new()
        .with("group", ["a", "a", "b", "b"])
        .with("x", [0, 1, 1, 1]);
    let answer = two.json("table1", "--group group --variable x --continuous x");
    assert!(answer["variables"][0]["content"]["continuous"].is_array());
}
