//! How much batches differ, feature by feature: before and after they are made alike.
//!
//! ```
//! use ndarray::array;
//! use voxomics_harmonize::effect;
//! use voxomics_harmonize::Cohort;
//! use voxomics_table::Table;
//!
//! let ids = (0..6).map(|row| row.to_string()).collect();
//! let values = array![[1.0], [1.2], [0.9], [3.1], [2.8], [3.3]];
//! let features = Table::new(ids, vec!["mean".into()], values)?;
//! let batches: Vec<String> = ["N", "N", "N", "S", "S", "S"].map(str::to_owned).into();
//! let found = effect::tests(&Cohort { features: &features, batches: &batches, covariates: &[] })?;
//! assert!(found[0].anova.unwrap() < 0.001 && found[0].levene.unwrap() > 0.05);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use ndarray::ArrayView1;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use voxomics_stats::adjust::{self, adjust_present};
use voxomics_stats::hypothesis::anova::anova;
use voxomics_stats::hypothesis::kolmogorov_smirnov::{Method, kolmogorov_smirnov};
use voxomics_stats::hypothesis::levene::{Centre, levene};

use crate::Cohort;
use crate::combat::{Error, check_rows};
use crate::levels::Levels;

/// p values of the batches' differences in one feature; none where a test is not defined. Covariates are not taken into
/// account: batches whose patients differ may differ by right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The feature.
    pub feature: String,
    /// Of means: analysis of variance.
    pub anova: Option<f64>,
    /// Of variances: Levene's test around medians.
    pub levene: Option<f64>,
    /// Of distributions: Kolmogorov and Smirnov's test, for more than two batches the least p of all pairs times their number.
    pub kolmogorov_smirnov: Option<f64>,
}

/// Features with small p values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Features for which the test is defined.
    pub tested: usize,
    /// p below the level.
    pub below: usize,
    /// p below the level when the false discovery rate is controlled (Benjamini and Hochberg).
    pub below_adjusted: usize,
}

/// Features in which batches differ, by each test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// In mean.
    pub anova: Count,
    /// In variance.
    pub levene: Count,
    /// In distribution.
    pub kolmogorov_smirnov: Count,
}

/// Tests every feature on the rows that have it.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::Lengths`], [`Error::TwoCovariates`].
pub fn tests(cohort: &Cohort<'_>) -> Result<Vec<Effect>, Error> {
    check_rows(cohort)?;
    let (levels, codes) = Levels::learn(cohort.batches);
    let values = cohort.features.values();
    let columns: Vec<_> = cohort
        .features
        .names()
        .iter()
        .zip(values.columns())
        .collect();
    let of = |(name, column): (&String, ArrayView1<'_, f64>)| {
        let there = column
            .iter()
            .zip(&codes)
            .filter(|(value, _)| value.is_finite());
        let (values, groups): (Vec<f64>, Vec<u32>) = there
            .map(|(value, &code)| (*value, u32::try_from(code).unwrap_or(u32::MAX)))
            .unzip();
        Effect {
            feature: name.clone(),
            anova: anova(&values, &groups).ok().map(|test| test.p_value),
            levene: levene(&values, &groups, Centre::Median)
                .ok()
                .map(|test| test.p_value),
            kolmogorov_smirnov: pairs(&values, &groups, levels.0.len()),
        }
    };
    Ok(columns.into_par_iter().map(of).collect())
}

/// The least p of all pairs of batches, times their number.
fn pairs(values: &[f64], groups: &[u32], batches: usize) -> Option<f64> {
    let mut parts = vec![Vec::new(); batches];
    for (value, &group) in values.iter().zip(groups) {
        parts[group as usize].push(*value);
    }
    parts.retain(|part| !part.is_empty());
    let pairs = parts.iter().enumerate();
    let pairs = pairs.flat_map(|(at, a)| parts[at + 1..].iter().map(move |b| (a, b)));
    let p = pairs.filter_map(|(a, b)| Some(kolmogorov_smirnov(a, b, Method::Auto).ok()?.p_value));
    let p: Vec<f64> = p.collect();
    let least = p.iter().copied().reduce(f64::min)?;
    Some((least * p.len() as f64).min(1.0))
}

/// Counts the features with p below a level.
#[must_use]
pub fn summary(effects: &[Effect], level: f64) -> Summary {
    let count = |of: fn(&Effect) -> Option<f64>| {
        let p: Vec<Option<f64>> = effects.iter().map(of).collect();
        let is_below = |p: &&Option<f64>| p.is_some_and(|p| p < level);
        let adjusted = adjust_present(&p, adjust::Method::BenjaminiHochberg).unwrap_or_default();
        Count {
            tested: p.iter().flatten().count(),
            below: p.iter().filter(is_below).count(),
            below_adjusted: adjusted.iter().filter(is_below).count(),
        }
    };
    Summary {
        anova: count(|effect| effect.anova),
        levene: count(|effect| effect.levene),
        kolmogorov_smirnov: count(|effect| effect.kolmogorov_smirnov),
    }
}
