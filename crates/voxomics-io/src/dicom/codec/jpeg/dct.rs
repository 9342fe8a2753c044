//! Sequential scans of transformed blocks, 8 and 12 bits (annexes A and F).

use super::super::bytes::{corrupt, truncated};
use super::super::samples::room;
use super::bits::Bits;
use super::frame::{Frame, Scan, Tables, table};
use super::huffman::Table;
use crate::error::Fault;

/// Rows and columns of a block.
const SIDE: usize = 8;
/// The DC coefficients of 12-bit samples stay far below this.
const LARGEST_DC: i32 = 1 << 20;

/// Where the coefficients of a block stand, in the order in which they are coded (figure A.6).
const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// cos(kπ/16), of which [`BASIS`] is made.
const COSINES: [f64; 9] = [
    1.0,
    0.980_785_280_403_230_4,
    0.923_879_532_511_286_7,
    0.831_469_612_302_545_2,
    std::f64::consts::FRAC_1_SQRT_2,
    0.555_570_233_019_602_2,
    0.382_683_432_365_089_8,
    0.195_090_322_016_128_27,
    0.0,
];

/// What coefficient `u` adds to sample `x`, at `[x][u]`: C(u)/2 cos((2x + 1)uπ/16) (A.3.3).
const BASIS: [[f64; SIDE]; SIDE] = basis();

const fn basis() -> [[f64; SIDE]; SIDE] {
    let mut basis = [[0.0; SIDE]; SIDE];
    let mut x = 0;
    while x < SIDE {
        let mut u = 0;
        while u < SIDE {
            basis[x][u] = match u {
                0 => COSINES[4] / 2.0,
                _ => cosine((2 * x + 1) * u) / 2.0,
            };
            u += 1;
        }
        x += 1;
    }
    basis
}

/// cos(kπ/16) for any k.
const fn cosine(k: usize) -> f64 {
    match k % 32 {
        k @ 0..=8 => COSINES[k],
        k @ 9..=16 => -COSINES[16 - k],
        k @ 17..=24 => -COSINES[k - 16],
        k => COSINES[32 - k],
    }
}

/// The samples of a frame, in rows.
pub(super) fn decode(frame: &Frame, tables: &Tables, scan: &Scan<'_>) -> Result<Vec<u16>, Fault> {
    let across = frame.columns.div_ceil(SIDE);
    let blocks = across * frame.rows.div_ceil(SIDE);
    // The shortest block is two codes of one bit.
    if blocks / 4 > scan.data.len() {
        return Err(truncated());
    }
    let mut samples: Vec<u16> = room(frame.rows * frame.columns)?;
    samples.resize(frame.rows * frame.columns, 0);
    let mut reader = Reader::new(frame, tables, scan)?;
    let largest = f64::from((1_u32 << frame.precision) - 1);
    for index in 0..blocks {
        reader.restart_before(index, tables.restart)?;
        let block = inverse_transform(&reader.block()?);
        let (top, left) = (index / across * SIDE, index % across * SIDE);
        let rows = samples.chunks_exact_mut(frame.columns).skip(top);
        for (row, block) in rows.zip(&block) {
            for (sample, &value) in row[left..].iter_mut().zip(block) {
                *sample = to_sample(value, largest);
            }
        }
    }
    Ok(samples)
}

/// Shifted to the middle of the range, rounded and clamped (A.3.1, F.2.1.5).
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what 8 or 12 bits hold"
)]
fn to_sample(value: f64, largest: f64) -> u16 {
    (value + largest.midpoint(1.0)).round().clamp(0.0, largest) as u16
}

/// The blocks of a scan, one after the other.
struct Reader<'a> {
    bits: Bits<'a>,
    dc_codes: &'a Table,
    ac_codes: &'a Table,
    steps: &'a [u16; 64],
    /// The last block's DC coefficient, which the next one's is a difference from.
    dc: i32,
}

impl<'a> Reader<'a> {
    fn new(frame: &Frame, tables: &'a Tables, scan: &Scan<'a>) -> Result<Self, Fault> {
        Ok(Self {
            bits: Bits::new(scan.data),
            dc_codes: table(&tables.dc, scan.dc)?,
            ac_codes: table(&tables.ac, scan.ac)?,
            steps: table(&tables.quantization, frame.quantization)?,
            dc: 0,
        })
    }

    /// Passes by the restart marker that is due before a block, if one is.
    fn restart_before(&mut self, index: usize, interval: usize) -> Result<(), Fault> {
        if interval == 0 || index == 0 || !index.is_multiple_of(interval) {
            return Ok(());
        }
        self.dc = 0;
        self.bits.restart(index / interval - 1)
    }

    /// The coefficients of the next block in their places (F.2.2.1 and F.2.2.2).
    fn block(&mut self) -> Result<[f64; 64], Fault> {
        let mut block = [0.0; 64];
        let count = self.dc_codes.next(&mut self.bits)?;
        self.dc += self.coefficient(count)?;
        if self.dc.abs() > LARGEST_DC {
            return Err(corrupt("a JPEG DC coefficient out of all range"));
        }
        block[0] = f64::from(self.dc) * f64::from(self.steps[0]);
        let mut place = 1;
        while place < 64 {
            let code = self.ac_codes.next(&mut self.bits)?;
            let (run, count) = (usize::from(code >> 4), code & 15);
            match (run, count) {
                // End of block; sixteen zeros.
                (0, 0) => break,
                (15, 0) => place += 16,
                (_, 0) => return Err(corrupt("a JPEG code that sequential scans do not have")),
                _ => {
                    place += run;
                    let value = self.coefficient(count)?;
                    let step = self.steps.get(place).ok_or_else(overfull)?;
                    block[usize::from(ZIGZAG[place])] = f64::from(value) * f64::from(*step);
                    place += 1;
                }
            }
        }
        if place > 64 {
            return Err(overfull());
        }
        Ok(block)
    }

    /// A coefficient, or a difference, of `count` bits.
    fn coefficient(&mut self, count: u8) -> Result<i32, Fault> {
        match count {
            0..=15 => self.bits.signed(count.into()),
            _ => Err(corrupt(format!("a JPEG coefficient of {count} bits"))),
        }
    }
}

fn overfull() -> Fault {
    corrupt("a JPEG block with more than 64 coefficients")
}

/// The samples of a block, by its definition (A.3.3): first down the columns, then along the rows.
fn inverse_transform(coefficients: &[f64; 64]) -> [[f64; SIDE]; SIDE] {
    let mut half = [[0.0; SIDE]; SIDE];
    for (basis, half) in BASIS.iter().zip(&mut half) {
        for (column, half) in half.iter_mut().enumerate() {
            for (row, factor) in basis.iter().enumerate() {
                *half += factor * coefficients[row * SIDE + column];
            }
        }
    }
    half.map(|row| {
        let mut samples = [0.0; SIDE];
        for (basis, sample) in BASIS.iter().zip(&mut samples) {
            for (factor, coefficient) in basis.iter().zip(&row) {
                *sample += factor * coefficient;
            }
        }
        samples
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_basis_is_orthonormal() {
        for u in 0..SIDE {
            for v in 0..SIDE {
                let product: f64 = BASIS.iter().map(|row| row[u] * row[v]).sum();
                let expected = f64::from(u8::from(u == v));
                assert!((product - expected).abs() < 1e-15, "{u} {v}: {product}");
            }
        }
    }

    #[test]
    fn samples_are_rounded_and_clamped() {
        let samples = [-2049.0, 0.4, 0.6, 2047.4, 9e9].map(|value| to_sample(value, 4095.0));
        assert_eq!(samples, [0, 2048, 2049, 4095, 4095]);
        assert_eq!(to_sample(0.0, 255.0), 128);
    }
}
