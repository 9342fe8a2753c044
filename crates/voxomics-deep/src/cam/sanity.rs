//! Whether a map depends on what the network has learnt.

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};
use voxomics_stats::hypothesis::correlation::{Method, spearman};

use super::Error;
use super::error::finite;

/// How alike two maps are; `None` where one of them is constant.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Similarity {
    /// Spearman's correlation of the pixels.
    pub spearman: Option<f64>,
    /// The same of their absolute values.
    pub spearman_absolute: Option<f64>,
}

/// The rank correlation of a map with another of the same image.
///
/// The sanity check of Adebayo: compute the map of the same score with a network of random weights. A map that stays much the same
/// (a correlation near 1) shows edges of the image and not what was learnt; one that has a meaning changes.
///
/// ```
/// use ndarray::array;
/// use voxomics_deep::cam::similarity;
///
/// let learnt = array![[0.0, 1.0], [4.0, 9.0]];
/// let random = array![[3.0, 2.0], [1.0, 0.0]];
/// assert_eq!(similarity(learnt.view(), random.view())?.spearman, Some(-1.0));
/// # Ok::<(), voxomics_deep::cam::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Shape`] for maps of different sizes, [`Error::NotFinite`].
///
/// # References
///
/// Adebayo J, et al. *Sanity checks for saliency maps*. `NeurIPS` 2018;31:9505-15.
pub fn similarity(
    map: ArrayView2<'_, f64>,
    other: ArrayView2<'_, f64>,
) -> Result<Similarity, Error> {
    if map.shape() != other.shape() {
        return Err(Error::Shape {
            what: "the other map",
            found: other.shape().to_vec(),
            expected: map.shape().to_vec(),
        });
    }
    finite("the map", map.iter().copied())?;
    finite("the other map", other.iter().copied())?;
    let [map, other] = [map, other].map(|map| map.iter().copied().collect::<Vec<f64>>());
    let absolute = |values: &[f64]| values.iter().map(|value| value.abs()).collect::<Vec<f64>>();
    // Of finite values of one length the only errors are a constant map and one of fewer than three pixels.
    let rho = |x: &[f64], y: &[f64]| {
        let found = spearman(x, y, Method::Asymptotic).ok()?;
        found.estimate.is_finite().then_some(found.estimate)
    };
    Ok(Similarity {
        spearman: rho(&map, &other),
        spearman_absolute: rho(&absolute(&map), &absolute(&other)),
    })
}
