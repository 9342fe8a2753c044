//! Magnitude of the gradient.

use std::ops::Range;

use voxomics_core::vectorised;
use voxomics_volume::{AnyVolume, Region, Volume, Voxel, for_any};

use super::rows;

/// `√(gx² + gy² + gz²)` with central differences `g = (next - previous) / (2 spacing)` along each axis,
/// spacing 1 unless `use_spacing`; beyond the image its outermost voxels go on.
///
/// Double arithmetic, rounded once, as ITK's `GradientMagnitudeImageFilter`. The axes are those of the
/// grid: the direction does not matter to a length.
///
/// ```
/// use voxomics_features::filter::gradient;
/// use voxomics_volume::{Geometry, Region, Volume};
///
/// let geometry = Geometry::axis_aligned([3, 1, 1], [2.0, 1.0, 1.0])?;
/// let image = Volume::new(geometry, vec![0_u8, 4, 16])?.into();
/// let magnitude = gradient::magnitude(&image, Region::whole([3, 1, 1]), true);
/// assert_eq!(magnitude, [1.0, 4.0, 3.0]);
/// # Ok::<(), voxomics_volume::Error>(())
/// ```
///
/// # Panics
///
/// If the region reaches beyond the image.
#[must_use]
#[doc(alias("getGradientImage", "gradientUseSpacing"))]
pub fn magnitude(image: &AnyVolume, region: Region, use_spacing: bool) -> Vec<f32> {
    for_any!(image, volume => magnitude_of(volume, region, use_spacing))
}

fn magnitude_of<T: Voxel>(volume: &Volume<T>, region: Region, use_spacing: bool) -> Vec<f32> {
    let geometry = volume.geometry();
    let [nx, ny, nz] = geometry.size();
    let weights = geometry
        .spacing()
        .map(|mm| if use_spacing { 0.5 / mm } else { 0.5 });
    let columns = region.start()[0]..region.end()[0];
    rows::fill(geometry.size(), region, |[y, z], line| {
        for part in parts(columns.clone(), nx) {
            let (start, len) = (part.start, part.len());
            let at = |x: usize, y, z| &rows::line(volume, 0..nx, [y, z])[x..x + len];
            let previous_and_next = [
                [
                    at(start.saturating_sub(1), y, z),
                    at((start + 1).min(nx - len), y, z),
                ],
                [
                    at(start, y.saturating_sub(1), z),
                    at(start, (y + 1).min(ny - 1), z),
                ],
                [
                    at(start, y, z.saturating_sub(1)),
                    at(start, y, (z + 1).min(nz - 1)),
                ],
            ];
            let line = &mut line[start - columns.start..][..len];
            write_magnitudes(at(start, y, z), previous_and_next, weights, line);
        }
    })
}

/// The columns cut in three: the image's first, those with a neighbour on either side, its last.
fn parts(columns: Range<usize>, nx: usize) -> [Range<usize>; 3] {
    let first = columns.start.max(1).min(columns.end);
    let last = columns.end.min(nx - 1).max(first);
    [columns.start..first, first..last, last..columns.end]
}

vectorised! {
    /// All slices are as long as `line`.
    fn write_magnitudes[T: Voxel](
        centre: &[T],
        neighbours: [[&[T]; 2]; 3],
        weights: [f64; 3],
        line: &mut [f32],
    ) {
        let neighbours = neighbours.map(|pair| pair.map(|voxels| &voxels[..line.len()]));
        for (x, (magnitude, centre)) in line.iter_mut().zip(centre).enumerate() {
            // 0, unless it is NaN or infinite: ITK's operator has the centre too, with weight 0.
            let nothing = centre.to_f64() * 0.0;
            let mut sum = 0.0;
            for ([previous, next], weight) in neighbours.iter().zip(weights) {
                let slope = (previous[x].to_f64() * -weight + nothing) + next[x].to_f64() * weight;
                sum += slope * slope;
            }
            *magnitude = rows::narrow(sum.sqrt());
        }
    }
}
