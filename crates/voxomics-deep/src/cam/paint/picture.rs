//! Pictures in memory, side by side, and as PNG.

use crate::cam::Error;

/// The most pixels of a picture.
const LIMIT: usize = 1 << 28;

/// Bytes that a byte of a compressed stream stands for at most.
const DEFLATED: usize = 1032;

pub(super) const BLACK: [u8; 3] = [0; 3];
const WHITE: [u8; 3] = [255; 3];

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

/// Pictures side by side, `columns` to a row, in cells of the widest and tallest, with `gutter` white pixels between them.
///
/// # Errors
///
/// [`Error::EmptySheet`] without a picture or a column, [`Error::PictureTooLarge`].
pub fn sheet(pictures: &[Picture], columns: usize, gutter: usize) -> Result<Picture, Error> {
    let widest = pictures.iter().map(Picture::width).max();
    let tallest = pictures.iter().map(Picture::height).max();
    let (Some(widest), Some(tallest), 1..) = (widest, tallest, columns) else {
        return Err(Error::EmptySheet);
    };
    let columns = columns.min(pictures.len());
    let step = [widest, tallest].map(|length| length.saturating_add(gutter));
    let size = |length: usize, count: usize| {
        let gutters = gutter.saturating_mul(count - 1);
        length.saturating_mul(count).saturating_add(gutters)
    };
    let rows = pictures.len().div_ceil(columns);
    let mut sheet = Picture::filled([size(widest, columns), size(tallest, rows)], WHITE)?;
    for (index, picture) in pictures.iter().enumerate() {
        let (left, top) = (index % columns * step[0], index / columns * step[1]);
        for (row, line) in picture
            .pixels
            .chunks_exact(picture.width.max(1))
            .enumerate()
        {
            let start = (top + row) * sheet.width + left;
            sheet.pixels[start..start + line.len()].copy_from_slice(line);
        }
    }
    Ok(sheet)
}
