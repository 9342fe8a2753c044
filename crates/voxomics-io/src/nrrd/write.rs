//! NRRD headers for volumes.

use std::fmt::Write;

use voxomics_volume::AnyVolume;

use super::names;
use crate::direction;
use crate::error::Fault;
use crate::{Encoding, Format};

/// The header with its empty line, or for voxels in the file `data`.
pub(crate) fn header(
    volume: &AnyVolume,
    encoding: Encoding,
    data: Option<&str>,
) -> Result<Vec<u8>, Fault> {
    let geometry = volume.geometry();
    direction::check_writable(geometry, Format::Nrrd)?;
    let rank = geometry.rank();
    let sizes: Vec<String> = geometry.size()[..rank]
        .iter()
        .map(ToString::to_string)
        .collect();
    let (direction, spacing) = (geometry.direction(), geometry.spacing());
    let axis = |axis: usize| {
        let vector: Vec<f64> = (0..rank)
            .map(|row| direction[row][axis] * spacing[axis])
            .collect();
        vector_text(&vector)
    };
    let directions: Vec<String> = (0..rank).map(axis).collect();
    let space = if rank == 2 {
        "space dimension: 2"
    } else {
        "space: left-posterior-superior"
    };
    let endian = if cfg!(target_endian = "big") {
        "big"
    } else {
        "little"
    };
    let mut lines = vec![
        "NRRD0004".to_owned(),
        format!("type: {}", names::of_type(volume.voxel_type())),
        format!("dimension: {rank}"),
        space.to_owned(),
        format!("sizes: {}", sizes.join(" ")),
        format!("space directions: {}", directions.join(" ")),
        format!("kinds: {}", vec!["domain"; rank].join(" ")),
        format!("endian: {endian}"),
        format!("encoding: {encoding}"),
        format!("space origin: {}", vector_text(&geometry.origin()[..rank])),
    ];
    lines.extend(data.map(|name| format!("data file: {name}")));
    let end = if data.is_none() { "\n\n" } else { "\n" };
    Ok((lines.join("\n") + end).into_bytes())
}

/// The shortest digits that read back as the same doubles; no negative zeros.
fn vector_text(vector: &[f64]) -> String {
    let mut text = String::new();
    for (i, value) in vector.iter().enumerate() {
        let separator = if i == 0 { '(' } else { ',' };
        write!(text, "{separator}{}", value + 0.0).expect("a string takes any text");
    }
    text + ")"
}
