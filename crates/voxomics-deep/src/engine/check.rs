//! What an engine is given, before it runs.

use ndarray::{Array, ArrayView, ArrayView2, ArrayView4, Axis, RemoveAxis};

use super::Error;
use crate::layer::Layer;
use crate::network::{Conv, Network};

/// Images that the network can take.
pub(crate) fn images(images: ArrayView4<'_, f32>) -> Result<(), Error> {
    let (count, channels, rows, columns) = images.dim();
    if count == 0 {
        return Err(Error::NoImages);
    }
    if channels != 3 {
        return Err(Error::Channels(channels));
    }
    if rows == 0 || columns == 0 {
        return Err(Error::NoPixels { rows, columns });
    }
    let odd = images.indexed_iter().find(|(_, value)| !value.is_finite());
    odd.map_or(Ok(()), |((image, channel, row, column), &value)| {
        Err(Error::NotFinite {
            value,
            image,
            channel,
            row,
            column,
        })
    })
}

/// A layer that the network has: the number of blocks before it.
pub(crate) fn layer(layer: Layer) -> Result<usize, Error> {
    layer.blocks().ok_or(Error::NoLayer(layer))
}

/// A row per image and a column per feature, all finite.
pub(crate) fn rows<T: Copy + Into<f64>>(
    what: &'static str,
    values: ArrayView2<'_, T>,
    want: [usize; 2],
) -> Result<(), Error> {
    let got = [values.nrows(), values.ncols()];
    if got != want {
        return Err(Error::Shape { what, got, want });
    }
    let mut entries = values.indexed_iter().map(|(at, &value)| (at, value.into()));
    let odd = entries.find(|(_, value)| !value.is_finite());
    odd.map_or(Ok(()), |((row, column), value)| {
        Err(Error::NotFiniteEntry {
            what,
            value,
            row,
            column,
        })
    })
}

/// Values that stayed finite; the first axis counts the images.
pub(crate) fn values<T: Copy + Into<f64>, D: RemoveAxis>(
    values: &Array<T, D>,
    layer: Layer,
) -> Result<(), Error> {
    let mut images = values.axis_iter(Axis(0));
    let odd = |image: ArrayView<'_, T, D::Smaller>| image.iter().any(|&v| !v.into().is_finite());
    match images.position(odd) {
        Some(image) => Err(Error::Overflow { image, layer }),
        None => Ok(()),
    }
}

/// Parameters that fit together: an engine indexes them without a look.
pub(crate) fn network(network: &Network) -> Result<(), Error> {
    let refuse = |layer: &str, what: String| {
        Err(Error::Network {
            layer: layer.to_owned(),
            what,
        })
    };
    if network.blocks.len() != 8 {
        let count = network.blocks.len();
        return refuse("stages", format!("have {count} blocks instead of 8"));
    }
    let mut inputs = conv("conv1", &network.stem, 3)?;
    for (block, layer) in network.blocks.iter().zip(Layer::all().skip(2)) {
        let between = conv(&format!("{layer}.conv1"), &block.first, inputs)?;
        let outputs = conv(&format!("{layer}.conv2"), &block.second, between)?;
        let through = (outputs, block.first.stride * block.second.stride);
        let around = match &block.shortcut {
            Some(shortcut) => (
                conv(&format!("{layer}.downsample.0"), shortcut, inputs)?,
                shortcut.stride,
            ),
            None => (inputs, 1),
        };
        if around != through {
            let what = format!("adds {through:?} to {around:?}, channels and strides");
            return refuse(&layer.to_string(), what);
        }
        inputs = outputs;
    }
    if network.head_weight.len() != network.head_bias.len() * inputs {
        let (weights, classes) = (network.head_weight.len(), network.head_bias.len());
        let what = format!("has {weights} weights for {inputs} features and {classes} classes");
        return refuse("fc", what);
    }
    Ok(())
}

fn conv(layer: &str, conv: &Conv, inputs: usize) -> Result<usize, Error> {
    let Conv {
        outputs,
        kernel,
        stride,
        ..
    } = *conv;
    let weights = inputs
        .checked_mul(outputs)
        .and_then(|pairs| pairs.checked_mul(kernel.checked_mul(kernel)?));
    let fits = conv.inputs == inputs
        && weights == Some(conv.weight.len())
        && outputs == conv.bias.len()
        && outputs.min(kernel).min(stride) > 0
        && 2 * conv.padding + 1 == kernel;
    if fits {
        return Ok(outputs);
    }
    Err(Error::Network {
        layer: layer.to_owned(),
        what: format!(
            "has {} weights, {} biases and a padding of {} for {inputs} channels in, {outputs} out and a kernel of {kernel}",
            conv.weight.len(),
            conv.bias.len(),
            conv.padding,
        ),
    })
}
