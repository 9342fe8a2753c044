//! What lies between convolutions and behind them: the largest of nine, and the mean of all.

use super::lanes::{LANES, Lanes, blocks};
use super::level::{self, Level, Work};
use super::maps::{BORDER, Maps, Size};

/// Positions of a window along a side.
const WINDOW: usize = 3;
const STRIDE: usize = 2;

/// Size after the pool: windows of 3 x 3, stride 2, padding 1.
pub(super) fn pooled(size: Size) -> Size {
    let [rows, columns] = [size.rows, size.columns].map(|length| (length - 1) / STRIDE + 1);
    Size {
        rows,
        columns,
        ..size
    }
}

/// Writes the maxima of the maps of one image to that of `out`. Nothing may be negative: the zeros around it then change
/// nothing.
pub(super) fn maxima(input: &Maps, out: &mut Maps, image: usize) {
    let (size, plane) = (out.size, out.size.plane());
    for block in 0..blocks(size.channels) {
        let out = &mut out.lanes()[(block * size.images + image) * plane..][..plane];
        level::run(Maxima {
            input: input.plane(block, 0),
            from: input.size,
            size,
            out,
        });
    }
}

struct Maxima<'a> {
    input: &'a [Lanes],
    from: Size,
    size: Size,
    out: &'a mut [Lanes],
}

impl Work for Maxima<'_> {
    #[inline(always)]
    fn run<L: Level>(self, level: L) {
        let pitch = self.from.pitch();
        let zero = level.splat(0.0);
        for row in 0..self.size.rows {
            for column in 0..self.size.columns {
                let corner = row * STRIDE * pitch + column * STRIDE;
                let (mut most, mut sum) = (zero, zero);
                for y in 0..WINDOW {
                    for lanes in &self.input[corner + y * pitch..][..WINDOW] {
                        let value = level.load(lanes);
                        most = level.larger(most, value);
                        sum = level.add(sum, value);
                    }
                }
                // A maximum forgets what is not a number; the sum does not.
                most = level.fused(sum, zero, most);
                level.store(most, &mut self.out[self.size.at(row, column)]);
            }
        }
    }
}

/// The mean of every channel of an image, added up row by row in double precision.
#[expect(clippy::cast_possible_truncation, reason = "rounded once")]
pub(super) fn means(maps: &Maps, image: usize) -> Vec<f32> {
    let Size {
        channels,
        rows,
        columns,
        ..
    } = maps.size;
    let mut means = Vec::with_capacity(channels.next_multiple_of(LANES));
    for block in 0..blocks(channels) {
        let plane = maps.plane(block, image);
        let mut sums = [0.0_f64; LANES];
        for row in 0..rows {
            for lanes in &plane[maps.size.at(row, 0)..][..columns] {
                for (sum, &value) in sums.iter_mut().zip(lanes) {
                    *sum += f64::from(value);
                }
            }
        }
        means.extend(sums.map(|sum| (sum / (rows * columns) as f64) as f32));
    }
    means.truncate(channels);
    means
}

const _: () = assert!(BORDER == 1, "the padding of the pool");
