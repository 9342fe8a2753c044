//! A map over its slice, in colour, with the region's contour; several of them on a sheet.

mod colour;
mod digits;
mod overlay;
mod picture;
mod sheet;

pub use colour::cubehelix;
pub use overlay::{Opacity, Style, colour_bar, overlay};
pub use picture::Picture;
pub use sheet::{Numbered, sheet};
