//! Gradients of a score at a layer, in f64: what Grad-CAM below the last block needs.
//!
//! On the CPU whatever the backend, and in f64: a gradient jumps where a `ReLU`'s input changes its sign, and among the million
//! inputs of an image some lie within the rounding of f32 around 0. One such value moved the channel weights of a golden by 1e-3
//! of their peak; in f64 they agree with torch's to 1e-6, the rounding of the folded weights.

mod block;
mod convolution;
mod lowered;

use ndarray::{Array3, Array4, ArrayView1, ArrayView2, ArrayView4, Axis};

use crate::engine::{Error, check};
use crate::layer::Layer;
use crate::network::Network;
use block::{Block, Trace, max_pool, relu};
use convolution::Convolution;

/// An activation and a gradient, both `[images, channels, rows, columns]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradients {
    /// `A`, after the layer's `ReLU`.
    pub activation: Array4<f64>,
    /// `ds/dA`.
    pub gradient: Array4<f64>,
}

/// The activation `A` of a layer and the gradient `ds/dA` there of a score `s` of the features.
///
/// A score enters by its slopes `ds/df`, `[images, features]`: a row of the head for the logit of a class, 1 for one
/// feature, `w_c / sd_c` for a linear score of z-scored features, `2 f` for the sum of squares, and `p (1 - p)` times those
/// of its linear score for a logistic one. The blocks behind the layer are run backwards: a transposed convolution for each
/// convolution, and zero where a `ReLU` gave zero, as torch does. Images are `[images, 3, rows, columns]`, normalised as the
/// weights were trained. Sums have a fixed order: the same bytes for any number of threads.
///
/// # Errors
///
/// For images, slopes and networks that an [`Engine`](crate::engine::Engine) would not take; [`Error::NoLayer`], and
/// [`Error::NoGradient`] at the stem.
///
/// # References
///
/// Selvaraju RR et al. Grad-CAM: visual explanations from deep networks via gradient-based localization. ICCV 2017.
#[doc(alias = "autograd")]
#[doc(alias = "grad-cam")]
#[doc(alias = "backward")]
pub fn gradients(
    network: &Network,
    images: ArrayView4<'_, f32>,
    layer: Layer,
    slopes: ArrayView2<'_, f64>,
) -> Result<Gradients, Error> {
    check::network(network)?;
    let before = blocks_before(layer)?;
    check::images(images, check::PIXELS)?;
    let features = network
        .blocks
        .last()
        .map_or(0, |block| block.second.outputs);
    check::rows("the slopes", slopes, [images.len_of(Axis(0)), features])?;
    let pairs = images.outer_iter().zip(slopes.outer_iter()).enumerate();
    let each = pairs.map(|(index, (image, slopes))| {
        let found = one(network, image.mapv(f64::from), before, slopes);
        found.ok_or(Error::Overflow {
            image: index,
            layer: Layer::LAST,
        })
    });
    let (activations, gradients): (Vec<_>, Vec<_>) =
        each.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
    let (activation, gradient) = (stacked(&activations), stacked(&gradients));
    check::values(&activation, layer)?;
    check::values(&gradient, layer)?;
    Ok(Gradients {
        activation,
        gradient,
    })
}

/// How many blocks lead to a layer that has gradients.
pub(crate) fn blocks_before(layer: Layer) -> Result<usize, Error> {
    match layer {
        Layer::Stem => Err(Error::NoGradient(layer)),
        _ => check::layer(layer),
    }
}

/// Of one image, where `before` blocks lead to the layer; `None` where the last block's output left the range of f64.
fn one(
    network: &Network,
    image: Array3<f64>,
    before: usize,
    slopes: ArrayView1<'_, f64>,
) -> Option<(Array3<f64>, Array3<f64>)> {
    let (front, behind) = network.blocks.split_at(before);
    let stem = relu(Convolution::new(&network.stem).forward(&image));
    let front = front.iter().map(Block::new);
    let activation = front.fold(max_pool(&stem), |x, block| block.traced(&x).output);
    let mut traces: Vec<(Block<'_>, Trace)> = Vec::new();
    for block in behind.iter().map(Block::new) {
        let input = traces
            .last()
            .map_or(&activation, |(_, trace)| &trace.output);
        let trace = block.traced(input);
        traces.push((block, trace));
    }
    // Each feature is the mean of its channel.
    let last = traces
        .last()
        .map_or(&activation, |(_, trace)| &trace.output);
    if !last.iter().all(|value| value.is_finite()) {
        return None;
    }
    let (_, rows, columns) = last.dim();
    let share = |(channel, _, _)| slopes[channel] / (rows * columns) as f64;
    let spread = Array3::from_shape_fn(last.dim(), share);
    let way_back = traces.iter().rev();
    let gradient = way_back.fold(spread, |slope, (block, trace)| block.backward(slope, trace));
    Some((activation, gradient))
}

fn stacked(maps: &[Array3<f64>]) -> Array4<f64> {
    let views: Vec<_> = maps.iter().map(|map| map.view()).collect();
    ndarray::stack(Axis(0), &views).expect("maps of equal images, at least one")
}
