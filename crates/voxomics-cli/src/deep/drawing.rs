//! What a score owes to the places of a slice, as a volume and as a picture.

use std::cmp::Reverse;

use voxomics::batch::Value;
use voxomics::deep::cam::paint::{Style, overlay};
use voxomics::deep::cam::{Score, in_volume, min_max, on_slice};
use voxomics::deep::extract::{Error, Extraction, Extractor};
use voxomics::deep::input::recipe::{Intensity, Window};
use voxomics::deep::input::{Plane, View};
use voxomics::deep::layer::Layer;
use voxomics::deep::ndarray::{Array2, ArrayView2};
use voxomics::io::Image;
use voxomics::volume::{Mask, Volume};

use super::check::Check;

/// Pixels of the longer side of a picture, at least.
const SIDE: usize = 384;

/// What maps explain.
pub(super) struct Drawing {
    pub(super) score: Score,
    /// On whose grid they are made.
    pub(super) layer: Layer,
    pub(super) check: Option<Check>,
}

/// The score is that of the region's features; of several slices, check and picture are of the one of the largest region.
pub(super) struct Drawn {
    pub(super) volume: Volume<f32>,
    pub(super) picture: Vec<u8>,
    pub(super) score: f64,
    pub(super) check: Option<Value>,
}

impl Drawing {
    pub(super) fn draw(
        &self,
        (extractor, extraction): (&Extractor, &Extraction),
        (image, mask, label): (&Image, &Mask, u32),
    ) -> Result<Drawn, Error> {
        let prepared = &extraction.prepared;
        // Of several slices, one class for all of them.
        let score = extractor.settled(extraction.features.view(), &self.score)?;
        let explained = extractor.explain_at(prepared, &score, self.layer)?;
        let maps: Vec<Array2<f64>> = explained.iter().map(|one| one.map.gradcam()).collect();
        let maps = maps.iter().map(|map| map.view());
        let placed: Vec<_> = maps.zip(prepared.views.iter().copied()).collect();
        let planes = prepared.views.iter();
        let planes = planes.map(|view| Plane::shown(view, image.volume(), mask, label));
        let planes: Vec<Plane> = planes.collect::<Result<_, _>>()?;
        let shown = (0..planes.len()).max_by_key(|&at| (planes[at].area(), Reverse(at)));
        let shown = shown.unwrap_or(0);
        let check = self.check.as_ref().zip(prepared.only(shown));
        let check = check.map(|(check, image)| check.of(&image, &explained[shown], self.layer));
        Ok(Drawn {
            volume: in_volume(&placed, image.volume().geometry())?,
            picture: painted(placed[shown], &planes[shown], extractor)?,
            score: extractor.score(extraction.features.view(), &score)?,
            check: check.transpose()?,
        })
    }
}

fn painted(
    (map, view): (ArrayView2<'_, f64>, View),
    plane: &Plane,
    extractor: &Extractor,
) -> Result<Vec<u8>, Error> {
    let map = min_max(on_slice(map, &view)?.view());
    let window = match extractor.recipe().intensity {
        Intensity::Window(window) => window,
        _ => range(plane),
    };
    let style = Style {
        window,
        scale: scale(plane),
        ..Style::default()
    };
    Ok(overlay(plane, map.view(), &style)?.png()?)
}

/// From the least to the greatest pixel.
fn range(plane: &Plane) -> Window {
    let pixels = plane
        .pixels()
        .iter()
        .copied()
        .filter(|pixel| pixel.is_finite());
    let [least, most] = pixels.fold(
        [f64::INFINITY, f64::NEG_INFINITY],
        |[least, most], pixel| [least.min(pixel), most.max(pixel)],
    );
    Window {
        centre: f64::midpoint(least, most),
        width: (most - least).max(f64::MIN_POSITIVE),
    }
}

/// At least two, and as many as make a small slice large enough to look at.
fn scale(plane: &Plane) -> u32 {
    let longer = plane.shape().into_iter().max().unwrap_or(1);
    let times = u32::try_from(SIDE.div_ceil(longer.max(1)));
    times.unwrap_or(2).max(2)
}
