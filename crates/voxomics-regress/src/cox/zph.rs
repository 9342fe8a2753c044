//! Whether hazards stay proportional.

use serde::{Deserialize, Serialize};
use voxomics_stats::ChiSquaredTest;

use super::cholesky::Cholesky;
use super::cohort::Cohort;
use super::fit::test;
use super::likelihood::Derivatives;
use super::partial::Partial;
use super::risk::Risk;
use super::{Error, Fit};

/// The time scale on which effects are tested for a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transform {
    /// One minus the Kaplan-Meier curve just before: events are spread evenly. R's default, `km`.
    #[default]
    KaplanMeier,
    /// Mean ranks of the times among those of all rows.
    Rank,
    /// Time itself.
    Identity,
    /// Its logarithm.
    Log,
}

/// Tests that effects do not change with time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProportionalHazards {
    /// For each column, that its effect has no trend; none for an aliased one.
    pub columns: Vec<Option<ChiSquaredTest>>,
    /// That no column's has.
    pub global: ChiSquaredTest,
}

impl Cohort {
    /// Tests proportional hazards: the score test that `g(t)·x` beside `x` has coefficient 0, for a transform `g` of time.
    ///
    /// R's `cox.zph` since survival 3.0 with `terms = FALSE`; before, it was an approximation to this. A column is tested beside the
    /// effects of all columns.
    ///
    /// # Errors
    ///
    /// [`Error::LogOfTime`] for events at 0 or before; [`Error::OneTime`]; [`Error::Length`] for a fit of other columns;
    /// [`Error::Span`] for one of other data; [`Error::ExactTies`].
    ///
    /// # References
    ///
    /// Grambsch PM, Therneau TM. *Biometrika* 1994;81:515-26.
    #[doc(alias("cox.zph", "check_assumptions"))]
    pub fn proportional_hazards(
        &self,
        fit: &Fit,
        transform: Transform,
    ) -> Result<ProportionalHazards, Error> {
        let (linear, _) = self.linear_of(fit)?;
        self.not_exact("proportional hazards")?;
        let times = self.transformed(transform)?;
        let kept: Vec<usize> = (0..self.columns())
            .filter(|&column| fit.coefficients[column].is_some())
            .collect();
        let mut partial = Partial::new(self, &kept);
        partial.risk = Risk::at(self, &linear)?;
        partial.set_means();
        let trend = Trend::new(&mut partial, &times);
        let mut columns = vec![None; self.columns()];
        for (at, &column) in kept.iter().enumerate() {
            columns[column] = Some(trend.test(&[at]));
        }
        let all: Vec<usize> = (0..kept.len()).collect();
        Ok(ProportionalHazards {
            columns,
            global: trend.test(&all),
        })
    }

    /// The transformed time of each group, centred at the mean over events.
    fn transformed(&self, transform: Transform) -> Result<Vec<f64>, Error> {
        let times = &self.order.times;
        let transformed = match transform {
            Transform::Identity => times.clone(),
            Transform::Log => {
                if let Some(&time) = times.iter().find(|&&time| time <= 0.0) {
                    return Err(Error::LogOfTime { time });
                }
                times.iter().map(|&time| libm::log(time)).collect()
            }
            Transform::Rank => self.ranks(),
            Transform::KaplanMeier => self.kaplan_meier(),
        };
        let first = transformed.first().copied();
        if transformed.iter().all(|&time| Some(time) == first) {
            return Err(Error::OneTime);
        }
        let deaths = self
            .order
            .groups
            .iter()
            .map(|group| group.deaths().len() as f64);
        let sum: f64 = transformed
            .iter()
            .zip(deaths)
            .map(|(time, deaths)| time * deaths)
            .sum();
        let mean = sum / self.events as f64;
        Ok(transformed.iter().map(|time| time - mean).collect())
    }

    /// The mean rank of the time of each group among those of all rows.
    fn ranks(&self) -> Vec<f64> {
        let mut stops = self.order.stops.clone();
        stops.sort_unstable_by(f64::total_cmp);
        let rank = |time: &f64| {
            let before = stops.partition_point(|stop| stop < time);
            let up_to = stops.partition_point(|stop| stop <= time);
            (before + up_to + 1) as f64 / 2.0
        };
        self.order.times.iter().map(rank).collect()
    }

    /// One minus the Kaplan-Meier curve of all strata just before the time of each group.
    fn kaplan_meier(&self) -> Vec<f64> {
        let mut stops = self.order.stops.clone();
        stops.sort_unstable_by(f64::total_cmp);
        let mut starts = self.starts.clone().unwrap_or_default();
        starts.sort_unstable_by(f64::total_cmp);
        let at_risk = |time: f64| {
            let gone = stops.partition_point(|&stop| stop < time);
            let come = starts.partition_point(|&start| start < time);
            let late = if starts.is_empty() {
                0
            } else {
                starts.len() - come
            };
            (stops.len() - gone - late) as f64
        };
        let times = &self.order.times;
        let mut ascending: Vec<usize> = (0..times.len()).collect();
        ascending.sort_by(|&a, &b| times[a].total_cmp(&times[b]));
        let mut before = vec![0.0; times.len()];
        let mut survival = 1.0;
        for same in ascending.chunk_by(|&a, &b| times[a] == times[b]) {
            let deaths = same
                .iter()
                .map(|&group| self.order.groups[group].deaths().len());
            let deaths: usize = deaths.sum();
            for &group in same {
                before[group] = 1.0 - survival;
            }
            survival *= 1.0 - deaths as f64 / at_risk(times[same[0]]);
        }
        before
    }
}

/// Score and information of the effects (first) and their trends (second).
struct Trend {
    score: Vec<f64>,
    effects: Derivatives,
    mixed: Derivatives,
    trends: Derivatives,
}

impl Trend {
    fn new(partial: &mut Partial<'_>, times: &[f64]) -> Self {
        let size = partial.columns.len();
        let squares: Vec<f64> = times.iter().map(|time| time * time).collect();
        let mut information = |factors: Option<&[f64]>| {
            let mut derivatives = Derivatives::zero(size);
            partial.set_exposure(factors);
            partial.set_information(factors, &mut derivatives);
            derivatives
        };
        let factors = [None, Some(times), Some(squares.as_slice())];
        let [effects, mixed, trends] = factors.map(&mut information);
        let score = (0..size).map(|at| partial.trend(at, times)).collect();
        Self {
            score,
            effects,
            mixed,
            trends,
        }
    }

    /// Of the trends of some columns, beside the effects of all: `uᵀ (I₂₂ - I₂₁ I₁₁⁻¹ I₁₂)⁻¹ u`.
    fn test(&self, columns: &[usize]) -> ChiSquaredTest {
        let size = self.score.len();
        let whole = size + columns.len();
        let entry =
            |part: &Derivatives, i: usize, j: usize| part.information[i.max(j) * size + i.min(j)];
        let mut information = vec![0.0; whole * whole];
        for i in 0..whole {
            for j in 0..=i {
                information[i * whole + j] = match (i.checked_sub(size), j.checked_sub(size)) {
                    (None, None) => entry(&self.effects, i, j),
                    (Some(i), None) => entry(&self.mixed, columns[i], j),
                    (Some(i), Some(j)) => entry(&self.trends, columns[i], columns[j]),
                    (None, Some(_)) => continue,
                };
            }
        }
        let mut score = vec![0.0; size];
        score.extend(columns.iter().map(|&column| self.score[column]));
        match Cholesky::new(whole, &information, |_| 0.0) {
            Ok(factor) => test(factor.form(&score), columns.len()),
            Err(_) => test(0.0, 0),
        }
    }
}

impl Partial<'_> {
    /// `Σ g(t) (Σ of z over the events - Σ mean)` of a column.
    fn trend(&self, at: usize, times: &[f64]) -> f64 {
        let (order, terms) = (&self.cohort.order, &self.cohort.terms);
        let z = self.cohort.design.column(self.columns[at] as usize);
        let means = &self.means[at * terms.len()..][..terms.len()];
        let groups = order.groups.iter().zip(terms.by_group());
        let each = groups.zip(times).map(|((group, own), time)| {
            let deaths = group.deaths();
            let died: f64 = deaths
                .map(|place| self.cohort.weight(place) * z[place])
                .sum();
            let expected: f64 = own.map(|term| terms.weights[term] * means[term]).sum();
            time * (died - expected)
        });
        each.sum()
    }
}
