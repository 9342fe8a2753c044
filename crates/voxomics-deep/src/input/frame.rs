//! Which box of a slice the network sees.

use std::ops::Range;

use ndarray::{Array2, ArrayView2, s};
use serde::{Deserialize, Serialize};

use super::recipe::{Crop, Margin};
use super::{Error, Plane};

/// The longest side of a box that reaches beyond its slice.
const LONGEST: i64 = 8192;

/// Spacings of rows and columns that differ by less than this share count as equal.
const ISOTROPIC: f64 = 0.01;

/// A box of pixels, its ends excluded; it may reach beyond the slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Frame {
    /// First row, and the one after the last.
    pub rows: [i64; 2],
    /// First column, and the one after the last.
    pub columns: [i64; 2],
}

impl Frame {
    /// Rows and columns.
    #[must_use]
    pub fn shape(&self) -> [usize; 2] {
        self.lengths()
            .map(|length| usize::try_from(length).unwrap_or(0))
    }

    /// The tightest box around a mask.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyMask`] if there is nothing in it.
    pub fn around(plane: &Plane) -> Result<Self, Error> {
        let inside = plane.mask().indexed_iter().filter(|(_, inside)| **inside);
        let indices = inside.map(|((row, column), _)| [signed(row), signed(column)]);
        let grown = indices.fold(None, |frame: Option<Self>, [row, column]| {
            let Self { rows, columns } = frame.unwrap_or(Self {
                rows: [row, row + 1],
                columns: [column, column + 1],
            });
            Some(Self {
                rows: [rows[0].min(row), rows[1].max(row + 1)],
                columns: [columns[0].min(column), columns[1].max(column + 1)],
            })
        });
        grown.ok_or(Error::EmptyMask)
    }

    /// All of a slice.
    pub(super) fn whole(plane: &Plane) -> Self {
        let [rows, columns] = plane.shape().map(|length| [0, signed(length)]);
        Self { rows, columns }
    }

    /// The part that lies within a slice.
    pub(super) fn within(&self, plane: &Plane) -> Self {
        let whole = Self::whole(plane);
        let cut = |ends: [i64; 2], length: i64| ends.map(|end| end.clamp(0, length));
        Self {
            rows: cut(self.rows, whole.rows[1]),
            columns: cut(self.columns, whole.columns[1]),
        }
    }

    /// Its rows and columns, counted from a corner that lies not beyond it.
    pub(super) fn from(&self, corner: [i64; 2]) -> [Range<usize>; 2] {
        let index = |at: i64, first: i64| usize::try_from(at.saturating_sub(first)).unwrap_or(0);
        let ([r0, r1], [c0, c1]) = (self.rows, self.columns);
        let [row, column] = corner;
        [
            index(r0, row)..index(r1, row),
            index(c0, column)..index(c1, column),
        ]
    }

    /// The box that a recipe cuts out of a slice.
    pub(super) fn of(plane: &Plane, crop: Crop) -> Result<Self, Error> {
        match crop {
            Crop::Whole => Ok(Self::whole(plane)),
            Crop::Tight { margin } => {
                let grown = Self::around(plane)?.grown(margin, plane.spacing())?;
                Ok(grown.within(plane))
            }
            Crop::Square { margin } => {
                let tight = Self::around(plane)?;
                let grown = tight.grown(margin, plane.spacing())?;
                tight.centred(square(grown.lengths(), plane.spacing())?)
            }
        }
    }

    fn lengths(&self) -> [i64; 2] {
        [self.rows, self.columns].map(|[start, end]| end.saturating_sub(start))
    }

    /// With a margin on every side, to the nearest pixel.
    fn grown(&self, margin: Margin, spacing: [f64; 2]) -> Result<Self, Error> {
        let lengths = self.lengths();
        let pixels = |axis: usize| match margin {
            Margin::Pixels(pixels) => f64::from(pixels),
            Margin::Percent(percent) => (lengths[axis] as f64 * percent / 100.0).round(),
            Margin::Millimetres(mm) => (mm / spacing[axis]).round(),
        };
        let [rows, columns] = [bounded(pixels(0))?, bounded(pixels(1))?];
        Ok(Self {
            rows: [self.rows[0] - rows, self.rows[1] + rows],
            columns: [self.columns[0] - columns, self.columns[1] + columns],
        })
    }

    /// A box of these lengths with the same centre, half a pixel before it where it must.
    fn centred(&self, lengths: [i64; 2]) -> Result<Self, Error> {
        bounded(lengths[0].max(lengths[1]) as f64)?;
        let place = |[start, end]: [i64; 2], length: i64| {
            let start = (start + end - length).div_euclid(2);
            [start, start + length]
        };
        Ok(Self {
            rows: place(self.rows, lengths[0]),
            columns: place(self.columns, lengths[1]),
        })
    }
}

/// The part of the pixels or the mask of a slice that a box within it holds.
pub(super) fn part_of<T>(slice: &Array2<T>, part: Frame) -> ArrayView2<'_, T> {
    let [rows, columns] = part.from([0, 0]);
    slice.slice(s![rows, columns])
}

/// The sides of the least square, in millimetres, that holds a box: equal numbers of pixels where pixels are square.
fn square(lengths: [i64; 2], spacing: [f64; 2]) -> Result<[i64; 2], Error> {
    if (spacing[0] - spacing[1]).abs() <= ISOTROPIC * spacing[0] {
        return Ok([lengths[0].max(lengths[1]); 2]);
    }
    let mm = (lengths[0] as f64 * spacing[0]).max(lengths[1] as f64 * spacing[1]);
    let side = |axis: usize| bounded((mm / spacing[axis]).round());
    Ok([side(0)?, side(1)?])
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "compared with the limit first"
)]
fn bounded(pixels: f64) -> Result<i64, Error> {
    if pixels <= LONGEST as f64 {
        Ok(pixels as i64)
    } else {
        Err(Error::BoxTooLarge {
            pixels,
            limit: LONGEST,
        })
    }
}

fn signed(index: usize) -> i64 {
    i64::try_from(index).expect("an index of memory")
}
