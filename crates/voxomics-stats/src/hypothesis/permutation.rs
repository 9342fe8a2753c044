//! Distributions of rank sums over all that chance could have done.
//!
//! Ranks are doubled, so that the means that ties share are whole numbers. Counts are doubles: sums of positive numbers lose
//! no digits, and the totals are far beyond whole ones.

use crate::Alternative;

/// Number of subsets by their sum.
#[derive(Debug, Clone)]
pub(super) struct Counts {
    /// At an index, the subsets with that sum.
    of_sum: Vec<f64>,
    total: f64,
}

impl Counts {
    /// Of subsets of `size` of the ranks.
    pub(super) fn of_size(ranks: &[usize], size: usize) -> Self {
        let mut sorted = ranks.to_vec();
        sorted.sort_unstable();
        let largest: usize = sorted[sorted.len() - size..].iter().sum();
        // At [k][s], subsets of k of the ranks seen so far with sum s.
        let mut counts = vec![vec![0.0; largest + 1]; size + 1];
        counts[0][0] = 1.0;
        let mut reach = 0;
        for (seen, &rank) in sorted.iter().enumerate() {
            reach = (reach + rank).min(largest);
            for k in (1..=size.min(seen + 1)).rev() {
                let (smaller, these) = counts.split_at_mut(k);
                let without = &smaller[k - 1][..(reach + 1).saturating_sub(rank)];
                for (count, add) in these[0][rank.min(largest + 1)..].iter_mut().zip(without) {
                    *count += add;
                }
            }
        }
        Self::new(counts.swap_remove(size))
    }

    /// Of all subsets of the ranks.
    pub(super) fn of_any_size(ranks: &[usize]) -> Self {
        let mut counts = vec![0.0; ranks.iter().sum::<usize>() + 1];
        counts[0] = 1.0;
        let mut reach = 0;
        for &rank in ranks {
            reach += rank;
            for sum in (rank..=reach).rev() {
                counts[sum] += counts[sum - rank];
            }
        }
        Self::new(counts)
    }

    fn new(of_sum: Vec<f64>) -> Self {
        let total = of_sum.iter().sum();
        Self { of_sum, total }
    }

    /// The chance of `sum` or less.
    pub(super) fn lower(&self, sum: usize) -> f64 {
        let end = (sum + 1).min(self.of_sum.len());
        self.of_sum[..end].iter().sum::<f64>() / self.total
    }

    /// The chance of `sum` or more.
    pub(super) fn upper(&self, sum: usize) -> f64 {
        let start = sum.min(self.of_sum.len());
        self.of_sum[start..].iter().rev().sum::<f64>() / self.total
    }

    /// p of a sum: two-sided, the chance of one as far from `mean`, on either side.
    pub(super) fn p_value(&self, alternative: Alternative, sum: usize, mean: f64) -> f64 {
        match alternative {
            Alternative::Less => self.lower(sum),
            Alternative::Greater => self.upper(sum),
            Alternative::TwoSided => {
                let distance = (sum as f64 - mean).abs();
                let (low, high) = ((mean - distance).floor(), (mean + distance).ceil());
                let low = if low < 0.0 {
                    0.0
                } else {
                    self.lower(low as usize)
                };
                // At the mean itself the two halves overlap.
                (low + self.upper(high as usize)).min(1.0)
            }
        }
    }
}
