//! Several groups, as R tests them.

use serde_json::{Value, json};
use voxomics_stats::hypothesis::anova::{anova, welch};
use voxomics_stats::hypothesis::bartlett::bartlett;
use voxomics_stats::hypothesis::fligner::fligner;
use voxomics_stats::hypothesis::kruskal_wallis::kruskal_wallis;
use voxomics_stats::hypothesis::levene::{Centre, levene};
use voxomics_stats::hypothesis::{ChiSquaredTest, Error, FTest};
use voxomics_testkit::goldens::{Case, Near, Summary};

use super::suite;
use super::tests_two_sample::error;

fn answer(case: &Case) -> Value {
    let values = case.numbers("/values");
    let groups: Vec<u32> = case
        .indices("/groups")
        .into_iter()
        .map(|group| u32::try_from(group).unwrap())
        .collect();
    let k = groups.iter().max().unwrap() + 1;
    // Where all values are equal R has NaN beside the degrees of freedom.
    let chi_squared = |test: Result<ChiSquaredTest, Error>| match test {
        Ok(test) => json!(test),
        Err(Error::Constant { .. }) => json!({"statistic": null, "p_value": null, "df": k - 1}),
        Err(found) => error(&found),
    };
    let f = |test: Result<FTest, Error>, df2: Option<usize>| match test {
        Ok(test) => json!({
            "statistic": test.statistic, "p_value": test.p_value, "df": test.df1, "df2": test.df2,
        }),
        Err(Error::Constant { .. }) => {
            json!({"statistic": null, "p_value": null, "df": k - 1, "df2": df2})
        }
        Err(found) => error(&found),
    };
    let rest = Some(values.len() - k as usize);
    json!({
        "kruskal": chi_squared(kruskal_wallis(&values, &groups)),
        "anova": f(anova(&values, &groups), rest),
        "welch_anova": f(welch(&values, &groups), None),
        "bartlett": chi_squared(bartlett(&values, &groups)),
        "fligner": chi_squared(fligner(&values, &groups)),
        "levene_brown_forsythe": f(levene(&values, &groups, Centre::Median), rest),
    })
}

pub(crate) fn check() -> Summary {
    let rules = [
        ("/*/p_value", Near::Relative(1e-10)),
        ("/**", Near::Mixed(1e-12)),
    ];
    suite("tests_k_sample.json").check(&rules, answer)
}

#[test]
fn tests_of_several_samples_equal_r() {
    check();
}
