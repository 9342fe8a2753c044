//! The weighted line at one point.

use voxomics_core::vectorised;

/// Points nearer than this share of the window's half-width have weight 1.
const NEAR: f64 = 0.001;
/// Points farther than this have weight 0.
const FAR: f64 = 0.999;
/// A window whose points spread less than this share of the whole range gets a constant.
const FLAT: f64 = 0.001;

const LANES: usize = 4;

/// The points of a smooth, sorted by `x`, and how much each is trusted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Points<'a> {
    pub(super) x: &'a [f64],
    pub(super) y: &'a [f64],
    /// Nothing in the first round.
    pub(super) trust: &'a [f64],
}

/// The local line at `at` from the window `left..=right`; none where no point has weight.
pub(super) fn line(points: Points<'_>, at: f64, left: usize, right: usize) -> Option<f64> {
    let Points { x, y, trust } = points;
    let width = (at - x[left]).max(x[right] - at);
    let reach = FAR * width;
    // Ties with the last point belong to the window; points out of reach have no weight.
    let mut end = right + 1;
    while end < x.len() && x[end] - at <= reach {
        end += 1;
    }
    while end > left + 1 && x[end - 1] - at > reach {
        end -= 1;
    }
    let (x, y) = (&x[left..end], &y[left..end]);
    let Moments { w, t, tt, y, ty } = if trust.is_empty() {
        moments(x, y, at, width)
    } else {
        trusted_moments(x, y, &trust[left..end], at, width)
    };
    // Where the reference's weight is 0, so is its fit: the point keeps its y.
    if w <= 0.0 {
        return None;
    }
    let (center, mean) = (t / w, y / w);
    let spread = tt / w - center * center;
    let range = points.x[points.x.len() - 1] - points.x[0];
    if width > 0.0 && spread.max(0.0).sqrt() * width > FLAT * range {
        Some(mean - center * ((ty / w - center * mean) / spread))
    } else {
        Some(mean)
    }
}

/// Sums over a window: of the weights, and of weights times `t = (x - at)/width`, `t²`, `y`, `t y`.
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    w: f64,
    t: f64,
    tt: f64,
    y: f64,
    ty: f64,
}

impl Moments {
    #[inline]
    fn add(&mut self, w: f64, t: f64, y: f64) {
        self.w += w;
        self.t += w * t;
        self.tt += w * t * t;
        self.y += w * y;
        self.ty += w * t * y;
    }

    fn total(parts: [Self; LANES]) -> Self {
        let sum = |of: fn(&Self) -> f64| {
            (of(&parts[0]) + of(&parts[1])) + (of(&parts[2]) + of(&parts[3]))
        };
        Self {
            w: sum(|part| part.w),
            t: sum(|part| part.t),
            tt: sum(|part| part.tt),
            y: sum(|part| part.y),
            ty: sum(|part| part.ty),
        }
    }
}

/// Tricube weight at the distance `|t|` of the half-width.
#[inline]
fn tricube(t: f64) -> f64 {
    let r = t.abs();
    let c = 1.0 - r * r * r;
    let weight = if r <= NEAR { 1.0 } else { c * c * c };
    if r <= FAR { weight } else { 0.0 }
}

/// A window of no width: all its points are where the line is wanted.
#[inline]
fn scaled(x: f64, at: f64, width: f64) -> f64 {
    (x - at) / if width > 0.0 { width } else { 1.0 }
}

vectorised! {
    fn moments(x: &[f64], y: &[f64], at: f64, width: f64) -> Moments {
        let mut parts = [Moments::default(); LANES];
        let (xs, ys) = (x.chunks_exact(LANES), y.chunks_exact(LANES));
        let rest = xs.remainder().iter().zip(ys.remainder());
        for (x, y) in xs.zip(ys) {
            for lane in 0..LANES {
                let t = scaled(x[lane], at, width);
                parts[lane].add(tricube(t), t, y[lane]);
            }
        }
        for (lane, (&x, &y)) in rest.enumerate() {
            let t = scaled(x, at, width);
            parts[lane].add(tricube(t), t, y);
        }
        Moments::total(parts)
    }

    fn trusted_moments(x: &[f64], y: &[f64], trust: &[f64], at: f64, width: f64) -> Moments {
        let mut parts = [Moments::default(); LANES];
        let (xs, ys, trusts) = (x.chunks_exact(LANES), y.chunks_exact(LANES), trust.chunks_exact(LANES));
        let rest = xs.remainder().iter().zip(ys.remainder()).zip(trusts.remainder());
        for ((x, y), trust) in xs.zip(ys).zip(trusts) {
            for lane in 0..LANES {
                let t = scaled(x[lane], at, width);
                parts[lane].add(tricube(t) * trust[lane], t, y[lane]);
            }
        }
        for (lane, ((&x, &y), &trust)) in rest.enumerate() {
            let t = scaled(x, at, width);
            parts[lane].add(tricube(t) * trust, t, y);
        }
        Moments::total(parts)
    }
}
