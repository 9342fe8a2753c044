//! NRI and IDI of Hmisc, categories of nricens.

use serde_json::{Value, json};
use voxomics_stats::reclassification::{Change, Nri, categorical_nri, reclassify};
use voxomics_testkit::goldens::{Near, Summary, json as number, numbers};

use super::suite;

fn with_errors(name: &str, change: &Change) -> [(String, Value); 3] {
    let defined = |value: Option<f64>| value.map_or(Value::Null, number);
    [
        (name.to_owned(), number(change.estimate)),
        (format!("se.{name}"), defined(change.standard_error)),
        (format!("z.{name}"), defined(change.z())),
    ]
}

fn nri(nri: &Nri) -> serde_json::Map<String, Value> {
    let parts = [
        ("nri", &nri.total),
        ("nri.ev", &nri.cases),
        ("nri.ne", &nri.controls),
    ];
    parts
        .iter()
        .flat_map(|(name, change)| with_errors(name, change))
        .collect()
}

pub(crate) fn check() -> Summary {
    suite("nri_idi.json").check(&[("/**", Near::Mixed(1e-12))], |case| {
        let labels = case.labels("/y");
        let (old, new) = (case.numbers("/p_old"), case.numbers("/p_new"));
        let all = reclassify(&labels, &old, &new).unwrap();
        let mut continuous = nri(&all.nri);
        continuous.extend(with_errors("idi", &all.idi));
        let cases = labels.iter().filter(|&&case| case).count();
        for (key, value) in [
            ("n", labels.len() as f64),
            ("na", cases as f64),
            ("nb", (labels.len() - cases) as f64),
            ("pup.ev", all.nri.cases_moved.up),
            ("pup.ne", all.nri.controls_moved.up),
            ("pdown.ev", all.nri.cases_moved.down),
            ("pdown.ne", all.nri.controls_moved.down),
            ("improveSens", all.integrated_sensitivity),
            ("improveSpec", all.integrated_specificity),
        ] {
            continuous.insert(key.to_owned(), value.into());
        }
        let categorical = |want: &Value| {
            let cut = numbers(&want["cut"]);
            let found = categorical_nri(&labels, &old, &new, &cut).unwrap();
            let (cases, controls) = (found.cases_moved, found.controls_moved);
            json!({
                "cut": cut,
                "improveProb_on_categories": nri(&found),
                "nricens_point": [
                    found.total.estimate, found.cases.estimate, found.controls.estimate,
                    cases.up, cases.down, controls.down, controls.up,
                ],
            })
        };
        let categories = case.expected["categorical"].as_array().unwrap();
        json!({
            "improveProb_continuous": continuous,
            "categorical": categories.iter().map(categorical).collect::<Vec<_>>(),
        })
    })
}

#[test]
fn reclassification_equals_hmisc() {
    check();
}
