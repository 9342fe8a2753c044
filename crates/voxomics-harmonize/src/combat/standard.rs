use super::design::Regression;
use super::{Constant, Divisor, Reason};
use crate::levels::Levels;

/// How features are standardised.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standard<'a> {
    pub(crate) counts: &'a [usize],
    pub(crate) reference: Option<usize>,
    /// What is taken off the rows that a pooled variance is divided by.
    pub(crate) less: usize,
}

impl Standard<'_> {
    /// What is taken off where rows are `counts`.
    pub(crate) fn less(regressions: &[Regression], counts: &[usize], divisor: Divisor) -> usize {
        let is_complete = regressions.iter().all(|found| found.rows == counts);
        usize::from(divisor == Divisor::Sva && !is_complete)
    }

    /// Over the batches in proportion to their rows, or the reference's.
    pub(crate) fn grand_mean(&self, found: &Regression) -> f64 {
        if let Some(reference) = self.reference {
            return found.levels[reference];
        }
        let rows: usize = self.counts.iter().sum();
        let shares = self.counts.iter().map(|&count| count as f64 / rows as f64);
        shares
            .zip(&found.levels)
            .map(|(share, level)| share * level)
            .sum()
    }

    /// Pooled, or the reference's.
    pub(crate) fn variance(&self, found: &Regression) -> f64 {
        let (squares, rows) = match self.reference {
            Some(reference) => (found.squares[reference], found.rows[reference]),
            None => (found.squares.iter().sum(), found.rows.iter().sum()),
        };
        squares / (rows - self.less) as f64
    }

    /// Why features stay as they are.
    pub(crate) fn reasons(
        &self,
        batches: &Levels,
        regressions: &[Regression],
        constant: Constant,
    ) -> Vec<Option<Reason>> {
        let reason = |found: &Regression| match (constant, found.flat) {
            (Constant::Adjusted, _) => None,
            (Constant::LeftAlone, Some(batch)) => {
                Some(Reason::ConstantIn(batches.0[batch].clone()))
            }
            (Constant::LeftAlone, None) => {
                (self.variance(found) == 0.0).then_some(Reason::Determined)
            }
        };
        regressions.iter().map(reason).collect()
    }
}
