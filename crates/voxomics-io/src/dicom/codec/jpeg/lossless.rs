//! Lossless scans: each sample is a difference from what its neighbours predict (annex H).

use super::super::bytes::{corrupt, truncated};
use super::super::samples::room;
use super::bits::Bits;
use super::frame::{Frame, Scan, Tables, table};
use super::huffman::Table;
use crate::error::Fault;

/// The samples of a frame, in rows.
pub(super) fn decode(
    frame: &Frame,
    tables: &Tables,
    scan: &Scan<'_>,
    is_signed: bool,
) -> Result<Vec<u16>, Fault> {
    let predictor = Predictor::new(frame, scan)?;
    let codes = table(&tables.dc, scan.dc)?;
    let rows_until_restart = rows_until_restart(frame, tables)?;
    let pixels = frame.rows * frame.columns;
    // The shortest code is one bit.
    if pixels / 8 > scan.data.len() {
        return Err(truncated());
    }
    let mut samples: Vec<u16> = room(pixels)?;
    let mut bits = Bits::new(scan.data);
    for row in 0..frame.rows {
        let is_first = rows_until_restart.map_or(row == 0, |rows| row % rows == 0);
        if let Some(rows) = rows_until_restart.filter(|_| is_first && row > 0) {
            bits.restart(row / rows - 1)?;
        }
        let above = (!is_first).then(|| samples.len() - frame.columns);
        for column in 0..frame.columns {
            let prediction = predictor.predict(&samples, above.map(|start| start + column), column);
            // Modulo 2^16 (H.1.2.1): the low half of the sum.
            let [low, high, ..] = (prediction + difference(codes, &mut bits)?).to_le_bytes();
            samples.push(u16::from_le_bytes([low, high]));
        }
    }
    check(&samples, frame.precision - scan.point_transform, is_signed)?;
    for sample in &mut samples {
        *sample <<= scan.point_transform;
    }
    Ok(samples)
}

/// Rows between restarts: an interval is whole rows (H.1.1).
fn rows_until_restart(frame: &Frame, tables: &Tables) -> Result<Option<usize>, Fault> {
    match tables.restart {
        0 => Ok(None),
        samples if samples % frame.columns == 0 => Ok(Some(samples / frame.columns)),
        samples => Err(corrupt(format!(
            "a lossless JPEG restarts after {samples} samples, which are no whole rows of {}",
            frame.columns
        ))),
    }
}

/// A difference from the prediction (H.1.2.2).
fn difference(codes: &Table, bits: &mut Bits<'_>) -> Result<i32, Fault> {
    match codes.next(bits)? {
        count @ 0..=15 => bits.signed(count.into()),
        16 => Ok(32768),
        count => Err(corrupt(format!(
            "a lossless JPEG difference of {count} bits"
        ))),
    }
}

/// Damage shows in samples of more bits than there are.
///
/// Some writers of signed images subtract what they have sign-extended: these samples fill 16 bits.
fn check(samples: &[u16], bits: u32, is_signed: bool) -> Result<(), Fault> {
    let end = 1_u32 << bits;
    let negative = if is_signed {
        0x1_0000 - end / 2
    } else {
        0x1_0000
    };
    let fits = |sample: u32| sample < end || sample >= negative;
    if samples.iter().all(|&sample| fits(sample.into())) {
        return Ok(());
    }
    let message = format!("a lossless JPEG sample exceeds its {bits} bits");
    Err(corrupt(message))
}

/// How a sample is predicted (table H.1).
#[derive(Debug)]
struct Predictor {
    selection: u8,
    /// For the first sample of a scan or restart interval.
    first: i32,
}

impl Predictor {
    fn new(frame: &Frame, scan: &Scan<'_>) -> Result<Self, Fault> {
        if !(1..=7).contains(&scan.selection) {
            let message = format!("lossless JPEG has no predictor {}", scan.selection);
            return Err(corrupt(message));
        }
        if scan.point_transform >= frame.precision {
            let message = format!(
                "a point transform of {} leaves nothing of {} bits",
                scan.point_transform, frame.precision
            );
            return Err(corrupt(message));
        }
        Ok(Self {
            selection: scan.selection,
            first: 1 << (frame.precision - scan.point_transform - 1),
        })
    }

    /// The prediction of the next sample, in `column`; `above` is where the one above it stands,
    /// `None` in the first row of an interval.
    fn predict(&self, samples: &[u16], above: Option<usize>, column: usize) -> i32 {
        let at = |place: usize| i32::from(samples[place]);
        let left = || at(samples.len() - 1);
        match (above, column) {
            (None, 0) => self.first,
            (None, _) => left(),
            (Some(above), 0) => at(above),
            (Some(above), _) => self.combine(left(), at(above), at(above - 1)),
        }
    }

    /// The prediction from the samples to the left, above, and above to the left.
    fn combine(&self, left: i32, above: i32, corner: i32) -> i32 {
        match self.selection {
            1 => left,
            2 => above,
            3 => corner,
            4 => left + above - corner,
            5 => left + ((above - corner) >> 1),
            6 => above + ((left - corner) >> 1),
            _ => (left + above) >> 1,
        }
    }
}
