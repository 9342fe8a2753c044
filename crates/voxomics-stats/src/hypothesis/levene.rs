//! Levene's test of equal variances.

use serde::{Deserialize, Serialize};

use super::anova::{of_groups, scaled};
use super::groups::groups;
use super::{Error, FTest};
use crate::moments::mean_of;
use crate::names::names;
use crate::quantile::median_of_sorted;

/// From what the distances are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Centre {
    /// The group's median (Brown & Forsythe 1974): the better one, and the default of car and scipy.
    #[default]
    Median,
    /// The group's mean (Levene 1960).
    Mean,
}

names!(
    Centre,
    "centre": Median = "median",
    Mean = "mean",
);

/// An analysis of variance of the distances from the group's centre; car's `leveneTest`, scipy's `levene`.
///
/// F of [`anova`](super::anova::anova()) on `|x - c_j|`, `c_j` the median or mean of group j.
///
/// ```
/// use voxomics_stats::hypothesis::levene::{Centre, levene};
///
/// let dose = [4.2, 5.1, 6.3, 5.5, 7.4, 8.1, 9.9, 7.7, 8.3];
/// let arm = [1, 1, 1, 2, 2, 2, 3, 3, 3];
/// assert!((levene(&dose, &arm, Centre::Median)?.p_value - 0.965_234_9).abs() < 1e-7);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Groups`] for fewer than two groups; [`Error::Size`] for as many groups as values; [`Error::Constant`] for distances equal within groups;
/// [`Error::Input`] for NaN or infinities and unequal lengths.
///
/// # References
///
/// Levene H. In: *Contributions to Probability and Statistics*, 1960:278-292. Brown MB, Forsythe AB. *J Am Stat Assoc* 1974;69:364-367.
#[doc(alias = "leveneTest")]
pub fn levene(values: &[f64], group: &[u32], centre: Centre) -> Result<FTest, Error> {
    let mut groups = groups(&scaled(values), group)?;
    for group in &mut groups {
        let centre = match centre {
            Centre::Mean => mean_of(group),
            Centre::Median => {
                group.sort_by(f64::total_cmp);
                median_of_sorted(group)
            }
        };
        for value in group {
            *value = (*value - centre).abs();
        }
    }
    of_groups(&groups)
}
