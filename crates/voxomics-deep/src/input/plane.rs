//! A slice with its mask.

use ndarray::Array2;

use super::{Axis, Error};

/// A slice and its mask, as `[row, column]`.
///
/// ```
/// use ndarray::Array2;
/// use voxomics_deep::input::Plane;
///
/// let pixels = Array2::from_elem((5, 7), 40.0);
/// let mask = Array2::from_shape_fn((5, 7), |(row, column)| row.abs_diff(2) + column.abs_diff(3) < 2);
/// let plane = Plane::new(pixels, mask)?.with_spacing([0.8, 0.8])?;
/// assert_eq!((plane.shape(), plane.area()), ([5, 7], 5));
/// # Ok::<(), voxomics_deep::input::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Plane {
    pixels: Array2<f64>,
    mask: Array2<bool>,
    spacing: [f64; 2],
    /// Which slice of a volume it is.
    place: Option<(Axis, usize)>,
}

impl Plane {
    /// With square pixels of one millimetre.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] if both differ in size or have no pixels.
    pub fn new(pixels: Array2<f64>, mask: Array2<bool>) -> Result<Self, Error> {
        let [found, expected] = [mask.dim(), pixels.dim()].map(|(rows, columns)| [rows, columns]);
        if found != expected || expected.contains(&0) {
            return Err(Error::Shape {
                what: "the mask of the slice",
                found,
                expected,
            });
        }
        Ok(Self {
            pixels,
            mask,
            spacing: [1.0; 2],
            place: None,
        })
    }

    /// With the distances between rows and between columns, mm.
    ///
    /// # Errors
    ///
    /// [`Error::Recipe`] for one that is not positive and finite.
    pub fn with_spacing(self, spacing: [f64; 2]) -> Result<Self, Error> {
        match spacing.iter().find(|mm| !(mm.is_finite() && **mm > 0.0)) {
            None => Ok(Self { spacing, ..self }),
            Some(&value) => Err(Error::Recipe {
                what: "spacing",
                value,
                accepted: "positive and finite",
            }),
        }
    }

    /// As a slice of a volume.
    pub(super) fn placed(self, axis: Axis, index: usize) -> Self {
        Self {
            place: Some((axis, index)),
            ..self
        }
    }

    /// An error that tells which slice of its volume this is.
    pub(super) fn named(&self, error: Error) -> Error {
        match self.place {
            Some((axis, index)) => Error::Slice {
                axis,
                index,
                error: Box::new(error),
            },
            None => error,
        }
    }

    /// The intensities.
    #[must_use]
    pub fn pixels(&self) -> &Array2<f64> {
        &self.pixels
    }

    /// Which pixels belong to the region.
    #[must_use]
    pub fn mask(&self) -> &Array2<bool> {
        &self.mask
    }

    /// Millimetres between rows and between columns.
    #[must_use]
    pub fn spacing(&self) -> [f64; 2] {
        self.spacing
    }

    /// Rows and columns.
    #[must_use]
    pub fn shape(&self) -> [usize; 2] {
        [self.pixels.nrows(), self.pixels.ncols()]
    }

    /// Pixels of the region.
    #[must_use]
    pub fn area(&self) -> usize {
        self.mask.iter().filter(|inside| **inside).count()
    }

    /// The mask grown by a disc: every pixel at most `radius` pixels from one of the region.
    pub(super) fn dilated(&self, radius: u32) -> Array2<bool> {
        let radius = (radius as usize).min(self.pixels.nrows().max(self.pixels.ncols()));
        let (rows, columns) = self.mask.dim();
        let mut out = Array2::from_elem((rows, columns), false);
        for (row, line) in self.mask.outer_iter().enumerate() {
            for to in row.saturating_sub(radius)..=(row + radius).min(rows - 1) {
                let apart = to.abs_diff(row);
                let reach = (radius * radius - apart * apart).isqrt();
                // The first column that is not yet set, so that long runs cost no more than their length.
                let mut next = 0;
                for column in (0..columns).filter(|&column| line[column]) {
                    let end = (column + reach + 1).min(columns);
                    for at in next.max(column.saturating_sub(reach))..end {
                        out[[to, at]] = true;
                    }
                    next = end;
                }
            }
        }
        out
    }
}
