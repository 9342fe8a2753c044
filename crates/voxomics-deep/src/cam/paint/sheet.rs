//! Pictures side by side: what one looks at first.

use super::digits;
use super::picture::{Picture, WHITE};
use crate::cam::Error;

/// A picture and the number in its corner, such as that of its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// The number.
    pub number: usize,
    /// The picture.
    pub picture: Picture,
}

/// Pictures side by side, `columns` to a row, with `gutter` white pixels between cells of the widest and tallest.
///
/// Each is enlarged as often as it fits into its cell, by a whole number, and lies in the middle of it. Its number stands in its
/// upper left corner, in digits of a twentieth of the cell's height.
///
/// # Errors
///
/// [`Error::EmptySheet`] without a picture or a column, [`Error::PictureTooLarge`].
pub fn sheet(pictures: &[Numbered], columns: usize, gutter: usize) -> Result<Picture, Error> {
    let largest = |side: fn(&Picture) -> usize| {
        let sides = pictures.iter().map(|numbered| side(&numbered.picture));
        sides.max()
    };
    let sides = (largest(Picture::width), largest(Picture::height), columns);
    let (Some(width), Some(height), 1..) = sides else {
        return Err(Error::EmptySheet);
    };
    let columns = columns.min(pictures.len());
    let step = [width, height].map(|length| length.saturating_add(gutter));
    let size = |length: usize, count: usize| {
        let gutters = gutter.saturating_mul(count - 1);
        length.saturating_mul(count).saturating_add(gutters)
    };
    let rows = pictures.len().div_ceil(columns);
    let mut sheet = Picture::filled([size(width, columns), size(height, rows)], WHITE)?;
    for (index, Numbered { number, picture }) in pictures.iter().enumerate() {
        let sides = [picture.width(), picture.height()];
        let fits = [width / sides[0].max(1), height / sides[1].max(1)];
        let times = fits[0].min(fits[1]).max(1);
        let middle = |cell: usize, side: usize| (cell - side * times) / 2;
        let corner = [
            index % columns * step[0] + middle(width, sides[0]),
            index / columns * step[1] + middle(height, sides[1]),
        ];
        sheet.paste(picture, corner, times);
        let (dot, room) = ((height / 100).max(1), sides.map(|side| side * times));
        digits::draw(&mut sheet, *number, (corner, room), dot);
    }
    Ok(sheet)
}
