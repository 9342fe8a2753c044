//! `MetaImage` headers for volumes.

use voxomics_volume::{AnyVolume, Geometry};

use super::names;
use crate::direction;
use crate::error::Fault;
use crate::{Encoding, Format};

/// The header, for voxels that follow or lie in the file `data`.
pub(crate) fn header(
    volume: &AnyVolume,
    encoding: Encoding,
    data: Option<&str>,
) -> Result<Vec<u8>, Fault> {
    let geometry = volume.geometry();
    direction::check_writable(geometry, Format::MetaImage)?;
    let rank = geometry.rank();
    let direction = geometry.direction();
    let cosines = (0..rank * rank).map(|at| direction[at % rank][at / rank]);
    let title = |flag: bool| if flag { "True" } else { "False" };
    let lines = [
        "ObjectType = Image".to_owned(),
        format!("NDims = {rank}"),
        format!("BinaryData = {}", title(encoding != Encoding::Text)),
        format!(
            "BinaryDataByteOrderMSB = {}",
            title(cfg!(target_endian = "big"))
        ),
        "CompressedData = False".to_owned(),
        format!("TransformMatrix = {}", numbers(cosines)),
        format!(
            "Offset = {}",
            numbers(geometry.origin().into_iter().take(rank))
        ),
        format!("CenterOfRotation = {}", vec!["0"; rank].join(" ")),
        format!(
            "ElementSpacing = {}",
            numbers(geometry.spacing().into_iter().take(rank))
        ),
        format!("DimSize = {}", sizes(geometry, rank)),
        format!("ElementType = {}", names::of_type(volume.voxel_type())),
        // The last one: voxels follow its line end.
        format!("ElementDataFile = {}", data.unwrap_or("LOCAL")),
    ];
    Ok((lines.join("\n") + "\n").into_bytes())
}

fn sizes(geometry: &Geometry, rank: usize) -> String {
    let sizes: Vec<String> = geometry.size()[..rank]
        .iter()
        .map(ToString::to_string)
        .collect();
    sizes.join(" ")
}

/// The shortest digits that read back as the same doubles; no negative zeros.
fn numbers(numbers: impl Iterator<Item = f64>) -> String {
    let texts: Vec<String> = numbers.map(|number| (number + 0.0).to_string()).collect();
    texts.join(" ")
}
