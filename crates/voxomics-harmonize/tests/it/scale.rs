//! scikit-learn's scalers, R's, and what holds for any.

mod hostile;

use serde_json::Value;
use voxomics_harmonize::ndarray::Array2;
use voxomics_harmonize::scale::{self, Error, Map, Method, Scaler};
use voxomics_table::Table;
use voxomics_testkit::tally::Tally;
use voxomics_testkit::{data, goldens};

const METHODS: [(&str, Method); 7] = [
    ("standard", Method::Standard { ddof: 0 }),
    (
        "robust",
        Method::Robust {
            low: 0.25,
            high: 0.75,
            unit_variance: false,
        },
    ),
    (
        "robust_10_90_unit_variance",
        Method::Robust {
            low: 0.1,
            high: 0.9,
            unit_variance: true,
        },
    ),
    (
        "minmax",
        Method::MinMax {
            low: 0.0,
            high: 1.0,
        },
    ),
    (
        "quantile_uniform_11",
        Method::Quantile {
            count: 11,
            normal: false,
        },
    ),
    (
        "quantile_normal_11",
        Method::Quantile {
            count: 11,
            normal: true,
        },
    ),
    (
        "quantile_uniform_25",
        Method::Quantile {
            count: 25,
            normal: false,
        },
    ),
];

fn table(value: &Value) -> Table {
    let rows: Vec<Vec<f64>> = value
        .as_array()
        .unwrap()
        .iter()
        .map(goldens::numbers)
        .collect();
    named(Array2::from_shape_vec((rows.len(), rows[0].len()), rows.concat()).unwrap())
}

fn named(values: Array2<f64>) -> Table {
    let ids = (0..values.nrows()).map(|row| format!("r{row}")).collect();
    let names = (0..values.ncols()).map(|at| format!("f{at}")).collect();
    Table::new(ids, names, values).unwrap()
}

fn by_row(table: &Table) -> Vec<Option<f64>> {
    let values = table.values();
    let cells = values.rows().into_iter().flat_map(|row| row.to_vec());
    cells
        .map(|value| (!value.is_nan()).then_some(value))
        .collect()
}

/// Every scaler: fitted and applied to its rows, to new ones, and with missing values.
pub(crate) fn scikit_learn(tally: &mut Tally) {
    let all = goldens::read(&data().join("models/sklearn.json.gz"));
    let input = &all["scalers"];
    for (name, method) in METHODS {
        let want = &input["results"][name];
        let (field, allowed) = match method {
            Method::Quantile { normal: true, .. } => ("quantiles of the normal", 1e-9),
            _ => ("standard, robust, range, quantiles", 1e-12),
        };
        let (train, new) = (table(&input["x"]), table(&input["new"]));
        let scaler = scale::fit(&train, &method).unwrap();
        let mut all = |rows: &Table, want: &Value| {
            tally.all(
                (name, field),
                &by_row(&scaler.apply(rows).unwrap()),
                want,
                allowed,
            );
        };
        all(&train, &want["train"]);
        all(&new, &want["new"]);
        let missing = table(&input["x_with_nan"]);
        let scaled = scale::fit(&missing, &method)
            .unwrap()
            .apply(&missing)
            .unwrap();
        tally.all(
            (name, field),
            &by_row(&scaled),
            &want["with_nan_train"],
            allowed,
        );
    }
}

#[test]
fn scalers_are_those_of_scikit_learn() {
    let mut tally = Tally::default();
    scikit_learn(&mut tally);
    let values: usize = tally.0.values().map(|field| field.values).sum();
    assert_eq!(values, 7 * 5 * (25 + 6 + 25));
}

#[test]
fn z_scores_of_r_divide_by_one_less() {
    let train = named(Array2::from_shape_vec((4, 1), vec![1.0, 2.0, 3.0, 6.0]).unwrap());
    let scaler = scale::fit(&train, &Method::Standard { ddof: 1 }).unwrap();
    // sd(c(1, 2, 3, 6)) in R.
    assert_eq!(
        scaler.maps[0],
        Map::Affine {
            center: 3.0,
            scale: (14.0_f64 / 3.0).sqrt()
        }
    );
}

#[test]
fn median_and_mad_are_those_of_r() {
    let train = named(Array2::from_shape_vec((5, 1), vec![1.0, 2.0, 3.0, 6.0, 100.0]).unwrap());
    let scaler = scale::fit(&train, &Method::MedianMad { constant: 1.4826 }).unwrap();
    // median and mad of c(1, 2, 3, 6, 100) in R: 3 and 2.9652.
    let Map::Affine { center, scale } = scaler.maps[0] else {
        panic!("affine")
    };
    assert_eq!(center, 3.0);
    assert!((scale - 2.9652).abs() < 1e-15);
}

#[test]
fn a_scaler_in_a_file_is_the_same_and_a_broken_one_is_refused() {
    let train = named(Array2::from_shape_fn((7, 3), |(row, column)| {
        (row * (column + 1)) as f64
    }));
    for (name, method) in METHODS {
        let scaler = scale::fit(&train, &method).unwrap();
        let text = serde_json::to_string(&scaler).unwrap();
        let read: Scaler = serde_json::from_str(&text).unwrap();
        assert_eq!(read, scaler, "{name}");
        let mut less = read.clone();
        less.maps.pop();
        assert_eq!(
            less.apply(&train),
            Err(Error::Broken {
                maps: 2,
                features: 3
            }),
            "{name}"
        );
        let other: Scaler = serde_json::from_str(&text.replace("scaler", "combat")).unwrap();
        assert!(
            matches!(other.apply(&train), Err(Error::Version(_))),
            "{name}"
        );
    }
}
