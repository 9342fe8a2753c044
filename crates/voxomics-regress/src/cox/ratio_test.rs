//! Likelihood ratio tests of terms.

use voxomics_stats::ChiSquaredTest;

use super::cohort::Cohort;
use super::fit::test;
use super::solve::Solution;
use super::{Error, Fit};

impl Cohort {
    /// Tests a term, the columns of a factor say, by the likelihood without it: `2 (l - l without)`, R's `drop1(fit, test =
    /// "Chisq")`. Its degrees of freedom are the coefficients that go with it; 0 and p = 1 for aliased columns.
    ///
    /// ```
    /// use ndarray::array;
    /// use voxomics_regress::cox::{Cohort, Options, Response};
    ///
    /// let x = array![[1.0, 2.0], [0.0, 2.5], [1.0, 3.0], [0.0, 1.0], [0.0, 2.2], [1.0, 1.5]];
    /// let times = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    /// let response = Response::Right { times: &times, events: &[true, true, true, false, true, false] };
    /// let cohort = Cohort::new(x.view(), &response, &Options::default())?;
    /// let fit = cohort.fit()?;
    /// // Both together: the test of the whole model.
    /// let test = cohort.likelihood_ratio_test(&fit, &[0, 1])?;
    /// assert!((test.statistic - fit.likelihood_ratio.statistic).abs() < 1e-12);
    /// # Ok::<(), voxomics_regress::cox::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Term`]; as [`fit`](Self::fit) for the model without the term.
    #[doc(alias("drop1", "anova"))]
    pub fn likelihood_ratio_test(
        &self,
        fit: &Fit,
        term: &[usize],
    ) -> Result<ChiSquaredTest, Error> {
        let columns = self.columns();
        fit.check_columns(columns)?;
        let mut stays = vec![true; columns];
        for &column in term {
            match stays.get_mut(column) {
                Some(stays) if *stays => *stays = false,
                _ => return Err(Error::Term { column, columns }),
            }
        }
        let others: Vec<usize> = (0..columns).filter(|&column| stays[column]).collect();
        let without = Solution::new(self, &others)?;
        let coefficients = fit.coefficients.iter().flatten().count();
        // Columns that were aliased with the term come to life without it.
        let freedom = coefficients.saturating_sub(without.model.columns.len());
        let statistic = match freedom {
            0 => 0.0,
            _ => 2.0 * (fit.log_likelihood - without.top.value),
        };
        Ok(test(statistic, freedom))
    }
}
