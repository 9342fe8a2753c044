//! Exact solutions on a set of columns: Newton's steps on the coefficients that are not 0, which one after the other
//! come in and go out.
//!
//! Signs are fixed while a step is taken, so that the penalty is a straight line in it; a step ends where the first
//! coefficient would change its sign or pass a bound, and that one leaves. When the coefficients that are in have settled, all
//! candidates come in whose gradients exceed the penalty. The objective falls with every step, so that no set returns
//! (feature-sign search: Lee H, Battle A, Raina R, Ng AY. *NIPS* 2007;19:801-8).

use super::columns::{Columns, Scaling};
use super::factor::Factor;
use super::loss::Loss;
use super::penalty::Penalty;
use super::problem::Problem;
use crate::kernel::{add_scaled, dot};

/// Steps that a set may take; far beyond any that was seen.
const STEPS: usize = 10_000;
/// Tolerances within which rounding may end a fit.
const NEARLY: f64 = 1e3;
/// A step that leaves more of the gradient than this is followed by a fresh curvature.
const SLOW: f64 = 0.2;

/// Of the rows, one in so many columns may come in at once.
const CROWD: usize = 4;

/// A column that has been in, centred and scaled, and its coefficient.
#[derive(Debug, Clone)]
struct Member {
    /// `None` for the intercept.
    column: Option<usize>,
    values: Vec<f64>,
    coefficient: f64,
    state: State,
    /// The curvature times the column, where it is known.
    curved: Option<Vec<f64>>,
    /// Products with the members before it and itself, NaN where they are not known.
    products: Vec<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// 0.
    Out,
    /// In; the sign of its part of the penalty, 0 without one.
    In(f64),
    /// At a bound other than 0.
    Pinned,
}

/// A column that comes in.
#[derive(Debug, Clone, Copy)]
struct Entrant {
    /// Where it was before.
    place: Option<usize>,
    column: usize,
    sign: f64,
    /// By how much its gradient exceeds the penalty.
    gain: f64,
}

/// A fit in progress.
pub(crate) struct Active<'a> {
    columns: &'a Columns<'a>,
    scaling: &'a Scaling,
    penalty: &'a Penalty,
    pub(crate) loss: &'a mut dyn Loss,
    pub(crate) eta: Vec<f64>,
    pub(crate) residual: Vec<f64>,
    pub(crate) value: f64,
    members: Vec<Member>,
    member_of: Vec<u32>,
    /// Members that are in, in the order of the factor's rows.
    inside: Vec<usize>,
    factor: Factor,
    ridge: f64,
    /// Largest share of lambda that a gradient may be off.
    pub(crate) tolerance: f64,
    pub(crate) steps: usize,
}

const NOBODY: u32 = u32::MAX;

impl<'a> Active<'a> {
    pub(crate) fn new(problem: &'a Problem<'a>, loss: &'a mut dyn Loss) -> Self {
        let Problem {
            columns,
            scaling,
            penalty,
            ..
        } = problem;
        let rows = columns.rows();
        let mut new = Self {
            columns,
            scaling,
            penalty,
            loss,
            residual: vec![0.0; rows],
            value: 0.0,
            eta: problem.offset.clone(),
            members: Vec::new(),
            member_of: vec![NOBODY; columns.count()],
            inside: Vec::new(),
            factor: Factor::default(),
            ridge: 0.0,
            tolerance: 1e-10,
            steps: 0,
        };
        new.value = new.loss.evaluate(&new.eta, &mut new.residual);
        new.loss.freeze(&new.eta);
        new
    }

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

    /// The solution for this lambda with the columns `candidates` and those that have been in.
    ///
    /// Answers whether it settled.
    pub(crate) fn solve(&mut self, lambda: f64, candidates: &[u32]) -> bool {
        self.set_lambda(lambda);
        let until = self.steps + STEPS;
        while self.steps < until {
            if !self.settle(lambda) {
                return false;
            }
            if !self.admit(lambda, candidates) {
                return true;
            }
        }
        false
    }

    fn set_lambda(&mut self, lambda: f64) {
        let ridge = self.penalty.ridge(lambda);
        if ridge != self.ridge {
            self.ridge = ridge;
            self.factor.truncate(0);
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
            curved: None,
            products: vec![f64::NAN; place + 1],
        });
        self.inside.push(place);
    }

    /// Steps until the coefficients that are in have gradients of 0.
    fn settle(&mut self, lambda: f64) -> bool {
        let (mut before, mut fresh) = (f64::INFINITY, false);
        for _ in 0..STEPS {
            let gradient = self.gradient(lambda);
            if !gradient.iter().all(|gradient| gradient.is_finite()) {
                return false;
            }
            let largest = gradient.iter().fold(0.0_f64, |most, g| most.max(g.abs()));
            if largest <= self.tolerance * self.penalty.scale(lambda) {
                return true;
            }
            let near = largest <= NEARLY * self.tolerance * self.penalty.scale(lambda);
            if largest > SLOW * before {
                if fresh && near {
                    // Rounding, and no step will do better.
                    return true;
                }
                self.refresh();
            }
            fresh = self.loss.is_quadratic() || largest > SLOW * before;
            before = largest;
            self.factorise();
            let mut direction = gradient.clone();
            self.factor.solve(&mut direction);
            self.steps += 1;
            match self.advance(lambda, &gradient, &direction) {
                Advance::Whole => {}
                Advance::Cut => before = f64::INFINITY,
                Advance::Halved => (before, fresh) = (0.0, false),
                Advance::Stuck => return near,
            }
        }
        false
    }

    /// Of the objective with respect to the coefficients that are in, negative.
    fn gradient(&self, lambda: f64) -> Vec<f64> {
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
    fn refresh(&mut self) {
        self.loss.freeze(&self.eta);
        self.factor.truncate(0);
        for member in &mut self.members {
            member.curved = None;
            member.products.fill(f64::NAN);
        }
    }

    fn factorise(&mut self) {
        for at in self.factor.len()..self.inside.len() {
            let place = self.inside[at];
            let mut row: Vec<f64> = (0..=at)
                .map(|other| self.product(place, self.inside[other]))
                .collect();
            if let Some(column) = self.members[place].column {
                row[at] += self.ridge * self.penalty.factor(column);
            }
            self.factor.push(row);
        }
    }

    /// Of two members with the curvature between them.
    fn product(&mut self, a: usize, b: usize) -> f64 {
        let (low, high) = (a.min(b), a.max(b));
        let known = self.members[high].products[low];
        if !known.is_nan() {
            return known;
        }
        if self.members[high].curved.is_none() {
            let mut curved = vec![0.0; self.eta.len()];
            self.loss.curve(&self.members[high].values, &mut curved);
            self.members[high].curved = Some(curved);
        }
        let curved = self.members[high].curved.as_deref().unwrap_or_default();
        let product = dot(curved, &self.members[low].values);
        self.members[high].products[low] = product;
        product
    }

    /// A step, or as much of it as signs and bounds allow.
    fn advance(&mut self, lambda: f64, gradient: &[f64], direction: &[f64]) -> Advance {
        if self.drop_wrong_signs(direction) {
            return Advance::Cut;
        }
        let mut length = 1.0_f64;
        for (&place, &step) in self.inside.iter().zip(direction) {
            length = length.min(self.room(place, step));
        }
        let mut change = vec![0.0; self.eta.len()];
        for (&place, &step) in self.inside.iter().zip(direction) {
            add_scaled(&mut change, step, &self.members[place].values);
        }
        let slope = gradient
            .iter()
            .zip(direction)
            .map(|(g, d)| g * d)
            .sum::<f64>();
        let Some(taken) = self.descend(lambda, &change, direction, length, slope) else {
            return Advance::Stuck;
        };
        for (at, &step) in direction.iter().enumerate() {
            self.members[self.inside[at]].coefficient += taken * step;
        }
        if taken < length {
            return Advance::Halved;
        }
        if length < 1.0 {
            self.leave_at_limits(direction);
            return Advance::Cut;
        }
        Advance::Whole
    }

    /// New members that would go against their sign leave at once.
    fn drop_wrong_signs(&mut self, direction: &[f64]) -> bool {
        let wrong = |at: &usize| {
            let member = &self.members[self.inside[*at]];
            matches!(member.state, State::In(sign) if sign != 0.0 && member.coefficient == 0.0 && direction[*at] * sign <= 0.0)
        };
        let wrong: Vec<usize> = (0..self.inside.len()).filter(wrong).collect();
        for &at in wrong.iter().rev() {
            self.remove(at, State::Out);
        }
        !wrong.is_empty()
    }

    fn remove(&mut self, at: usize, state: State) {
        let place = self.inside.remove(at);
        self.members[place].state = state;
        self.factor.remove(at);
    }

    /// Where along its step a coefficient reaches 0 or a bound.
    fn limit(&self, place: usize, step: f64) -> Option<f64> {
        let member = &self.members[place];
        let (column, State::In(sign)) = (member.column?, member.state) else {
            return None;
        };
        let (lower, upper) = self.penalty.bounds(column, self.scaling.scales[column]);
        let (low, high) = match sign {
            0.0 => (lower, upper),
            s if s > 0.0 => (0.0, upper),
            _ => (lower, 0.0),
        };
        Some(if step < 0.0 { low } else { high })
    }

    fn room(&self, place: usize, step: f64) -> f64 {
        match self.limit(place, step) {
            Some(limit) if limit.is_finite() && step != 0.0 => {
                ((limit - self.members[place].coefficient) / step).max(0.0)
            }
            _ => f64::INFINITY,
        }
    }

    /// Moves along `change` as far as `length`, halved until the objective falls; how far.
    fn descend(
        &mut self,
        lambda: f64,
        change: &[f64],
        direction: &[f64],
        mut length: f64,
        slope: f64,
    ) -> Option<f64> {
        let from = self.eta.clone();
        let before = self.value + self.penalised(lambda, direction, 0.0);
        for _ in 0..40 {
            for (eta, (from, change)) in self.eta.iter_mut().zip(from.iter().zip(change)) {
                *eta = from + length * change;
            }
            self.value = self.loss.evaluate(&self.eta, &mut self.residual);
            let after = self.value + self.penalised(lambda, direction, length);
            // Near the solution the fall is less than the rounding of the objective.
            let rounding = 1e-14 * before.abs().max(1.0);
            if self.loss.is_quadratic() || after <= before - 1e-4 * length * slope + rounding {
                return Some(length);
            }
            length *= 0.5;
        }
        self.eta = from;
        self.value = self.loss.evaluate(&self.eta, &mut self.residual);
        None
    }

    /// The penalty of those that are in, a part of a step further on.
    fn penalised(&self, lambda: f64, direction: &[f64], length: f64) -> f64 {
        let each = self.inside.iter().zip(direction).map(|(&place, &step)| {
            let member = &self.members[place];
            let Some(column) = member.column else {
                return 0.0;
            };
            let coefficient = member.coefficient + length * step;
            self.penalty.lasso(lambda, column) * coefficient.abs()
                + 0.5 * self.ridge * self.penalty.factor(column) * coefficient * coefficient
        });
        each.sum()
    }

    /// Those that a step has brought to 0 or to a bound leave.
    fn leave_at_limits(&mut self, direction: &[f64]) {
        for at in (0..self.inside.len()).rev() {
            let place = self.inside[at];
            let Some(limit) = self.limit(place, direction[at]) else {
                continue;
            };
            let coefficient = self.members[place].coefficient;
            let reached =
                (limit - coefficient) * direction[at].signum() <= 1e-12 * direction[at].abs();
            if limit.is_finite() && direction[at] != 0.0 && reached {
                add_scaled(
                    &mut self.eta,
                    limit - coefficient,
                    &self.members[place].values,
                );
                self.members[place].coefficient = limit;
                self.remove(
                    at,
                    if limit == 0.0 {
                        State::Out
                    } else {
                        State::Pinned
                    },
                );
            }
        }
        self.value = self.loss.evaluate(&self.eta, &mut self.residual);
    }

    /// Lets in what improves the objective; whether there was anything.
    fn admit(&mut self, lambda: f64, candidates: &[u32]) -> bool {
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

    /// Whether a column has a coefficient other than 0.
    pub(crate) fn holds(&self, column: usize) -> bool {
        match self.member_of[column] {
            NOBODY => false,
            place => self.members[place as usize].state != State::Out,
        }
    }

    pub(crate) fn intercept(&self) -> f64 {
        let first = self.members.first();
        first
            .filter(|member| member.column.is_none())
            .map_or(0.0, |member| member.coefficient)
    }

    /// Columns and coefficients other than 0, on the scale of the fit, by column.
    pub(crate) fn coefficients(&self) -> Vec<(usize, f64)> {
        let mut found: Vec<(usize, f64)> = self
            .members
            .iter()
            .filter(|member| member.coefficient != 0.0)
            .filter_map(|member| Some((member.column?, member.coefficient)))
            .collect();
        found.sort_by_key(|&(column, _)| column);
        found
    }

    /// How far the gradients of those that are in are from 0, in lambdas.
    pub(crate) fn violation(&self, lambda: f64) -> f64 {
        let largest = self
            .gradient(lambda)
            .iter()
            .fold(0.0_f64, |most, g| most.max(g.abs()));
        largest / self.penalty.scale(lambda)
    }
}

enum Advance {
    Whole,
    /// A sign or a bound was in the way.
    Cut,
    /// The objective rose, so that the curvature is not what it was.
    Halved,
    /// The objective does not fall.
    Stuck,
}
