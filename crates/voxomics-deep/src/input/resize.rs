//! A slice on another number of pixels, as PyTorch and Pillow resample.
//!
//! Pixel centres lie at half-integers: output `i` looks at input position `(i + 1/2) n/m - 1/2` of `n` pixels made `m`.

mod fixed;
mod taps;

use ndarray::{Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::Error;
use taps::Taps;

/// The most pixels along a side.
const LIMIT: usize = 1 << 16;

/// How pixels are resampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Method {
    /// A triangle of one pixel to either side, as much wider as the image shrinks; PyTorch's
    /// `interpolate(mode="bilinear", antialias=True)`, and Pillow's `BILINEAR` on floats.
    #[default]
    BilinearAntialias,
    /// Between the two nearest pixels, whatever the scale: PyTorch's `mode="bilinear"` without antialias.
    Bilinear,
    /// The same with the centres of the corner pixels in place, `align_corners=True`.
    BilinearAlignCorners,
    /// Cubic convolution with a = -1/2, as much wider as the image shrinks: PyTorch's `mode="bicubic", antialias=True`,
    /// Pillow's `BICUBIC`. May leave the range of its pixels.
    BicubicAntialias,
    /// The pixel at `floor(i n/m)`: PyTorch's `mode="nearest"`.
    Nearest,
    /// The pixel whose centre is nearest, `floor((i + 1/2) n/m)`: `mode="nearest-exact"`.
    NearestExact,
    /// On 8 bits in fixed point, as Pillow's `BILINEAR` on a grey image, so torchvision before 0.8: the values times 255, a half
    /// added and cut off, rounded to 8 bits again after the rows and after the columns.
    PillowU8,
    /// On 8 bits as torchvision's transforms v2 on a `uint8` tensor: the same with coarser weights, at most 1 of 255 apart.
    TorchU8,
}

impl Method {
    /// In a report.
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::BilinearAntialias => "bilinear with antialias",
            Self::Bilinear => "bilinear without antialias",
            Self::BilinearAlignCorners => "bilinear with aligned corners",
            Self::BicubicAntialias => "bicubic with antialias",
            Self::Nearest => "nearest",
            Self::NearestExact => "nearest (exact)",
            Self::PillowU8 => "bilinear on 8 bits (Pillow)",
            Self::TorchU8 => "bilinear on 8 bits (torchvision 2)",
        }
    }
}

/// The weights that make images of one size out of images of another: made once, used for any number of them.
///
/// ```
/// use ndarray::array;
/// use voxomics_deep::input::resize::{Method, Resizer};
///
/// let resizer = Resizer::new([1, 2], [1, 4], Method::Bilinear)?;
/// assert_eq!(resizer.apply(array![[0.0, 1.0]].view())?, array![[0.0, 0.25, 0.75, 1.0]]);
/// # Ok::<(), voxomics_deep::input::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Resizer {
    method: Method,
    rows: Taps,
    columns: Taps,
}

impl Resizer {
    /// From `[rows, columns]` to `[rows, columns]`.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] if one of them is 0 or above 65,536.
    pub fn new(from: [usize; 2], to: [usize; 2], method: Method) -> Result<Self, Error> {
        possible("an image", from)?;
        possible("an image made", to)?;
        let rows = Taps::new(from[0], to[0], method);
        let columns = if from[0] == from[1] && to[0] == to[1] {
            rows.clone()
        } else {
            Taps::new(from[1], to[1], method)
        };
        Ok(Self {
            method,
            rows,
            columns,
        })
    }

    /// `image` on the new grid, along its rows first. The methods on 8 bits take values from 0 to 1 and give 255ths. As in PyTorch,
    /// a pixel that is NaN makes those that it reaches NaN; [`prepare`](super::prepare) refuses it before.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] if the image has another size than the resizer was made for.
    #[doc(alias("interpolate", "resize"))]
    pub fn apply(&self, image: ArrayView2<'_, f64>) -> Result<Array2<f64>, Error> {
        self.takes(image.dim())?;
        Ok(match self.method {
            Method::PillowU8 | Method::TorchU8 => {
                let bytes = self.apply_u8(image.mapv(to_u8).view())?;
                bytes.mapv(|byte| f64::from(byte) / 255.0)
            }
            _ => self.down(&self.along(image)),
        })
    }

    /// The same in the bytes of the methods on 8 bits; any other method counts as [`Method::PillowU8`].
    ///
    /// # Errors
    ///
    /// As [`apply`](Self::apply).
    pub fn apply_u8(&self, image: ArrayView2<'_, u8>) -> Result<Array2<u8>, Error> {
        self.takes(image.dim())?;
        let (rows, columns) = (&self.rows, &self.columns);
        Ok(fixed::resize(image, rows, columns, self.method))
    }

    fn takes(&self, (rows, columns): (usize, usize)) -> Result<(), Error> {
        let (found, expected) = ([rows, columns], [self.rows.input(), self.columns.input()]);
        if found == expected {
            return Ok(());
        }
        Err(Error::Shape {
            what: "the image to resample",
            found,
            expected,
        })
    }

    /// Every row on the new number of columns.
    fn along(&self, image: ArrayView2<'_, f64>) -> Array2<f64> {
        let mut out = Array2::zeros((image.nrows(), self.columns.output()));
        for (from, mut to) in image.outer_iter().zip(out.outer_iter_mut()) {
            // A row of a view may have a stride.
            let from = from.as_standard_layout();
            let from = from.as_slice().expect("a row in standard layout");
            for (index, value) in to.iter_mut().enumerate() {
                let (start, weights) = self.columns.of(index);
                let pixels = from[start..].iter().zip(weights);
                *value = pixels.fold(0.0, |sum, (pixel, weight)| sum + pixel * weight);
            }
        }
        out
    }

    /// Every column on the new number of rows, a row at a time.
    fn down(&self, image: &Array2<f64>) -> Array2<f64> {
        let mut out = Array2::zeros((self.rows.output(), image.ncols()));
        for (index, mut to) in out.axis_iter_mut(Axis(0)).enumerate() {
            let (start, weights) = self.rows.of(index);
            for (offset, &weight) in weights.iter().enumerate() {
                let from = image.row(start + offset);
                to.zip_mut_with(&from, |sum, pixel| *sum += pixel * weight);
            }
        }
        out
    }
}

/// Whether an image of `[rows, columns]` can be resampled.
pub(crate) fn possible(what: &'static str, found: [usize; 2]) -> Result<(), Error> {
    if found.iter().all(|side| (1..=LIMIT).contains(side)) {
        return Ok(());
    }
    let limit = LIMIT;
    Err(Error::Size { what, found, limit })
}

/// `image` on `to` rows and columns; [`Resizer`] for several of one size.
///
/// # Errors
///
/// [`Error::Size`] for sides of 0 or above 65,536 pixels, of the image or of the new size.
///
/// ```
/// use ndarray::array;
/// use voxomics_deep::input::resize::{Method, resize};
///
/// let image = array![[1.0, 3.0], [5.0, 7.0]];
/// assert_eq!(resize(image.view(), [1, 1], Method::BilinearAntialias)?, array![[4.0]]);
/// # Ok::<(), voxomics_deep::input::Error>(())
/// ```
pub fn resize(
    image: ArrayView2<'_, f64>,
    to: [usize; 2],
    method: Method,
) -> Result<Array2<f64>, Error> {
    Resizer::new([image.nrows(), image.ncols()], to, method)?.apply(image)
}

/// `floor(255 v + 1/2)` of a value from 0 to 1; what lies outside is cut to them, NaN to 0.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates"
)]
pub fn to_u8(value: f64) -> u8 {
    (value * 255.0 + 0.5).floor() as u8
}
