//! The logistic log likelihood over an orthonormal basis, plain or with Firth's penalty, and its maximum.

use nalgebra::DMatrix;
use voxomics_stats::likelihood::Separation;

use super::data::Data;
use super::separation::{self, Direction};
use crate::basis::Basis;
use crate::dense::Factor;
use crate::kernel::{add_scaled, dot};
use crate::link::logistic;

/// `Σ w [y η - log(1 + e^η)]`, and with the penalty `½ log det I` more.
#[derive(Debug)]
pub(crate) struct Likelihood<'a> {
    data: &'a Data,
    basis: &'a Basis,
    penalised: bool,
}

/// Where the search stands.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    pub(crate) coordinates: Vec<f64>,
    pub(crate) linear: Vec<f64>,
    pub(crate) value: f64,
    gradient: Vec<f64>,
    /// Of the information `Qᵀ W Q`.
    factor: Factor,
    /// Leverages `wᵢ pᵢ (1-pᵢ) qᵢᵀ I⁻¹ qᵢ`, where the penalty needs them.
    leverages: Vec<f64>,
}

#[derive(Debug, Clone)]
pub(crate) struct Maximum {
    pub(crate) point: Point,
    pub(crate) iterations: usize,
}

/// Why a search ended without a maximum.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    Separated(Separation, Direction),
    NoConvergence(usize),
}

/// Twice the rise still to be had at which nothing is left that doubles hold.
const CONVERGED: f64 = 1e-24;
/// From here on rounding may keep the decrement from falling.
const ROUNDING: f64 = 1e-13;
const MOST_ITERATIONS: usize = 1000;
/// Newton has long converged by then; under separation a step gains a factor of e and no more, and points along the
/// separating direction with an error that falls by as much.
const SUSPICIOUS: usize = 20;

impl<'a> Likelihood<'a> {
    pub(crate) fn new(data: &'a Data, basis: &'a Basis, penalised: bool) -> Self {
        Self {
            data,
            basis,
            penalised,
        }
    }

    /// The maximum near `start` over the first `free` coordinates; the others stay where they are.
    pub(crate) fn maximise(&self, start: &[f64], free: usize) -> Result<Maximum, Failure> {
        let none = Failure::NoConvergence;
        let mut here = self.at(start).ok_or(none(0))?;
        let mut last = f64::INFINITY;
        for iteration in 1..=MOST_ITERATIONS {
            let Some((step, decrement)) = self.step(&here, free) else {
                return Err(self
                    .separated(&here.coordinates, free, None)
                    .unwrap_or(none(iteration)));
            };
            if decrement <= CONVERGED || (decrement <= ROUNDING && decrement >= last) {
                return Ok(Maximum {
                    point: here,
                    iterations: iteration,
                });
            }
            let suspicious = (iteration > SUSPICIOUS).then_some(&step[..]);
            if let Some(failure) = self.separated(&here.coordinates, free, suspicious) {
                return Err(failure);
            }
            last = decrement;
            here = self.climb(&here, &step).ok_or(none(iteration))?;
        }
        Err(none(MOST_ITERATIONS))
    }

    /// Value, gradient and information at some coordinates; none where they overflow.
    fn at(&self, coordinates: &[f64]) -> Option<Point> {
        let mut linear = self.data.offset.clone();
        self.basis.add_to(&mut linear, coordinates);
        let rows = linear.len();
        let (mut residuals, mut curvature) = (vec![0.0; rows], vec![0.0; rows]);
        let mut value = 0.0;
        for row in 0..rows {
            let (y, weight) = (self.data.y[row], self.data.weights[row]);
            let (p, q, log) = logistic(linear[row]);
            // y - p without its cancellation.
            residuals[row] = weight * (y * q - (1.0 - y) * p);
            curvature[row] = weight * p * q;
            value += weight * (y * linear[row] - log);
        }
        let factor = Factor::new(self.information(&curvature))?;
        let mut leverages = Vec::new();
        if self.penalised {
            value += factor.log_determinant() / 2.0 + self.basis.log_determinant();
            leverages = self.leverages(&factor, &curvature);
            for row in 0..rows {
                let (p, q, _) = logistic(linear[row]);
                residuals[row] += leverages[row] * (q - p) / 2.0;
            }
        }
        let gradient = self
            .basis
            .columns
            .iter()
            .map(|column| dot(column, &residuals));
        value.is_finite().then(|| Point {
            coordinates: coordinates.to_vec(),
            gradient: gradient.collect(),
            linear,
            value,
            factor,
            leverages,
        })
    }

    /// `Qᵀ W Q`.
    fn information(&self, curvature: &[f64]) -> DMatrix<f64> {
        let q = &self.basis.columns;
        let mut matrix = DMatrix::zeros(q.len(), q.len());
        let mut weighted = vec![0.0; curvature.len()];
        for (i, column) in q.iter().enumerate() {
            for ((product, x), weight) in weighted.iter_mut().zip(column).zip(curvature) {
                *product = x * weight;
            }
            for (j, other) in q[..=i].iter().enumerate() {
                let sum = dot(&weighted, other);
                (matrix[(i, j)], matrix[(j, i)]) = (sum, sum);
            }
        }
        matrix
    }

    /// Diagonal of the weighted hat matrix: square lengths of the columns of `L⁻¹ Qᵀ W^½`.
    fn leverages(&self, factor: &Factor, curvature: &[f64]) -> Vec<f64> {
        let mut solved: Vec<Vec<f64>> = Vec::with_capacity(self.basis.rank());
        let mut sums = vec![0.0; curvature.len()];
        for (k, column) in self.basis.columns.iter().enumerate() {
            let mut t = column.clone();
            for (m, earlier) in solved.iter().enumerate() {
                add_scaled(&mut t, -factor.lower(k, m), earlier);
            }
            for (sum, value) in sums.iter_mut().zip(&mut t) {
                *value /= factor.lower(k, k);
                *sum += *value * *value;
            }
            solved.push(t);
        }
        for (sum, weight) in sums.iter_mut().zip(curvature) {
            *sum *= weight;
        }
        sums
    }

    /// Newton's step and its decrement.
    fn step(&self, here: &Point, free: usize) -> Option<(Vec<f64>, f64)> {
        let rank = self.basis.rank();
        let gradient = &here.gradient[..free];
        let mut step = here.factor.solve(gradient);
        let decrement = dot(&step, gradient);
        step.resize(rank, 0.0);
        decrement.is_finite().then_some((step, decrement))
    }

    /// The first of the step, its half, its quarter, ... that does not lower the value by more than rounding does.
    fn climb(&self, here: &Point, step: &[f64]) -> Option<Point> {
        let mut share = 1.0;
        for _ in 0..60 {
            let mut there = here.coordinates.clone();
            add_scaled(&mut there, share, step);
            if let Some(point) = self.at(&there)
                && point.value >= here.value - 1e-12 * (1.0 + here.value.abs())
            {
                return Some(point);
            }
            share /= 2.0;
        }
        None
    }

    /// Whether the coordinates, or else the step, part cases from controls. A penalised likelihood always has its maximum.
    fn separated(&self, here: &[f64], free: usize, step: Option<&[f64]>) -> Option<Failure> {
        if self.penalised {
            return None;
        }
        let mut direction = here.to_vec();
        direction[free..].fill(0.0);
        let parts = |direction: &[f64], tolerance| {
            let mut linear = vec![0.0; self.data.y.len()];
            self.basis.add_to(&mut linear, direction);
            separation::along(&linear, &self.data.y, tolerance).map(|(kind, decided)| {
                let coordinates = direction.to_vec();
                Failure::Separated(
                    kind,
                    Direction {
                        coordinates,
                        decided,
                    },
                )
            })
        };
        parts(&direction, 0.0).or_else(|| parts(step?, separation::TOLERANCE))
    }
}

impl Maximum {
    /// `I⁻¹` of the coordinates, row by row.
    pub(crate) fn covariance(&self) -> Vec<Vec<f64>> {
        self.point.factor.inverse()
    }
}

impl Likelihood<'_> {
    /// Leverages at a point.
    pub(crate) fn hat(&self, point: &Point) -> Vec<f64> {
        if self.penalised {
            return point.leverages.clone();
        }
        self.leverages(&point.factor, &self.curvature(point))
    }

    fn curvature(&self, point: &Point) -> Vec<f64> {
        let each = point.linear.iter().zip(&self.data.weights);
        each.map(|(&eta, weight)| {
            let (p, q, _) = logistic(eta);
            weight * p * q
        })
        .collect()
    }

    /// Inverse of `Σ (wᵢ + hᵢ) pᵢ (1 - pᵢ) qᵢ qᵢᵀ`, row by row: the information of the rows and of what the penalty adds.
    pub(crate) fn augmented_covariance(&self, point: &Point) -> Option<Vec<Vec<f64>>> {
        let mut curvature = self.curvature(point);
        for ((value, leverage), weight) in curvature
            .iter_mut()
            .zip(self.hat(point))
            .zip(&self.data.weights)
        {
            *value *= (weight + leverage) / weight;
        }
        Some(Factor::new(self.information(&curvature))?.inverse())
    }
}
