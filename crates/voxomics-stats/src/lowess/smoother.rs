//! The whole smooth: which points are fitted, and how robustness weights follow from the residuals.

use super::local::{Points, line};
use super::{Error, Options};

/// Memory that one smooth leaves to the next.
#[derive(Debug, Default)]
pub(crate) struct Smoother {
    smooth: Vec<f64>,
    trust: Vec<f64>,
    sizes: Vec<f64>,
}

impl Smoother {
    /// The curve at points sorted by `x`; finite, at least one.
    pub(crate) fn smooth(
        &mut self,
        x: &[f64],
        y: &[f64],
        options: &Options,
    ) -> Result<&[f64], Error> {
        let n = x.len();
        let range = x[n - 1] - x[0];
        if !range.is_finite() {
            return Err(Error::Overflow("distances"));
        }
        // Written so that NaN fails too.
        if !(options.span > 0.0 && options.span <= 1.0) {
            return Err(Error::Span(options.span));
        }
        let delta = options.delta.unwrap_or(0.01 * range);
        if !(delta >= 0.0 && delta.is_finite()) {
            return Err(Error::Delta(delta));
        }
        // The summand is Cleveland's, so that 0.3 of 10 points are 3.
        let neighbours = ((options.span * n as f64 + 1e-7) as usize).clamp(2, n.max(2));
        self.trust.clear();
        self.smooth.clear();
        self.smooth.resize(n, 0.0);
        if n == 1 {
            self.smooth[0] = y[0];
            return Ok(&self.smooth);
        }
        for iteration in 0..=options.iterations {
            let trust = &self.trust;
            pass(Points { x, y, trust }, neighbours, delta, &mut self.smooth);
            if iteration < options.iterations && !self.weigh_residuals(y) {
                break;
            }
        }
        if self.smooth.iter().all(|y| y.is_finite()) {
            Ok(&self.smooth)
        } else {
            Err(Error::Overflow("values of y"))
        }
    }

    /// Bisquare weights from the residuals; false where the fit is exact and there is nothing to mistrust.
    fn weigh_residuals(&mut self, y: &[f64]) -> bool {
        let n = y.len();
        self.trust.clear();
        self.trust
            .extend(y.iter().zip(&self.smooth).map(|(y, fit)| (y - fit).abs()));
        let mean = self.trust.iter().sum::<f64>() / n as f64;
        self.sizes.clone_from(&self.trust);
        self.sizes.sort_unstable_by(f64::total_cmp);
        // Six medians.
        let cut = 3.0 * (self.sizes[n / 2] + self.sizes[n - n / 2 - 1]);
        if cut < 1e-7 * mean {
            return false;
        }
        for trust in &mut self.trust {
            let size = *trust;
            let bisquare = 1.0 - (size / cut) * (size / cut);
            *trust = if size <= 0.001 * cut {
                1.0
            } else if size <= 0.999 * cut {
                bisquare * bisquare
            } else {
                0.0
            };
        }
        true
    }
}

/// One smooth with the weights as they are.
fn pass(points: Points<'_>, neighbours: usize, delta: f64, smooth: &mut [f64]) {
    let Points { x, y, .. } = points;
    let n = x.len();
    let (mut left, mut right) = (0, neighbours - 1);
    let mut last: Option<usize> = None;
    let mut at = 0;
    loop {
        // The window moves right as long as the next point is nearer than the leftmost one.
        while right < n - 1 && x[at] - x[left] > x[right + 1] - x[at] {
            left += 1;
            right += 1;
        }
        smooth[at] = line(points, x[at], left, right).unwrap_or(y[at]);
        if let Some(last) = last {
            join(x, smooth, last, at);
        }
        let mut done = at;
        let cut = x[done] + delta;
        let mut next = done + 1;
        while next < n && x[next] <= cut {
            if x[next] == x[done] {
                smooth[next] = smooth[done];
                done = next;
            }
            next += 1;
        }
        last = Some(done);
        if done + 1 >= n {
            return;
        }
        // The last point within delta, or the next one if there is none.
        at = (done + 1).max(next - 1);
    }
}

/// The straight line between two fitted points.
fn join(x: &[f64], smooth: &mut [f64], from: usize, to: usize) {
    let width = x[to] - x[from];
    for between in from + 1..to {
        let share = (x[between] - x[from]) / width;
        smooth[between] = share * smooth[to] + (1.0 - share) * smooth[from];
    }
}
