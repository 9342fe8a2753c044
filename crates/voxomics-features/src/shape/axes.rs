//! Principal axes of the voxel centres.

use nalgebra::Matrix3;

use super::bits::{Bits, ones};

/// Variances along the principal axes, mm², ascending.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Axes {
    variances: [f64; 3],
    /// How many of them came out slightly negative and were set to 0.
    pub(crate) rounded: usize,
}

impl Axes {
    pub(crate) fn new(bits: &Bits, spacing: [f64; 3]) -> Self {
        let covariance = Moments::of(bits).covariance(spacing);
        let mut variances = [f64::NAN; 3];
        // The iteration would not end on NaN, of an empty mask or a strange spacing.
        if covariance.iter().flatten().all(|entry| entry.is_finite()) {
            variances = Matrix3::from(covariance).symmetric_eigenvalues().into();
        }
        variances.sort_by(f64::total_cmp);
        let is_noise = |variance: &f64| *variance < 0.0 && *variance > -1e-10;
        let rounded = variances
            .iter()
            .filter(|variance| is_noise(variance))
            .count();
        for variance in variances.iter_mut().filter(|variance| is_noise(variance)) {
            *variance = 0.0;
        }
        Self { variances, rounded }
    }

    /// Length of the axis of the `rank`-th smallest variance, `4 √λ` mm; NaN if λ is negative.
    pub(crate) fn length(&self, rank: usize) -> f64 {
        4.0 * self.variances[rank].sqrt()
    }

    /// Length of the axis of the `rank`-th smallest variance over that of the longest axis.
    pub(crate) fn ratio(&self, rank: usize) -> f64 {
        let [.., longest] = self.variances;
        if self.variances[rank] < 0.0 {
            return f64::NAN;
        }
        (self.variances[rank] / longest).sqrt()
    }
}

/// Sums over the voxels of powers of their indices, exact.
#[derive(Debug, Default)]
struct Moments {
    count: i128,
    /// `Σ x`, `Σ y`, `Σ z`.
    first: [i128; 3],
    /// `Σ x²`, `Σ x y`, ...
    second: [[i128; 3]; 3],
}

impl Moments {
    fn of(bits: &Bits) -> Self {
        let mut moments = Self::default();
        let [_, ny, nz] = bits.size();
        for z in 0..nz {
            for y in 0..ny {
                moments.add_row(bits.row(y, z), y as i128, z as i128);
            }
        }
        moments
    }

    /// A run of voxels adds what the powers sum up to below its end, less what they sum up to below
    /// its start.
    fn add_row(&mut self, row: &[u64], y: i128, z: i128) {
        let (mut n, mut x, mut xx) = (0, 0, 0);
        let (mut sign, mut previous) = (-1, 0);
        for (word, &bits) in row.iter().enumerate() {
            for bit in ones(bits ^ (bits << 1 | previous)) {
                let end = sign * (64 * word + bit) as i128;
                let below = (64 * word + bit) as i128 - 1;
                n += end;
                x += end * below;
                xx += end * below * (2 * below + 1);
                sign = -sign;
            }
            previous = bits >> 63;
        }
        let (x, xx) = (x / 2, xx / 6);
        self.count += n;
        let first = [x, y * n, z * n];
        let second = [
            [xx, y * x, z * x],
            [y * x, y * y * n, y * z * n],
            [z * x, z * y * n, z * z * n],
        ];
        for (sum, term) in self.first.iter_mut().zip(first) {
            *sum += term;
        }
        for (sum, term) in self
            .second
            .as_flattened_mut()
            .iter_mut()
            .zip(second.as_flattened())
        {
            *sum += term;
        }
    }

    /// Covariance of the coordinates, mm², with divisor `N`.
    fn covariance(&self, spacing: [f64; 3]) -> [[f64; 3]; 3] {
        let n = self.count;
        std::array::from_fn(|a| {
            std::array::from_fn(|b| {
                let scaled = n * self.second[a][b] - self.first[a] * self.first[b];
                scaled as f64 / (n as f64 * n as f64) * (spacing[a] * spacing[b])
            })
        })
    }
}
