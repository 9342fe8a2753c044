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
    pub(super) trust: &'a [f64],
}

/// The local line at `at` from the window `left..=right`; none where no point has weight. `room` is for its use.
pub(super) fn line(
    points: Points<'_>,
    at: f64,
    (left, right): (usize, usize),
    room: &mut Room,
) -> Option<f64> {
    let Points { x, y, trust } = points;
    let width = (at - x[left]).max(x[right] - at);
    let reach = FAR * width;
    // Points out of reach have no weight, but ties with the last one do, whichever side of the window they are.
    let mut end = right + 1;
    while end < x.len() && x[end] - at <= reach {
        end += 1;
    }
    while x[end - 1] - at > reach {
        end -= 1;
    }
    let mut start = left;
    while at - x[start] > reach {
        start += 1;
    }
    let window = start..end;
    let (y, count) = (&y[window.clone()], window.len());
    room.resize(count);
    // A window of no width: all its points are where the line is wanted.
    let unit = if width > 0.0 { width } else { 1.0 };
    weigh(
        &x[window.clone()],
        &trust[window],
        (at, unit),
        (&mut room.t, &mut room.w),
    );
    let Moments { w, t, tt, y, ty } = moments(&room.w[..count], &room.t[..count], y);
    if w <= 0.0 {
        return None;
    }
    let (center, mean) = (t / w, y / w);
    let spread = tt / w - center * center;
    let range = x[x.len() - 1] - x[0];
    if spread.max(0.0).sqrt() * width > FLAT * range {
        Some(mean - center * ((ty / w - center * mean) / spread))
    } else {
        Some(mean)
    }
}

/// Sums over a window: of the weights, and of weights times `t = (x - at)/width`, `t²`, `y`, `t y`.
#[derive(Debug, Clone, Copy)]
struct Moments {
    w: f64,
    t: f64,
    tt: f64,
    y: f64,
    ty: f64,
}

/// Distances from the point, in half-widths of the window, and weights.
#[derive(Debug, Default)]
pub(super) struct Room {
    t: Vec<f64>,
    w: Vec<f64>,
}

impl Room {
    fn resize(&mut self, count: usize) {
        self.t.resize(count, 0.0);
        self.w.resize(count, 0.0);
    }
}

vectorised! {
    fn weigh(x: &[f64], trust: &[f64], place: (f64, f64), room: (&mut [f64], &mut [f64])) {
        let ((at, width), (t, w)) = (place, room);
        for (((t, w), x), trust) in t.iter_mut().zip(w).zip(x).zip(trust) {
            *t = (x - at) / width;
            let r = t.abs();
            // Before the cube, so that what is chosen costs nothing and loops stay vectors.
            let r = if r <= NEAR { 0.0 } else { r };
            let c = 1.0 - r * r * r;
            *w = trust * (c * c * c);
        }
    }

    /// Of weights, and of weights times `t`, `t²`, `y`, `t y`, in lanes: the order of the sums is fixed, and it is one that
    /// vectors can follow. They are added up elsewhere, or the compiler mixes that into the loop.
    fn sums(w: &[f64], t: &[f64], y: &[f64]) -> [[f64; LANES]; 5] {
        let mut sums = [[0.0; LANES]; 5];
        let (ws, ts, ys) = (w.as_chunks(), t.as_chunks(), y.as_chunks());
        for ((w, t), y) in ws.0.iter().zip(ts.0).zip(ys.0) {
            add(&mut sums, w, t, y);
        }
        let rest = |tail: &[f64]| {
            let mut lanes = [0.0; LANES];
            lanes[..tail.len()].copy_from_slice(tail);
            lanes
        };
        add(&mut sums, &rest(ws.1), &rest(ts.1), &rest(ys.1));
        sums
    }
}

fn moments(w: &[f64], t: &[f64], y: &[f64]) -> Moments {
    let [w, t, tt, y, ty] = sums(w, t, y).map(|[a, b, c, d]| (a + b) + (c + d));
    Moments { w, t, tt, y, ty }
}

#[inline]
fn add(sums: &mut [[f64; LANES]; 5], w: &[f64; LANES], t: &[f64; LANES], y: &[f64; LANES]) {
    for lane in 0..LANES {
        let (wt, wy) = (w[lane] * t[lane], w[lane] * y[lane]);
        sums[0][lane] += w[lane];
        sums[1][lane] += wt;
        sums[2][lane] += wt * t[lane];
        sums[3][lane] += wy;
        sums[4][lane] += wy * t[lane];
    }
}
