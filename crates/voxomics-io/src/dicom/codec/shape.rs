//! What the DICOM header says of every frame.

use crate::error::{Fault, Kind};

/// What the header says of every frame: a stream that says otherwise is not decoded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FrameShape {
    /// Rows of pixels, (0028,0010).
    pub rows: u16,
    /// Pixels in a row, (0028,0011).
    pub columns: u16,
    /// Bits that a pixel takes, (0028,0100): 8, 16 or 32.
    pub bits_allocated: u16,
    /// Bits of them that are the stored value, (0028,0101).
    pub bits_stored: u16,
    /// Whether the stored value is two's complement, (0028,0103).
    pub is_signed: bool,
}

/// What a compressed stream says of its frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Declared {
    pub(super) rows: u32,
    pub(super) columns: u32,
    pub(super) components: u32,
    /// Bits of a sample.
    pub(super) precision: u32,
}

impl FrameShape {
    /// Pixels of a frame.
    pub(crate) fn pixels(&self) -> usize {
        usize::from(self.rows) * usize::from(self.columns)
    }

    /// Bytes of a pixel.
    pub(crate) fn bytes_per_pixel(&self) -> Result<usize, Fault> {
        match self.bits_allocated {
            8 => Ok(1),
            16 => Ok(2),
            32 => Ok(4),
            bits => {
                let message = format!(
                    "BitsAllocated {bits} is not read in compressed frames: 8, 16 and 32 are"
                );
                Err(Fault::new(Kind::Unsupported, message))
            }
        }
    }

    /// Bytes of a frame.
    pub(crate) fn bytes(&self) -> Result<usize, Fault> {
        let bytes = self.pixels().checked_mul(self.bytes_per_pixel()?);
        bytes.ok_or_else(|| Fault::new(Kind::LimitExceeded, "a frame that cannot be addressed"))
    }

    /// Refuses a stream whose own frame header contradicts the DICOM header.
    pub(super) fn check(&self, declared: Declared) -> Result<(), Fault> {
        let Declared {
            rows,
            columns,
            components,
            precision,
        } = declared;
        if rows != u32::from(self.rows) || columns != u32::from(self.columns) {
            return Err(Fault::new(
                Kind::Corrupt,
                format!(
                    "the compressed frame is {columns} x {rows} pixels, the header says {} x {}",
                    self.columns, self.rows
                ),
            ));
        }
        if components != 1 {
            let message = format!(
                "the compressed frame has {components} components, the header says 1 sample a pixel"
            );
            return Err(Fault::new(Kind::Corrupt, message));
        }
        if precision == 0 || precision > u32::from(self.bits_allocated) {
            let message = format!(
                "the compressed frame has samples of {precision} bits, the header allocates {}",
                self.bits_allocated
            );
            return Err(Fault::new(Kind::Corrupt, message));
        }
        Ok(())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A frame of unsigned pixels that use all their bits.
    pub(in crate::dicom::codec) fn shape(columns: u16, rows: u16, bits: u16) -> FrameShape {
        FrameShape {
            rows,
            columns,
            bits_allocated: bits,
            bits_stored: bits,
            is_signed: false,
        }
    }

    #[test]
    fn a_contradiction_names_both_sides() {
        let good = Declared {
            rows: 2,
            columns: 3,
            components: 1,
            precision: 8,
        };
        let message = |declared| {
            let fault = shape(3, 2, 8).check(declared).unwrap_err();
            let error = fault.at(std::path::Path::new("f"));
            assert_eq!(error.kind(), Kind::Corrupt);
            error.to_string()
        };
        assert!(shape(3, 2, 8).check(good).is_ok());
        assert_eq!(
            message(Declared {
                rows: 65535,
                ..good
            }),
            "f: the compressed frame is 3 x 65535 pixels, the header says 3 x 2"
        );
        assert_eq!(
            message(Declared {
                components: 3,
                ..good
            }),
            "f: the compressed frame has 3 components, the header says 1 sample a pixel"
        );
        assert_eq!(
            message(Declared {
                precision: 12,
                ..good
            }),
            "f: the compressed frame has samples of 12 bits, the header allocates 8"
        );
    }

    #[test]
    fn other_allocations_are_not_read() {
        assert!(shape(3, 2, 1).bytes().is_err());
        assert_eq!(shape(3, 2, 32).bytes(), Ok(24));
    }
}
