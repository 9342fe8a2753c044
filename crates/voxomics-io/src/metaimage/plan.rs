//! What a `MetaImage` header says about its voxels.

use std::path::Path;

use voxomics_volume::Geometry;

use super::fields::{Fields, bad};
use super::{names, placement};
use crate::companion;
use crate::error::{Fault, Kind};
use crate::plan::{Data, DataFile, Place, Plan, Skip, SkipBytes};
use crate::source::Source;
use crate::{Encoding, Format, Info};

pub(crate) fn plan(mut source: Source, path: &Path) -> Result<Plan, Fault> {
    let fields = Fields::read(&mut source)?;
    let kind = fields.get("ObjectType").unwrap_or("Image");
    if kind != "Image" {
        let message = format!("ObjectType `{kind}` is not read: Image is");
        return Err(Fault::new(Kind::Unsupported, message));
    }
    let geometry = placement::geometry(&fields)?;
    let voxel_type = names::voxel_type(fields.need("ElementType")?)?;
    let encoding = encoding(&fields)?;
    let is_big = ["BinaryDataByteOrderMSB", "ElementByteOrderMSB"];
    let swapped = fields.flag(&is_big, false)? != cfg!(target_endian = "big");
    let files = files(&fields, geometry, path)?;
    Ok(Plan {
        info: Info {
            format: Format::MetaImage,
            encoding,
            is_detached: files.is_some(),
            geometry,
            voxel_type,
            components: components(&fields)?,
            scaling: None,
            segments: Vec::new(),
            warnings: warnings(&fields),
        },
        data: Data {
            place: files.map_or(Place::Here(source), Place::Files),
            skip: skip(&fields, encoding)?,
            encoding,
            swapped,
            // The numbers of a voxel lie side by side.
            run: 1,
        },
    })
}

fn encoding(fields: &Fields) -> Result<Encoding, Fault> {
    let (binary, compressed) = (
        fields.flag(&["BinaryData"], true)?,
        fields.flag(&["CompressedData"], false)?,
    );
    match (binary, compressed) {
        (true, false) => Ok(Encoding::Raw),
        (true, true) => Ok(Encoding::Zlib),
        (false, false) => Ok(Encoding::Text),
        (false, true) => {
            let message = "voxels cannot be text and compressed: `BinaryData = False` excludes `CompressedData = True`";
            Err(Fault::new(Kind::Inconsistent, message))
        }
    }
}

fn components(fields: &Fields) -> Result<usize, Fault> {
    let Some(value) = fields.get("ElementNumberOfChannels") else {
        return Ok(1);
    };
    let count = value.parse().ok().filter(|&count| count > 0);
    count.ok_or_else(|| {
        bad(format!(
            "`ElementNumberOfChannels = {value}` is not a number from 1 on"
        ))
    })
}

/// Bytes before the voxels; -1 counts from the end of the file.
fn skip(fields: &Fields, encoding: Encoding) -> Result<Skip, Fault> {
    let Some(value) = fields.get("HeaderSize") else {
        return Ok(Skip::bytes(0));
    };
    let bytes = match value.parse::<i64>() {
        Ok(-1) => SkipBytes::UntilTheEnd,
        Ok(count @ 0..) => SkipBytes::Count(count.unsigned_abs()),
        _ => {
            return Err(bad(format!(
                "`HeaderSize = {value}` is neither -1 nor a number of bytes"
            )));
        }
    };
    if encoding != Encoding::Raw && value != "0" {
        let message = "`HeaderSize` before compressed voxels or text is not read";
        return Err(Fault::new(Kind::Unsupported, message));
    }
    Ok(Skip { lines: 0, bytes })
}

/// The data files, in order; nothing if the voxels follow the header.
fn files(
    fields: &Fields,
    geometry: Geometry,
    header: &Path,
) -> Result<Option<Vec<DataFile>>, Fault> {
    let value = fields.need("ElementDataFile")?;
    if value.eq_ignore_ascii_case("LOCAL") {
        return Ok(None);
    }
    let list = fields.is_list().then_some(fields.list.as_slice());
    let check = |count| check_count(count, geometry);
    companion::files(value, list, header, check).map(Some)
}

/// Several files are a slice each, or slabs of equal height.
fn check_count(files: u64, geometry: Geometry) -> Result<(), Fault> {
    let slices = geometry.size()[geometry.rank() - 1];
    if files > 0 && (slices as u64).is_multiple_of(files) {
        return Ok(());
    }
    Err(bad(format!(
        "{files} data files do not share {slices} slices equally"
    )))
}

/// What is passed by.
fn warnings(fields: &Fields) -> Vec<String> {
    let ignored = [
        "ElementToIntensityFunctionSlope",
        "ElementToIntensityFunctionOffset",
    ];
    let mut warnings = Vec::new();
    for (name, harmless) in ignored.into_iter().zip([1.0, 0.0]) {
        if let Some(value) = fields.get(name)
            && value.parse() != Ok(harmless)
        {
            warnings.push(format!("`{name} = {value}` is not applied, as in ITK"));
        }
    }
    warnings
}
