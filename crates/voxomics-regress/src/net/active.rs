//! Exact solutions on a set of columns: Newton's steps on the coefficients that are not 0, which one after the other
//! come in and go out.
//!
//! Signs are fixed while a step is taken, so that the penalty is a straight line in it; a step ends where the first
//! coefficient would change its sign or pass a bound, and that one leaves. When the coefficients that are in have settled, all
//! candidates come in whose gradients exceed the penalty. The objective falls with every step, so that no set returns
//! (feature-sign search: Lee H, Battle A, Raina R, Ng AY. *NIPS* 2007;19:801-8).

mod admit;
mod curvature;
mod step;

use super::columns::{Columns, Scaling};
use super::factor::Factor;
use super::loss::Loss;
use super::penalty::Penalty;
use super::problem::Problem;
use step::Advance;

/// Steps that a set may take; far beyond any that was seen.
const STEPS: usize = 10_000;
/// Tolerances within which rounding may end a fit.
const NEARLY: f64 = 1e3;
/// A step that leaves more of the gradient than this is followed by a fresh curvature.
const SLOW: f64 = 0.2;

/// A column that has been in, centred and scaled, and its coefficient.
#[derive(Debug, Clone)]
struct Member {
    /// `None` for the intercept.
    column: Option<usize>,
    values: Vec<f64>,
    coefficient: f64,
    state: State,
    /// Products with the members before it and itself, the curvature between them; NaN where they are not known.
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
    /// The largest gradient of what is in, when they were last looked at.
    left: f64,
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
            left: 0.0,
        };
        new.value = new.loss.evaluate(&new.eta, &mut new.residual);
        new.loss.freeze(&new.eta);
        new
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

    /// Steps until the coefficients that are in have gradients of 0.
    fn settle(&mut self, lambda: f64) -> bool {
        let (mut before, mut fresh) = (f64::INFINITY, false);
        for _ in 0..STEPS {
            let gradient = self.gradient(lambda);
            if !gradient.iter().all(|gradient| gradient.is_finite()) {
                return false;
            }
            let largest = gradient.iter().fold(0.0_f64, |most, g| most.max(g.abs()));
            self.left = largest;
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
        self.left / self.penalty.scale(lambda)
    }
}
