use voxomics_core::math;

use super::Loss;

/// Minus the partial log likelihood, ties as Breslow: `-Σ over events w (η - log Σ over those at risk w e^η)`.
///
/// At risk at `t` is everybody with a time of `t` or later.
#[derive(Debug, Clone)]
pub(crate) struct Cox {
    /// Rows by falling time.
    order: Vec<usize>,
    /// Ends, in `order`, of the runs of equal times.
    runs: Vec<usize>,
    events: Vec<bool>,
    weights: Vec<f64>,
    frozen: Risk,
}

/// Who is at risk at a linear predictor.
#[derive(Debug, Clone, Default)]
struct Risk {
    /// The largest linear predictor, which is taken away from all.
    centre: f64,
    /// `w e^η`, in the order of the rows.
    hazards: Vec<f64>,
    /// Their sum over those at risk, for each run.
    sums: Vec<f64>,
    /// The weight of the events of each run over that.
    shares: Vec<f64>,
}

impl Cox {
    pub(crate) fn new(times: &[f64], events: &[bool], weights: Vec<f64>) -> Self {
        let mut order: Vec<usize> = (0..times.len()).collect();
        order.sort_by(|&a, &b| times[b].total_cmp(&times[a]));
        let mut runs: Vec<usize> = (1..order.len())
            .filter(|&at| times[order[at]] != times[order[at - 1]])
            .collect();
        runs.push(order.len());
        Self {
            order,
            runs,
            events: events.to_vec(),
            weights,
            frozen: Risk::default(),
        }
    }

    /// -Σ over times of `d log d`, `d` the weight of the events: the partial log likelihood of the saturated model.
    pub(crate) fn saturated(&self) -> f64 {
        let mut start = 0;
        let each = self.runs.iter().map(|&end| {
            let dead = self.dead(start, end);
            start = end;
            if dead > 0.0 {
                -dead * math::ln(dead)
            } else {
                0.0
            }
        });
        each.sum()
    }

    fn dead(&self, start: usize, end: usize) -> f64 {
        let rows = self.order[start..end].iter();
        rows.filter(|&&row| self.events[row])
            .map(|&row| self.weights[row])
            .sum()
    }

    fn risk(&self, eta: &[f64]) -> Risk {
        let counted = eta
            .iter()
            .zip(&self.weights)
            .filter(|&(_, &weight)| weight > 0.0);
        let centre = counted
            .map(|(&eta, _)| eta)
            .fold(f64::NEG_INFINITY, f64::max);
        let hazard = |&row: &usize| match self.weights[row] {
            0.0 => 0.0,
            weight => weight * math::exp(eta[row] - centre),
        };
        let hazards: Vec<f64> = self.order.iter().map(hazard).collect();
        let (mut start, mut sum) = (0, 0.0);
        let (mut sums, mut shares) = (Vec::new(), Vec::new());
        for &end in &self.runs {
            sum += hazards[start..end].iter().sum::<f64>();
            let dead = self.dead(start, end);
            sums.push(sum);
            shares.push(if dead > 0.0 { dead / sum } else { 0.0 });
            start = end;
        }
        Risk {
            centre,
            hazards,
            sums,
            shares,
        }
    }
}

impl Risk {
    /// Shares summed from the first time to each run's.
    fn cumulated(&self) -> Vec<f64> {
        let mut sum = 0.0;
        let mut cumulated = self.shares.clone();
        for share in cumulated.iter_mut().rev() {
            sum += *share;
            *share = sum;
        }
        cumulated
    }
}

impl Loss for Cox {
    fn evaluate(&mut self, eta: &[f64], residual: &mut [f64]) -> f64 {
        let risk = self.risk(eta);
        let cumulated = risk.cumulated();
        let (mut start, mut value) = (0, 0.0);
        for (run, &end) in self.runs.iter().enumerate() {
            let log = if risk.shares[run] > 0.0 {
                math::ln(risk.sums[run])
            } else {
                0.0
            };
            for at in start..end {
                let row = self.order[at];
                residual[row] = -risk.hazards[at] * cumulated[run];
                if self.events[row] {
                    residual[row] += self.weights[row];
                    value += self.weights[row] * (log - (eta[row] - risk.centre));
                }
            }
            start = end;
        }
        value
    }

    fn freeze(&mut self, eta: &[f64]) {
        self.frozen = self.risk(eta);
    }

    /// `Σ over events of shares·(hazards·d - hazards·mean of d at risk)`.
    fn curve(&self, direction: &[f64], product: &mut [f64]) {
        let Risk {
            hazards,
            sums,
            shares,
            ..
        } = &self.frozen;
        let (mut start, mut sum) = (0, 0.0);
        let mut means = vec![0.0; self.runs.len()];
        for (run, &end) in self.runs.iter().enumerate() {
            for at in start..end {
                sum += hazards[at] * direction[self.order[at]];
            }
            if sums[run] > 0.0 {
                means[run] = sum / sums[run];
            }
            start = end;
        }
        let (mut end, mut share, mut weighted) = (self.order.len(), 0.0, 0.0);
        for run in (0..self.runs.len()).rev() {
            let start = if run == 0 { 0 } else { self.runs[run - 1] };
            share += shares[run];
            weighted += shares[run] * means[run];
            for (&row, hazard) in self.order[start..end].iter().zip(&hazards[start..end]) {
                product[row] = hazard * (share * direction[row] - weighted);
            }
            end = start;
        }
    }
}
