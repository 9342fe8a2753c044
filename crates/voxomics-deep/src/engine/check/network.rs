//! Whether parameters are those of a ResNet-18 of some width: engines index them without a look.

use super::super::Error;
use crate::layer::Layer;
use crate::network::{Block, Conv, Network};

/// The most outputs of the first convolution; ResNet-18 has 64.
const WIDTH: usize = 1 << 12;

/// Shapes and values.
pub(crate) fn network(network: &Network) -> Result<(), Error> {
    let Network {
        stem,
        blocks,
        head_weight,
        head_bias,
    } = network;
    let width = stem.outputs.clamp(1, WIDTH);
    same("conv1", "number of outputs", [stem.outputs, width])?;
    conv("conv1", stem, [3, width, 7, 2])?;
    same("the network", "number of blocks", [blocks.len(), 8])?;
    let mut inputs = width;
    for (index, (block, layer)) in blocks.iter().zip(Layer::all().skip(2)).enumerate() {
        // Each stage but the first halves the resolution and doubles the channels.
        let stride = if index > 0 && index % 2 == 0 { 2 } else { 1 };
        self::block(layer, block, [inputs, inputs * stride, stride])?;
        inputs *= stride;
    }
    let wanted = head_bias.len().saturating_mul(inputs);
    same("fc", "number of weights", [head_weight.len(), wanted])?;
    finite("fc", "weight", head_weight)?;
    finite("fc", "bias", head_bias)
}

fn block(layer: Layer, block: &Block, [inputs, outputs, stride]: [usize; 3]) -> Result<(), Error> {
    let first = [inputs, outputs, 3, stride];
    conv(&format!("{layer}.conv1"), &block.first, first)?;
    let second = [outputs, outputs, 3, 1];
    conv(&format!("{layer}.conv2"), &block.second, second)?;
    let place = format!("{layer}.downsample.0");
    match &block.shortcut {
        Some(shortcut) => conv(&place, shortcut, [inputs, outputs, 1, stride]),
        None => same(&place, "number of convolutions", [0, stride - 1]),
    }
}

fn conv(
    place: &str,
    conv: &Conv,
    [inputs, outputs, kernel, stride]: [usize; 4],
) -> Result<(), Error> {
    let weights = inputs
        .saturating_mul(outputs)
        .saturating_mul(kernel * kernel);
    for (what, values) in [
        ("number of inputs", [conv.inputs, inputs]),
        ("number of outputs", [conv.outputs, outputs]),
        ("side of the kernel", [conv.kernel, kernel]),
        ("stride", [conv.stride, stride]),
        ("padding", [conv.padding, kernel / 2]),
        ("number of weights", [conv.weight.len(), weights]),
        ("number of biases", [conv.bias.len(), outputs]),
    ] {
        same(place, what, values)?;
    }
    finite(place, "weight", &conv.weight)?;
    finite(place, "bias", &conv.bias)
}

fn same(place: &str, what: &'static str, [got, wanted]: [usize; 2]) -> Result<(), Error> {
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
