//! Cohen's kappa, plain and weighted.

mod shares;

use serde::{Deserialize, Serialize};

use crate::dist::normal;
use crate::{ConfidenceLevel, Interval, input};
use shares::Shares;

/// Why there is no kappa.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What no statistic takes.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// Both raters use one and the same category throughout.
    #[error("both raters use category {0} only: agreement by chance is certain, and kappa 0/0")]
    OneCategory(u32),
    /// A rating outside of the declared categories.
    #[error("{rater} rater, row {row}: category {category} is not among those declared")]
    Undeclared {
        /// `first` or `second`.
        rater: &'static str,
        /// The row.
        row: usize,
        /// What stands there.
        category: u32,
    },
    /// Categories that are none.
    #[error("{categories} categories: at most {most}; are the ratings a measurement?")]
    TooManyCategories {
        /// Distinct ratings, or those declared.
        categories: usize,
        /// How many can be.
        most: usize,
    },
    /// A category declared twice.
    #[error("category {0} is declared twice")]
    DeclaredTwice(u32),
}

/// More categories than this are refused: their square would fill the memory.
const MOST_CATEGORIES: usize = 1000;

/// How far apart two categories count as being; categories in the order declared, `d` places apart of `k - 1` at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weights {
    /// 1 where equal, else 0: Cohen's kappa.
    #[default]
    Unweighted,
    /// `1 - d/(k-1)`; `equal` of `irr`, `Equal-Spacing` of `vcd`, `linear` of scikit-learn.
    Linear,
    /// `1 - (d/(k-1))²`; `squared` of `irr`, `Fleiss-Cohen` of `vcd`, `quadratic` of scikit-learn.
    Quadratic,
}

/// Whose standard error of weighted kappa.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Variance {
    /// Fleiss, Cohen and Everitt's, as in `vcd`.
    #[default]
    FleissCohenEveritt,
    /// That of `psych` 2.2.9, which has `rⱼ Σᵢ wᵢⱼ` where the paper has `Σᵢ wᵢⱼ rᵢ`, `r` the first rater's shares. Plain kappa
    /// does not differ; weighted kappa's standard error can be several times too large. For comparison only.
    Psych,
}

/// How kappa is computed; write the rest as `..Options::default()`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// How far apart categories are.
    pub weights: Weights,
    /// The categories in their order, also those that nobody used, as `vcd` and scikit-learn's `labels` have it; none is those
    /// used, ascending, as in `irr` and `psych`. Weighted kappa depends on it.
    pub categories: Option<Vec<u32>>,
    /// Whose standard error.
    pub variance: Variance,
    /// Confidence level of the interval.
    pub level: ConfidenceLevel,
}

/// Agreement of two raters beyond chance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kappa {
    /// `(p_o - p_e)/(1 - p_e)`; see [`cohen`].
    pub kappa: f64,
    /// At the estimate; of `vcd` and `psych`.
    pub standard_error: f64,
    /// `kappa ± z·se`, within [-1, 1].
    pub interval: Interval,
    /// The standard error if kappa were 0; none where a rater never varies.
    pub null_standard_error: Option<f64>,
    /// Kappa over that; of `irr`.
    pub z: Option<f64>,
    /// Two-sided.
    pub p_value: Option<f64>,
    /// The categories.
    pub categories: Vec<u32>,
    /// Rows of the first rater's categories, columns of the second's.
    pub table: Vec<Vec<usize>>,
}

/// Cohen's kappa of two raters' categories, a value of each for each subject.
///
/// With shares `p_ij` of the subjects in category i of the first rater and j of the second, the raters' own shares `r_i` and
/// `c_j`, and weights `w_ij` ([`Weights`]; 1 on the diagonal, and plain kappa has 0 elsewhere):
///
/// ```text
/// p_o = Σ w_ij p_ij                 agreement observed
/// p_e = Σ w_ij r_i c_j              agreement by chance
/// κ   = (p_o - p_e)/(1 - p_e)
/// se² = (Σ p_ij (w_ij - (u_i + v_j)(1 - κ))² - (κ - p_e (1 - κ))²)/(n (1 - p_e)²),   u_i = Σ_j w_ij c_j,   v_j = Σ_i w_ij r_i
/// ```
///
/// The standard error under the hypothesis has `r_i c_j` in place of `p_ij`, and 0 in place of κ.
///
/// `irr::kappa2`, `vcd::Kappa`, `psych::cohen.kappa` and scikit-learn's `cohen_kappa_score` give the same kappa where they
/// agree on the categories. `irr` tests with the standard error under the hypothesis, `vcd` and `psych` make intervals with
/// the one at the estimate: both are here.
///
/// ```
/// use voxomics_stats::kappa::{self, Options};
///
/// let kappa = kappa::cohen(&[1, 1, 2, 2], &[1, 1, 2, 1], &Options::default())?;
/// assert_eq!((kappa.kappa, kappa.table), (0.5, vec![vec![2, 0], vec![1, 1]]));
/// # Ok::<(), kappa::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for empty or unequal input; [`Error::OneCategory`]; [`Error::TooManyCategories`]; [`Error::Undeclared`] and [`Error::DeclaredTwice`] for
/// categories that do not fit.
///
/// # References
///
/// Cohen J. *Educ Psychol Meas* 1960;20:37-46; *Psychol Bull* 1968;70:213-220. Fleiss JL, Cohen J, Everitt BS. *Psychol Bull*
/// 1969;72:323-327.
#[doc(alias("kappa2", "cohen.kappa", "cohen_kappa_score"))]
pub fn cohen(first: &[u32], second: &[u32], options: &Options) -> Result<Kappa, Error> {
    input::same_length(("first", first.len()), ("second", second.len()))?;
    if first.is_empty() {
        return Err(input::Error::TooFew {
            what: "ratings",
            found: 0,
            least: 1,
        }
        .into());
    }
    let categories = categories(first, second, options)?;
    if categories.len() > MOST_CATEGORIES {
        return Err(Error::TooManyCategories {
            categories: categories.len(),
            most: MOST_CATEGORIES,
        });
    }
    let table = table(first, second, &categories)?;
    let shares = Shares::new(&table, first.len() as f64);
    let weights = weights(categories.len(), options.weights);
    let (observed, chance) = (shares.observed(&weights), shares.chance(&weights));
    // Expected agreement is 1 only if both raters use one category.
    if shares
        .rows
        .iter()
        .zip(&shares.columns)
        .any(|(row, column)| row * column == 1.0)
    {
        return Err(Error::OneCategory(first[0]));
    }
    let kappa = (observed - chance) / (1.0 - chance);
    let null_variance = shares.variance(&weights, Variance::FleissCohenEveritt, None);
    let variance = shares.variance(&weights, options.variance, Some(kappa));
    let standard_error = variance.sqrt();
    let reach = normal::upper_quantile(options.level.tail()) * standard_error;
    let null_standard_error = Some(null_variance.sqrt()).filter(|&se| se > 0.0);
    let z = null_standard_error.map(|se| kappa / se);
    Ok(Kappa {
        kappa,
        standard_error,
        interval: Interval {
            lower: (kappa - reach).max(-1.0),
            upper: (kappa + reach).min(1.0),
        },
        null_standard_error,
        z,
        p_value: z.map(normal::two_sided),
        categories,
        table,
    })
}

fn categories(first: &[u32], second: &[u32], options: &Options) -> Result<Vec<u32>, Error> {
    let mut used: Vec<u32> = match &options.categories {
        Some(declared) => declared.clone(),
        None => first.iter().chain(second).copied().collect(),
    };
    used.sort_unstable();
    let twice = used.windows(2).find(|pair| pair[0] == pair[1]);
    match (&options.categories, twice) {
        (Some(_), Some(pair)) => Err(Error::DeclaredTwice(pair[0])),
        (Some(declared), None) => Ok(declared.clone()),
        (None, _) => {
            used.dedup();
            Ok(used)
        }
    }
}

fn table(first: &[u32], second: &[u32], categories: &[u32]) -> Result<Vec<Vec<usize>>, Error> {
    let places: std::collections::HashMap<u32, usize> = categories
        .iter()
        .enumerate()
        .map(|(place, &category)| (category, place))
        .collect();
    let place = |rater: &'static str, row: usize, category: u32| {
        places.get(&category).copied().ok_or(Error::Undeclared {
            rater,
            row,
            category,
        })
    };
    let mut table = vec![vec![0; categories.len()]; categories.len()];
    for (row, (&a, &b)) in first.iter().zip(second).enumerate() {
        table[place("first", row, a)?][place("second", row, b)?] += 1;
    }
    Ok(table)
}

/// Agreement of each pair of categories, row by row.
fn weights(count: usize, weights: Weights) -> Vec<Vec<f64>> {
    let agreement = |i: usize, j: usize| {
        let apart = i.abs_diff(j) as f64 / (count - 1).max(1) as f64;
        match weights {
            Weights::Unweighted => f64::from(i == j),
            Weights::Linear => 1.0 - apart,
            Weights::Quadratic => 1.0 - apart * apart,
        }
    };
    (0..count)
        .map(|i| (0..count).map(|j| agreement(i, j)).collect())
        .collect()
}
