//! Data checked, sorted and scaled: what every question starts from.

use ndarray::ArrayView2;
use voxomics_stats::ConfidenceLevel;

use super::design::Design;
use super::follow_up::FollowUp;
use super::order::Order;
use super::terms::Terms;
use super::{Error, Fit, Options, Response, Ties, sort};
use crate::kernel;

/// The rows of a model, checked and sorted once.
///
/// Coefficients from [`fit`](Self::fit) go into the other methods, which answer in the order of the rows given.
#[derive(Debug, Clone)]
pub struct Cohort {
    pub(crate) order: Order,
    pub(crate) design: Design,
    pub(crate) terms: Terms,
    /// The weight of each place with an event, 0 for others.
    pub(crate) deaths: Vec<f64>,
    /// By place; `None` is 1 each.
    pub(crate) weights: Option<Vec<f64>>,
    /// By place.
    pub(crate) offset: Option<Vec<f64>>,
    /// By place: the number of the row's cluster, and how many there are.
    pub(crate) clusters: Option<(Vec<u32>, usize)>,
    /// From when on the row at each place was seen, where some enter late.
    pub(crate) starts: Option<Vec<f64>>,
    pub(crate) events: usize,
    pub(crate) ties: Ties,
    pub(crate) level: ConfidenceLevel,
    pub(crate) robust: bool,
}

impl Cohort {
    /// Checks and sorts the rows of `x` (a column for each variable) with their response.
    ///
    /// # Errors
    ///
    /// [`Error::NoEvents`]; [`Error::Value`] for what is not finite in `x`; [`Error::Length`], [`Error::OutOfRange`] and
    /// [`Error::EmptyInterval`] for the rest; [`Error::ExactWeights`].
    pub fn new(
        x: ArrayView2<'_, f64>,
        response: &Response<'_>,
        options: &Options,
    ) -> Result<Self, Error> {
        check(x.nrows(), response, options)?;
        let follow_up = FollowUp::new(response, options)?;
        let order = Order::new(follow_up.exits, follow_up.starts.as_deref());
        let weights = options.weights.as_deref();
        let design = Design::new(x, weights, &order)?;
        let gathered = |given: &[f64]| order.rows.iter().map(|&row| given[row as usize]).collect();
        let weights: Option<Vec<f64>> = weights.map(gathered);
        let mut deaths = vec![0.0; order.rows.len()];
        for group in &order.groups {
            match &weights {
                None => deaths[group.deaths()].fill(1.0),
                Some(weights) => {
                    deaths[group.deaths()].copy_from_slice(&weights[group.deaths()]);
                }
            }
        }
        Ok(Self {
            deaths,
            terms: Terms::new(&order, weights.as_deref(), options.ties),
            offset: options.offset.as_deref().map(gathered),
            clusters: options
                .clusters
                .as_deref()
                .map(|codes| clusters(&order, codes)),
            starts: follow_up.starts.as_deref().map(gathered),
            events: response.events().iter().filter(|&&event| event).count(),
            ties: options.ties,
            level: options.level,
            robust: options.is_robust(),
            order,
            design,
            weights,
        })
    }

    /// Rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.design.rows
    }

    /// Columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.design.columns()
    }

    /// Linear predictors by place, with coefficients of some scaled columns.
    pub(crate) fn linear(&self, columns: &[usize], coefficients: &[f64]) -> Vec<f64> {
        let mut linear = self
            .offset
            .clone()
            .unwrap_or_else(|| vec![0.0; self.rows()]);
        self.add_linear(columns, coefficients, &mut linear);
        linear
    }

    pub(crate) fn add_linear(&self, columns: &[usize], coefficients: &[f64], linear: &mut [f64]) {
        for (&column, &coefficient) in columns.iter().zip(coefficients) {
            kernel::add_scaled(linear, coefficient, self.design.column(column));
        }
    }

    /// Linear predictors by place from the coefficients of a fit, and the scaled coefficients.
    pub(crate) fn linear_of(&self, fit: &Fit) -> Result<(Vec<f64>, Vec<f64>), Error> {
        fit.check_columns(self.columns())?;
        let scale = |(coefficient, scale): (&Option<f64>, &f64)| coefficient.unwrap_or(0.0) * scale;
        let pairs = fit.coefficients.iter().zip(&self.design.scales);
        let scaled: Vec<f64> = pairs.map(scale).collect();
        let columns: Vec<usize> = (0..self.columns()).collect();
        Ok((self.linear(&columns, &scaled), scaled))
    }

    /// Refuses what exact ties do not have.
    pub(crate) fn not_exact(&self, what: &'static str) -> Result<(), Error> {
        match self.ties {
            Ties::Exact => Err(Error::ExactTies { what }),
            Ties::Efron | Ties::Breslow => Ok(()),
        }
    }

    /// Of an event.
    pub(crate) fn mean_weight(&self) -> f64 {
        self.terms.weights.iter().sum::<f64>() / self.events as f64
    }

    pub(crate) fn weight(&self, place: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[place])
    }

    /// Numbers by place in the order of the rows given.
    pub(crate) fn by_row(&self, by_place: &[f64]) -> Vec<f64> {
        let mut by_row = vec![0.0; by_place.len()];
        for (&row, &value) in self.order.rows.iter().zip(by_place) {
            by_row[row as usize] = value;
        }
        by_row
    }
}

fn check(rows: usize, response: &Response<'_>, options: &Options) -> Result<(), Error> {
    let length = |what, found: usize| {
        if found == rows {
            return Ok(());
        }
        Err(Error::Length {
            what,
            found,
            expected: rows,
            each: "row",
        })
    };
    if rows > sort::MOST_ROWS {
        let most = sort::MOST_ROWS;
        return Err(Error::TooManyRows { rows, most });
    }
    length("times", response.stops().len())?;
    length("events", response.events().len())?;
    finite("times", response.stops())?;
    if let Some(starts) = response.starts() {
        length("starts", starts.len())?;
        finite("starts", starts)?;
    }
    if let Some(weights) = &options.weights {
        length("weights", weights.len())?;
        let is_fine = |weight: f64| (1e-100..=1e100).contains(&weight);
        within(
            "weights",
            weights,
            is_fine,
            "between 1e-100 and 1e100; leave rows of weight 0 out",
        )?;
        if options.ties == Ties::Exact && weights.iter().any(|&weight| weight != 1.0) {
            return Err(Error::ExactWeights);
        }
    }
    if options.ties == Ties::Exact && options.is_robust() {
        let what = "robust variance";
        return Err(Error::ExactTies { what });
    }
    if let Some(offset) = &options.offset {
        length("offset", offset.len())?;
        finite("offset", offset)?;
    }
    for (what, codes) in [("strata", &options.strata), ("clusters", &options.clusters)] {
        length(what, codes.as_ref().map_or(rows, Vec::len))?;
    }
    if response.events().contains(&true) {
        Ok(())
    } else {
        Err(Error::NoEvents { rows })
    }
}

fn finite(what: &'static str, values: &[f64]) -> Result<(), Error> {
    within(what, values, f64::is_finite, "finite")
}

fn within(
    what: &'static str,
    values: &[f64],
    is_fine: impl Fn(f64) -> bool,
    range: &'static str,
) -> Result<(), Error> {
    match values.iter().position(|&value| !is_fine(value)) {
        None => Ok(()),
        Some(row) => Err(Error::OutOfRange {
            what,
            row,
            value: values[row],
            range,
        }),
    }
}

/// The number of each place's cluster.
fn clusters(order: &Order, codes: &[u32]) -> (Vec<u32>, usize) {
    let buckets = sort::by_code(codes);
    let mut of_row = vec![0; codes.len()];
    for (number, (_, rows)) in (0..).zip(&buckets) {
        for &row in rows {
            of_row[row as usize] = number;
        }
    }
    let by_place = order.rows.iter().map(|&row| of_row[row as usize]);
    (by_place.collect(), buckets.len())
}
