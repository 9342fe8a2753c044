//! Pictures in memory and as PNG.

use crate::cam::Error;

/// The most pixels of a picture.
const LIMIT: usize = 1 << 28;

/// Bytes that a byte of a compressed stream stands for at most.
const DEFLATED: usize = 1032;

pub(super) const BLACK: [u8; 3] = [0; 3];
pub(super) const WHITE: [u8; 3] = [255; 3];

/// An RGB picture of 8 bits, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 3]>,
}

impl Picture {
    pub(super) fn filled([width, height]: [usize; 2], colour: [u8; 3]) -> Result<Self, Error> {
        match width.checked_mul(height) {
            Some(count) if count <= LIMIT => Ok(Self {
                width,
                height,
                pixels: vec![colour; count],
            }),
            _ => Err(Error::PictureTooLarge {
                width,
                height,
                limit: LIMIT,
            }),
        }
    }

    pub(super) fn set(&mut self, [x, y]: [usize; 2], colour: [u8; 3]) {
        self.pixels[y * self.width + x] = colour;
    }

    /// Lays another over this one, each of its pixels `times` long and wide.
    pub(super) fn paste(&mut self, other: &Self, [left, top]: [usize; 2], times: usize) {
        let lines = other.pixels.chunks_exact(other.width.max(1));
        for (row, line) in lines.enumerate() {
            for y in row * times..(row + 1) * times {
                let start = (top + y) * self.width + left;
                let place = &mut self.pixels[start..start + line.len() * times];
                let wide = line
                    .iter()
                    .flat_map(|pixel| std::iter::repeat_n(pixel, times));
                place
                    .iter_mut()
                    .zip(wide)
                    .for_each(|(to, from)| *to = *from);
            }
        }
    }

    /// Pixels along a row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// Red, green and blue of all pixels, row by row.
    #[must_use]
    pub fn pixels(&self) -> &[[u8; 3]] {
        &self.pixels
    }

    /// The picture as a PNG file.
    ///
    /// # Errors
    ///
    /// [`Error::Encoding`] for a picture without pixels.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        let failed = |error: &dyn std::fmt::Display| Error::Encoding(error.to_string());
        let side = |pixels: usize| u32::try_from(pixels).map_err(|error| failed(&error));
        let (width, height) = (side(self.width)?, side(self.height)?);
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().map_err(|error| failed(&error))?;
        let bytes = self.pixels.as_flattened();
        writer
            .write_image_data(bytes)
            .map_err(|error| failed(&error))?;
        writer.finish().map_err(|error| failed(&error))?;
        Ok(file)
    }

    /// The picture in a PNG file of 8-bit red, green and blue, as [`png`](Self::png) writes it.
    ///
    /// # Errors
    ///
    /// [`Error::NoPicture`] for any other file, [`Error::PictureTooLarge`].
    pub fn from_png(file: &[u8]) -> Result<Self, Error> {
        let refused = |error: &dyn std::fmt::Display| Error::NoPicture(error.to_string());
        let decoder = png::Decoder::new(std::io::Cursor::new(file));
        let mut reader = decoder.read_info().map_err(|error| refused(&error))?;
        let (kind, depth) = reader.output_color_type();
        if (kind, depth) != (png::ColorType::Rgb, png::BitDepth::Eight) {
            return Err(refused(&format!("{kind:?} of {depth:?} bits")));
        }
        let [width, height] = [reader.info().width, reader.info().height].map(|side| side as usize);
        // Before memory is taken for what a header says.
        if width.saturating_mul(height) > file.len().saturating_mul(DEFLATED) {
            let why = format!("{} bytes for {width} x {height} pixels", file.len());
            return Err(refused(&why));
        }
        let mut picture = Self::filled([width, height], BLACK)?;
        let bytes = picture.pixels.as_flattened_mut();
        reader.next_frame(bytes).map_err(|error| refused(&error))?;
        Ok(picture)
    }
}
