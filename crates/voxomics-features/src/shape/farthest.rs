//! The two points of a lattice that are farthest apart.

use super::hull;

/// The indices `[x, y, z]` of a point, in half voxels.
pub(super) type Point = [isize; 3];

/// What rounding can take from a distance and from the bounds of it, and more.
const SLACK: f64 = 1e-9;

/// The largest distance between points so far.
///
/// It has the bits that comparing all pairs would give: a pair is left out only where its distance
/// falls short by more than rounding could make up for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Farthest {
    spacing: [f64; 3],
    squared: f64,
}

impl Farthest {
    pub(super) fn new(spacing: [f64; 3]) -> Self {
        Self {
            spacing,
            squared: 0.0,
        }
    }

    pub(super) fn distance(&self) -> f64 {
        self.squared.sqrt()
    }

    /// The larger of the two.
    pub(super) fn or(self, other: Self) -> Self {
        if other.squared > self.squared {
            other
        } else {
            self
        }
    }

    /// The largest distance so far or between two of `points`, which are looked at plane by plane
    /// along each of `normals`.
    pub(super) fn widen(
        mut self,
        points: impl Iterator<Item = Point> + Clone,
        normals: &[usize],
    ) -> Self {
        let Some([low, high]) = bounds(points.clone()) else {
            return self;
        };
        let [low, high] = [low, high].map(|point| self.position(point));
        if squared(low, high) <= self.squared {
            return self;
        }
        let centre = std::array::from_fn(|axis| f64::midpoint(low[axis], high[axis]));
        let radius = |point| squared(self.position(point), centre);
        let largest = points
            .clone()
            .fold(0.0, |largest: f64, point| largest.max(radius(point)));
        // The partner of a point is no further from the centre than the outermost point.
        let least = self.floor() - largest.sqrt();
        if least > largest.sqrt() {
            return self;
        }
        let least = least.max(0.0) * least.max(0.0);
        let mut candidates = Vec::new();
        points
            .filter(|&point| radius(point) >= least)
            .for_each(|point| candidates.push(point));
        for &normal in normals {
            hull::retain_corners(&mut candidates, normal);
        }
        self.compare(&candidates, centre);
        self
    }

    /// Compares pairs, those far from the centre first, as long as the sum of their distances from it
    /// leaves a chance.
    fn compare(&mut self, points: &[Point], centre: [f64; 3]) {
        let outwards = points.iter().map(|&point| {
            let position = self.position(point);
            (squared(position, centre).sqrt(), position)
        });
        let mut points: Vec<(f64, [f64; 3])> = outwards.collect();
        points.sort_unstable_by(|(a, _), (b, _)| b.total_cmp(a));
        for (i, &(radius, a)) in points.iter().enumerate() {
            let least = self.floor() - radius;
            let partners = points[..i].partition_point(|&(radius, _)| radius >= least);
            for &(_, b) in &points[..partners] {
                self.squared = self.squared.max(squared(a, b));
            }
        }
    }

    /// What the upper bound of a distance must not fall short of.
    fn floor(&self) -> f64 {
        self.distance() * (1.0 - SLACK)
    }

    fn position(&self, point: Point) -> [f64; 3] {
        std::array::from_fn(|axis| point[axis] as f64 / 2.0 * self.spacing[axis])
    }
}

/// The corners of the points' bounding box; `None` without points.
fn bounds(points: impl Iterator<Item = Point>) -> Option<[Point; 2]> {
    let none = [[isize::MAX; 3], [isize::MIN; 3]];
    let [low, high] = points.fold(none, |[low, high], point| {
        [
            std::array::from_fn(|axis| point[axis].min(low[axis])),
            std::array::from_fn(|axis| point[axis].max(high[axis])),
        ]
    });
    (low[0] <= high[0]).then_some([low, high])
}

/// Squared distance, its terms added in `PyRadiomics`' order.
fn squared([ax, ay, az]: [f64; 3], [bx, by, bz]: [f64; 3]) -> f64 {
    let [x, y, z] = [ax - bx, ay - by, az - bz];
    z * z + y * y + x * x
}
