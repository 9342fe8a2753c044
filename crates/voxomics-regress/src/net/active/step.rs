//! Steps, each as far as signs and bounds allow, and columns that go out.

use super::{Active, State};
use crate::kernel::add_scaled;

pub(super) enum Advance {
    Whole,
    /// A sign or a bound was in the way.
    Cut,
    /// The objective rose, so that the curvature is not what it was.
    Halved,
    /// The objective does not fall.
    Stuck,
}

impl Active<'_> {
    /// A step, or as much of it as signs and bounds allow.
    pub(super) fn advance(&mut self, lambda: f64, gradient: &[f64], direction: &[f64]) -> Advance {
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
}
