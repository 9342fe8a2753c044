//! What every command refuses in the same words.

use super::Table;

/// A valid invocation of each, on columns of [`table`].
const COMMANDS: [(&str, &str); 19] = [
    ("roc", "--outcome y --score p"),
    ("delong", "--outcome y --score p --score q"),
    ("confusion", "--outcome y --score p --threshold 0.5"),
    ("nri", "--outcome y --old p --new q"),
    ("calibration", "--outcome y --probability p"),
    ("hosmer", "--outcome y --probability p --groups 3"),
    ("dca", "--outcome y --probability p"),
    ("km", "--time t --event y"),
    ("cuminc", "--time t --cause y"),
    ("concordance", "--time t --event y --score p"),
    ("icc", "--ratings p,q"),
    ("kappa", "--first y --second z"),
    ("bland-altman", "--first p --second q"),
    ("lin", "--first p --second q"),
    ("table1", "--group y --variable p"),
    ("test", "--method welch --value p --group y"),
    ("test", "--method spearman --first p --second q"),
    ("adjust", "--p p"),
    ("timeroc", "--time t --event y --score p --at 3,5"),
];

fn table(y: [&str; 8], p: [&str; 8]) -> Table {
    Table::new()
        .with("y", y)
        .with("p", p)
        .with("q", [0.3, 0.2, 0.6, 0.7, 0.1, 0.5, 0.9, 0.4])
        .with("t", [1, 2, 3, 4, 5, 6, 7, 8])
        .with("z", [0, 1, 0, 1, 1, 1, 0, 0])
}

const Y: [&str; 8] = ["0", "1", "0", "1", "0", "1", "1", "0"];
const P: [&str; 8] = ["0.2", "0.5", "0.7", "0.8", "0.1", "0.35", "0.9", "0.6"];

#[test]
fn every_command_answers_in_every_format() {
    let table = table(Y, P);
    for (command, arguments) in COMMANDS {
        for format in ["text", "json", "csv", "markdown"] {
            let run = table.run(command, &format!("{arguments} --format {format}"));
            run.expect(0, &[]);
            assert!(
                run.stdout.lines().count() > usize::from(format != "json"),
                "{command}"
            );
            assert!(!run.stdout.contains("NaN"), "{command}: {}", run.stdout);
        }
    }
}

#[test]
fn a_column_that_is_not_there() {
    let table = table(Y, P);
    for (command, arguments) in COMMANDS {
        // The last column of each invocation, misspelt.
        let column = arguments
            .split_whitespace()
            .rev()
            .find(|word| ["p", "q", "y", "z", "p,q"].contains(word));
        let column = column.unwrap();
        let wrong = arguments.replacen(&format!(" {column}"), &format!(" {column}x"), 1);
        let run = table.run(command, &wrong);
        run.expect(2, &["table `table.csv`", "has no column `", "did you mean"]);
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn missing_cells_are_counted_or_left_out() {
    let mut y = Y;
    (y[2], y[5]) = ("", "NA");
    let table = table(y, P);
    for (command, arguments) in COMMANDS
        .into_iter()
        .filter(|(_, arguments)| arguments.contains(" y"))
    {
        let run = table.run(command, arguments);
        run.expect(2, &["line 4", "column `y`", "rows like it: 2", "--na omit"]);
        let run = table.run(command, &format!("{arguments} --na omit --format json"));
        run.expect(0, &["left out: 2"]);
        let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(
            (&answer["rows"], &answer["omitted"]),
            (&6.into(), &2.into()),
            "{command}"
        );
    }
}

#[test]
fn labels_that_are_neither_1_nor_0() {
    let mut y = Y;
    y[3] = "2";
    let table = table(y, P);
    let labelled = COMMANDS.iter().filter(|(_, arguments)| {
        arguments.contains("--outcome y") || arguments.contains("--event y")
    });
    for (command, arguments) in labelled {
        let run = table.run(command, arguments);
        run.expect(
            2,
            &[
                "line 5",
                "column `y` is `2`",
                "neither 1 nor 0",
                "--positive VALUE",
            ],
        );
    }
}

#[test]
fn risks_and_times_that_are_none() {
    let mut p = P;
    p[4] = "1.5";
    let table = table(Y, p);
    for (command, arguments) in [
        ("calibration", "--outcome y --probability p"),
        ("hosmer", "--outcome y --probability p"),
        ("dca", "--outcome y --probability q --probability p"),
        ("nri", "--outcome y --old q --new p"),
    ] {
        let run = table.run(command, arguments);
        run.expect(
            2,
            &["table `table.csv`, line 6: column `p` is 1.5, no risk"],
        );
    }
    table
        .run("adjust", "--p p")
        .expect(2, &["line 6: column `p` is 1.5, no p value"]);
    p[4] = "-2";
    for command in ["km", "concordance --score q", "timeroc --score q --at 3"] {
        let (command, score) = command.split_once(' ').unwrap_or((command, ""));
        let run = self::table(Y, p).run(command, &format!("--time p --event y {score}"));
        run.expect(2, &["line 6: column `p` is -2, no time"]);
    }
}

#[test]
fn what_the_library_refuses_names_the_table() {
    let table = table(["1"; 8], P);
    let one_class = table.run("roc", "--outcome y --score p");
    one_class.expect(2, &["table `table.csv`: ", "labels"]);
    let one_group = table.run("hosmer", "--outcome y --probability p --groups 1");
    one_group.expect(2, &["table `table.csv`: 1 groups"]);
}

#[test]
fn too_few_columns_to_compare() {
    let table = table(Y, P);
    table
        .run("delong", "--outcome y --score p")
        .expect(2, &["two scores"]);
    table.run("icc", "--ratings p").expect(2, &["two raters"]);
    table
        .run("confusion", "--outcome y")
        .expect(2, &["--score", "--predicted"]);
    table
        .run("confusion", "--outcome y --score p")
        .expect(2, &["--threshold"]);
    table
        .run("km", "--time t --event y --strata z")
        .expect(2, &["--group"]);
}

#[test]
fn a_level_that_is_none() {
    let run = table(Y, P).run("roc", "--outcome y --score p --level 95");
    run.expect(2, &["--level", "write 0.95 for 95 %"]);
}

#[test]
fn files_are_not_replaced_unless_asked() {
    let table = table(Y, P);
    let arguments = "--outcome y --probability p --format csv --out answer.csv";
    table.run("hosmer", arguments).expect(0, &[]);
    let first = table.folder.read("answer.csv");
    table.run("hosmer", arguments).expect(2, &["answer.csv"]);
    let few = format!("{arguments} --groups 2 --overwrite");
    table.run("hosmer", &few).expect(0, &[]);
    assert_ne!(table.folder.read("answer.csv"), first);
}

#[test]
fn a_column_serves_for_one_thing() {
    let table = table(Y, P);
    for (command, arguments) in [
        ("icc", "--ratings p,p"),
        ("roc", "--outcome y --score p --score p"),
        ("delong", "--outcome y --score p --score p"),
        ("kappa", "--first y --second y"),
    ] {
        table.run(command, arguments).expect(2, &["named twice"]);
    }
}

#[test]
fn times_that_are_none_name_their_flag() {
    let table = table(Y, P);
    for time in ["NaN", "inf", "-1", "x"] {
        let run = table.run("km", &format!("--time t --event y --at=3,{time}"));
        run.expect(2, &["--at", "a number from 0 on is needed"]);
    }
    let late = table.run("km", "--time t --event y --entry p");
    late.expect(0, &[]);
    let never = Table::new()
        .with("from", ["0", "", "4"])
        .with("to", [1, 2, 3])
        .with("y", [1, 1, 1]);
    let run = never.run("km", "--time to --event y --entry from --na omit");
    run.expect(2, &["line 4: column `from` is 4, not before the time 3"]);
}
