//! The gradient of what is in, and its curvature as a factor.

use super::{Active, State};
use crate::kernel::dot;

impl Active<'_> {
    pub(super) fn set_lambda(&mut self, lambda: f64) {
        let ridge = self.penalty.ridge(lambda);
        if ridge != self.ridge {
            self.ridge = ridge;
            self.factor.truncate(0);
        }
    }

    /// Of the objective with respect to the coefficients that are in, negative.
    pub(super) fn gradient(&self, lambda: f64) -> Vec<f64> {
        let each = self.inside.iter().map(|&place| {
            let member = &self.members[place];
            let State::In(sign) = member.state else {
                return 0.0;
            };
            let loss = dot(&member.values, &self.residual);
            let Some(column) = member.column else {
                return loss;
            };
            loss - self.penalty.lasso(lambda, column) * sign
                - self.ridge * self.penalty.factor(column) * member.coefficient
        });
        each.collect()
    }

    /// The curvature where the fit is now.
    pub(super) fn refresh(&mut self) {
        self.loss.freeze(&self.eta);
        self.factor.truncate(0);
        for member in &mut self.members {
            member.products.fill(f64::NAN);
        }
    }

    pub(super) fn factorise(&mut self) {
        for at in self.factor.len()..self.inside.len() {
            self.multiply(at);
            let place = self.inside[at];
            let others = self.inside[..=at].iter();
            let mut row: Vec<f64> = others.map(|&other| self.known(place, other)).collect();
            if let Some(column) = self.members[place].column {
                row[at] += self.ridge * self.penalty.factor(column);
            }
            self.factor.push(row);
        }
    }

    /// Products of a member with itself and those before it, where they are not known.
    fn multiply(&mut self, at: usize) {
        let place = self.inside[at];
        let others = self.inside[..=at].iter().copied();
        let unknown: Vec<usize> = others
            .filter(|&other| self.known(place, other).is_nan())
            .collect();
        if unknown.is_empty() {
            return;
        }
        let mut curved = vec![0.0; self.eta.len()];
        self.loss.curve(&self.members[place].values, &mut curved);
        for other in unknown {
            let product = dot(&curved, &self.members[other].values);
            self.members[place.max(other)].products[place.min(other)] = product;
        }
    }

    /// The product of two members, NaN where it is not known.
    fn known(&self, a: usize, b: usize) -> f64 {
        self.members[a.max(b)].products[a.min(b)]
    }
}
