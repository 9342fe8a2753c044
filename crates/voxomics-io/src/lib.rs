//! Medical image files, read strictly and written exactly.

mod binary;
mod direction;
mod error;
mod file;
mod format;
mod gunzip;
mod image;
mod info;
mod limits;
mod nifti;
mod nrrd;
mod plan;
mod read;
mod source;
mod staged;
mod text;
mod write;

pub use error::{Error, Kind};
pub use format::{Encoding, Format};
pub use image::Image;
pub use info::{Info, Segment};
pub use limits::Limits;
pub use read::{inspect, read, read_within};
pub use write::{Options, write, write_with};
