//! Tables of counts, as R tests them.

use serde_json::{Map, Value, json as to_json};
use voxomics_stats::Alternative;
use voxomics_stats::hypothesis::chi_squared::{chi_squared, cramers_v, expected, yates};
use voxomics_stats::hypothesis::fisher::{Options, fisher, two_by_two};
use voxomics_stats::hypothesis::mcnemar::mcnemar;
use voxomics_stats::hypothesis::{ChiSquaredTest, Error};
use voxomics_testkit::goldens::{Case, Near, Summary, indices, json};

use super::suite;
use super::tests_two_sample::{error, interval};

fn answer(case: &Case) -> Value {
    let rows = case.input["table"].as_array().unwrap();
    let row = |row: &Value| indices(row).into_iter().map(|count| count as u64).collect();
    let table: Vec<Vec<u64>> = rows.iter().map(row).collect();
    let df = (table.len() - 1) * (table[0].len() - 1);
    let empty = table.iter().flatten().all(|&count| count == 0);
    let test = |test: Result<ChiSquaredTest, Error>| match test {
        Ok(test) => to_json!(test),
        Err(found) if empty => error(&found),
        // R has NaN beside the degrees of freedom.
        Err(_) => to_json!({"statistic": null, "p_value": null, "df": df}),
    };
    let mut answer = Map::new();
    let mut insert = |key: &str, value: Value| answer.insert(key.into(), value);
    insert("chisq_yates_default", test(yates(&table)));
    insert("chisq_uncorrected", test(chi_squared(&table)));
    insert(
        "expected_counts",
        expected(&table).map_or_else(|found| error(&found), |e| to_json!(e)),
    );
    insert("cramers_v", cramers_v(&table).map_or(Value::Null, json));
    insert("fisher", to_json!({"p_value": fisher(&table).unwrap()}));
    if let [[a, b], [c, d]] = [&table[0][..], &table[1][..]]
        && table.len() == 2
    {
        let table = [[*a, *b], [*c, *d]];
        for (key, alternative) in [
            ("fisher", Alternative::TwoSided),
            ("fisher_less", Alternative::Less),
            ("fisher_greater", Alternative::Greater),
        ] {
            let options = Options {
                alternative,
                ..Options::default()
            };
            let test = two_by_two(table, &options).unwrap();
            let value = to_json!({
                "p_value": test.p_value,
                "estimate": [json(test.odds_ratio)],
                "conf_int": interval(test.interval),
            });
            insert(key, value);
            insert("fisher_cond_mle_or", json(test.odds_ratio));
        }
        let mcnemar = |corrected| match mcnemar(*b, *c, corrected) {
            Ok(test) => to_json!(test),
            Err(_) => to_json!({"statistic": null, "p_value": null, "df": 1}),
        };
        insert("mcnemar", mcnemar(true));
        insert("mcnemar_uncorrected", mcnemar(false));
    }
    answer.into()
}

pub(crate) fn check() -> Summary {
    let rules = [
        ("/fisher*/conf_int/*", Near::Mixed(1e-5)),
        ("/fisher*/estimate/*", Near::Mixed(1e-5)),
        ("/fisher_cond_mle_or", Near::Mixed(1e-5)),
        ("/*/p_value", Near::Relative(1e-10)),
        ("/**", Near::Mixed(1e-12)),
    ];
    suite("tests_tables.json").check(&rules, answer)
}

#[test]
fn tests_of_tables_equal_r() {
    check();
}
