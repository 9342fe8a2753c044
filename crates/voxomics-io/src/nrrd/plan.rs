//! What an NRRD header says about its voxels.

use std::path::Path;

use super::axes::Axes;
use super::fields::{Fields, bad};
use super::placement::Space;
use super::{data_file, names, placement, segments};
use crate::error::Fault;
use crate::plan::{Data, Place, Plan, Skip, SkipBytes};
use crate::source::Source;
use crate::{Encoding, Format, Info};

pub(crate) fn plan(mut source: Source, path: &Path) -> Result<Plan, Fault> {
    let fields = Fields::read(&mut source)?;
    let voxel_type = names::voxel_type(fields.need("type")?)?;
    let encoding = names::encoding(fields.need("encoding")?)?;
    let space = Space::read(&fields)?;
    let axes = Axes::read(
        &fields,
        space.as_ref().and_then(Space::without_direction).as_deref(),
    )?;
    let (geometry, warnings) = placement::geometry(&fields, &axes, space.as_ref())?;
    let bytes_matter = voxel_type.bytes() > 1 && encoding != Encoding::Text;
    let swapped = names::swapped(fields.get("endian"), bytes_matter)?;
    let skip = skip(&fields, encoding)?;
    let files = data_file::read(&fields, &axes, path)?;
    Ok(Plan {
        info: Info {
            format: Format::Nrrd,
            encoding,
            is_detached: files.is_some(),
            geometry,
            voxel_type,
            components: axes.components,
            scaling: None,
            segments: segments::read(&fields.pairs, axes.components),
            warnings,
        },
        data: Data {
            place: files.map_or(Place::Here(source), Place::Files),
            skip,
            encoding,
            swapped,
            run: axes.run,
        },
    })
}

fn skip(fields: &Fields, encoding: Encoding) -> Result<Skip, Fault> {
    let lines = fields.integer("line skip")?.unwrap_or(0);
    let lines =
        u64::try_from(lines).map_err(|_| bad(format!("`line skip: {lines}` is negative")))?;
    let bytes = match fields.integer("byte skip")?.unwrap_or(0) {
        -1 if encoding == Encoding::Raw => SkipBytes::UntilTheEnd,
        count => SkipBytes::Count(u64::try_from(count).map_err(|_| {
            bad(format!(
                "`byte skip: {count}` is negative: only -1, with raw encoding, may be"
            ))
        })?),
    };
    Ok(Skip { lines, bytes })
}
