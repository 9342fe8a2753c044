//! Table 2: odds ratios (P6, P7, P9).

use voxomics_core::math;
use voxomics_stats::dist::normal;

use super::odds::Odds;
use super::{Row, by_outcome, check, close_pair, may_print, prints, range, table};

fn printed(variable: &str, analysis: &str) -> Row {
    let rows = table("table2_logistic.csv");
    let mut found = rows.into_iter().filter(|row| row["analysis"] == analysis);
    found.find(|row| row["variable"] == variable).unwrap()
}

const NAMES: [&str; 4] = ["odds_ratio", "profile", "wald", "p_wald"];

/// Which of the printed numbers follow, in the order of [`NAMES`]; of limits both.
fn fits(odds: &Odds, row: &Row) -> [bool; 4] {
    let both =
        |limits: [f64; 2]| prints(limits[0], &row["ci_low"]) && prints(limits[1], &row["ci_high"]);
    [
        prints(odds.ratio, &row["or"]),
        both(odds.profile),
        both(odds.wald),
        prints(odds.p_wald, &row["p"]),
    ]
}

/// P6: ratios by maximum likelihood, limits by profile, p by Wald.
#[test]
fn odds_ratios_of_table_1() {
    let rows = check("P6");
    let rows = rows["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 5);
    for want in rows {
        let name = want["row"].as_str().unwrap();
        let variable = match name {
            "Sex" => "Gender",
            "Tumor size > 10 cm" => "Tumor size",
            same => same,
        };
        let odds = Odds::of(by_outcome(variable, "training"));
        odds.assert_close(&want["recomputed"]);
        let row = printed(name, "univariate");
        let found = fits(&odds, &row);
        for (name, fits) in NAMES.iter().zip(found) {
            assert_eq!(want["fits"][name], fits, "{variable}, {name}");
        }
        // R interpolates the profile, up to 2e-4 beside its roots: the upper limit of size is printed as R has it.
        assert_eq!(found, [true, variable != "Tumor size", false, true]);
        for (limit, text) in odds.profile.iter().zip([&row["ci_low"], &row["ci_high"]]) {
            assert!(may_print(
                [limit * (1.0 - 2e-4), limit * (1.0 + 2e-4)],
                text
            ));
        }
    }
}

/// P7: two rows are exchanged, in all four numbers.
#[test]
fn exchanged_rows() {
    let rows = check("P7");
    let rows = rows["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 4);
    for want in rows {
        let [counts, row] = ["counts_of", "printed_row"].map(|key| want[key].as_str().unwrap());
        let odds = Odds::of(by_outcome(counts, "training"));
        odds.assert_close(&want["recomputed"]);
        let found = fits(&odds, &printed(row, "univariate"));
        let others = counts != row;
        assert_eq!(found, [others, others, false, others], "{counts} as {row}");
        for (name, fits) in NAMES.iter().zip(found) {
            assert_eq!(want["fits"][name], fits, "{counts} as {row}, {name}");
        }
    }
}

/// P9: p of the rows without counts, from their ratios and limits as far as the print tells.
#[test]
fn p_values_and_intervals() {
    let rows = check("P9");
    let rows = rows["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 6);
    let mut beside = Vec::new();
    for want in rows {
        let [name, analysis] = [0, 1].map(|at| want["row"][at].as_str().unwrap());
        let row = printed(name, analysis);
        let [ratio, low, high] =
            ["or", "ci_low", "ci_high"].map(|column| range(&row[column]).map(math::ln));
        let width = 2.0 * normal::upper_quantile(0.025);
        let errors = [(high[0] - low[1]) / width, (high[1] - low[0]) / width];
        close_pair(errors, &want["se_from_interval"], "standard error");
        let distance = ratio.map(f64::abs);
        let nearest = if ratio[0] * ratio[1] > 0.0 {
            distance[0].min(distance[1])
        } else {
            0.0
        };
        let p = [
            normal::two_sided(distance[0].max(distance[1]) / errors[0]),
            normal::two_sided(nearest / errors[1]),
        ];
        close_pair(p, &want["p_range"], "p");
        let agrees = may_print(p, &row["p"]);
        assert_eq!(want["p_in_range"], agrees, "{name}, {analysis}");
        if !agrees {
            beside.push(format!("{name}, {analysis}"));
        }
    }
    // By 0.001 and 0.006: profile limits are wider than Wald's.
    assert_eq!(
        beside,
        [
            "Tumor size > 10 cm, multivariate",
            "Enhancement pattern, multivariate"
        ]
    );
}
