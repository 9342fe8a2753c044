//! Three channels from slices: box, intensities, resampling, normalisation.

use ndarray::{Array2, Array3, Axis, Zip, s};

use super::frame::part_of;
use super::intensity::{self, Scale};
use super::recipe::{Background, Channels, Recipe, Resize, Slices};
use super::resize::Resizer;
use super::{Error, Frame, Plane};

/// What of a slice is seen.
enum Seen<'a> {
    All,
    Within(&'a Array2<bool>),
    Mask,
}

/// A box of a slice and how its intensities are mapped.
#[derive(Clone, Copy)]
struct Source<'a> {
    plane: &'a Plane,
    frame: Frame,
    scale: Scale,
}

impl Source<'_> {
    /// The values in the box, 0 outside of the slice.
    fn values(&self, seen: &Seen<'_>) -> Array2<f64> {
        let mut out = Array2::zeros(self.frame.shape());
        let part = self.frame.within(self.plane);
        let [rows, columns] = part.from([self.frame.rows[0], self.frame.columns[0]]);
        let mut inner = out.slice_mut(s![rows, columns]);
        let pixels = part_of(self.plane.pixels(), part);
        match seen {
            Seen::All => inner.zip_mut_with(&pixels, |to, &value| *to = self.scale.of(value)),
            Seen::Within(mask) => Zip::from(&mut inner)
                .and(&pixels)
                .and(part_of(mask, part))
                .for_each(|to, &value, &inside| {
                    *to = if inside { self.scale.of(value) } else { 0.0 };
                }),
            Seen::Mask => {
                let mask = part_of(self.plane.mask(), part);
                inner.zip_mut_with(&mask, |to, &inside| *to = f64::from(u8::from(inside)));
            }
        }
        out
    }

    fn seen(&self, channel: usize, recipe: &Recipe) -> Array2<f64> {
        match (recipe.channels, channel, recipe.background) {
            (Channels::Grey, _, Background::Kept) => self.values(&Seen::All),
            (Channels::Grey, _, Background::Zero) | (Channels::Regions { .. }, 0, _) => {
                self.values(&Seen::Within(self.plane.mask()))
            }
            (Channels::Regions { dilation }, 1, _) => {
                self.values(&Seen::Within(&self.plane.dilated(dilation)))
            }
            (Channels::Regions { .. }, ..) => self.values(&Seen::Mask),
        }
    }
}

/// A box on the pixels of the network.
fn resized(values: &Array2<f64>, resize: Resize) -> Result<Array2<f64>, Error> {
    let (side, from) = (resize.side, resize.cut_from.unwrap_or(resize.side));
    let shape = [values.nrows(), values.ncols()];
    let whole = Resizer::new(shape, [from as usize; 2], resize.method)?.apply(values.view())?;
    let (start, side) = (resize.cut() as usize, side as usize);
    let middle = s![start..start + side, start..start + side];
    Ok(whole.slice_move(middle))
}

impl Resize {
    /// Rows and columns before the central cut: half of what is cut, a half pixel to even, as torchvision.
    pub(crate) fn cut(&self) -> u32 {
        let rest = self
            .cut_from
            .map_or(0, |from| from.saturating_sub(self.side));
        let half = rest / 2;
        half + u32::from(rest % 2 == 1 && half % 2 == 1)
    }
}

/// What a channel holds, before and after resampling.
pub(super) struct Channel {
    pub(super) frame: Frame,
    pub(super) values: Array2<f64>,
    pub(super) resized: Array2<f64>,
}

/// Box and ranges of a slice.
fn led(lead: &Plane, recipe: &Recipe) -> Result<(Frame, [Scale; 3]), Error> {
    let found = Frame::of(lead, recipe.crop).and_then(|frame| {
        let scales = Scale::channels(lead, frame, &recipe.intensity)?;
        Ok((frame, scales))
    });
    found.map_err(|error| lead.named(error))
}

/// Where the three channels come from.
fn sources<'a>(planes: [&'a Plane; 3], recipe: &Recipe) -> Result<[Source<'a>; 3], Error> {
    let middle = led(planes[1], recipe)?;
    let source = |channel: usize| -> Result<Source<'a>, Error> {
        let plane = planes[channel];
        let (frame, scales) = match recipe.slices {
            Slices::Orthogonal if channel != 1 => led(plane, recipe)?,
            _ => middle,
        };
        if channel == 0 || !std::ptr::eq(plane, planes[channel - 1]) {
            intensity::finite(plane, frame).map_err(|error| plane.named(error))?;
        }
        Ok(Source {
            plane,
            frame,
            scale: scales[channel],
        })
    };
    Ok([source(0)?, source(1)?, source(2)?])
}

/// The first channel of a slice.
pub(super) fn first(plane: &Plane, recipe: &Recipe) -> Result<Channel, Error> {
    let [source, ..] = sources([plane; 3], recipe)?;
    let values = source.seen(0, recipe);
    Ok(Channel {
        frame: source.frame,
        resized: resized(&values, recipe.resize)?,
        values,
    })
}

/// The network's input `[3, rows, columns]` from the slices of its channels, and the box of the axial, or the middle, one.
pub(super) fn image(planes: [&Plane; 3], recipe: &Recipe) -> Result<(Array3<f32>, Frame), Error> {
    let sources = sources(planes, recipe)?;
    let side = recipe.resize.side as usize;
    let [means, sds] = recipe.normalisation.moments();
    let mut image = Array3::zeros((3, side, side));
    let mut last: Option<Array2<f64>> = None;
    for (channel, source) in sources.iter().enumerate() {
        let known = last.take().filter(|_| same(&sources, channel, recipe));
        let values = match known {
            Some(values) => values,
            None => resized(&source.seen(channel, recipe), recipe.resize)?,
        };
        let (mean, sd) = (means[channel], sds[channel]);
        let mut out = image.index_axis_mut(Axis(0), channel);
        out.zip_mut_with(&values, |to, value| *to = rounded((value - mean) / sd));
        last = Some(values);
    }
    let main = usize::from(recipe.slices != Slices::Orthogonal);
    Ok((image, sources[main].frame))
}

/// Whether a channel is the one before it, up to normalisation.
fn same(sources: &[Source<'_>; 3], channel: usize, recipe: &Recipe) -> bool {
    let [Some(before), Some(this)] = [channel.wrapping_sub(1), channel].map(|at| sources.get(at))
    else {
        return false;
    };
    recipe.channels == Channels::Grey
        && std::ptr::eq(before.plane, this.plane)
        && (before.frame, before.scale) == (this.frame, this.scale)
}

#[expect(clippy::cast_possible_truncation, reason = "the one rounding to f32")]
fn rounded(value: f64) -> f32 {
    value as f32
}
