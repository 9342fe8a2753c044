//! `stats calibration`.

use serde_json::{Value, json};
use voxomics::stats::calibration::{
    Smoother, brier, in_the_large, observed_expected, slope, smooth_errors, spiegelhalter, val_prob,
};
use voxomics::stats::{loess, lowess};

use super::{Answer, Data, Grid, or_null, refused};
use crate::args::stats as args;
use crate::exit::Stop;
use crate::report::Report;

/// Labels and risks, row by row.
pub(super) fn predicted<'a>(
    common: &'a args::Common,
    prediction: &args::Prediction,
    report: &Report,
) -> Result<(Data<'a>, Vec<bool>, Vec<f64>), Stop> {
    let args::Prediction {
        outcome,
        probability,
    } = prediction;
    let data = Data::read(common, &[&outcome.outcome, probability], report)?;
    let (labels, risks) = (data.labels(outcome)?, data.risks(probability)?);
    Ok((data, labels, risks))
}

pub(super) fn calibration(args: &args::Calibration, report: &Report) -> Result<Answer, Stop> {
    let (common, level) = (&args.common, args.confidence.level);
    let (data, labels, risks) = predicted(common, &args.prediction, report)?;
    let brier = brier(&labels, &risks).map_err(|error| refused(common, error))?;
    let expected =
        observed_expected(&labels, &risks, level).map_err(|error| refused(common, error))?;
    let spiegelhalter = spiegelhalter(&labels, &risks).map_err(|error| refused(common, error))?;
    let smoother = match args.smoother {
        args::Smoother::Loess => Smoother::Loess(loess::Options::default()),
        args::Smoother::Lowess => Smoother::Lowess(as_val_prob()),
    };
    let errors = smooth_errors(&labels, &risks, &smoother);
    let mut json = json!({
        "rows": data.rows(),
        "omitted": data.omitted,
        "level": level,
        "brier": brier,
        "observed_expected": expected,
        "in_the_large": or_null(common, "calibration-in-the-large", in_the_large(&labels, &risks, level), report),
        "recalibration": or_null(common, "calibration slope", slope(&labels, &risks, level), report),
        "spiegelhalter": spiegelhalter,
        "smoother": match args.smoother {
            args::Smoother::Loess => "loess",
            args::Smoother::Lowess => "lowess",
        },
        "smooth_errors": or_null(common, "calibration index", errors, report),
        "val_prob": or_null(common, "list of val.prob", val_prob(&labels, &risks), report),
    });
    let mut grids = vec![summary(&json), list_of_val_prob(&json["val_prob"])];
    if args.curve {
        let outcomes: Vec<f64> = labels.iter().map(|&case| f64::from(case)).collect();
        let curve = lowess::fit(&risks, &outcomes, &as_val_prob());
        let curve = curve.map_err(|error| refused(common, error))?;
        grids.insert(0, points(&curve));
        json["curve"] = json!({"risk": curve.x, "observed": curve.y});
    }
    Ok(Answer::new(json, grids))
}

/// For labels: without robustness iterations.
fn as_val_prob() -> lowess::Options {
    lowess::Options {
        iterations: 0,
        ..lowess::Options::default()
    }
}

/// The numbers of a paper, one below the other.
fn summary(json: &Value) -> Grid {
    const ROWS: [(&str, &str); 14] = [
        ("brier", "/brier/score"),
        ("brier_scaled", "/brier/scaled"),
        ("observed", "/observed_expected/observed"),
        ("expected", "/observed_expected/expected"),
        ("expected_over_observed", "/observed_expected/e_over_o"),
        ("observed_over_expected", "/observed_expected"),
        ("calibration_in_the_large", "/in_the_large"),
        ("calibration_slope", "/recalibration/slope"),
        ("intercept_beside_slope", "/recalibration/intercept"),
        ("spiegelhalter_z", "/spiegelhalter"),
        ("ici", "/smooth_errors/ici"),
        ("e50", "/smooth_errors/e50"),
        ("e90", "/smooth_errors/e90"),
        ("emax", "/smooth_errors/emax"),
    ];
    let mut grid = Grid::new(
        "Calibration",
        &[
            "statistic",
            "estimate",
            "standard_error",
            "lower",
            "upper",
            "p_value",
        ],
    );
    for (name, pointer) in ROWS {
        let value = json.pointer(pointer).unwrap_or(&Value::Null);
        let first = |pointers: &[&str]| {
            let mut found = pointers.iter().filter_map(|pointer| value.pointer(pointer));
            found.next().cloned().unwrap_or(Value::Null)
        };
        grid.row([
            json!(name),
            if value.is_object() {
                first(&["/estimate", "/o_over_e", "/z"])
            } else {
                value.clone()
            },
            first(&["/standard_error"]),
            first(&["/lower", "/binomial/lower"]),
            first(&["/upper", "/binomial/upper"]),
            first(&["/p_value"]),
        ]);
    }
    grid
}

/// In the order of rms, by its names.
fn list_of_val_prob(json: &Value) -> Grid {
    const ROWS: [(&str, &str); 18] = [
        ("Dxy", "/dxy"),
        ("C (ROC)", "/c"),
        ("R2", "/r2"),
        ("D", "/d"),
        ("D:Chi-sq", "/d_chi_squared"),
        ("D:p", "/d_p"),
        ("U", "/recalibration/u"),
        ("U:Chi-sq", "/recalibration/u_chi_squared"),
        ("U:p", "/recalibration/u_p"),
        ("Q", "/recalibration/q"),
        ("Brier", "/brier"),
        ("Intercept", "/recalibration/intercept"),
        ("Slope", "/recalibration/slope"),
        ("Emax", "/errors/emax"),
        ("E90", "/errors/e90"),
        ("Eavg", "/errors/ici"),
        ("S:z", "/spiegelhalter/z"),
        ("S:p", "/spiegelhalter/p_value"),
    ];
    let mut grid = Grid::new("List of rms' val.prob", &["name", "value"]);
    for (name, pointer) in ROWS {
        let value = json.pointer(pointer).cloned().unwrap_or(Value::Null);
        grid.row([json!(name), value]);
    }
    grid
}

fn points(curve: &lowess::Curve) -> Grid {
    let mut grid = Grid::new("Calibration curve", &["risk", "observed"]);
    for (risk, observed) in curve.x.iter().zip(&curve.y) {
        grid.row([json!(risk), json!(observed)]);
    }
    grid
}
