//! Quantiles: Newton's iteration on the logarithm of a tail, within a bracket.

use voxomics_core::math;

use super::tails::{Side, Tails};

/// An argument of a distribution, on the unbounded scale on which its density is log-concave.
pub(super) trait Point: Copy {
    /// Where it is on that scale.
    fn position(self) -> f64;
    /// The point a step away.
    fn moved(self, step: f64) -> Self;
    /// The lowest or the highest point.
    fn end(side: Side) -> Self;
}

/// Beyond this on the scale of logarithms are no normal doubles: the ends stand for what lies there.
const FARTHEST: f64 = 708.0;

/// The point whose tail on `side` is `p`.
///
/// The logarithm of a tail is concave on the scale of [`Point`], so that Newton's iteration comes home from the outer side
/// without overshooting. On the inner side, where the tail is large, it solves for the logarithm of the logarithm, which is
/// more cautious. A bracket makes sure.
pub(super) fn solve<P: Point>(p: f64, side: Side, start: P, tails: impl Fn(P) -> Tails) -> P {
    // The smaller tail: `1 - p` is exact.
    let (p, side) = if p > 0.5 {
        (1.0 - p, side.other())
    } else {
        (p, side)
    };
    if p == 0.0 {
        return P::end(side);
    }
    let goal = math::ln(p);
    // The direction in which the tail falls.
    let outwards = if side == Side::Upper { 1.0 } else { -1.0 };
    let (mut low, mut high) = (-FARTHEST, FARTHEST);
    let mut point = start;
    let mut last = f64::INFINITY;
    for _ in 0..200 {
        let position = point.position();
        let (logarithm, ratio) = tails(point).logarithm(side);
        let excess = logarithm - goal;
        let inside = excess > 0.0;
        let newton = if inside {
            outwards * ratio * -logarithm * math::ln_1p(excess / -logarithm)
        } else {
            outwards * ratio * excess
        };
        if inside == (outwards > 0.0) {
            low = low.max(position);
        } else {
            high = high.min(position);
        }
        let next = position + newton;
        if next.abs() > FARTHEST && position.abs() >= FARTHEST - 1e-9 {
            return P::end(if next < 0.0 { Side::Lower } else { Side::Upper });
        }
        let step = if next.abs() > FARTHEST {
            FARTHEST.copysign(next) - position
        } else if next > low && next < high && (inside || newton.abs() < 0.5 * last) {
            newton
        } else {
            f64::midpoint(low, high) - position
        };
        if newton.abs() <= 1e-15 {
            return point.moved(newton);
        }
        if step.abs() <= 1e-15 * position.abs() {
            return point.moved(step);
        }
        (point, last) = (point.moved(step), step.abs());
    }
    point
}
