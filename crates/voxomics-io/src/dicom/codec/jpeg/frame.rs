//! What stands before the scan: frame header, tables, scan header.

use super::super::bytes::{Bytes, corrupt, unsupported};
use super::super::shape::{Declared, FrameShape};
use super::huffman::Table;
use super::markers::{Markers, SOS};
use crate::error::Fault;

/// How the frame was coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Process {
    /// Blocks of a cosine transform, in order.
    Sequential,
    /// Differences from neighbours.
    Lossless,
}

/// The frame header of an image of one component (B.2.2).
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) process: Process,
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Bits of a sample.
    pub(super) precision: u32,
    component: u8,
    pub(super) quantization: usize,
}

/// The tables that stand before the scan.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// Steps of the coefficients, in zigzag order (B.2.4.1).
    pub(super) quantization: [Option<[u16; 64]>; 4],
    pub(super) dc: [Option<Table>; 4],
    pub(super) ac: [Option<Table>; 4],
    /// Units between restart markers, 0 for none (B.2.4.4).
    pub(super) restart: usize,
}

/// The scan header (B.2.3) and the entropy-coded data behind it.
#[derive(Debug)]
pub(super) struct Scan<'a> {
    pub(super) dc: usize,
    pub(super) ac: usize,
    /// `Ss`: the predictor of a lossless scan.
    pub(super) selection: u8,
    /// `Al`: low bits of a lossless scan that were left out.
    pub(super) point_transform: u32,
    pub(super) data: &'a [u8],
}

/// Reads up to the scan, comparing the frame with `shape` as soon as its header is there.
pub(super) fn read<'a>(
    stream: &'a [u8],
    shape: &FrameShape,
) -> Result<(Frame, Tables, Scan<'a>), Fault> {
    let mut markers = Markers::new(stream)?;
    let mut tables = Tables::default();
    let mut frame = None;
    loop {
        let (marker, mut segment) = markers.next()?;
        match marker {
            0xc4 => tables.add_huffman(segment)?,
            0xdb => tables.add_quantization(segment)?,
            0xdd => tables.restart = segment.u16()?.into(),
            // C8 and CC are no frame headers: JPG and DAC.
            0xc0..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf if frame.is_none() => {
                frame = Some(Frame::read(marker, segment, shape)?);
            }
            0xc0..=0xcf => return Err(corrupt("a second frame header, or a table of no use")),
            SOS => {
                let frame = frame.ok_or_else(|| corrupt("a scan without a frame header"))?;
                let scan = Scan::read(segment, markers.rest(), &frame)?;
                return Ok((frame, tables, scan));
            }
            // Application data, comments and what else has a length.
            _ => {}
        }
    }
}

impl Frame {
    fn read(marker: u8, mut segment: Bytes<'_>, shape: &FrameShape) -> Result<Self, Fault> {
        let process = process(marker)?;
        let precision = u32::from(segment.u8()?);
        let (rows, columns) = (segment.u16()?, segment.u16()?);
        shape.check(Declared {
            rows: rows.into(),
            columns: columns.into(),
            components: segment.u8()?.into(),
            precision,
        })?;
        let (component, _sampling) = (segment.u8()?, segment.u8()?);
        let known = match marker {
            0xc0 => precision == 8,
            0xc1 => precision == 8 || precision == 12,
            _ => (2..=16).contains(&precision),
        };
        if !known {
            let message = format!("JPEG of process SOF{} has no {precision} bits", marker & 15);
            return Err(corrupt(message));
        }
        Ok(Self {
            process,
            rows: rows.into(),
            columns: columns.into(),
            precision,
            component,
            quantization: segment.u8()?.into(),
        })
    }
}

/// The process of a frame header's marker (table B.1).
fn process(marker: u8) -> Result<Process, Fault> {
    let name = match marker {
        0xc0 | 0xc1 => return Ok(Process::Sequential),
        0xc3 => return Ok(Process::Lossless),
        0xc2 => "progressive",
        0xc5..=0xc7 => "hierarchical",
        _ => "arithmetic",
    };
    Err(unsupported(format!(
        "{name} JPEG (SOF{}) is not read: baseline, extended sequential and lossless are",
        marker & 15
    )))
}

impl Tables {
    /// Quantization tables (B.2.4.1), the last of a number being the one in force.
    fn add_quantization(&mut self, mut segment: Bytes<'_>) -> Result<(), Fault> {
        while !segment.is_empty() {
            let kind = segment.u8()?;
            let mut steps = [0; 64];
            for step in &mut steps {
                *step = match kind >> 4 {
                    0 => segment.u8()?.into(),
                    _ => segment.u16()?,
                };
            }
            *place(&mut self.quantization, kind)? = Some(steps);
        }
        Ok(())
    }

    /// Huffman tables (B.2.4.2), the last of a class and number being the one in force.
    fn add_huffman(&mut self, mut segment: Bytes<'_>) -> Result<(), Fault> {
        while !segment.is_empty() {
            let kind = segment.u8()?;
            let counts: [u8; 16] = segment.array()?;
            let total = counts.iter().map(|&count| usize::from(count)).sum();
            let table = Table::new(&counts, segment.take(total)?)?;
            let tables = match kind >> 4 {
                0 => &mut self.dc,
                _ => &mut self.ac,
            };
            *place(tables, kind)? = Some(table);
        }
        Ok(())
    }
}

/// The place of a table: its class or width is 0 or 1, its number 0 to 3.
fn place<T>(tables: &mut [Option<T>; 4], kind: u8) -> Result<&mut Option<T>, Fault> {
    match kind >> 4 {
        0 | 1 => tables.get_mut(usize::from(kind & 15)),
        _ => None,
    }
    .ok_or_else(|| corrupt(format!("there is no JPEG table {kind:02X}")))
}

/// The table of a number, which must have been given.
pub(super) fn table<T>(tables: &[Option<T>; 4], number: usize) -> Result<&T, Fault> {
    let table = tables.get(number).and_then(Option::as_ref);
    table.ok_or_else(|| {
        corrupt(format!(
            "the scan needs JPEG table {number}, which is not there"
        ))
    })
}

impl<'a> Scan<'a> {
    fn read(mut segment: Bytes<'_>, data: &'a [u8], frame: &Frame) -> Result<Self, Fault> {
        let (components, component) = (segment.u8()?, segment.u8()?);
        if components != 1 || component != frame.component {
            return Err(corrupt("the scan is not one of the frame's only component"));
        }
        let numbers = segment.u8()?;
        let (selection, _end, approximation) = (segment.u8()?, segment.u8()?, segment.u8()?);
        Ok(Self {
            dc: (numbers >> 4).into(),
            ac: (numbers & 15).into(),
            selection,
            point_transform: (approximation & 15).into(),
            data,
        })
    }
}
