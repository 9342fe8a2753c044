//! Limits by profile likelihood.

use voxomics_stats::Interval;
use voxomics_stats::dist::chi_squared;

use super::cohort::Cohort;
use super::likelihood::{Model, Point};
use super::solve::Solution;
use super::{Error, Fit, newton};

/// Doublings of the distance to a limit before it counts as infinite.
const MOST_DOUBLINGS: usize = 30;
const MOST_STEPS: usize = 60;
/// Of a limit, in distances from the estimate.
const TOLERANCE: f64 = 1e-12;

impl Cohort {
    /// Limits of the coefficients by profile likelihood: where twice the fall of the log likelihood, all other coefficients
    /// at their best, is the quantile of chi-squared. None for an aliased column; an infinity where the likelihood does
    /// not fall so far before hazards leave the doubles.
    ///
    /// Not symmetric as Wald's are, and right where those break down, near the edge of monotone likelihood. Each limit costs some
    /// fits.
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit).
    ///
    /// # References
    ///
    /// Venzon DJ, Moolgavkar SH. *J R Stat Soc C* 1988;37:87-94.
    #[doc(alias("confint", "profile"))]
    pub fn profile_intervals(&self, fit: &Fit) -> Result<Vec<Option<Interval>>, Error> {
        fit.check_columns(self.columns())?;
        let all: Vec<usize> = (0..self.columns()).collect();
        let Solution { mut model, top, .. } = Solution::new(self, &all)?;
        let fall = chi_squared::quantile(fit.level.get(), 1.0) / 2.0;
        let mut limits = vec![None; self.columns()];
        for (at, column) in model.columns.clone().into_iter().enumerate() {
            let mut profile = Profile {
                model: &mut model,
                top: &top,
                at,
                fall,
            };
            let scale = self.design.scales[column];
            limits[column] = Some(Interval {
                lower: profile.limit(-1.0)? / scale,
                upper: profile.limit(1.0)? / scale,
            });
        }
        Ok(limits)
    }
}

struct Profile<'a, 'b> {
    model: &'a mut Model<'b>,
    top: &'a Point,
    at: usize,
    /// How far the log likelihood may fall.
    fall: f64,
}

/// What is beyond a limit.
struct Outside {
    reach: f64,
    /// Whether the likelihood was seen to fall too far there.
    is_seen: bool,
}

impl Outside {
    fn new(reach: f64, is_seen: bool) -> Self {
        Self { reach, is_seen }
    }
}

impl Default for Outside {
    fn default() -> Self {
        Self::new(f64::INFINITY, false)
    }
}

impl Profile<'_, '_> {
    /// The limit on one side of the estimate.
    fn limit(&mut self, side: f64) -> Result<f64, Error> {
        let best = self.top.coefficients[self.at];
        let mut near = self.top.clone();
        let size = near.coefficients.len();
        let own = near.derivatives.information[self.at * size + self.at];
        let mut reach = (2.0 * self.fall / own).sqrt();
        // A bracket: inside the fall is too small, outside too large, or hazards there are no doubles.
        let (mut inside, mut outside) = (0.0, Outside::default());
        for _ in 0..MOST_DOUBLINGS {
            match self.at_value(best + side * reach, &near)? {
                Some(point) if self.excess(&point) < 0.0 => {
                    inside = reach;
                    near = point;
                    reach *= 2.0;
                }
                found => {
                    outside = Outside::new(reach, found.is_some());
                    break;
                }
            }
        }
        let mut reach = f64::midpoint(inside, outside.reach);
        for _ in 0..MOST_STEPS {
            if !outside.reach.is_finite() {
                break;
            }
            let Some(point) = self.at_value(best + side * reach, &near)? else {
                outside = Outside::new(reach, false);
                reach = f64::midpoint(inside, outside.reach);
                continue;
            };
            let excess = self.excess(&point);
            if excess < 0.0 {
                inside = reach;
            } else {
                outside = Outside::new(reach, true);
            }
            // The profile's slope is that of the likelihood where the others are at their best.
            let newton = reach + excess / (side * point.derivatives.gradient[self.at]);
            near = point;
            let next = if newton > inside && newton < outside.reach {
                newton
            } else {
                f64::midpoint(inside, outside.reach)
            };
            let moved = (next - reach).abs();
            reach = next;
            if moved <= TOLERANCE * reach {
                break;
            }
        }
        if !outside.is_seen {
            return Ok(side * f64::INFINITY);
        }
        Ok(best + side * reach)
    }

    /// By how much the likelihood has fallen too far.
    fn excess(&self, point: &Point) -> f64 {
        (self.top.value - point.value) - self.fall
    }

    /// The best of the others at a value of this one; `None` where hazards leave the doubles.
    fn at_value(&mut self, value: f64, near: &Point) -> Result<Option<Point>, Error> {
        let mut start = near.coefficients.clone();
        start[self.at] = value;
        let Some(start) = self.model.at(start) else {
            return Ok(None);
        };
        let best = newton::maximise(self.model, start, Some(self.at))?;
        Ok(Some(best.point))
    }
}
