//! `test`, `adjust`.

use serde_json::{Value, json};

use super::{Table, golden, same};

const KEYS: [(&str, &str); 2] = [("/statistic", "/statistic"), ("/p_value", "/p_value")];

#[test]
fn tests_of_two_groups_are_those_of_r() {
    let case = golden("tests_two_sample.json", "n58");
    let (x, y) = (case.numbers("/x"), case.numbers("/y"));
    let arms = x.iter().map(|_| "a").chain(y.iter().map(|_| "b"));
    let table = Table::new()
        .with("arm", arms)
        .with("value", x.iter().chain(&y));
    for (method, key) in [
        ("welch", "welch_two.sided"),
        ("t --alternative less", "welch_less"),
        ("student --alternative greater", "student_greater"),
        ("mann-whitney", "wilcox_default_two.sided"),
        (
            "mann-whitney --how normal-corrected --alternative less",
            "wilcox_normal_corrected_less",
        ),
        ("ks", "ks_default"),
        ("variance-ratio", "var_test"),
        ("kruskal", "kruskal_2"),
    ] {
        let arguments = format!("--method {method} --value value --group arm");
        let answer = table.json("test", &arguments);
        same(&answer, &case.expected[key], &KEYS);
        if !case.expected[key]["df"].is_null() {
            same(&answer, &case.expected[key], &[("/df", "/df")]);
        }
        assert_eq!(
            answer["groups"][1],
            json!({"group": "b", "rows": y.len()}),
            "{method}"
        );
    }
    let welch = table.json("test", "--method welch --value value --group arm");
    let limits = [("/lower", "/conf_int/0"), ("/upper", "/conf_int/1")];
    same(&welch, &case.expected["welch_two.sided"], &limits);
    assert_eq!(
        (&welch["method"], &welch["quantity"], &welch["alternative"]),
        (&json!("welch"), &json!("difference"), &json!("two-sided"))
    );
    let less = table.json(
        "test",
        "--method welch --alternative less --value value --group arm",
    );
    assert_eq!(less["lower"], "-inf");
    let csv = table.run(
        "test",
        "--method welch --value value --group arm --format csv",
    );
    assert!(
        csv.stdout
            .starts_with("method,statistic,df,df2,p_value,quantity,estimate,lower,upper\nwelch,")
    );
}

#[test]
fn tests_of_several_groups_are_those_of_r() {
    let case = golden("tests_k_sample.json", "PlantGrowth");
    let table = Table::new()
        .with("arm", case.numbers("/groups"))
        .with("value", case.numbers("/values"));
    for (method, key) in [
        ("anova", "anova"),
        ("welch-anova", "welch_anova"),
        ("kruskal-wallis", "kruskal"),
        ("bartlett", "bartlett"),
        ("levene", "levene_brown_forsythe"),
        ("fligner", "fligner"),
    ] {
        let arguments = format!("--method {method} --value value --group arm");
        let answer = table.json("test", &arguments);
        same(&answer, &case.expected[key], &KEYS);
        same(&answer, &case.expected[key], &[("/df", "/df")]);
        assert!(answer["alternative"].is_null());
    }
}

#[test]
fn tests_of_pairs_are_those_of_r() {
    let case = golden("tests_two_sample.json", "sleep");
    let table = Table::new()
        .with("before", case.numbers("/x"))
        .with("after", case.numbers("/y"));
    for (method, key) in [
        ("paired-t", "paired_t_two.sided"),
        (
            "wilcoxon --alternative greater",
            "signed_rank_default_greater",
        ),
        (
            "signed-rank --how exact",
            "signed_rank_exact_with_ties_two.sided",
        ),
        ("pearson", "pearson"),
        ("spearman", "spearman_default"),
        ("kendall --how asymptotic", "kendall_asymptotic"),
        ("shapiro", "shapiro_x"),
    ] {
        let columns = match method {
            "shapiro" => "--value before",
            _ => "--first before --second after",
        };
        let answer = table.json("test", &format!("--method {method} {columns}"));
        same(&answer, &case.expected[key], &KEYS);
    }
    let pearson = table.json("test", "--method pearson --first before --second after");
    let keys = [("/estimate", "/estimate/0"), ("/lower", "/conf_int/0")];
    same(&pearson, &case.expected["pearson"], &keys);
    assert_eq!(pearson["quantity"], "r");
}

#[test]
fn tests_of_categories_are_those_of_r() {
    let case = golden("tests_tables.json", "tea");
    let counts = case.input["table"].as_array().unwrap();
    let (mut poured, mut guessed) = (Vec::new(), Vec::new());
    for (row, counts) in counts.iter().enumerate() {
        for (column, count) in counts.as_array().unwrap().iter().enumerate() {
            for _ in 0..count.as_u64().unwrap() {
                poured.push(row);
                guessed.push(column);
            }
        }
    }
    let table = Table::new().with("poured", poured).with("guess", guessed);
    let run = |method: &str| {
        table.json(
            "test",
            &format!("--method {method} --first poured --second guess"),
        )
    };
    same(
        &run("chi-squared"),
        &case.expected,
        &[
            ("/statistic", "/chisq_uncorrected/statistic"),
            ("/p_value", "/chisq_uncorrected/p_value"),
            ("/estimate", "/cramers_v"),
        ],
    );
    same(&run("yates"), &case.expected["chisq_yates_default"], &KEYS);
    let fisher = run("fisher --alternative greater");
    same(
        &fisher,
        &case.expected["fisher_greater"],
        &[("/p_value", "/p_value")],
    );
    assert_eq!(
        (&fisher["table"], &fisher["upper"]),
        (&case.input["table"], &json!("inf"))
    );
    same(&run("mcnemar"), &case.expected["mcnemar"], &KEYS);
    let text = table.run("test", "--method fisher --first poured --second guess");
    assert!(text.stdout.contains("Rows poured, columns guess"));
}

#[test]
fn flags_that_do_not_fit_the_test() {
    let table = Table::new()
        .with("a", [1.5, 2.0, 3.5, 4.0, 5.5, 7.0])
        .with("b", [2.5, 2.0, 1.5, 6.0, 8.5, 3.0])
        .with("arm", ["x", "x", "y", "y", "z", "z"]);
    for (arguments, said) in [
        ("--method welch --value a", "add `--group COL`"),
        ("--method welch --first a --second b", "add `--value COL`"),
        (
            "--method pearson --value a --group arm",
            "add `--first COL`",
        ),
        ("--method welch --value a --group arm", "has 3: x, y, z"),
        ("--method shapiro --value a --group arm", "leave `--group`"),
        (
            "--method anova --value a --group arm --alternative less",
            "anova has no sides",
        ),
        (
            "--method welch --value a --group arm --how exact",
            "done in one way",
        ),
        (
            "--method spearman --first a --second b --how normal",
            "`auto` or `asymptotic`",
        ),
        ("--method mcnemar --first a --second b", "two categories"),
        (
            "--method fisher --first arm --second b --alternative less",
            "this one is of 3 by 6",
        ),
        ("--method wald --value a --group arm", "possible values"),
    ] {
        let run = table.run("test", arguments);
        run.expect(2, &[said]);
    }
}

#[test]
fn adjusted_p_values_are_those_of_r() {
    let case = golden("p_adjust.json", "n50");
    let table = Table::new()
        .with("p", case.numbers("/p"))
        .with("feature", (0..50).map(|place| format!("f{place}")));
    let arguments = "--p p --label feature --method hommel,bh,BY";
    let answer = table.json("adjust", arguments);
    let methods = [
        ("hommel", "hommel"),
        ("benjamini-hochberg", "BH"),
        ("benjamini-yekutieli", "BY"),
    ];
    for (place, (ours, theirs)) in (0..50).flat_map(|place| methods.map(|names| (place, names))) {
        same(
            &answer["tests"][place],
            &case.expected,
            &[(&format!("/{ours}"), &format!("/{theirs}/{place}"))],
        );
    }
    assert_eq!(answer["tests"][7]["label"], "f7");
    let csv = table.run("adjust", &format!("{arguments} --format csv"));
    let header = "label,p_value,hommel,benjamini-hochberg,benjamini-yekutieli\n";
    assert!(csv.stdout.starts_with(header), "{}", csv.stdout);
    let numbered = table.json("adjust", "--p p");
    assert_eq!(numbered["tests"][1]["label"], Value::from(2));
    table
        .run("adjust", "--p p --method sidak")
        .expect(2, &["method of adjustment `sidak` is not known"]);
}
