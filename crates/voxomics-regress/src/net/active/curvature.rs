//! The gradient of what is in, and its curvature as a factor.

use super::{Active, State};
use crate::kernel::dot;

/// Members that are multiplied with others at a time.
const TOGETHER: usize = 8;

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
        while self.factor.len() < self.inside.len() {
            let from = self.factor.len();
            let until = (from + TOGETHER).min(self.inside.len());
            self.multiply(from, until);
            let rows = (from..until).map(|at| self.row(at)).collect();
            self.factor.push(rows);
        }
    }

    /// Products of some members with themselves and those before them, where they are not known.
    fn multiply(&mut self, from: usize, until: usize) {
        let new = self.inside[from..until].iter().copied();
        let lacks = |place: &usize| {
            let mut others = self.inside[..until].iter();
            others.any(|&other| self.known(*place, other).is_nan())
        };
        let curve = |place: usize| {
            let mut curved = vec![0.0; self.eta.len()];
            self.loss.curve(&self.members[place].values, &mut curved);
            (place, curved)
        };
        let new: Vec<(usize, Vec<f64>)> = new.filter(lacks).map(curve).collect();
        // A column is read once for all of the new.
        for at in 0..until {
            let other = self.inside[at];
            for (place, curved) in &new {
                if self.known(*place, other).is_nan() {
                    let product = dot(curved, &self.members[other].values);
                    self.members[other.max(*place)].products[other.min(*place)] = product;
                }
            }
        }
    }

    /// A row of the curvature, up to its diagonal.
    fn row(&self, at: usize) -> Vec<f64> {
        let place = self.inside[at];
        let others = self.inside[..=at].iter();
        let mut row: Vec<f64> = others.map(|&other| self.known(place, other)).collect();
        if let Some(column) = self.members[place].column {
            row[at] += self.ridge * self.penalty.factor(column);
        }
        row
    }

    /// The product of two members, NaN where it is not known.
    fn known(&self, a: usize, b: usize) -> f64 {
        self.members[a.max(b)].products[a.min(b)]
    }
}
