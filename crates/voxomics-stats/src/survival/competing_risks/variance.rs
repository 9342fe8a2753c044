//! Variances of a cumulative incidence, each kept up to date from step to step.

/// `Σ c_j (F - F_j)^k` for k = 0, 1, 2, where F grows: no differences of like numbers are taken.
#[derive(Debug, Clone, Copy, Default)]
struct Powers {
    zeroth: f64,
    first: f64,
    second: f64,
}

impl Powers {
    fn grow(&mut self, by: f64) {
        self.second += by * (2.0 * self.first + by * self.zeroth);
        self.first += by * self.zeroth;
    }
}

/// What happens at one time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Events {
    pub(super) at_risk: f64,
    /// Of the cause.
    pub(super) own: f64,
    /// Of the other causes.
    pub(super) others: f64,
    /// Probability to be free of all events before and after it.
    pub(super) before: f64,
    pub(super) after: f64,
}

/// Both variances of a cumulative incidence as it grows.
#[derive(Debug, Clone, Default)]
pub(super) struct Variances {
    /// Gray's: terms of events of other causes, `c (F - F_j)²`.
    others: Powers,
    /// Terms of events of the cause, `c (S_j - (F - F_j))²`, as `Σ c S_j²`, `Σ c S_j (F - F_j)` and `Σ c (F - F_j)²`.
    whole: f64,
    crossed: f64,
    crossed_weight: f64,
    own: Powers,
    gray: f64,
    /// Delta method: `Σ h (F - F_j)²` and its other two sums.
    hazard: Powers,
    binomial: f64,
    mixed: f64,
    mixed_weight: f64,
}

impl Variances {
    /// Moves past the events of one time, by which F grows by `growth`.
    pub(super) fn step(&mut self, events: Events, growth: f64) {
        self.others.grow(growth);
        self.own.grow(growth);
        self.crossed += growth * self.crossed_weight;
        self.hazard.grow(growth);
        self.mixed += growth * self.mixed_weight;
        self.add_gray(events);
        self.add_delta(events);
    }

    fn add_gray(&mut self, events: Events) {
        let Events {
            at_risk: y,
            own,
            others,
            before,
            after,
        } = events;
        // Ties: the d-th event finds one fewer at risk.
        let finite = |d: f64| {
            if d > 1.0 {
                d * (1.0 - (d - 1.0) / (y - 1.0))
            } else {
                d
            }
        };
        let scale = before * before / (y * y);
        let (own_term, others_term) = (scale * finite(own), scale * finite(others));
        self.whole += own_term;
        if after > 0.0 {
            self.others.zeroth += others_term / (after * after);
            self.crossed_weight += own_term / after;
            self.own.zeroth += own_term / (after * after);
        }
        // The variance moves with the incidence only.
        if own > 0.0 {
            self.gray = self.others.second + self.whole - 2.0 * self.crossed + self.own.second;
        }
    }

    fn add_delta(&mut self, events: Events) {
        let Events {
            at_risk: y,
            own,
            others,
            before,
            ..
        } = events;
        let d = own + others;
        if y > d {
            self.hazard.zeroth += d / (y * (y - d));
        }
        self.binomial += before * before * own * (y - own) / (y * y * y);
        self.mixed_weight += before * own / (y * y);
    }

    pub(super) fn gray(&self) -> f64 {
        self.gray.max(0.0)
    }

    pub(super) fn delta(&self) -> f64 {
        (self.hazard.second + self.binomial - 2.0 * self.mixed).max(0.0)
    }
}
