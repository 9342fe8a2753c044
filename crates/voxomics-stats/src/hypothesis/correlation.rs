//! Correlation of two variables: Pearson's, Spearman's, Kendall's.

mod kendall;
pub(crate) mod pearson;
mod spearman;

use serde::{Deserialize, Serialize};

pub use kendall::kendall;
pub use pearson::pearson;
pub use spearman::spearman;

use super::Error;
use crate::names::names;
use crate::{Interval, input};

/// How p of a rank correlation is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Method {
    /// As R: from the distribution without ties where there are none, up to 1290 pairs for Spearman (beyond nine by an
    /// Edgeworth series) and below 50 for Kendall; else as [`Method::Asymptotic`].
    #[default]
    Auto,
    /// Student's t for Spearman, the normal deviate with ties for Kendall.
    Asymptotic,
}

names!(
    Method,
    "p value of a rank correlation": Auto = "auto",
    Asymptotic = "asymptotic",
);

/// What a test of correlation finds. Two-sided.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Correlation {
    /// r, rho or tau-b.
    pub estimate: f64,
    /// t for Pearson; the sum of squared rank differences S for Spearman; for Kendall concordant pairs T, or z where asymptotic.
    /// t is infinite where |r| is 1.
    #[serde(with = "crate::extended")]
    pub statistic: f64,
    /// Degrees of freedom of t.
    pub df: Option<f64>,
    /// The p value.
    pub p_value: f64,
    /// Confidence interval, Pearson's with more than three pairs, by Fisher's z.
    pub interval: Option<Interval>,
}

/// As many of both, at least `least`, finite, neither constant.
fn checked(x: &[f64], y: &[f64], least: usize) -> Result<(), Error> {
    input::same_length(("y", y.len()), ("x", x.len()))?;
    input::finite("x", x, least)?;
    input::finite("y", y, least)?;
    for (what, values) in [("x", x), ("y", y)] {
        if values.iter().all(|&value| value == values[0]) {
            return Err(Error::Constant { what });
        }
    }
    Ok(())
}

fn has_ties(values: &[f64]) -> bool {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.windows(2).any(|pair| pair[0] == pair[1])
}

fn enough_for_asymptotics(x: &[f64]) -> Result<(), Error> {
    if x.len() < 3 {
        return Err(Error::Size {
            what: "x",
            len: x.len(),
            range: "three or more where p is asymptotic",
        });
    }
    Ok(())
}
