//! From the pixels of the network back to those of the image.

use ndarray::{Array2, ArrayView2};
use voxomics_volume::{Geometry, Volume};

use super::Error;
use super::error::finite;
use crate::input::View;
use crate::input::resize::{self, Method};

/// A position between two rows or columns of a map: the first, the second, and the share of the second.
type Between = (usize, usize, f64);

/// A map of any size on the pixels of its slice, as [`View::shape`] says; 0 outside of the box that the network saw.
///
/// The inverse of box and resampling: the centre of a slice's pixel is found on the network's input and from there on the map,
/// whose value is bilinear between the centres of its pixels, as [`upsampled`](super::upsampled) has it.
///
/// # Errors
///
/// [`Error::Shape`] for a map without pixels, [`Error::NotFinite`]; [`Error::Size`] for a slice without pixels, or of more than
/// 65,536 along a side.
pub fn on_slice(map: ArrayView2<'_, f64>, view: &View) -> Result<Array2<f64>, Error> {
    if map.is_empty() {
        return Err(Error::Shape {
            what: "the map",
            found: map.shape().to_vec(),
            expected: vec![1, 1],
        });
    }
    finite("the map", map.iter().copied())?;
    resize::possible("a slice", view.shape).map_err(Error::Size)?;
    let rows = positions(view.shape[0], view.frame.rows, view, map.nrows());
    let columns = positions(view.shape[1], view.frame.columns, view, map.ncols());
    let mut slice = Array2::zeros(view.shape);
    for (row, mut line) in rows.iter().zip(slice.outer_iter_mut()) {
        let Some((above, below, down)) = *row else {
            continue;
        };
        for (column, value) in columns.iter().zip(line.iter_mut()) {
            let Some((left, right, along)) = *column else {
                continue;
            };
            let mix = |row: usize| map[[row, left]] * (1.0 - along) + map[[row, right]] * along;
            *value = mix(above) * (1.0 - down) + mix(below) * down;
        }
    }
    Ok(slice)
}

/// Where each of `count` rows (or columns) of the slice lies among the `len` of the map; `None` outside of what was seen.
fn positions(count: usize, ends: [i64; 2], view: &View, len: usize) -> Vec<Option<Between>> {
    let resize = view.resize;
    let (side, cut) = (f64::from(resize.side), f64::from(resize.cut()));
    let whole = f64::from(resize.cut_from.unwrap_or(resize.side));
    let pixels = ends[1].saturating_sub(ends[0]) as f64;
    let position = |index: usize| {
        let offset = index as f64 - ends[0] as f64;
        let seen = match resize.method {
            // The centres of the first and last pixels lie on each other.
            Method::BilinearAlignCorners if pixels > 1.0 => {
                offset * (whole - 1.0) / (pixels - 1.0) + 0.5
            }
            _ => (offset + 0.5) * whole / pixels,
        };
        let inside = (0.0..pixels).contains(&offset) && (cut..cut + side).contains(&seen);
        inside.then(|| between((seen - cut) / side * len as f64 - 0.5, len))
    };
    (0..count).map(position).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a position within the map"
)]
fn between(position: f64, len: usize) -> Between {
    let last = len - 1;
    let position = position.clamp(0.0, last as f64);
    let first = (position as usize).min(last);
    (first, (first + 1).min(last), position - first as f64)
}

/// Maps in a volume with the image's grid: [`on_slice`] in each slice that was seen, 0 in all others.
///
/// # Errors
///
/// [`Error::Shape`] for a grid that a slice is not one of; else as [`on_slice`].
#[expect(clippy::cast_possible_truncation, reason = "rounded to f32")]
pub fn in_volume(
    maps: &[(ArrayView2<'_, f64>, View)],
    geometry: &Geometry,
) -> Result<Volume<f32>, Error> {
    let size = geometry.size();
    let mut voxels = vec![0.0_f32; size.iter().product()];
    for (map, view) in maps {
        let [across, rows, columns] = view.axis.indices();
        if [size[rows], size[columns]] != view.shape || view.slice >= size[across] {
            let mut expected = [0; 3];
            expected[across] = view.slice.saturating_add(1);
            (expected[rows], expected[columns]) = (view.shape[0], view.shape[1]);
            return Err(Error::Shape {
                what: "the grid of the image (x, y, z)",
                found: size.to_vec(),
                expected: expected.to_vec(),
            });
        }
        let mut at = [0; 3];
        at[across] = view.slice;
        for ((row, column), &value) in on_slice(*map, view)?.indexed_iter() {
            (at[rows], at[columns]) = (row, column);
            voxels[at[0] + size[0] * (at[1] + size[1] * at[2])] += value as f32;
        }
    }
    Ok(Volume::new(*geometry, voxels)
        .unwrap_or_else(|_| unreachable!("a voxel for each of the grid")))
}
