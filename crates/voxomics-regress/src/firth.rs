//! Firth's penalised logistic regression, as the R package logistf: finite estimates from separated data, and less bias.

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};
use voxomics_stats::dist::chi_squared;
use voxomics_stats::{ConfidenceLevel, Interval};

use crate::basis::Basis;
use crate::link::logistic as link;
use crate::logistic::{Data, Error, Likelihood, Maximum, Options, Profile, around, named};

/// A model fitted with Firth's penalty. Coefficients: the intercept, where there is one, then one for each column; none for a
/// column that is a linear combination of those before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// The estimates, on the log-odds scale.
    pub coefficients: Vec<Option<f64>>,
    /// Covariance of those that are estimated as logistf has it: the inverse of the information of rows weighted `w + h`, `h`
    /// their leverages.
    pub covariance: Vec<Vec<f64>>,
    /// The inverse of the information itself, whose standard errors are 1 to 6 % larger in common data.
    pub information_covariance: Vec<Vec<f64>>,
    /// p values of penalised likelihood ratio tests, each coefficient 0 against free; the column stays in the penalty.
    pub p_values: Vec<Option<f64>>,
    /// `l(β) + ½ log det I(β)` at its maximum.
    pub log_likelihood: f64,
    /// The same with all coefficients but the intercept 0, the penalty still of all columns.
    pub null_log_likelihood: f64,
    /// Steps taken.
    pub iterations: usize,
    /// Linear predictor of each row that counts, offset included.
    pub linear_predictors: Vec<f64>,
    /// Probability of each row that counts.
    pub probabilities: Vec<f64>,
    /// Diagonal of the weighted hat matrix, for each row that counts.
    pub leverages: Vec<f64>,
}

/// Fits a logistic model by maximising `l(β) + ½ log det I(β)`, Jeffreys' prior, to the last digits.
///
/// Always finite, separated data and a single class included. logistf stops at 1e-5 by default, which leaves up to 4e-6 in
/// coefficients; with `gconv = xconv = lconv = 1e-12` it agrees. Outcomes may be shares (logistf makes them whole numbers).
///
/// ```
/// use ndarray::array;
/// use voxomics_regress::{firth, logistic::Options};
///
/// // logistf(c(0,0,0,1,1,1) ~ c(1,2,3,4,5,6)): separated, and yet
/// let x = array![[1.0], [2.0], [3.0], [4.0], [5.0], [6.0]];
/// let fit = firth::fit(x.view(), &[0.0, 0.0, 0.0, 1.0, 1.0, 1.0], &Options::default())?;
/// assert!(fit.coefficients[1].unwrap() > 0.0 && fit.p_values[1].unwrap() < 0.05);
/// # Ok::<(), voxomics_regress::logistic::Error>(())
/// ```
///
/// # Errors
///
/// Those of [`logistic::fit`](crate::logistic::fit) but for separation.
///
/// # References
///
/// Firth D. *Biometrika* 1993;80:27-38. Heinze G, Schemper M. *Stat Med* 2002;21:2409-2419.
#[doc(alias("logistf", "brglm"))]
pub fn fit(x: ArrayView2<'_, f64>, y: &[f64], options: &Options<'_>) -> Result<Fit, Error> {
    let model = Model::new(x, y, options)?;
    let likelihood = Likelihood::new(&model.data, &model.basis, true);
    let point = &model.maximum.point;
    let none = Error::NoConvergence {
        iterations: model.maximum.iterations,
    };
    let augmented = likelihood.augmented_covariance(point).ok_or(none)?;
    let (top, linear) = (point.value, point.linear.clone());
    Ok(Fit {
        coefficients: model.spread(model.basis.back(&point.coordinates)),
        covariance: model.basis.covariance(&augmented),
        information_covariance: model.basis.covariance(&model.maximum.covariance()),
        p_values: model.spread(model.p_values()?),
        log_likelihood: top,
        null_log_likelihood: model.null(options.intercept)?,
        iterations: model.maximum.iterations,
        probabilities: linear.iter().map(|&eta| link(eta).0).collect(),
        linear_predictors: linear,
        leverages: likelihood.hat(point),
    })
}

/// Profile intervals of the penalised likelihood: all `b` with `2 [l* - max l*(β | βⱼ = b)] <= χ²₁` at the level. Always finite.
///
/// # Errors
///
/// Those of [`fit`].
#[doc(alias = "logistpl")]
pub fn profile_intervals(
    x: ArrayView2<'_, f64>,
    y: &[f64],
    options: &Options<'_>,
    level: ConfidenceLevel,
) -> Result<Vec<Option<Interval>>, Error> {
    let model = Model::new(x, y, options)?;
    let critical = chi_squared::quantile(level.get(), 1.0);
    let estimates = model.basis.back(&model.maximum.point.coordinates);
    let each = estimates.into_iter().enumerate();
    let intervals = each.map(|(place, estimate)| {
        let profile = model.profile(place)?;
        around(&profile, estimate, critical)
    });
    Ok(model.spread(intervals.collect::<Result<_, _>>()?))
}

/// FLIC: Firth's slopes, and the intercept that makes the mean probability the share of cases; coefficients in the order of
/// [`Fit::coefficients`].
///
/// Firth's probabilities are pulled towards ½, which this mends where they are predictions.
///
/// # Errors
///
/// Those of [`fit`]; [`Error::Separated`] with one class only.
///
/// # References
///
/// Puhr R, Heinze G, Nold M, Lusa L, Geroldinger A. *Stat Med* 2017;36:2302-2317.
pub fn flic(
    x: ArrayView2<'_, f64>,
    y: &[f64],
    options: &Options<'_>,
) -> Result<Vec<Option<f64>>, Error> {
    let model = Model::new(x, y, options)?;
    let estimates = model.basis.back(&model.maximum.point.coordinates);
    let mut coefficients = model.spread(estimates);
    if !options.intercept {
        return Ok(coefficients);
    }
    let slopes: Vec<f64> = coefficients[1..].iter().map(|b| b.unwrap_or(0.0)).collect();
    let offset: Vec<f64> = (0..x.nrows())
        .map(|row| {
            let own: f64 = x.row(row).iter().zip(&slopes).map(|(x, b)| x * b).sum();
            own + options.offset.map_or(0.0, |offset| offset[row])
        })
        .collect();
    let options = Options {
        offset: Some(&offset),
        ..*options
    };
    let none = ndarray::Array2::zeros((x.nrows(), 0));
    let intercept = crate::logistic::fit(none.view(), y, &options)?;
    coefficients[0] = intercept.coefficients[0];
    Ok(coefficients)
}

/// Data without aliased columns, and the maximum over them.
#[derive(Debug)]
struct Model {
    data: Data,
    basis: Basis,
    /// To which of all columns each belongs.
    kept: Vec<usize>,
    columns: usize,
    maximum: Maximum,
}

impl Model {
    fn new(x: ArrayView2<'_, f64>, y: &[f64], options: &Options<'_>) -> Result<Self, Error> {
        let data = Data::new(x, y, options)?;
        let columns = data.columns.len();
        let kept = Basis::new(&data.columns).kept;
        let data = data.only(&kept);
        let basis = Basis::new(&data.columns);
        let maximum = Likelihood::new(&data, &basis, true)
            .maximise(&vec![0.0; basis.rank()], basis.rank())
            .map_err(|failure| named(failure, &data, &basis))?;
        Ok(Self {
            data,
            basis,
            kept,
            columns,
            maximum,
        })
    }

    fn profile(&self, place: usize) -> Result<Profile, Error> {
        Profile::new(&self.data, place, self.maximum.point.value, true)
    }

    fn p_values(&self) -> Result<Vec<f64>, Error> {
        (0..self.kept.len())
            .map(|place| {
                Ok(chi_squared::upper(
                    self.profile(place)?.drop(0.0)?.max(0.0),
                    1.0,
                ))
            })
            .collect()
    }

    /// The penalised likelihood of the intercept alone, all columns in the penalty.
    fn null(&self, intercept: bool) -> Result<f64, Error> {
        Likelihood::new(&self.data, &self.basis, true)
            .maximise(&vec![0.0; self.basis.rank()], usize::from(intercept))
            .map(|maximum| maximum.point.value)
            .map_err(|failure| named(failure, &self.data, &self.basis))
    }

    /// Values of the kept columns in their places among all.
    fn spread<T: Clone>(&self, values: Vec<T>) -> Vec<Option<T>> {
        let mut all = vec![None; self.columns];
        for (&index, value) in self.kept.iter().zip(values) {
            all[index] = Some(value);
        }
        all
    }
}
