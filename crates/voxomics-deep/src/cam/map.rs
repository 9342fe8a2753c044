//! Class activation maps from activations and gradients.

use ndarray::{Array2, ArrayView2, ArrayView3};

use super::Error;
use super::error::finite;
use crate::input::resize::{Method, resize};

/// The map of a score at a block's output `A`, `[channels, rows, columns]`.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivationMap {
    /// `alpha_c`, the spatial mean of `∂s/∂A_c`.
    pub alpha: Vec<f64>,
    /// `Σ_c alpha_c A_c`, with its negative parts.
    pub linear: Array2<f64>,
    /// `max(0, Σ_c ∂s/∂A_c A_c)`, every pixel by its own gradient; at the last block the same as [`gradcam`](Self::gradcam).
    pub hirescam: Array2<f64>,
}

impl ActivationMap {
    /// At the last block, from its output and the gradient of the score by the features, which are its spatial means:
    /// `alpha_c = (∂s/∂f_c) / (rows columns)`.
    ///
    /// ```
    /// use ndarray::array;
    /// use voxomics_deep::cam::ActivationMap;
    ///
    /// // Two channels of 1 x 2 pixels; the score is the first feature less the second.
    /// let activations = array![[[4.0_f32, 0.0]], [[0.0, 6.0]]];
    /// let map = ActivationMap::last_block(activations.view(), &[1.0, -1.0])?;
    /// assert_eq!(map.linear, array![[2.0, -3.0]]);
    /// assert_eq!(map.gradcam(), array![[2.0, 0.0]]);
    /// # Ok::<(), voxomics_deep::cam::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] if there are not as many derivatives as channels, or no pixels; [`Error::NotFinite`].
    pub fn last_block(activations: ArrayView3<'_, f32>, gradient: &[f64]) -> Result<Self, Error> {
        let (_, rows, columns) = activations.dim();
        let pixels = (rows * columns) as f64;
        let alpha = gradient
            .iter()
            .map(|derivative| derivative / pixels)
            .collect();
        Self::weighted(activations, alpha)
    }

    /// At any block, from its output and the gradient of the score by it, both of one shape, as
    /// [`gradients`](crate::gradient::gradients) gives them.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] for arrays of different shapes, or without pixels; [`Error::NotFinite`].
    pub fn from_gradients(
        activations: ArrayView3<'_, f64>,
        gradients: ArrayView3<'_, f64>,
    ) -> Result<Self, Error> {
        if activations.shape() != gradients.shape() {
            return Err(Error::Shape {
                what: "the gradient",
                found: gradients.shape().to_vec(),
                expected: activations.shape().to_vec(),
            });
        }
        finite("the gradient", gradients.iter().copied())?;
        let mean = |map: ArrayView2<'_, f64>| map.iter().sum::<f64>() / map.len() as f64;
        let mut map = Self::of(activations, gradients.outer_iter().map(mean).collect())?;
        map.hirescam.fill(0.0);
        for (activation, gradient) in activations.outer_iter().zip(gradients.outer_iter()) {
            ndarray::Zip::from(&mut map.hirescam)
                .and(&activation)
                .and(&gradient)
                .for_each(|sum, &a, &g| *sum += g * a);
        }
        finite("the map", map.hirescam.iter().copied())?;
        map.hirescam.mapv_inplace(positive);
        Ok(map)
    }

    /// From weights that are known.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] if there are not as many as channels, or no pixels; [`Error::NotFinite`].
    pub fn weighted(activations: ArrayView3<'_, f32>, alpha: Vec<f64>) -> Result<Self, Error> {
        Self::of(activations, alpha)
    }

    fn of<T: Copy + Into<f64>>(
        activations: ArrayView3<'_, T>,
        alpha: Vec<f64>,
    ) -> Result<Self, Error> {
        let (channels, rows, columns) = activations.dim();
        if alpha.len() != channels || activations.is_empty() {
            return Err(Error::Shape {
                what: "the block's output",
                found: activations.shape().to_vec(),
                expected: vec![alpha.len(), rows.max(1), columns.max(1)],
            });
        }
        finite("the block's output", activations.iter().copied())?;
        finite("the weights of the channels", alpha.iter().copied())?;
        let mut linear = Array2::zeros((rows, columns));
        for (&weight, channel) in alpha.iter().zip(activations.outer_iter()) {
            linear.zip_mut_with(&channel, |sum, &value| *sum += weight * value.into());
        }
        finite("the map", linear.iter().copied())?;
        let hirescam = linear.mapv(positive);
        Ok(Self {
            alpha,
            linear,
            hirescam,
        })
    }

    /// Grad-CAM: what speaks for the score, `max(0, linear)`. All 0 where nothing does.
    #[must_use]
    pub fn gradcam(&self) -> Array2<f64> {
        self.linear.mapv(positive)
    }
}

fn positive(value: f64) -> f64 {
    if value > 0.0 { value } else { 0.0 }
}

/// A map on more pixels: bilinear, `align_corners=False`, no antialias, as the maps of Grad-CAM are shown.
///
/// # Errors
///
/// [`Error::Size`] for a map or a new size without pixels, or of more than 65,536 along a side.
pub fn upsampled(map: ArrayView2<'_, f64>, to: [usize; 2]) -> Result<Array2<f64>, Error> {
    resize(map, to, Method::Bilinear).map_err(Error::Size)
}

/// `(u - min) / (max - min)`; all 0 for a map without differences, which has no peak to show.
///
/// ```
/// use ndarray::array;
/// use voxomics_deep::cam::min_max;
///
/// assert_eq!(min_max(array![[2.0, 3.0, 6.0]].view()), array![[0.0, 0.25, 1.0]]);
/// assert_eq!(min_max(array![[2.0, 2.0]].view()), array![[0.0, 0.0]]);
/// ```
#[must_use]
pub fn min_max(map: ArrayView2<'_, f64>) -> Array2<f64> {
    let low = map.fold(f64::INFINITY, |low, &value| low.min(value));
    let high = map.fold(f64::NEG_INFINITY, |high, &value| high.max(value));
    let width = high - low;
    if width > 0.0 && width.is_finite() {
        map.mapv(|value| (value - low) / width)
    } else {
        Array2::zeros(map.dim())
    }
}
