//! Tails.

#![allow(clippy::float_cmp, reason = "equal doubles are meant")]

use serde_json::{Value, json};
use voxomics_stats::dist::{beta, binomial, chi_squared, f, normal, students_t};
use voxomics_testkit::goldens::{Case, Near, Summary};

use super::suite;

/// Of `tails.txt`.
const LINES: usize = 582;

fn answer(case: &Case) -> Value {
    let numbers = |name: &str| case.numbers(name);
    let rows = |outer: &str, inner: &str, value: &dyn Fn(f64, f64) -> f64| {
        let row = |df| {
            numbers(inner)
                .into_iter()
                .map(|x| value(x, df))
                .collect::<Vec<_>>()
        };
        numbers(outer).into_iter().map(row).collect::<Vec<_>>()
    };
    match case.id.as_str() {
        "normal_upper" => {
            json!({"p": numbers("/z").into_iter().map(normal::upper).collect::<Vec<_>>()})
        }
        "normal_quantile" => {
            json!({"z": numbers("/p").into_iter().map(normal::quantile).collect::<Vec<_>>()})
        }
        "chisq_upper" => json!({"p_rows_by_df": rows("/df", "/x", &chi_squared::upper)}),
        "t_two_sided" => json!({"p_rows_by_df": rows("/df", "/t", &students_t::two_sided)}),
        "t_quantile_975" => {
            let quantile = |df| students_t::quantile(0.975, df);
            json!({"q": numbers("/df").into_iter().map(quantile).collect::<Vec<_>>()})
        }
        "f_upper" => {
            let table = |df1| rows("/df2", "/f", &|x, df2| f::upper(x, df1, df2));
            json!({"p": numbers("/df1").into_iter().map(table).collect::<Vec<_>>()})
        }
        "beta_quantile" => {
            let shapes = numbers("/a").into_iter().zip(numbers("/b"));
            let pair = |(a, b)| {
                numbers("/p")
                    .into_iter()
                    .map(move |p| beta::quantile(p, a, b))
            };
            json!({"q": shapes.flat_map(pair).collect::<Vec<_>>()})
        }
        id => panic!("{id}: what is that?"),
    }
}

pub(crate) fn check() -> Summary {
    suite("distributions.json").check(&[("/**", Near::Relative(1e-12))], answer)
}

#[test]
fn tails_equal_r() {
    check();
}

/// Lines of `tails.txt`: distribution, arguments, both tails.
fn forty_digits(test: impl Fn(&str, &[f64], [f64; 2])) {
    let path = voxomics_testkit::data().join("statistics-tails/tails.txt");
    let text = std::fs::read_to_string(path).unwrap();
    assert_eq!(text.lines().count(), LINES);
    for line in text.lines() {
        let (name, numbers) = line.split_once(' ').unwrap();
        let numbers: Vec<f64> = numbers
            .split(' ')
            .map(|number| number.parse().unwrap())
            .collect();
        let (arguments, tails) = numbers.split_last_chunk::<2>().unwrap();
        test(name, arguments, *tails);
    }
}

#[test]
fn tails_equal_those_of_forty_digits() {
    forty_digits(|name, arguments, tails| {
        let got = match (name, arguments) {
            ("normal", &[z]) => [normal::lower(z), normal::upper(z)],
            ("chi-squared", &[x, df]) => [chi_squared::lower(x, df), chi_squared::upper(x, df)],
            ("t", &[t, df]) => [students_t::lower(t, df), students_t::upper(t, df)],
            ("beta", &[x, a, b]) => [beta::lower(x, a, b), beta::upper(x, a, b)],
            ("f", &[x, df1, df2]) => [f::lower(x, df1, df2), f::upper(x, df1, df2)],
            _ => panic!("{name}"),
        };
        for (got, want) in got.into_iter().zip(tails) {
            let error = (got - want).abs() / want;
            let limit = if want > 1e-30 { 1e-13 } else { 1e-12 };
            assert!(
                error < limit,
                "{name} {arguments:?}: {got:e}, want {want:e}: {error:e}"
            );
        }
    });
}

/// The smaller tail leads back to the argument: the larger one does not know its digits.
#[test]
fn quantiles_of_tails_of_forty_digits() {
    forty_digits(|name, arguments, [lower, upper]| {
        let pick = |quantile: f64, upper_quantile: f64| {
            if lower < upper {
                quantile
            } else {
                upper_quantile
            }
        };
        let got = match (name, arguments) {
            ("normal", _) => pick(normal::quantile(lower), normal::upper_quantile(upper)),
            ("chi-squared", &[_, df]) => pick(
                chi_squared::quantile(lower, df),
                chi_squared::upper_quantile(upper, df),
            ),
            ("t", &[_, df]) => pick(
                students_t::quantile(lower, df),
                students_t::upper_quantile(upper, df),
            ),
            ("beta", &[_, a, b]) => pick(
                beta::quantile(lower, a, b),
                beta::upper_quantile(upper, a, b),
            ),
            ("f", &[_, a, b]) => pick(f::quantile(lower, a, b), f::upper_quantile(upper, a, b)),
            _ => panic!("{name}"),
        };
        let error = (got - arguments[0]).abs() / arguments[0].abs().max(1e-300);
        // At the median of t and normal the tail is 1/2 to the last digit, whatever small number the argument is.
        let near_median = matches!(name, "normal" | "t") && arguments[0].abs() < 0.1;
        let limit = if near_median {
            1e-16 / arguments[0].abs().max(1e-300)
        } else {
            1e-12
        };
        assert!(error <= limit, "{name} {arguments:?}: {got:e}: {error:e}");
    });
}

/// Where the true quantile is no double, or the argument no number of the domain.
#[test]
fn ends_of_the_ranges() {
    assert_eq!(chi_squared::quantile(0.025, 0.002), 0.0);
    assert_eq!(beta::quantile(0.025, 0.001, 2.0), 0.0);
    assert_eq!(
        [normal::quantile(0.0), normal::quantile(1.0)],
        [f64::NEG_INFINITY, f64::INFINITY]
    );
    assert_eq!(
        [
            chi_squared::quantile(0.0, 3.0),
            chi_squared::quantile(1.0, 3.0)
        ],
        [0.0, f64::INFINITY]
    );
    assert_eq!(
        [beta::quantile(0.0, 3.0, 2.0), beta::quantile(1.0, 3.0, 2.0)],
        [0.0, 1.0]
    );
    assert_eq!(
        [f::quantile(0.0, 3.0, 2.0), f::quantile(1.0, 3.0, 2.0)],
        [0.0, f64::INFINITY]
    );
    assert_eq!(
        [
            students_t::quantile(0.0, 3.0),
            students_t::quantile(1.0, 3.0)
        ],
        [f64::NEG_INFINITY, f64::INFINITY]
    );
    assert_eq!(
        [students_t::quantile(0.5, 3.0), students_t::upper(0.0, 3.0)],
        [0.0, 0.5]
    );
    assert_eq!(students_t::upper(f64::INFINITY, 3.0), 0.0);
    assert_eq!(students_t::lower(f64::INFINITY, 3.0), 1.0);
    assert_eq!(
        students_t::quantile(0.9, f64::INFINITY),
        normal::quantile(0.9)
    );
    assert_eq!(
        [
            chi_squared::upper(-1.0, 3.0),
            chi_squared::upper(f64::INFINITY, 3.0)
        ],
        [1.0, 0.0]
    );
    assert_eq!(
        [f::upper(-1.0, 3.0, 4.0), f::upper(f64::INFINITY, 3.0, 4.0)],
        [1.0, 0.0]
    );
    assert_eq!(
        [beta::upper(-1.0, 3.0, 4.0), beta::upper(2.0, 3.0, 4.0)],
        [1.0, 0.0]
    );
    let nan = f64::NAN;
    for undefined in [
        normal::quantile(nan),
        normal::quantile(1.5),
        chi_squared::upper(nan, 1.0),
        chi_squared::upper(1.0, 0.0),
        chi_squared::quantile(0.5, nan),
        students_t::upper(nan, 2.0),
        students_t::upper(1.0, -2.0),
        students_t::quantile(-0.1, 2.0),
        students_t::upper(f64::INFINITY, nan),
        f::upper(nan, 1.0, 1.0),
        f::upper(1.0, 0.0, 1.0),
        beta::lower(nan, 1.0, 1.0),
        beta::quantile(0.5, 1.0, f64::INFINITY),
        binomial::mass(1, 2, nan),
        binomial::upper(1, 2, 1.5),
    ] {
        assert!(undefined.is_nan());
    }
}

#[test]
fn binomial_adds_up() {
    for (n, p) in [(1, 0.3), (10, 0.5), (77, 0.01), (500, 0.93)] {
        let mut sum = 0.0;
        for k in 0..=n {
            sum += binomial::mass(k, n, p);
            let (lower, upper) = (binomial::lower(k, n, p), binomial::upper(k, n, p));
            assert!(
                (lower - sum).abs() < 1e-13 && (lower + upper - 1.0).abs() < 1e-15,
                "{k} {n} {p}"
            );
        }
    }
    assert_eq!(
        [
            binomial::mass(0, 5, 0.0),
            binomial::mass(5, 5, 1.0),
            binomial::mass(6, 5, 0.5)
        ],
        [1.0, 1.0, 0.0]
    );
}
