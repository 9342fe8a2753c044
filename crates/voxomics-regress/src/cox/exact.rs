//! The likelihood that is exact for ties, in discrete time.

use std::iter;

use super::cohort::Cohort;
use super::likelihood::Derivatives;
use super::log_sum::LogSum;
use super::order::Stratum;
use super::risk::Risk;

/// The likelihood of some columns: of `d` events among those at risk, they are one of all subsets of as many.
///
/// Subsets are counted by recursion over those at risk (Gail MH, Lubin JH, Rubinstein LV. *Biometrika* 1981;68:703-7), but their
/// sums are neither formed nor differentiated: a subset of size k drawn with its likelihood is, when a row joins, either
/// one without it or one of size k - 1 and the row, and the mean and covariance of its sum of z are those of that mixture. Nothing cancels
/// and nothing overflows. Since risk sets grow backwards in time, one pass serves them all: `rows·d·columns²` operations,
/// where R starts anew at each time.
pub(crate) struct Exact<'a> {
    cohort: &'a Cohort,
    columns: Vec<usize>,
    risk: Risk,
}

impl<'a> Exact<'a> {
    pub(crate) fn new(cohort: &'a Cohort, columns: &[usize]) -> Self {
        Self {
            cohort,
            columns: columns.to_vec(),
            risk: Risk::new(cohort),
        }
    }

    pub(crate) fn evaluate(
        &mut self,
        linear: &mut [f64],
        derivatives: &mut Derivatives,
    ) -> Option<f64> {
        // Breslow's, for the hazards and their range.
        self.risk.update(self.cohort, linear)?;
        derivatives.gradient.fill(0.0);
        derivatives.information.fill(0.0);
        let mut value = 0.0;
        for stratum in &self.cohort.order.strata {
            let order = &self.cohort.order;
            let mut most = 0;
            let sizes: Vec<usize> = (order.groups[stratum.groups.clone()].iter())
                .map(|group| {
                    most = most.max(group.deaths().len());
                    most
                })
                .collect();
            let mut subsets = Subsets::new(most, self.columns.len());
            for group in stratum.groups.clone().rev() {
                let size = sizes[group - stratum.groups.start];
                if order.is_late() {
                    subsets.clear();
                    for place in at_risk(self.cohort, stratum, group) {
                        self.join(&mut subsets, place, order.groups[group].deaths().len());
                    }
                } else {
                    for place in order.groups[group].rows() {
                        self.join(&mut subsets, place, size);
                    }
                }
                let deaths = order.groups[group].deaths();
                value += linear[deaths.clone()].iter().sum::<f64>();
                value -= subsets.log_sum(deaths.len());
                self.take(&subsets, deaths, derivatives);
            }
        }
        Some(value)
    }

    fn join(&self, subsets: &mut Subsets, place: usize, most: usize) {
        let column = |&column: &usize| self.cohort.design.column(column)[place];
        subsets.row.clear();
        subsets.row.extend(self.columns.iter().map(column));
        subsets.join(self.risk.hazards[place], most);
    }

    fn take(
        &self,
        subsets: &Subsets,
        deaths: std::ops::Range<usize>,
        derivatives: &mut Derivatives,
    ) {
        let size = self.columns.len();
        let mean = &subsets.means[deaths.len() * size..][..size];
        for ((gradient, &column), mean) in
            derivatives.gradient.iter_mut().zip(&self.columns).zip(mean)
        {
            *gradient += self.cohort.design.column(column)[deaths.clone()]
                .iter()
                .sum::<f64>()
                - mean;
        }
        let covariance = &subsets.covariances[deaths.len() * size * size..][..size * size];
        for (information, covariance) in derivatives.information.iter_mut().zip(covariance) {
            *information += covariance;
        }
    }
}

/// Who is at risk at a group, with late entry.
fn at_risk(cohort: &Cohort, stratum: &Stratum, group: usize) -> impl Iterator<Item = usize> {
    let own = (group..stratum.groups.end)
        .flat_map(|own| iter::repeat(own).zip(cohort.order.groups[own].rows()));
    own.filter(move |&(own, place)| cohort.order.exposure(stratum, place, own).contains(&group))
        .map(|(_, place)| place)
}

/// Random subsets of each size of the rows so far, each drawn in proportion to the product of its hazards.
struct Subsets {
    columns: usize,
    joined: usize,
    /// Sum of products over subsets of size k, over that of size k - 1; 0 where there are none.
    ratios: Vec<f64>,
    /// Mean of the sum of z, for each size.
    means: Vec<f64>,
    /// Its covariance, lower triangle.
    covariances: Vec<f64>,
    /// z of the row that joins.
    row: Vec<f64>,
    shift: Vec<f64>,
}

impl Subsets {
    fn new(most: usize, columns: usize) -> Self {
        Self {
            columns,
            joined: 0,
            ratios: vec![0.0; most + 1],
            means: vec![0.0; (most + 1) * columns],
            covariances: vec![0.0; (most + 1) * columns * columns],
            row: Vec::with_capacity(columns),
            shift: vec![0.0; columns],
        }
    }

    fn clear(&mut self) {
        self.joined = 0;
        self.ratios.fill(0.0);
        self.means.fill(0.0);
        self.covariances.fill(0.0);
    }

    /// The row joins, for subsets up to a size.
    fn join(&mut self, hazard: f64, most: usize) {
        self.joined += 1;
        // Downwards, so that what is one smaller is still without the row.
        for size in (1..=most.min(self.joined)).rev() {
            let share = hazard / (self.ratios[size] + hazard);
            self.mix(size, share);
            let with = self.ratios[size] + hazard;
            self.ratios[size] = if size == 1 {
                with
            } else {
                let smaller = self.ratios[size - 1];
                smaller * (with / (smaller + hazard))
            };
        }
    }

    /// A share of the subsets of a size have the row.
    fn mix(&mut self, size: usize, share: f64) {
        let n = self.columns;
        let (smaller, own) = self.means.split_at_mut(size * n);
        let smaller = &smaller[(size - 1) * n..];
        for j in 0..n {
            self.shift[j] = smaller[j] + self.row[j] - own[j];
            own[j] += share * self.shift[j];
        }
        let (smaller, own) = self.covariances.split_at_mut(size * n * n);
        let smaller = &smaller[(size - 1) * n * n..];
        let between = share * (1.0 - share);
        for i in 0..n {
            for j in 0..=i {
                let at = i * n + j;
                let moved = between * (self.shift[i] * self.shift[j]);
                own[at] += share * (smaller[at] - own[at]) + moved;
            }
        }
    }

    /// Logarithm of the sum of products over subsets of a size.
    fn log_sum(&self, size: usize) -> f64 {
        let mut sum = LogSum::new();
        (1..=size).for_each(|size| sum.add(1.0, self.ratios[size]));
        sum.value()
    }
}
