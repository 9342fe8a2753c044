//! The Hosmer-Lemeshow goodness-of-fit test.

use serde::{Deserialize, Serialize};

use crate::names::names;
use crate::{ChiSquaredTest, input, quantile};

/// Why the test could not be done.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What no statistic takes.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// Fewer than two groups asked for.
    #[error("{0} groups: at least 2 are needed, 10 are usual")]
    Groups(usize),
    /// More groups than anybody means.
    #[error("{0} groups: at most a million are formed, 10 are usual")]
    TooManyGroups(usize),
    /// Ties leave one group only.
    #[error("the risks fall into a single group: they have too few distinct values")]
    SingleGroup,
    /// A group in which all risks are 0, or all are 1: its expected counts are 0.
    #[error(
        "group {0} expects none of one outcome: all its risks are 0 or 1, and the statistic is 0/0 or infinite"
    )]
    Certain(usize),
}

/// Beyond it the breaks alone would fill the memory.
const MOST: usize = 1_000_000;

/// What becomes of a group that ties leave without rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum EmptyGroups {
    /// It is left out.
    #[default]
    Drop,
    /// It makes the statistic undefined, as in `ResourceSelection`.
    Undefined,
}

names!(EmptyGroups, "empty groups": Drop = "drop", Undefined = "undefined");

/// How risks are grouped; write the rest as `..Options::default()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Groups asked for, 10.
    pub groups: usize,
    /// What becomes of empty ones.
    pub empty: EmptyGroups,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            groups: 10,
            empty: EmptyGroups::Drop,
        }
    }
}

/// One group of risks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Where it begins; belongs to the group before, but for the first.
    pub from: f64,
    /// Where it ends, included.
    pub to: f64,
    /// Cases in it.
    pub cases: usize,
    /// Controls in it.
    pub controls: usize,
    /// Sum of the risks.
    pub expected_cases: f64,
    /// Sum of one less the risks.
    pub expected_controls: f64,
}

/// What [`test()`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// The groups, ascending.
    pub groups: Vec<Group>,
    /// Groups that ties left empty.
    pub empty: usize,
    /// Σ (observed - expected)²/expected over both outcomes; `None` with [`EmptyGroups::Undefined`] where there are any.
    pub statistic: Option<f64>,
    /// For the data that the model was fitted to; `None` of two groups, and without a statistic.
    pub development: Option<ChiSquaredTest>,
    /// For other data; `None` without a statistic.
    pub external: Option<ChiSquaredTest>,
}

impl Test {
    /// Degrees of freedom for the data that the model was fitted to: two less than the occupied groups.
    #[must_use]
    pub fn development_df(&self) -> usize {
        let rows = self.groups.iter().filter(|group| group.rows() > 0);
        rows.count().saturating_sub(2)
    }

    /// Degrees of freedom for other data: as many as groups.
    #[must_use]
    pub fn external_df(&self) -> usize {
        self.groups.len()
    }
}

/// Hosmer and Lemeshow's test of predicted risks.
///
/// Breaks are the distinct quantiles (type 7) of the risks at `0, 1/g, 2/g, ..., 1`; a group is open below and closed above,
/// the first closed on both sides: `hoslem.test` of R's `ResourceSelection` and `logitgof` of `generalhoslem`. SAS and Stata
/// form groups by rank, and differ where there are ties.
///
/// For 49 groups, and some other numbers, `g · (1/g)` rounds to less than 1: R's last break then lies below the largest risk,
/// and its row is in no group. Here the last break is the largest risk.
///
/// Ties can leave a group empty; R then has NaN, here the group is left out unless [`EmptyGroups::Undefined`] is asked for.
/// One sort.
///
/// ```
/// use voxomics_stats::hosmer_lemeshow::{self, Options};
///
/// let risks = [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9];
/// let labels = [false, false, true, false, true, false, true, true];
/// let test = hosmer_lemeshow::test(&labels, &risks, &Options { groups: 4, ..Options::default() })?;
/// assert_eq!((test.groups.len(), test.development_df(), test.external_df()), (4, 2, 4));
/// assert!(test.development.is_some_and(|test| test.p_value > 0.05));
/// # Ok::<(), hosmer_lemeshow::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for empty or unequal input and risks that are none; [`Error::Groups`], [`Error::TooManyGroups`],
/// [`Error::SingleGroup`] and [`Error::Certain`].
///
/// # References
///
/// Hosmer DW, Lemeshow S. *Commun Stat A* 1980;9:1043-1069.
#[doc(alias("hoslem.test", "logitgof"))]
pub fn test(labels: &[bool], risks: &[f64], options: &Options) -> Result<Test, Error> {
    input::same_length(("labels", labels.len()), ("risks", risks.len()))?;
    input::probabilities("risks", risks)?;
    if options.groups < 2 {
        return Err(Error::Groups(options.groups));
    }
    if options.groups > MOST {
        return Err(Error::TooManyGroups(options.groups));
    }
    let breaks = breaks(risks, options.groups);
    let all = grouped(labels, risks, &breaks);
    let occupied = all.iter().filter(|group| group.rows() > 0).count();
    if occupied < 2 {
        return Err(Error::SingleGroup);
    }
    let empty = all.len() - occupied;
    let groups: Vec<Group> = match options.empty {
        EmptyGroups::Drop => all.into_iter().filter(|group| group.rows() > 0).collect(),
        EmptyGroups::Undefined => all,
    };
    let certain = |group: &Group| {
        group.rows() > 0 && (group.expected_cases == 0.0 || group.expected_controls == 0.0)
    };
    if let Some(index) = groups.iter().position(certain) {
        return Err(Error::Certain(index));
    }
    let statistic = (occupied == groups.len()).then(|| groups.iter().map(Group::part).sum());
    let chi_squared = |df: usize| {
        let statistic = statistic.filter(|_| df > 0)?;
        Some(ChiSquaredTest::new(statistic, df))
    };
    Ok(Test {
        empty,
        statistic,
        development: chi_squared(occupied - 2),
        external: chi_squared(groups.len()),
        groups,
    })
}

impl Group {
    fn rows(&self) -> usize {
        self.cases + self.controls
    }

    /// Its part of the statistic.
    fn part(&self) -> f64 {
        let term = |observed: usize, expected: f64| {
            let off = observed as f64 - expected;
            off * off / expected
        };
        term(self.cases, self.expected_cases) + term(self.controls, self.expected_controls)
    }
}

/// Distinct quantiles of the risks.
fn breaks(risks: &[f64], groups: usize) -> Vec<f64> {
    let mut sorted = risks.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    // The products are R's: 3 · 0.1 is above 0.3, and may put a break beside a risk instead of on it.
    let step = 1.0 / groups as f64;
    let mut breaks: Vec<f64> = (0..groups)
        .map(|i| quantile::of_sorted(&sorted, (i as f64 * step).min(1.0), quantile::Type::Seven))
        .collect();
    // Not the product: 49 · (1/49) is below 1.
    breaks.extend(sorted.last());
    breaks.dedup();
    breaks
}

fn grouped(labels: &[bool], risks: &[f64], breaks: &[f64]) -> Vec<Group> {
    let empty = |edges: &[f64]| Group {
        from: edges[0],
        to: edges[1],
        cases: 0,
        controls: 0,
        expected_cases: 0.0,
        expected_controls: 0.0,
    };
    let mut groups: Vec<Group> = breaks.windows(2).map(empty).collect();
    if groups.is_empty() {
        return groups;
    }
    // What rounding took from the sums: a good fit is a small difference of large sums.
    let mut lost = vec![(0.0, 0.0); groups.len()];
    for (&case, &risk) in labels.iter().zip(risks) {
        let above = breaks.partition_point(|&edge| edge < risk);
        let place = above.saturating_sub(1).min(breaks.len() - 2);
        let (group, lost) = (&mut groups[place], &mut lost[place]);
        group.cases += usize::from(case);
        group.controls += usize::from(!case);
        add(&mut group.expected_cases, &mut lost.0, risk);
        add(&mut group.expected_controls, &mut lost.1, 1.0 - risk);
    }
    groups
}

/// Kahan's summation.
fn add(sum: &mut f64, lost: &mut f64, term: f64) {
    let term = term - *lost;
    let next = *sum + term;
    *lost = (next - *sum) - term;
    *sum = next;
}
