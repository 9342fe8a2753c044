//! Columns that come in.

use super::{Active, Entrant, Member, NOBODY, State};
use crate::kernel::dot;

/// Of the rows, one in so many columns may come in at once.
const CROWD: usize = 4;

impl Active<'_> {
    pub(crate) fn join_intercept(&mut self) {
        let ones = vec![1.0; self.eta.len()];
        self.join(None, ones, 0.0);
    }

    /// Lets all columns in that are not penalised.
    pub(crate) fn join_free(&mut self) {
        for column in 0..self.columns.count() {
            if self.scaling.varying[column] && self.penalty.is_free(column) {
                let values = self.scaling.apply(column, self.columns.column(column));
                self.join(Some(column), values, 0.0);
            }
        }
    }

    fn join(&mut self, column: Option<usize>, values: Vec<f64>, sign: f64) {
        let place = self.members.len();
        if let Some(column) = column {
            self.member_of[column] = u32::try_from(place).unwrap_or(NOBODY);
        }
        self.members.push(Member {
            column,
            values,
            coefficient: 0.0,
            state: State::In(sign),
            products: vec![f64::NAN; place + 1],
        });
        self.inside.push(place);
    }

    /// Lets in what improves the objective; whether there was anything.
    pub(super) fn admit(&mut self, lambda: f64, candidates: &[u32]) -> bool {
        let mut entrants = self.returning(lambda);
        entrants.extend(self.newcomers(lambda, candidates));
        self.limit_crowd(&mut entrants);
        for &Entrant {
            place,
            column,
            sign,
            ..
        } in &entrants
        {
            if let Some(place) = place {
                self.members[place].state = State::In(sign);
                self.inside.push(place);
            } else {
                let values = self.scaling.apply(column, self.columns.column(column));
                self.join(Some(column), values, sign);
            }
        }
        !entrants.is_empty()
    }

    /// Members that are out or at a bound and would come in.
    fn returning(&self, lambda: f64) -> Vec<Entrant> {
        let members = self.members.iter().enumerate();
        let entrant = |(place, member): (usize, &Member)| {
            let column = member.column?;
            if matches!(member.state, State::In(_)) {
                return None;
            }
            let gradient = dot(&member.values, &self.residual);
            let sign = self.wants_in(lambda, place, column, gradient)?;
            Some(Entrant {
                place: Some(place),
                column,
                sign,
                gain: gradient.abs() - self.penalty.lasso(lambda, column),
            })
        };
        members.filter_map(entrant).collect()
    }

    /// Columns that have never been in and would come in.
    fn newcomers(&self, lambda: f64, candidates: &[u32]) -> Vec<Entrant> {
        let sum: f64 = self.residual.iter().sum();
        let newcomers: Vec<u32> = candidates
            .iter()
            .copied()
            .filter(|&column| self.member_of[column as usize] == NOBODY)
            .collect();
        let products = self.columns.dots(&newcomers, &self.residual);
        let entrant = |(&column, product): (&u32, f64)| {
            let column = column as usize;
            let gradient = self.scaling.gradient(column, product, sum);
            let sign = self
                .penalty
                .enters(lambda, column, gradient, self.tolerance)?;
            Some(Entrant {
                place: None,
                column,
                sign,
                gain: gradient.abs() - self.penalty.lasso(lambda, column),
            })
        };
        newcomers.iter().zip(products).filter_map(entrant).collect()
    }

    /// Leaves those with most to gain where more come at once than rows can tell apart, as when a wide matrix is first fitted at
    /// a small lambda; a quadratic penalty tells any number apart.
    fn limit_crowd(&self, entrants: &mut Vec<Entrant>) {
        let rows = self.eta.len();
        let most = (rows / CROWD)
            .min(rows.saturating_sub(self.inside.len()))
            .max(1);
        if self.ridge > 0.0 || entrants.len() <= most {
            return;
        }
        let mut gains: Vec<f64> = entrants.iter().map(|entrant| entrant.gain).collect();
        gains.sort_by(|a, b| b.total_cmp(a));
        let least = gains[most - 1];
        let mut left = most;
        entrants.retain(|entrant| {
            let stays = left > 0 && entrant.gain >= least;
            left -= usize::from(stays);
            stays
        });
    }

    /// The sign with which a member that is out or at a bound would come in.
    fn wants_in(&self, lambda: f64, place: usize, column: usize, gradient: f64) -> Option<f64> {
        let member = &self.members[place];
        if member.state == State::Out && !self.penalty.is_free(column) {
            return self
                .penalty
                .enters(lambda, column, gradient, self.tolerance);
        }
        let sign = if self.penalty.is_free(column) {
            0.0
        } else {
            member.coefficient.signum()
        };
        let pull = gradient
            - self.penalty.lasso(lambda, column) * sign
            - self.ridge * self.penalty.factor(column) * member.coefficient;
        let (lower, upper) = self.penalty.bounds(column, self.scaling.scales[column]);
        let slack = self.tolerance * self.penalty.scale(lambda);
        let inward = (member.coefficient >= upper && pull < -slack)
            || (member.coefficient <= lower && pull > slack);
        inward.then_some(sign)
    }
}
