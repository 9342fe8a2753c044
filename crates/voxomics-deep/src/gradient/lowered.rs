//! Sums over the taps of a kernel as products of matrices.

use ndarray::Array3;
use rayon::prelude::*;

/// Pixels and output channels whose sums are held in registers at once.
const PIXELS: usize = 8;
const CHANNELS: usize = 4;

type Sums = [[f64; PIXELS]; CHANNELS];

/// Where the taps of a kernel lie.
pub(super) struct Taps<'t> {
    /// Rows and columns of the output.
    pub(super) size: [usize; 2],
    /// Side of the kernel.
    pub(super) kernel: usize,
    /// The row of the input that a row of the output sees through a tap; `None` beyond the border.
    pub(super) row: &'t (dyn Fn(usize, usize) -> Option<usize> + Sync),
    /// The same of columns.
    pub(super) column: &'t (dyn Fn(usize, usize) -> Option<usize> + Sync),
}

/// `out[o, y, x] = sum over channels c and taps t of weight(o, c, t) in[c, what (y, x) sees through t]`, summed over `c`, then
/// the rows, then the columns of the kernel.
pub(super) fn product(
    input: &Array3<f64>,
    taps: &Taps<'_>,
    outputs: usize,
    weight: &(dyn Fn(usize, usize, usize) -> f32 + Sync),
) -> Array3<f64> {
    let depth = input.dim().0 * taps.kernel * taps.kernel;
    let [rows, columns] = taps.size;
    let weights = packed(depth, taps.kernel * taps.kernel, outputs, weight);
    let pixels = rows * columns;
    let panels: Vec<Vec<f64>> = (0..pixels.div_ceil(PIXELS))
        .into_par_iter()
        .map(|panel| sums(&seen(input, taps, panel * PIXELS), &weights))
        .collect();
    Array3::from_shape_fn((outputs, rows, columns), |(output, row, column)| {
        let pixel = row * columns + column;
        panels[pixel / PIXELS][output * PIXELS + pixel % PIXELS]
    })
}

/// The weights of four outputs side by side, tap after tap; zeros where there are fewer.
fn packed(
    depth: usize,
    taps: usize,
    outputs: usize,
    weight: &(dyn Fn(usize, usize, usize) -> f32 + Sync),
) -> Vec<Vec<[f64; CHANNELS]>> {
    let group = |first: usize| -> Vec<[f64; CHANNELS]> {
        let side_by_side = |k: usize| {
            std::array::from_fn(|j| {
                let output = first + j;
                let inside = output < outputs;
                if inside {
                    f64::from(weight(output, k / taps, k % taps))
                } else {
                    0.0
                }
            })
        };
        (0..depth).map(side_by_side).collect()
    };
    let groups = (0..outputs.div_ceil(CHANNELS)).into_par_iter();
    groups.map(|number| group(number * CHANNELS)).collect()
}

/// What eight pixels of the output see, tap after tap; zeros beyond the border and behind the last pixel.
fn seen(input: &Array3<f64>, taps: &Taps<'_>, first: usize) -> Vec<[f64; PIXELS]> {
    let [rows, columns] = taps.size;
    let kernel = taps.kernel;
    let places: Vec<[Option<[usize; 2]>; PIXELS]> = (0..kernel * kernel)
        .map(|tap| {
            std::array::from_fn(|j| {
                let pixel = first + j;
                let row = (taps.row)(pixel / columns, tap / kernel)?;
                let column = (taps.column)(pixel % columns, tap % kernel)?;
                (pixel < rows * columns).then_some([row, column])
            })
        })
        .collect();
    let channels = input.outer_iter();
    channels
        .flat_map(|channel| {
            let value = |place: &Option<[usize; 2]>| place.map_or(0.0, |place| channel[place]);
            let row: Vec<[f64; PIXELS]> = places
                .iter()
                .map(|places| std::array::from_fn(|j| value(&places[j])))
                .collect();
            row
        })
        .collect()
}

/// `[outputs, PIXELS]`.
fn sums(seen: &[[f64; PIXELS]], weights: &[Vec<[f64; CHANNELS]>]) -> Vec<f64> {
    let groups = weights.iter().map(|group| block(seen, group));
    groups.flat_map(|sums| sums.into_iter().flatten()).collect()
}

voxomics_core::vectorised! {
    /// The sums of four outputs at eight pixels, each over ascending taps.
    fn block(seen: &[[f64; PIXELS]], weights: &[[f64; CHANNELS]]) -> Sums {
        let mut sums = [[0.0; PIXELS]; CHANNELS];
        for (pixels, weights) in seen.iter().zip(weights) {
            for (sums, weight) in sums.iter_mut().zip(weights) {
                for (sum, pixel) in sums.iter_mut().zip(pixels) {
                    *sum += weight * pixel;
                }
            }
        }
        sums
    }
}
