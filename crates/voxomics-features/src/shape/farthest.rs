//! The two points that are farthest apart.

/// The largest squared distance so far.
#[derive(Debug, Default)]
pub(super) struct Farthest {
    squared: f64,
}

impl Farthest {
    pub(super) fn distance(&self) -> f64 {
        self.squared.sqrt()
    }
    pub(super) fn widen(&mut self, points: impl Iterator<Item = [f64; 3]>) {
        let points: Vec<[f64; 3]> = points.collect();
        let mut low = [f64::INFINITY; 3];
        let mut high = [f64::NEG_INFINITY; 3];
        for p in &points {
            for a in 0..3 {
                low[a] = low[a].min(p[a]);
                high[a] = high[a].max(p[a]);
            }
        }
        let c: [f64; 3] = std::array::from_fn(|a| (low[a] + high[a]) / 2.0);
        let mut r: Vec<(f64, [f64; 3])> = points.iter().map(|&p| (sq(p, c).sqrt(), p)).collect();
        let m = r.iter().fold(0.0_f64, |m, (r, _)| m.max(*r));
        if 2.0 * m < self.distance() * (1.0 - 1e-12) {
            return;
        }
        r.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        for (i, &(ra, a)) in r.iter().enumerate() {
            let need = self.distance() * (1.0 - 1e-12) - ra;
            if m < need {
                break;
            }
            let n = r[..i].partition_point(|(r, _)| *r >= need);
            for (_, b) in &r[..n] {
                let s = sq(a, *b);
                if s > self.squared {
                    self.squared = s
                }
            }
        }
    }
}
fn sq([ax, ay, az]: [f64; 3], [bx, by, bz]: [f64; 3]) -> f64 {
    let [x, y, z] = [ax - bx, ay - by, az - bz];
    z * z + y * y + x * x
}
