//! The row "Cystic spaces or necrosis", which no yes/no variable gives (P5).

use serde_json::json;

use super::odds::{Odds, p_wald};
use super::{TwoByTwo, by_cohort, by_outcome, check, close, p_values, prints};

const NAME: &str = "Cystic spaces or necrosis";

/// All ways to divide two groups by a yes/no variable, neither answer empty.
fn splits([without, with]: [u64; 2]) -> impl Iterator<Item = ([u64; 2], TwoByTwo)> {
    (0..=without)
        .flat_map(move |a| (0..=with).map(move |b| [a, b]))
        .filter(move |[a, b]| (1..without + with).contains(&(a + b)))
        .map(move |[a, b]| ([a, b], [[without - a, with - b], [a, b]]))
}

fn has_printed_ratio([[a, b], [c, d]]: TwoByTwo) -> bool {
    prints((a * d) as f64 / (b * c) as f64, "1.604")
}

#[test]
fn the_counts_say_something_else() {
    let want = check("P5");
    let want = &want["from_counts"];
    Odds::of(by_outcome(NAME, "training")).assert_close(&want["odds_ratio"]);
    for (counts, key, printed) in [
        (by_outcome(NAME, "training"), "p_training", "0.338"),
        (by_outcome(NAME, "external"), "p_external", "0.364"),
        (by_cohort(NAME), "p_between", "0.36"),
    ] {
        for (test, p) in p_values(counts) {
            close(p, &want[key][test], key);
            assert!(!prints(p, printed), "{key} by {test}: {p}");
        }
    }
}

#[test]
fn splits_with_the_printed_p() {
    let want = check("P5");
    for (sizes, printed, key) in [
        (
            [73, 48],
            "0.338",
            "search_binary_split_with_p_0338_training",
        ),
        (
            [43, 15],
            "0.364",
            "search_binary_split_with_p_0364_external",
        ),
    ] {
        let mut found = ["pearson", "yates", "fisher"].map(|test| (test, Vec::new()));
        for (split, counts) in splits(sizes) {
            for ((_, found), (_, p)) in found.iter_mut().zip(p_values(counts)) {
                if prints(p, printed) {
                    found.push(split);
                }
            }
        }
        // The table's own test has none.
        assert!(found[0].1.is_empty());
        for (test, found) in found {
            assert_eq!(json!(found), want[key][test], "{key}, {test}");
        }
    }
}

#[test]
fn no_split_has_the_printed_ratio() {
    for sizes in [[73, 48], [43, 15], [116, 63]] {
        for (split, [first, second]) in splits(sizes) {
            let either = [[first, second], [second, first]];
            assert!(
                !either.into_iter().any(has_printed_ratio),
                "{split:?} of {sizes:?}"
            );
        }
    }
}

/// All tables of some of the patients, no cell empty.
fn subtables([without, with]: [u64; 2]) -> impl Iterator<Item = TwoByTwo> {
    (1..without).flat_map(move |a| {
        (1..with).flat_map(move |b| {
            let others = (1..=without - a).flat_map(move |c| (1..=with - b).map(move |d| [c, d]));
            others.map(move |second| [[a, b], second])
        })
    })
}

/// One level against another of a variable with more of them: the cells 7, 2, 24, 11, in whatever order.
#[test]
fn subsets_with_the_printed_ratio_and_p() {
    let want = check("P5");
    let want = &want["search_two_levels_of_a_multilevel_variable"];
    for (cohort, sizes) in [("training", [73, 48]), ("external", [43, 15])] {
        let ratios: Vec<TwoByTwo> = subtables(sizes)
            .filter(|&it| has_printed_ratio(it))
            .collect();
        assert_eq!(
            want[cohort]["subtables_with_or_1604"],
            ratios.len(),
            "{cohort}"
        );
        let both = ratios.into_iter().filter(|&it| prints(p_wald(it), "0.591"));
        let mut both: Vec<TwoByTwo> = both.collect();
        let listed = want[cohort]["of_these_with_p_0591"].as_array().unwrap();
        assert_eq!(both.len(), listed.len(), "{cohort}");
        for want in listed {
            let cells = json!([want["reference"], want["level"]]);
            let at = both.iter().position(|found| json!(found) == cells).unwrap();
            let odds = Odds::of(both.remove(at));
            odds.assert_close(want);
            assert!(prints(odds.profile[0], "0.322"));
        }
    }
}
