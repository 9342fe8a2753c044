//! Quantiles of survival curves at their ends, and the cut-point that maxstat finds.

use serde_json::{Map, Value, json};
use voxomics_stats::input;
use voxomics_stats::survival::FollowUp;
use voxomics_stats::survival::cut_point::{Options, cut_point};
use voxomics_stats::survival::kaplan_meier::{self, Limits, Scale};
use voxomics_testkit::goldens::{Case, Near, Summary, numbers};

use super::suite;

fn follow_up(case: &Case) -> FollowUp {
    let events = input::labels(&case.numbers("/event")).unwrap();
    FollowUp::new(&case.numbers("/time"), &events).unwrap()
}

fn quantiles(case: &Case) -> Value {
    let curve = kaplan_meier::curve(&follow_up(case));
    let p = case.numbers("/p");
    let on = |(name, scale): (&str, Scale)| {
        let limits = Limits {
            scale,
            ..Limits::default()
        };
        let found: Vec<_> = p.iter().map(|&p| curve.quantile(p, &limits)).collect();
        let value = json!({
            "time": found.iter().map(|quantile| quantile.time).collect::<Vec<_>>(),
            "lower": found.iter().map(|quantile| quantile.lower).collect::<Vec<_>>(),
            "upper": found.iter().map(|quantile| quantile.upper).collect::<Vec<_>>(),
        });
        (name.to_owned(), value)
    };
    let scales = [
        ("log", Scale::Log),
        ("log-log", Scale::LogLog),
        ("plain", Scale::Plain),
    ];
    Value::Object(scales.into_iter().map(on).collect::<Map<_, _>>())
}

/// maxstat's statistic has no sign.
fn cut_points(case: &Case) -> Value {
    let (follow_up, marker) = (follow_up(case), case.numbers("/marker"));
    let within = |name: &str| {
        let shares = numbers(&case.expected[name]["shares"]);
        let options = Options {
            least_share: shares[0],
            largest_share: shares[1],
            ..Options::default()
        };
        let found = cut_point(&follow_up, &marker, &options).unwrap();
        let value = json!({
            "shares": shares,
            "statistic": found.best.statistic.abs(),
            "cut_point": found.best.cut_point,
            "cut_points": found.candidates.iter().map(|cut| cut.cut_point).collect::<Vec<_>>(),
            "statistics": found.candidates.iter().map(|cut| cut.statistic.abs()).collect::<Vec<_>>(),
            "p_lau92": found.p_lausen_1992,
            "p_lau94": found.p_lausen_1994,
        });
        (name.to_owned(), value)
    };
    Value::Object(
        ["usual", "narrow"]
            .map(within)
            .into_iter()
            .collect::<Map<_, _>>(),
    )
}

pub(crate) fn check_quantiles() -> Summary {
    suite("survival_quantiles.json").check(&[("/**", Near::Exact)], quantiles)
}

pub(crate) fn check_cut_points() -> Summary {
    suite("survival_cut_point.json").check(&[("/**", Near::Mixed(1e-12))], cut_points)
}

#[test]
fn quantiles_at_the_ends_equal_r() {
    check_quantiles();
}

#[test]
fn cut_points_equal_maxstat() {
    check_cut_points();
}
