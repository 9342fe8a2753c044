//! Variances and covariances of areas.

use super::{Class, Placements};
use crate::delong::Error;

impl Placements {
    /// DeLong's variance of the area: `S10/m + S01/k` with the sample variances of the placements of `m` cases and `k`
    /// controls.
    ///
    /// It is 0 for a marker that parts the classes perfectly, which says more of the sample than of the marker.
    ///
    /// # Errors
    ///
    /// [`Error::TooFew`] for a single case or control.
    #[doc(alias = "var.roc")]
    pub fn variance(&self) -> Result<f64, Error> {
        self.enough()?;
        let of = |class: &Class| class.covariance(class, class.squares);
        Ok(of(&self.cases) + of(&self.controls))
    }

    /// Covariance of the areas of two markers on the same subjects.
    ///
    /// # Errors
    ///
    /// [`Error::OtherSubjects`] and [`Error::Directions`] if they do not go together, [`Error::TooFew`].
    #[doc(alias = "cov.roc")]
    pub fn covariance(&self, other: &Self) -> Result<f64, Error> {
        let [cases, controls] = self.products(other)?;
        Ok(self.cases.covariance(&other.cases, cases)
            + self.controls.covariance(&other.controls, controls))
    }

    /// Covariance of two areas, and the variance of their difference, which is exact where it is near 0.
    pub(in crate::delong) fn covariance_and_variance_of_difference(
        &self,
        other: &Self,
    ) -> Result<(f64, f64), Error> {
        let [cases, controls] = self.products(other)?;
        let [of_cases, of_controls] = [
            (&self.cases, &other.cases, cases),
            (&self.controls, &other.controls, controls),
        ]
        .map(|(a, b, products)| {
            let squares = a.squares + b.squares - 2 * products;
            let sum = a.sum - b.sum;
            let variance = a.scaled(a.len as i128 * squares - sum * sum);
            (a.covariance(b, products), variance)
        });
        Ok((of_cases.0 + of_controls.0, of_cases.1 + of_controls.1))
    }

    /// Sums of products of doubled placements, of cases and of controls.
    fn products(&self, other: &Self) -> Result<[i128; 2], Error> {
        self.enough()?;
        if self.labels != other.labels {
            let rows = self.labels.iter().zip(&other.labels);
            let row = rows.take_while(|(a, b)| a == b).count();
            return Err(Error::OtherSubjects { row });
        }
        if self.direction != other.direction {
            return Err(Error::Directions);
        }
        let (mut of_cases, mut of_all) = (0_i128, 0_i128);
        let rows = self.doubled.iter().zip(&other.doubled).zip(&self.labels);
        for ((&a, &b), &case) in rows {
            let product = u64::from(a) * u64::from(b);
            of_all += i128::from(product);
            of_cases += i128::from(product * u64::from(case));
        }
        Ok([of_cases, of_all - of_cases])
    }

    fn enough(&self) -> Result<(), Error> {
        let (cases, controls) = (self.cases(), self.controls());
        if cases < 2 || controls < 2 {
            return Err(Error::TooFew { cases, controls });
        }
        Ok(())
    }
}
