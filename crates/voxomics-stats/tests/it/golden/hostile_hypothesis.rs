//! Hostile input of tests, by its id in `hostile.json`.

use voxomics_stats::hypothesis::Error;
use voxomics_stats::hypothesis::chi_squared::{chi_squared, expected};
use voxomics_stats::hypothesis::correlation::{self, kendall, pearson, spearman};
use voxomics_stats::hypothesis::fisher::{Options, fisher, two_by_two};
use voxomics_stats::hypothesis::kruskal_wallis::kruskal_wallis;
use voxomics_stats::hypothesis::mann_whitney::{self, Method, mann_whitney};
use voxomics_stats::hypothesis::shapiro_wilk::shapiro_wilk;
use voxomics_stats::hypothesis::signed_rank::{self, signed_rank};
use voxomics_stats::hypothesis::t_test::{self, paired, welch};
use voxomics_stats::{Alternative, ConfidenceLevel, input};
use voxomics_testkit::goldens::Case;

use super::suite;

fn case(id: &str) -> Case {
    let suite = suite("hostile.json");
    suite.case(id).clone()
}

fn xy(id: &str) -> (Vec<f64>, Vec<f64>) {
    let case = case(id);
    (case.numbers("/x"), case.numbers("/y"))
}

#[test]
fn h040_h041_t_of_one_value_and_of_equal_ones() {
    let welch = |id| {
        let (x, y) = xy(id);
        welch(&x, &y, &t_test::Options::default()).unwrap_err()
    };
    let too_few = input::Error::TooFew {
        what: "x",
        found: 1,
        least: 2,
    };
    assert_eq!(welch("h040"), Error::Input(too_few));
    assert_eq!(welch("h041"), Error::Constant { what: "x and y" });
}

#[test]
fn h042_h043_h044_wilcoxon_of_nothing_ties_and_nan() {
    let test = |id, method| {
        let (x, y) = xy(id);
        mann_whitney(&x, &y, method, Alternative::TwoSided)
    };
    let too_few = input::Error::TooFew {
        what: "x",
        found: 0,
        least: 1,
    };
    assert_eq!(test("h042", Method::Auto), Err(Error::Input(too_few)));
    assert_eq!(test("h043", Method::Auto).unwrap().p_value, Some(1.0));
    assert_eq!(test("h043", Method::Exact).unwrap().p_value, Some(1.0));
    assert_eq!(test("h043", Method::Normal).unwrap().p_value, None);
    let nan = test("h044", Method::Auto).unwrap_err().to_string();
    assert_eq!(
        nan,
        "x, row 1: NaN is not finite; drop the row or impute it first"
    );
    let long: Vec<f64> = (0..1001).map(f64::from).collect();
    let error = mann_whitney(&long, &long, Method::Exact, Alternative::Less).unwrap_err();
    assert_eq!(
        error,
        Error::TooLarge {
            what: "mann-whitney"
        }
    );
}

#[test]
fn h045_signed_rank_without_differences() {
    let (x, y) = xy("h045");
    for method in [
        signed_rank::Method::Auto,
        signed_rank::Method::Exact,
        signed_rank::Method::Normal,
    ] {
        let options = signed_rank::Options {
            method,
            ..Default::default()
        };
        let test = signed_rank(&x, &y, &options).unwrap();
        assert_eq!((test.statistic.to_bits(), test.p_value), (0, None));
    }
    let lengths = signed_rank(&x, &y[1..], &signed_rank::Options::default()).unwrap_err();
    assert_eq!(lengths.to_string(), "x 2 rows, y 1: one for each is needed");
    assert!(paired(&x, &y, &t_test::Options::default()).is_err());
}

#[test]
fn h046_h047_shapiro_of_two_and_of_equal_values() {
    let error = |id| shapiro_wilk(&case(id).numbers("/x")).unwrap_err();
    assert_eq!(
        error("h046").to_string(),
        "values: 2 values, the test takes 3 to 5000"
    );
    assert_eq!(error("h047"), Error::Constant { what: "values" });
}

#[test]
fn h048_kruskal_of_one_group() {
    let error = kruskal_wallis(&case("h048").numbers("/values"), &[0, 0, 0]).unwrap_err();
    assert_eq!(
        error,
        Error::Groups {
            found: 1,
            needed: 1
        }
    );
    assert!(kruskal_wallis(&[1.0, 2.0], &[0]).is_err() && kruskal_wallis(&[], &[]).is_err());
}

#[test]
fn h052_h053_h054_tables() {
    let table = [vec![0, 3], vec![0, 4]];
    assert!((fisher(&table).unwrap() - 1.0).abs() < 1e-15);
    assert!(chi_squared(&table).is_err_and(|error| matches!(error, Error::Empty { .. })));
    let negative = input::counts(&[-1.0, 3.0]).unwrap_err().to_string();
    assert_eq!(negative, "counts, row 0: -1 is not a whole number from 0");
    assert_eq!(input::counts(&[0.0, 3.0]), Ok(vec![0, 3]));
    assert!(input::counts(&[0.5]).is_err() && input::counts(&[f64::NAN]).is_err());
    for shape in [
        vec![],
        vec![vec![1, 2]],
        vec![vec![1], vec![2]],
        vec![vec![1, 2], vec![3]],
    ] {
        assert!(
            matches!(expected(&shape), Err(Error::Shape { .. })),
            "{shape:?}"
        );
        assert!(fisher(&shape).is_err() && chi_squared(&shape).is_err());
    }
    let huge = two_by_two([[u64::MAX / 2, 1], [1, u64::MAX / 2]], &Options::default());
    assert_eq!(huge, Err(Error::TooLarge { what: "fisher" }));
    assert_eq!(
        fisher(&[vec![u64::MAX; 3], vec![1; 3]]),
        Err(Error::TooLarge { what: "fisher" })
    );
    let wide: Vec<Vec<u64>> = (0..6)
        .map(|row| (0..6).map(|column| 100 + 7 * row + column).collect())
        .collect();
    assert_eq!(fisher(&wide), Err(Error::TooLarge { what: "fisher" }));
}

#[test]
fn h058_correlation_with_a_constant() {
    let (x, y) = xy("h058");
    let constant = Err(Error::Constant { what: "x" });
    assert_eq!(pearson(&x, &y, ConfidenceLevel::P95), constant);
    assert_eq!(spearman(&x, &y, correlation::Method::Auto), constant);
    assert_eq!(kendall(&x, &y, correlation::Method::Auto), constant);
}

#[test]
fn columns_refuse_what_the_single_test_refuses() {
    let columns = |labels: &[bool], values: &[f64]| {
        mann_whitney::columns(labels, values, Alternative::TwoSided).map(|tests| tests.len())
    };
    assert_eq!(columns(&[true, false], &[]), Ok(0));
    assert!(columns(&[true, true], &[1.0, 2.0]).is_err());
    assert!(columns(&[true, false], &[1.0, 2.0, 3.0]).is_err());
    assert!(columns(&[true, false], &[1.0, f64::NAN]).is_err());
    assert!(columns(&[], &[]).is_err());
}
