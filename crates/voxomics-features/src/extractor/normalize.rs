//! Intensities to mean 0 and standard deviation 1.

use rayon::prelude::*;
use voxomics_core::reduce;
use voxomics_volume::{AnyVolume, Volume, Voxel, for_any};

use super::Error;
use crate::params::Normalize;

/// `(x - mean) / sd` of every voxel, clipped, then scaled; the standard deviation of all voxels of the
/// image, with N - 1.
///
/// ITK's operations: compensated sums of x and x², `(Σx² - (Σx)² / n) / (n - 1)`, and a product with
/// `1 / sd`.
pub(super) fn normalized(image: &AnyVolume, options: Normalize) -> Result<AnyVolume, Error> {
    for_any!(image, volume => of_volume(volume, options)).map(AnyVolume::from)
}

fn of_volume<T: Voxel>(volume: &Volume<T>, options: Normalize) -> Result<Volume<f64>, Error> {
    let voxels = volume.voxels();
    let count = voxels.len() as f64;
    let sums = reduce::chunks(voxels.len(), |range| Sums::of(&voxels[range]), Sums::plus);
    let (sum, squares) = sums.map_or((0.0, 0.0), |sums| (sums.x.value(), sums.squares.value()));
    let mean = sum / count;
    let deviation = ((squares - sum * sum / count) / (count - 1.0)).sqrt();
    if !(deviation > 0.0 && deviation.is_finite()) {
        return Err(Error::NotNormalizable { mean, deviation });
    }
    let (shift, scale) = (-mean, 1.0 / deviation);
    let normal = |voxel: &T| {
        let value = (voxel.to_f64() + shift) * scale;
        let clipped = options
            .clip
            .map_or(value, |limit| value.clamp(-limit, limit));
        clipped * options.scale
    };
    let values = voxels.par_iter().map(normal).collect();
    let volume = Volume::new(*volume.geometry(), values);
    Ok(volume.expect("a value for every voxel"))
}

/// Sums of intensities and of their squares.
#[derive(Clone, Copy, Default)]
struct Sums {
    x: Compensated,
    squares: Compensated,
}

impl Sums {
    fn of<T: Voxel>(voxels: &[T]) -> Self {
        let mut sums = Self::default();
        for voxel in voxels {
            let x = voxel.to_f64();
            sums.x.add(x);
            sums.squares.add(x * x);
        }
        sums
    }

    fn plus(mut self, other: Self) -> Self {
        for (sum, other) in [(&mut self.x, other.x), (&mut self.squares, other.squares)] {
            sum.add(other.sum);
            sum.add(other.rest);
        }
        self
    }
}

/// A sum that keeps what rounding takes from it, so that the order of terms does not show.
#[derive(Clone, Copy, Default)]
struct Compensated {
    sum: f64,
    rest: f64,
}

impl Compensated {
    fn add(&mut self, term: f64) {
        let sum = self.sum + term;
        let taken = sum - self.sum;
        self.rest += (self.sum - (sum - taken)) + (term - taken);
        self.sum = sum;
    }

    fn value(self) -> f64 {
        self.sum + self.rest
    }
}
