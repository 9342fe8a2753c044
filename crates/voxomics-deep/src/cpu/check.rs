//! Whether a network is one that the engine runs, and an input one that it takes.

use ndarray::ArrayView4;

use super::error::Error;
use super::stem;
use crate::network::{Block, Conv, Network};

/// The most pixels of an image: 4,096 x 4,096.
const PIXELS: usize = 1 << 24;

/// The most outputs of the first convolution; ResNet-18 has 64.
const WIDTH: usize = 1 << 12;

/// Shapes and values of a network.
pub(super) fn network(network: &Network) -> Result<(), Error> {
    let Network {
        stem,
        blocks,
        head_weight,
        head_bias,
    } = network;
    same(
        "conv1",
        "number of outputs",
        stem.outputs,
        stem.outputs.clamp(1, WIDTH),
    )?;
    conv(
        "conv1",
        stem,
        [stem::CHANNELS, stem.outputs, stem::KERNEL, stem::STRIDE],
    )?;
    same("the network", "number of blocks", blocks.len(), 8)?;
    let mut inputs = stem.outputs;
    for (index, block) in blocks.iter().enumerate() {
        let place = format!("layer{}.{}", index / 2 + 1, index % 2);
        let stride = if index > 0 && index % 2 == 0 { 2 } else { 1 };
        let outputs = inputs * stride;
        self::block(&place, block, [inputs, outputs, stride])?;
        inputs = outputs;
    }
    same(
        "fc",
        "number of weights",
        head_weight.len(),
        head_bias.len() * inputs,
    )?;
    finite("fc", "weight", head_weight)?;
    finite("fc", "bias", head_bias)
}

fn block(place: &str, block: &Block, [inputs, outputs, stride]: [usize; 3]) -> Result<(), Error> {
    conv(
        &format!("{place}.conv1"),
        &block.first,
        [inputs, outputs, 3, stride],
    )?;
    conv(
        &format!("{place}.conv2"),
        &block.second,
        [outputs, outputs, 3, 1],
    )?;
    let place = format!("{place}.downsample.0");
    match &block.shortcut {
        Some(shortcut) => conv(&place, shortcut, [inputs, outputs, 1, stride]),
        None => same(&place, "number of convolutions", 0, stride - 1),
    }
}

fn conv(
    place: &str,
    conv: &Conv,
    [inputs, outputs, kernel, stride]: [usize; 4],
) -> Result<(), Error> {
    for (what, got, wanted) in [
        ("number of inputs", conv.inputs, inputs),
        ("number of outputs", conv.outputs, outputs),
        ("side of the kernel", conv.kernel, kernel),
        ("stride", conv.stride, stride),
        ("padding", conv.padding, kernel / 2),
        (
            "number of weights",
            conv.weight.len(),
            outputs * inputs * kernel * kernel,
        ),
        ("number of biases", conv.bias.len(), outputs),
    ] {
        same(place, what, got, wanted)?;
    }
    finite(place, "weight", &conv.weight)?;
    finite(place, "bias", &conv.bias)
}

fn same(place: &str, what: &'static str, got: usize, wanted: usize) -> Result<(), Error> {
    if got == wanted {
        return Ok(());
    }
    Err(Error::Network {
        place: place.to_owned(),
        what,
        got,
        wanted,
    })
}

fn finite(place: &str, what: &'static str, values: &[f32]) -> Result<(), Error> {
    match values.iter().position(|value| !value.is_finite()) {
        None => Ok(()),
        Some(index) => Err(Error::Parameter {
            place: place.to_owned(),
            what,
            index,
            value: values[index],
        }),
    }
}

/// Shape and values of an input.
pub(super) fn input(input: ArrayView4<'_, f32>) -> Result<(), Error> {
    let (images, channels, rows, columns) = input.dim();
    if channels != stem::CHANNELS {
        return Err(Error::Channels(channels));
    }
    if images == 0 || rows == 0 || columns == 0 {
        return Err(Error::Empty {
            images,
            rows,
            columns,
        });
    }
    if rows
        .checked_mul(columns)
        .is_none_or(|pixels| pixels > PIXELS)
    {
        return Err(Error::TooLarge {
            rows,
            columns,
            most: PIXELS,
        });
    }
    // Without a way out of the loop it runs in vectors.
    let fine =
        |values: ArrayView4<'_, f32>| values.fold(true, |fine, value| fine & value.is_finite());
    if fine(input) {
        return Ok(());
    }
    let mut all = input.indexed_iter();
    let ((image, channel, row, column), &value) = all
        .find(|(_, value)| !value.is_finite())
        .expect("one is not finite");
    Err(Error::NotFinite {
        value,
        image,
        channel,
        row,
        column,
    })
}
