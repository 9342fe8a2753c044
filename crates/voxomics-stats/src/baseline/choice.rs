//! Which test compares the groups.

use super::{CategoricalTest, Comparison, ContinuousTest};
use crate::Alternative;
use crate::hypothesis::anova::{anova, welch as welch_anova};
use crate::hypothesis::chi_squared::{chi_squared, expected, yates};
use crate::hypothesis::fisher::fisher;
use crate::hypothesis::kruskal_wallis::kruskal_wallis;
use crate::hypothesis::mann_whitney::{Method, mann_whitney};
use crate::hypothesis::t_test::{Options, student, welch};
use crate::hypothesis::{Error, FTest};

/// Below this Pearson's approximation is not trusted (Cochran 1954).
const FEWEST_EXPECTED: f64 = 5.0;

pub(super) fn continuous(groups: &[Vec<f64>], test: ContinuousTest) -> Comparison {
    if groups.iter().any(Vec::is_empty) {
        return none("a group without values");
    }
    compare_continuous(groups, test).unwrap_or_else(|error| {
        none(match error {
            Error::Constant { .. } => "no spread",
            Error::Size { .. } | Error::Groups { .. } | Error::Input(_) => "too few values",
            _ => "undefined",
        })
    })
}

fn compare_continuous(groups: &[Vec<f64>], test: ContinuousTest) -> Result<Comparison, Error> {
    let options = Options::default();
    if let [x, y] = groups {
        return Ok(match test {
            ContinuousTest::Ranks => {
                let test = mann_whitney(x, y, Method::Auto, Alternative::TwoSided)?;
                let how = if test.method == Method::Exact {
                    "exact"
                } else {
                    "corrected"
                };
                Comparison {
                    test: format!("Mann-Whitney, {how}"),
                    p_value: test.p_value,
                }
            }
            ContinuousTest::Welch => found("Welch's t", welch(x, y, &options)?.p_value),
            ContinuousTest::Student => found("Student's t", student(x, y, &options)?.p_value),
        });
    }
    let values = groups.concat();
    let number = |(group, values): (u32, &Vec<f64>)| vec![group; values.len()];
    let numbers: Vec<u32> = (0..).zip(groups).flat_map(number).collect();
    let f = |name: &str, test: Result<FTest, Error>| Ok(found(name, test?.p_value));
    match test {
        ContinuousTest::Ranks => Ok(found(
            "Kruskal-Wallis",
            kruskal_wallis(&values, &numbers)?.p_value,
        )),
        ContinuousTest::Welch => f(
            "Welch's analysis of variance",
            welch_anova(&values, &numbers),
        ),
        ContinuousTest::Student => f("analysis of variance", anova(&values, &numbers)),
    }
}

/// Rows are levels, columns groups.
pub(super) fn categorical(table: &[Vec<u64>], test: CategoricalTest) -> Comparison {
    // A level that nobody has tells nothing about the groups.
    let table: Vec<Vec<u64>> = table
        .iter()
        .filter(|row| row.iter().any(|&n| n > 0))
        .cloned()
        .collect();
    let without = |group: usize| table.iter().all(|row| row[group] == 0);
    match table.as_slice() {
        [] => return none("no values"),
        [_] => return none("one level only"),
        [first, ..] if (0..first.len()).any(without) => return none("a group without values"),
        _ => {}
    }
    compare_categorical(&table, test).unwrap_or_else(|error| {
        none(match error {
            Error::TooLarge { .. } => "too large for Fisher",
            _ => "undefined",
        })
    })
}

fn compare_categorical(table: &[Vec<u64>], test: CategoricalTest) -> Result<Comparison, Error> {
    match test {
        CategoricalTest::Yates if table.len() == 2 && table[0].len() == 2 => {
            Ok(found("chi-squared, Yates", yates(table)?.p_value))
        }
        CategoricalTest::Pearson | CategoricalTest::Yates => {
            Ok(found("chi-squared", chi_squared(table)?.p_value))
        }
        CategoricalTest::Fisher => Ok(found("Fisher", fisher(table)?)),
        CategoricalTest::Expected => {
            let least = expected(table)?
                .into_iter()
                .flatten()
                .fold(f64::INFINITY, f64::min);
            if least >= FEWEST_EXPECTED {
                return Ok(found("chi-squared", chi_squared(table)?.p_value));
            }
            match fisher(table) {
                Ok(p) => Ok(found(
                    &format!("Fisher, expected counts from {least:.1}"),
                    p,
                )),
                Err(Error::TooLarge { .. }) => {
                    let name = format!(
                        "chi-squared, expected counts from {least:.1}, too large for Fisher"
                    );
                    Ok(found(&name, chi_squared(table)?.p_value))
                }
                Err(error) => Err(error),
            }
        }
    }
}

/// In the place of a test's name, for the reader of the paper.
fn none(why: &str) -> Comparison {
    Comparison {
        test: format!("none: {why}"),
        p_value: None,
    }
}

fn found(test: &str, p_value: f64) -> Comparison {
    Comparison {
        test: test.to_owned(),
        p_value: Some(p_value),
    }
}
