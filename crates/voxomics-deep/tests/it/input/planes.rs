//! A plane that several tests look at.

use ndarray::Array2;
use voxomics_deep::input::recipe::{Crop, Intensity, Margin};
use voxomics_deep::input::{Plane, Recipe};

/// 20 x 30 pixels that rise, and a box of them.
pub(super) fn plane([rows, columns]: [[usize; 2]; 2]) -> Plane {
    let pixels = Array2::from_shape_fn((20, 30), |(row, column)| (10 * row + column) as f64);
    let mask = Array2::from_shape_fn((20, 30), |(row, column)| {
        (rows[0]..rows[1]).contains(&row) && (columns[0]..columns[1]).contains(&column)
    });
    Plane::new(pixels, mask).unwrap()
}

pub(super) fn middle() -> Plane {
    plane([[8, 12], [10, 16]])
}

pub(super) fn square(margin: Margin) -> Recipe {
    Recipe {
        crop: Crop::Square { margin },
        ..Recipe::default()
    }
}

pub(super) fn with(intensity: Intensity) -> Recipe {
    Recipe {
        intensity,
        ..Recipe::default()
    }
}
