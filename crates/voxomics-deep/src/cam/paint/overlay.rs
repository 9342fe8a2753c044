//! A map over its slice.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::colour::cubehelix;
use super::picture::{self, Picture};
use crate::cam::Error;
use crate::cam::error::finite;
use crate::input::Plane;
use crate::input::recipe::Window;
use crate::input::resize::to_u8;

/// How much of the map's colour covers the slice.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Opacity {
    /// This much where the map is 1, and less in proportion: where it is 0 the slice stays as it is.
    Proportional(f64),
    /// This much everywhere.
    Constant(f64),
}

/// How a map is painted; write the rest as `..Style::default()`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Style {
    /// Intensities from black to white.
    pub window: Window,
    /// How much of the map's colour covers the slice, 0 to 1.
    pub opacity: Opacity,
    /// Red, green and blue of the region's outermost pixels, one picture pixel wide; `None` for no contour.
    pub contour: Option<[u8; 3]>,
    /// Picture pixels along each side of a slice's pixel.
    pub scale: u32,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            window: Window::SOFT_TISSUE,
            opacity: Opacity::Proportional(0.7),
            contour: Some([255, 221, 0]),
            scale: 2,
        }
    }
}

impl Style {
    fn check(&self) -> Result<(), Error> {
        let (Opacity::Proportional(opacity) | Opacity::Constant(opacity)) = self.opacity;
        let centre = self.window.centre;
        number(
            "opacity",
            opacity,
            (0.0..=1.0).contains(&opacity),
            "from 0 to 1",
        )?;
        number("centre of the window", centre, centre.is_finite(), "finite")?;
        let width = self.window.width;
        let fits = width > 0.0 && width.is_finite();
        number("width of the window", width, fits, "positive and finite")?;
        number("scale", f64::from(self.scale), self.scale > 0, "1 or more")
    }

    fn alpha(&self, value: f64) -> f64 {
        match self.opacity {
            Opacity::Proportional(opacity) => opacity * value,
            Opacity::Constant(opacity) => opacity,
        }
    }
}

/// The slice in grey, the map over it in the colours of [`cubehelix`], the contour of the region.
///
/// The map lies on the slice's pixels ([`on_slice`](crate::cam::on_slice)) and is from 0 to 1
/// ([`min_max`](crate::cam::min_max)); what lies outside is cut. Pixels of the slice that are not finite are black.
///
/// ```
/// use ndarray::Array2;
/// use voxomics_deep::cam::paint::{Style, overlay};
/// use voxomics_deep::input::Plane;
///
/// let mask = Array2::from_shape_fn((20, 30), |(row, column)| row.abs_diff(9) + column.abs_diff(14) < 6);
/// let slice = Plane::new(Array2::from_elem((20, 30), 60.0), mask)?;
/// let map = Array2::from_shape_fn((20, 30), |(row, _)| row as f64 / 19.0);
/// let picture = overlay(&slice, map.view(), &Style::default())?;
/// assert_eq!((picture.width(), picture.height()), (60, 40));
/// let png = picture.png()?;
/// assert_eq!(&png[1..4], b"PNG");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Error::Shape`] for a map of another size, [`Error::NotFinite`] in it, [`Error::Value`] for a style that cannot be,
/// [`Error::PictureTooLarge`].
pub fn overlay(slice: &Plane, map: ArrayView2<'_, f64>, style: &Style) -> Result<Picture, Error> {
    style.check()?;
    let [rows, columns] = slice.shape();
    if map.dim() != (rows, columns) {
        return Err(Error::Shape {
            what: "the map",
            found: map.shape().to_vec(),
            expected: vec![rows, columns],
        });
    }
    finite("the map", map.iter().copied())?;
    let scale = style.scale as usize;
    let size = [columns, rows].map(|length| length.saturating_mul(scale));
    let mut picture = Picture::filled(size, picture::BLACK)?;
    let colours = blended(slice, &map, style);
    for (row, column) in (0..size[1]).flat_map(|row| (0..size[0]).map(move |column| (row, column)))
    {
        let colour = match style.contour {
            Some(contour) if outermost(slice.mask(), [row, column], scale) => contour,
            _ => colours[[row / scale, column / scale]],
        };
        picture.set([column, row], colour);
    }
    Ok(picture)
}

/// The colours from 1 at the top to 0 at the bottom, to lay beside an overlay.
///
/// # Errors
///
/// [`Error::PictureTooLarge`].
pub fn colour_bar(width: usize, height: usize) -> Result<Picture, Error> {
    let mut bar = Picture::filled([width, height], picture::BLACK)?;
    for row in 0..height {
        let value = 1.0 - row as f64 / height.saturating_sub(1).max(1) as f64;
        let colour = cubehelix(value).map(to_u8);
        (0..width).for_each(|column| bar.set([column, row], colour));
    }
    Ok(bar)
}

/// The colour of each pixel of the slice.
fn blended(slice: &Plane, map: &ArrayView2<'_, f64>, style: &Style) -> Array2<[u8; 3]> {
    let low = style.window.centre - style.window.width / 2.0;
    let grey = |value: f64| ((value - low) / style.window.width).clamp(0.0, 1.0);
    Array2::from_shape_fn(map.dim(), |at| {
        let pixel = slice.pixels()[at];
        let under = if pixel.is_finite() { grey(pixel) } else { 0.0 };
        let value = map[at].clamp(0.0, 1.0);
        let alpha = style.alpha(value);
        cubehelix(value).map(|over| to_u8((1.0 - alpha) * under + alpha * over))
    })
}

/// Whether a picture's pixel belongs to the region and one beside it does not; beyond the picture nothing does.
fn outermost(mask: &Array2<bool>, [row, column]: [usize; 2], scale: usize) -> bool {
    let inside = |row: usize, column: usize| {
        mask.get([row / scale, column / scale])
            .copied()
            .unwrap_or(false)
    };
    let beside = [
        (row.checked_sub(1), Some(column)),
        (Some(row + 1), Some(column)),
        (Some(row), column.checked_sub(1)),
        (Some(row), Some(column + 1)),
    ];
    let kept = |(row, column): &(Option<usize>, Option<usize>)| {
        row.zip(*column)
            .is_some_and(|(row, column)| inside(row, column))
    };
    inside(row, column) && !beside.iter().all(kept)
}

fn number(what: &'static str, value: f64, fits: bool, accepted: &'static str) -> Result<(), Error> {
    if fits {
        Ok(())
    } else {
        Err(Error::Value {
            what,
            value,
            accepted,
        })
    }
}
