//! What an engine is given, before it runs, and what it gives.

mod network;

use ndarray::{Array, ArrayView, ArrayView2, ArrayView4, Axis, RemoveAxis};

pub(crate) use network::network;

use super::Error;
use crate::layer::Layer;

/// The most pixels of an image on the CPU, whose memory nobody budgets: 4,096 x 4,096.
pub(crate) const PIXELS: usize = 1 << 24;

/// Images that the network can take, each of so many pixels at most.
pub(crate) fn images(images: ArrayView4<'_, f32>, most: usize) -> Result<(), Error> {
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
    if rows.saturating_mul(columns) > most {
        return Err(Error::TooLarge {
            rows,
            columns,
            most,
        });
    }
    // Without a way out of the loop it runs in vectors.
    if images.fold(true, |fine, value| fine & value.is_finite()) {
        return Ok(());
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
