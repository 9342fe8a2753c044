//! Bootstrap validation and calibration.

use serde_json::{Value, json};
use voxomics_stats::likelihood::logistic;
use voxomics_stats::optimism::{
    self, CalibrationOptions, Logistic, Performance, Validation, calibrate, validate,
};
use voxomics_stats::resample::Resamples;
use voxomics_testkit::goldens::{Case, Near, Summary, indices, numbers};

use super::suite;

struct Data {
    columns: Vec<Vec<f64>>,
    labels: Vec<bool>,
    resamples: Vec<Vec<usize>>,
}

impl Data {
    fn new(case: &Case) -> Self {
        let rows: Vec<Vec<f64>> = case.input["x_rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(numbers)
            .collect();
        let resamples = case.input["resample_indices0"].as_array().unwrap();
        Self {
            columns: (0..rows[0].len())
                .map(|j| rows.iter().map(|row| row[j]).collect())
                .collect(),
            labels: case.labels("/y"),
            resamples: resamples.iter().map(indices).collect(),
        }
    }

    fn columns(&self) -> Vec<&[f64]> {
        self.columns.iter().map(Vec::as_slice).collect()
    }

    fn resamples(&self) -> Resamples<'_> {
        Resamples::given(self.labels.len(), &self.resamples).unwrap()
    }

    fn validation(&self) -> Validation {
        let model = Logistic::new(&self.columns(), &self.labels).unwrap();
        validate(&self.labels, &self.resamples(), &model).unwrap()
    }

    fn calibration(&self) -> optimism::Calibration {
        let model = Logistic::new(&self.columns(), &self.labels).unwrap();
        calibrate(
            &self.labels,
            &self.resamples(),
            &model,
            &CalibrationOptions::default(),
        )
        .unwrap()
    }
}

fn row(of: &Performance) -> [f64; 10] {
    [
        of.dxy,
        of.r2,
        of.intercept,
        of.slope,
        of.d,
        of.u,
        of.q,
        of.brier,
        of.g,
        of.gp,
    ]
}

fn answer(case: &Case) -> Value {
    let data = Data::new(case);
    let fit = logistic::fit(&data.columns(), &data.labels, &logistic::Options::default()).unwrap();
    let validation = data.validation();
    let calibration = data.calibration();
    assert_eq!(validation.used, data.resamples.len());
    let each = |of: fn(&optimism::Resample) -> f64| {
        validation
            .resamples
            .iter()
            .map(|one| one.as_ref().map(of))
            .collect::<Vec<_>>()
    };
    let curve = |of: fn(&optimism::CalibrationPoint) -> Option<f64>| {
        calibration.points.iter().map(of).collect::<Vec<_>>()
    };
    json!({"converged": {
        "coefficients": fit.coefficients,
        "names": ["Dxy", "R2", "Intercept", "Slope", "D", "U", "Q", "B", "g", "gp"],
        "index_orig": row(&validation.apparent),
        "training": row(&validation.training),
        "test": row(&validation.test),
        "optimism": row(&validation.optimism),
        "corrected": row(&validation.corrected),
        "calibrate_predy": curve(|point| Some(point.predicted)),
        "calibrated_orig": curve(|point| point.apparent),
        "calibrated_corrected": curve(|point| point.corrected),
        "n_used": calibration.points.iter().map(|point| point.resamples).collect::<Vec<_>>(),
        "mean_absolute_error": calibration.mean_absolute_error,
        "q90_absolute_error": calibration.q90_absolute_error,
        "per_resample_slope": each(|one| one.test.slope),
        "per_resample_dxy_train": each(|one| one.training.dxy),
        "per_resample_dxy_test": each(|one| one.test.dxy),
    }})
}

pub(crate) fn check() -> Summary {
    let rules = [
        ("/converged/n_used/*", Near::Exact),
        ("/converged/**", Near::Mixed(1e-9)),
    ];
    suite("bootstrap_validation.json").check(&rules, answer)
}

#[test]
fn bootstrap_validation_equals_converged_rms() {
    check();
}

/// What rms itself printed, whose refits stop early: 2e-6 as measured; the rows and columns that `converged` lacks.
#[test]
fn rms_is_near() {
    for case in suite("bootstrap_validation.json").cases() {
        let data = Data::new(case);
        let table = &case.expected["rms_validate"];
        let rows = table["rows"].as_array().unwrap();
        let emax = rows.iter().position(|row| row == "Emax").unwrap();
        let want = table["table"][emax][4].as_f64().unwrap();
        let got = data.validation().corrected_emax;
        assert!(
            (got - want).abs() < 2e-6,
            "{}: Emax {got}, rms {want}",
            case.id
        );
        let want = case.expected["rms_calibrate"]["mean_squared_error"]
            .as_f64()
            .unwrap();
        let got = data.calibration().mean_squared_error;
        assert!(
            (got - want).abs() < 2e-6,
            "{}: squared error {got}, rms {want}",
            case.id
        );
    }
}
