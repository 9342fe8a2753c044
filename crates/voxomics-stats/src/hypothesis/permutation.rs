//! Distributions of rank sums over all that chance could have done.
//!
//! Ranks are doubled, so that the means that ties share are whole numbers. Counts are doubles: sums of positive numbers lose
//! no digits, and the totals are far beyond whole ones.

use crate::Alternative;

/// Counts that are kept at most: one gibibyte.
const MOST_COUNTS: usize = 1 << 27;

/// Number of subsets by their sum.
#[derive(Debug, Clone)]
pub(super) struct Counts {
    /// The smallest sum.
    smallest: usize,
    /// At an index, the subsets whose sum is as much larger.
    of_sum: Vec<f64>,
    total: f64,
}

impl Counts {
    /// Of subsets of `size` of the ranks; none if they are too many to be counted in memory.
    pub(super) fn of_size(ranks: &[usize], size: usize) -> Option<Self> {
        let mut sorted = ranks.to_vec();
        sorted.sort_unstable();
        // At k, the sum of the k smallest ranks.
        let below: Vec<usize> = std::iter::once(0)
            .chain(sorted.iter().scan(0, |sum, rank| {
                *sum += rank;
                Some(*sum)
            }))
            .collect();
        let all = sorted.len();
        let width = |k: usize| below[all] - below[all - k] - below[k] + 1;
        if (0..=size).map(width).sum::<usize>() > MOST_COUNTS {
            return None;
        }
        // At [k][s], subsets of k of the ranks seen so far, with a sum s above the smallest there is.
        let mut counts: Vec<Vec<f64>> = (0..=size).map(|k| vec![0.0; width(k)]).collect();
        counts[0][0] = 1.0;
        for (seen, &rank) in sorted.iter().enumerate() {
            for k in (1..=size.min(seen + 1)).rev() {
                let (smaller, these) = counts.split_at_mut(k);
                // The largest sum of one less among those seen.
                let reach = below[seen] - below[seen + 1 - k] - below[k - 1];
                let without = &smaller[k - 1][..=reach];
                let shift = rank - sorted[k - 1];
                for (count, add) in these[0][shift..].iter_mut().zip(without) {
                    *count += add;
                }
            }
        }
        Some(Self::new(below[size], counts.swap_remove(size)))
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
        Self::new(0, counts)
    }

    fn new(smallest: usize, of_sum: Vec<f64>) -> Self {
        let total = of_sum.iter().sum();
        Self {
            smallest,
            of_sum,
            total,
        }
    }

    /// The chance of `sum` or less.
    pub(super) fn lower(&self, sum: usize) -> f64 {
        let end = (sum + 1)
            .saturating_sub(self.smallest)
            .min(self.of_sum.len());
        self.of_sum[..end].iter().sum::<f64>() / self.total
    }

    /// The chance of `sum` or more.
    pub(super) fn upper(&self, sum: usize) -> f64 {
        let start = sum.saturating_sub(self.smallest).min(self.of_sum.len());
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
