//! Resampling of bytes with whole-number weights, rounded to a byte after the rows and after the columns.

use ndarray::{Array2, ArrayView2};

use super::Method;
use super::taps::Taps;

/// Weights as whole numbers of `2^-bits`.
struct Fixed<'a> {
    taps: &'a Taps,
    weights: Vec<i32>,
    bits: u32,
}

impl<'a> Fixed<'a> {
    #[expect(clippy::cast_possible_truncation, reason = "weights are at most 1")]
    fn new(taps: &'a Taps, method: Method) -> Self {
        let bits = match method {
            Method::TorchU8 => bits_of_i16(taps.weights()),
            _ => 22,
        };
        let unit = f64::from(1 << bits);
        let whole = |weight: &f64| (weight * unit + 0.5_f64.copysign(*weight)) as i32;
        Self {
            taps,
            weights: taps.weights().iter().map(whole).collect(),
            bits,
        }
    }

    /// One line; `pixel` gives the byte at an index of the old one.
    fn line(&self, pixel: impl Fn(usize) -> u8) -> Vec<u8> {
        let mut from = 0;
        let value = |index: usize| {
            let (start, weights) = self.taps.of(index);
            let weights = &self.weights[from..from + weights.len()];
            from += weights.len();
            let products = weights.iter().enumerate();
            let sum: i32 = products
                .map(|(offset, weight)| weight * i32::from(pixel(start + offset)))
                .sum();
            let rounded = (sum + (1 << (self.bits - 1))) >> self.bits;
            u8::try_from(rounded.clamp(0, 255)).expect("clamped to a byte")
        };
        (0..self.taps.output()).map(value).collect()
    }
}

/// The most bits with which the largest weight stays below 2^15, up to 22.
fn bits_of_i16(weights: &[f64]) -> u32 {
    let largest = weights.iter().copied().fold(0.0, f64::max);
    let fits = |bits: &u32| (largest * f64::from(1 << bits) + 0.5).floor() < 32768.0;
    (1..=22).take_while(fits).last().unwrap_or(1)
}

pub(super) fn resize(
    image: ArrayView2<'_, u8>,
    rows: &Taps,
    columns: &Taps,
    method: Method,
) -> Array2<u8> {
    let (across, down) = (Fixed::new(columns, method), Fixed::new(rows, method));
    let mut wide = Array2::zeros((image.nrows(), columns.output()));
    for (from, mut to) in image.outer_iter().zip(wide.outer_iter_mut()) {
        let line = across.line(|at| from[at]);
        to.iter_mut().zip(line).for_each(|(to, byte)| *to = byte);
    }
    let mut out = Array2::zeros((rows.output(), columns.output()));
    for (from, mut to) in wide.columns().into_iter().zip(out.columns_mut()) {
        let line = down.line(|at| from[at]);
        to.iter_mut().zip(line).for_each(|(to, byte)| *to = byte);
    }
    out
}
