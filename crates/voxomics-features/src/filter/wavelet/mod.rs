//! Stationary wavelet decomposition, as `PyRadiomics` has it from `PyWavelets`.
//!
//! One level filters along each axis with a low-pass (`L`) and a high-pass filter (`H`) and keeps every
//! sample, so that each of the 2, 4 or 8 images has as many voxels as the image. The image is periodic; an
//! odd axis is made even first, by its first voxel again at its end. Further levels transform the
//! approximation (`L` along all axes) with the **same** filters, unlike `PyWavelets`' own levels, which
//! stretch them. Nothing is normalised: the approximation of a constant `c` is `c √2` per axis.

mod band;
mod span;
mod split;
mod taps;

use voxomics_volume::{AnyVolume, Region, Volume, Voxel, for_any};

use self::band::Band;
use self::span::Span;
use self::split::{Real, split};
use super::rows;

pub use self::taps::Wavelet;

/// Which decomposition.
///
/// ```
/// use voxomics_features::filter::wavelet::{Options, Wavelet};
///
/// let options = Options {
///     wavelet: Wavelet::named("db4").expect("known"),
///     ..Options::default()
/// };
/// assert_eq!((options.start_level, options.levels, options.flat_axis), (0, 1, None));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// `wavelet`, coif1.
    pub wavelet: &'static Wavelet,
    /// `start_level`, 0: how many levels only approximate, before those that give images.
    pub start_level: usize,
    /// `level`, 1: how many levels give images.
    pub levels: usize,
    /// `force2Ddimension`, none: the axis that is left out, 0 = x.
    pub flat_axis: Option<usize>,
}

impl Default for Options {
    /// `PyRadiomics`' defaults.
    fn default() -> Self {
        Self {
            wavelet: Wavelet::named("coif1").expect("the table has coif1"),
            start_level: 0,
            levels: 1,
            flat_axis: None,
        }
    }
}

/// The images of a decomposition, each x fastest, in `PyRadiomics`' order: the details of each level,
/// then the approximation of the last. Details are in the order of binary numbers, `L` = 0, `H` = 1, x the
/// first digit: `LLH`, `LHL`, `LHH`, `HLL`, `HLH`, `HHL`, `HHH`.
#[derive(Debug, Clone, PartialEq)]
pub enum Decomposition {
    /// Of `f32` images: single precision throughout, as in `PyWavelets`.
    F32(Vec<Vec<f32>>),
    /// Of all others.
    F64(Vec<Vec<f64>>),
}

/// Decomposes an image and returns what lies in a region.
///
/// Two-dimensional images have the axes x and y. Only the region and what the filters reach from it are
/// computed. Sums are in `PyWavelets`' order, to the last bit.
///
/// ```
/// use voxomics_features::filter::wavelet::{self, Decomposition, Options, Wavelet};
/// use voxomics_volume::{Geometry, Region, Volume};
///
/// // Stripes along x have no other detail.
/// let geometry = Geometry::axis_aligned([8, 6, 4], [1.0; 3])?;
/// let image = Volume::from_fn(geometry, |[x, _, _]| 10 * (x % 2) as i16).into();
/// let region = Region::new([2, 2, 1], [3, 2, 2]);
/// let haar = Options { wavelet: Wavelet::named("haar").expect("known"), ..Options::default() };
/// let Decomposition::F64(images) = wavelet::decompose(&image, region, &haar) else { unreachable!() };
/// let silent: Vec<bool> = images.iter().map(|image| image.iter().all(|x| x.abs() < 1e-12)).collect();
/// //                   LLH   LHL   LHH   HLL    HLH   HHL   HHH   LLL
/// assert_eq!(silent, [true, true, true, false, true, true, true, false]);
/// # Ok::<(), voxomics_volume::Error>(())
/// ```
///
/// # Panics
///
/// If the region reaches beyond the image.
#[must_use]
#[doc(alias("getWaveletImage", "swtn"))]
pub fn decompose(image: &AnyVolume, region: Region, options: &Options) -> Decomposition {
    rows::assert_fits(region, image.geometry().size());
    if let AnyVolume::F32(volume) = image {
        let taps = options.wavelet.single();
        return Decomposition::F32(images(volume, |voxel| voxel, region, &taps, options));
    }
    let taps = options.wavelet.double();
    Decomposition::F64(for_any!(image, volume => {
        images(volume, Voxel::to_f64, region, &taps, options)
    }))
}

fn images<V: Voxel, T: Real>(
    volume: &Volume<V>,
    convert: impl Fn(V) -> T,
    region: Region,
    taps: &[[T; 2]],
    options: &Options,
) -> Vec<Vec<T>> {
    let geometry = volume.geometry();
    let axes: Vec<usize> = (0..geometry.rank())
        .filter(|&axis| options.flat_axis != Some(axis))
        .collect();
    let low: Vec<[T; 1]> = taps.iter().map(|&[low, _]| [low]).collect();
    let stages = stages(geometry.size(), region, &axes, taps.len(), options);
    let wanted = stages.last().expect("the region is a stage");
    let (input, outputs) = stages.split_first().expect("the image is a stage");
    let mut approximation = Band::read(volume, *input, convert);
    let mut images = Vec::new();
    for (level, spans) in outputs.iter().enumerate() {
        if level < options.start_level {
            approximation = along_all(approximation, &axes, &low, spans).remove(0);
        } else {
            let mut bands = along_all(approximation, &axes, taps, spans).into_iter();
            approximation = bands.next().expect("there is an approximation");
            images.extend(bands.map(|band| band.cropped(*wanted)));
        }
    }
    images.push(approximation.cropped(*wanted));
    images
}

/// The part of the image that each level starts from, and last the region: a level before needs as much
/// more as the filters reach.
fn stages(
    size: [usize; 3],
    region: Region,
    axes: &[usize],
    taps: usize,
    options: &Options,
) -> Vec<[Span; 3]> {
    let mut spans = [0, 1, 2].map(|axis| Span {
        start: region.start()[axis],
        len: region.size()[axis],
        period: size[axis].next_multiple_of(2),
    });
    let mut stages = vec![spans];
    for _ in 0..options.start_level.saturating_add(options.levels) {
        for &axis in axes {
            spans[axis] = spans[axis].reached_by(taps);
        }
        stages.push(spans);
    }
    stages.reverse();
    stages
}

/// The bands of one level, in the order of binary numbers, x the first digit.
fn along_all<T: Real, const K: usize>(
    band: Band<T>,
    axes: &[usize],
    taps: &[[T; K]],
    spans: &[Span; 3],
) -> Vec<Band<T>> {
    axes.iter().fold(vec![band], |bands, &axis| {
        let halves = bands
            .into_iter()
            .flat_map(|band| split(&band, axis, taps, spans[axis]));
        halves.collect()
    })
}
