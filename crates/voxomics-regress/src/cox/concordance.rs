//! How well linear predictors order events.

use serde::{Deserialize, Serialize};

use super::cohort::Cohort;
use super::order::Stratum;
use super::{Error, Fit};

/// Pairs in which an event comes while the other row is at risk and stays so, by their linear predictors; each counts the
/// product of its weights.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Concordance {
    /// The event has the larger linear predictor.
    pub concordant: f64,
    /// It has the smaller.
    pub discordant: f64,
    /// They are equal.
    pub tied: f64,
    /// `(concordant + tied/2)/all`; none without pairs.
    pub index: Option<f64>,
    /// Its standard error by the infinitesimal jackknife: `√Σ (w ∂C/∂w)²`.
    pub standard_error: Option<f64>,
}

impl Cohort {
    /// Harrell's concordance index of the linear predictors within strata, R's `concordance(fit)`; the one that `summary(coxph(...))`
    /// prints. `rows log(rows)` operations.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] for a fit of other columns.
    ///
    /// # References
    ///
    /// Harrell FE et al. *JAMA* 1982;247:2543-6. Therneau TM, Watson DA. Mayo Clinic technical report 85, 2015.
    #[doc(alias("concordance_index", "rcorr.cens"))]
    pub fn concordance(&self, fit: &Fit) -> Result<Concordance, Error> {
        let (linear, _) = self.linear_of(fit)?;
        let ranks = Ranks::new(&linear);
        let mut pairs = vec![Pairs::default(); self.rows()];
        let mut counts = Pairs::default();
        for stratum in &self.order.strata {
            counts.add(self.as_events(stratum, &ranks, &mut pairs));
            self.as_survivors(stratum, &ranks, &mut pairs);
        }
        let all = counts.all();
        let (mut index, mut standard_error) = (None, None);
        if all > 0.0 {
            let c = counts.credit() / all;
            let part = |(place, pairs): (usize, &Pairs)| {
                self.weight(place) * (pairs.credit() - c * pairs.all()) / all
            };
            let squares: f64 = pairs
                .iter()
                .enumerate()
                .map(part)
                .map(|part| part * part)
                .sum();
            index = Some(c);
            standard_error = Some(squares.sqrt());
        }
        Ok(Concordance {
            concordant: counts.concordant,
            discordant: counts.discordant,
            tied: counts.tied,
            index,
            standard_error,
        })
    }

    /// Pairs of each event with those who outlive it; their weighted sum.
    fn as_events(&self, stratum: &Stratum, ranks: &Ranks, pairs: &mut [Pairs]) -> Pairs {
        let mut at_risk = Tree::new(ranks.count);
        let mut total = Pairs::default();
        for group in stratum.groups.clone().rev() {
            let rows = self.order.groups[group];
            let deaths = rows.deaths();
            for place in deaths.end..rows.rows().end {
                at_risk.add(ranks.of[place], self.weight(place));
            }
            for place in deaths.clone() {
                let (less, same, more) = at_risk.around(ranks.of[place]);
                let own = Pairs {
                    concordant: less,
                    discordant: more,
                    tied: same,
                };
                pairs[place].add(own);
                total.add(own.times(self.weight(place)));
            }
            for place in deaths {
                at_risk.add(ranks.of[place], self.weight(place));
            }
            for &place in self.order.entrants(group) {
                at_risk.add(ranks.of[place as usize], -self.weight(place as usize));
            }
        }
        total
    }

    /// Pairs of each row with the events that it outlives.
    fn as_survivors(&self, stratum: &Stratum, ranks: &Ranks, pairs: &mut [Pairs]) {
        let mut events = Tree::new(ranks.count);
        let survived = |events: &Tree, place: usize| {
            let (less, same, more) = events.around(ranks.of[place]);
            Pairs {
                concordant: more,
                discordant: less,
                tied: same,
            }
        };
        for group in stratum.groups.clone() {
            // Events before somebody enters are not his.
            for &place in self.order.entrants(group) {
                let before = survived(&events, place as usize);
                pairs[place as usize].add(before.times(-1.0));
            }
            let rows = self.order.groups[group];
            for place in rows.deaths() {
                let own = survived(&events, place);
                pairs[place].add(own);
            }
            for place in rows.deaths() {
                events.add(ranks.of[place], self.weight(place));
            }
            let censored = rows.deaths().end..rows.rows().end;
            for (place, pairs) in censored.clone().zip(&mut pairs[censored]) {
                pairs.add(survived(&events, place));
            }
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Pairs {
    concordant: f64,
    discordant: f64,
    tied: f64,
}

impl Pairs {
    fn add(&mut self, other: Self) {
        self.concordant += other.concordant;
        self.discordant += other.discordant;
        self.tied += other.tied;
    }

    fn times(self, factor: f64) -> Self {
        Self {
            concordant: self.concordant * factor,
            discordant: self.discordant * factor,
            tied: self.tied * factor,
        }
    }

    fn all(&self) -> f64 {
        self.concordant + self.discordant + self.tied
    }

    fn credit(&self) -> f64 {
        self.concordant + self.tied / 2.0
    }
}

/// Places of values among the distinct ones.
struct Ranks {
    of: Vec<usize>,
    count: usize,
}

impl Ranks {
    fn new(values: &[f64]) -> Self {
        let mut distinct: Vec<f64> = values.iter().map(|value| value + 0.0).collect();
        distinct.sort_unstable_by(f64::total_cmp);
        distinct.dedup();
        let rank = |value: &f64| distinct.partition_point(|other| other < value);
        Self {
            of: values.iter().map(rank).collect(),
            count: distinct.len(),
        }
    }
}

/// Sums of weights by rank, of which those below a rank cost a logarithm of their number (Fenwick PM. *Software Pract Exper*
/// 1994;24:327-36).
struct Tree {
    sums: Vec<f64>,
    total: f64,
}

impl Tree {
    fn new(count: usize) -> Self {
        Self {
            sums: vec![0.0; count + 1],
            total: 0.0,
        }
    }

    fn add(&mut self, rank: usize, weight: f64) {
        self.total += weight;
        let mut at = rank + 1;
        while at < self.sums.len() {
            self.sums[at] += weight;
            at += at & at.wrapping_neg();
        }
    }

    /// Below `rank` places.
    fn below(&self, rank: usize) -> f64 {
        let (mut sum, mut at) = (0.0, rank);
        while at > 0 {
            sum += self.sums[at];
            at &= at - 1;
        }
        sum
    }

    /// Below, at and above a rank.
    fn around(&self, rank: usize) -> (f64, f64, f64) {
        let (less, up_to) = (self.below(rank), self.below(rank + 1));
        (less, up_to - less, self.total - up_to)
    }
}
