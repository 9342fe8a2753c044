//! The baseline table: its looks, its choices, and the study's own.

use voxomics_stats::baseline::{
    BaselineTable, CategoricalTest, Content, ContinuousTest, Error, Options, Summary,
};

fn small(options: Options) -> BaselineTable {
    let mut table =
        BaselineTable::new(&[0, 1, 0, 1, 0, 1, 0], &["none", "event"], options).unwrap();
    let age = [61.0, 66.0, 48.5, 54.5, 70.0, 72.0, 58.0].map(Some);
    table.continuous("Age, years", &age).unwrap();
    let index = [
        Some(10.0),
        None,
        Some(30.0),
        Some(20.0),
        Some(20.0),
        Some(40.0),
        None,
    ];
    table.continuous("Ki-67 | %", &index).unwrap();
    let sex = [0, 0, 1, 1, 0, 0, 1].map(Some);
    table
        .categorical("Sex", &sex, &["male", "female", "\"other\", unknown"])
        .unwrap();
    table
}

#[test]
fn text() {
    let want = "                          none (n = 4)       event (n = 3)      p      test
Age, years, median [IQR]  59.5 [55.6, 63.2]  66.0 [60.2, 69.0]  0.629  Mann-Whitney, exact
Ki-67 | %, median [IQR]   20.0 [15.0, 25.0]  30.0 [25.0, 35.0]  0.554  Mann-Whitney, corrected
  missing                 1                  1
Sex, n (%)                                                      1.000  Fisher, expected counts from 1.3
  male                    2 (50.0)           2 (66.7)
  female                  2 (50.0)           1 (33.3)
  \"other\", unknown        0 (0.0)            0 (0.0)
";
    assert_eq!(small(Options::default()).text(), want);
}

#[test]
fn markdown_and_csv() {
    let table = small(Options {
        summary: Summary::Mean,
        overall: true,
        decimals: 2,
        ..Options::default()
    });
    let markdown = table.markdown();
    let mut lines = markdown.lines();
    let header = "|  | all (n = 7) | none (n = 4) | event (n = 3) | p | test |";
    assert_eq!(lines.next(), Some(header));
    assert_eq!(lines.next(), Some("| --- | --- | --- | --- | --- | --- |"));
    let age = "| Age, years, mean (SD) | 61.43 (8.50) | 59.38 (8.86) | 64.17 (8.89) | 0.629 | Mann-Whitney, exact |";
    assert_eq!(lines.next(), Some(age));
    assert!(
        markdown.contains("| Ki-67 \\| %, mean (SD) |")
            && markdown.contains("| &emsp;missing | 2 | 1 | 1 |  |  |")
    );
    let csv = table.csv();
    assert!(csv.starts_with(
        ",all (n = 7),none (n = 4),event (n = 3),p,test\n\"Age, years, mean (SD)\",61.43 (8.50),"
    ));
    assert!(csv.contains("\n\"  \"\"other\"\", unknown\",0 (0.00),0 (0.00),0 (0.00),,\n"));
    assert!(csv.lines().all(|line| !line.is_empty()));
}

#[test]
fn each_choice_is_printed() {
    let test = |continuous, categorical| {
        let table = small(Options {
            continuous,
            categorical,
            ..Options::default()
        });
        let of = |variable: usize| table.variables[variable].comparison.clone().unwrap().test;
        [of(0), of(2)]
    };
    assert_eq!(
        test(ContinuousTest::Welch, CategoricalTest::Pearson),
        ["Welch's t", "chi-squared"]
    );
    assert_eq!(
        test(ContinuousTest::Student, CategoricalTest::Yates),
        ["Student's t", "chi-squared, Yates"]
    );
    assert_eq!(
        test(ContinuousTest::Ranks, CategoricalTest::Fisher)[1],
        "Fisher"
    );
    for (continuous, want) in [
        (ContinuousTest::Ranks, "Kruskal-Wallis"),
        (ContinuousTest::Welch, "Welch's analysis of variance"),
        (ContinuousTest::Student, "analysis of variance"),
    ] {
        let options = Options {
            continuous,
            ..Options::default()
        };
        let mut table = BaselineTable::new(&[0, 0, 1, 1, 2, 2], &["a", "b", "c"], options).unwrap();
        table
            .continuous("x", &[1.0, 2.0, 3.0, 5.0, 4.0, 9.0].map(Some))
            .unwrap();
        assert_eq!(table.variables[0].comparison.as_ref().unwrap().test, want);
    }
    let mut one = BaselineTable::new(&[0, 0], &["all"], Options::default()).unwrap();
    one.continuous("x", &[Some(1.0), None]).unwrap();
    assert_eq!(
        one.text(),
        "                 all (n = 2)\nx, median [IQR]  1.0 [1.0, 1.0]\n  missing        1\n"
    );
}

#[test]
fn what_cannot_be_compared_says_why() {
    let mut table = small(Options::default());
    table.continuous("constant", &[Some(1.0); 7]).unwrap();
    table.continuous("nobody", &[None; 7]).unwrap();
    table
        .categorical("one level", &[Some(0); 7], &["yes"])
        .unwrap();
    let comparison = |variable: usize| table.variables[variable].comparison.clone().unwrap();
    assert_eq!(comparison(3).p_value, Some(1.0));
    assert_eq!(comparison(4).test, "none: a group without values");
    assert_eq!(comparison(4).p_value, None);
    assert!(comparison(5).p_value.is_none() && comparison(5).test == "none: one level only");
    assert!(table.text().contains("nobody, median [IQR]"));
    assert!(table.markdown().contains("none: one level only"));
    let json = serde_json::to_string(&table).unwrap();
    let back: BaselineTable = serde_json::from_str(&json).unwrap();
    assert_eq!(back.text(), table.text());
}

#[test]
fn refusals() {
    let options = Options::default();
    let error = BaselineTable::new(&[0, 2], &["a", "b"], options).unwrap_err();
    assert_eq!(
        error.to_string(),
        "groups, row 1: 2, but 2 names are given, for 0 and up"
    );
    assert!(BaselineTable::new(&[], &[], options).is_err());
    let mut table = small(options);
    let error = table.continuous("x", &[Some(1.0)]).unwrap_err().to_string();
    assert_eq!(error, "groups 7 rows, values 1: one for each is needed");
    assert!(matches!(
        table.continuous("x", &[Some(f64::NAN); 7]),
        Err(Error::Input(_))
    ));
    let error = table
        .categorical("sex", &[Some(1); 7], &["male"])
        .unwrap_err();
    assert!(matches!(
        error,
        Error::Code {
            row: 0,
            code: 1,
            names: 1,
            ..
        }
    ));
    assert_eq!(table.variables.len(), 3);
}

/// Table 1 of the study: 73 + 48 and 43 + 15 patients, Pearson's test without correction (notes/paper.md, P4).
#[test]
fn table_1_of_the_study() {
    // Variable, counts of its first level (without and with metastasis), p as printed; training, then external.
    let training = [
        ("sex", [33, 28], "0.158"),
        ("size", [41, 6], "< 0.001"),
        ("N stage", [63, 39], "0.455"),
    ];
    let external = [
        ("sex", [21, 8], "0.764"),
        ("size", [21, 7], "0.885"),
        ("N stage", [35, 14], "0.272"),
    ];
    for (sizes, rows) in [([73_usize, 48], training), ([43, 15], external)] {
        let members = [vec![0; sizes[0]], vec![1; sizes[1]]].concat();
        let options = Options {
            categorical: CategoricalTest::Pearson,
            ..Options::default()
        };
        let mut table = BaselineTable::new(&members, &["no", "yes"], options).unwrap();
        for (name, firsts, p) in rows {
            let codes = |group: usize| {
                (0..sizes[group]).map(move |row| Some(u32::from(row >= firsts[group])))
            };
            let codes: Vec<Option<u32>> = codes(0).chain(codes(1)).collect();
            table
                .categorical(name, &codes, &["first", "second"])
                .unwrap();
            let Content::Categorical(levels) = &table.variables.last().unwrap().content else {
                panic!("{name} is categorical");
            };
            assert_eq!(levels[0].counts, firsts.map(|n| n as u64));
            let text = table.text();
            let words = |row: &str| row.split_whitespace().collect::<Vec<_>>().join(" ");
            let want = format!("{name}, n (%) {p} chi-squared");
            assert!(text.lines().any(|row| words(row) == want), "{want}\n{text}");
        }
    }
}

/// What was read may have lost cells, and asks for any number of decimals.
#[test]
fn tables_that_were_read_are_written_whatever_they_lack() {
    let mut table = small(Options {
        overall: true,
        decimals: usize::MAX,
        ..Options::default()
    });
    assert!(table.text().lines().count() > 3);
    table.groups.clear();
    assert!(!table.text().is_empty() && !table.csv().is_empty());
    assert!(table.continuous("x", &[Some(1.0); 7]).is_ok());
    assert!(table.categorical("x", &[Some(0); 7], &["yes"]).is_ok());
    table
        .variables
        .iter_mut()
        .for_each(|variable| variable.missing.clear());
    assert!(!table.markdown().is_empty());
}
