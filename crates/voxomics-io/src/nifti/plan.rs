//! What a NIfTI header says about its voxels.

use std::path::Path;

use super::header::{self, Header};
use super::{codes, pair, placement};
use crate::error::{Fault, Kind};
use crate::plan::{Data, Place, Plan, Skip};
use crate::source::Source;
use crate::{Encoding, Format, Info};

/// Intent code of images whose fifth dimension counts components.
const VECTOR: i32 = 1007;

pub(crate) fn plan(
    mut source: Source,
    format: Format,
    gzip: bool,
    path: &Path,
) -> Result<Plan, Fault> {
    let length = header::length(format);
    let mut bytes = vec![0; length];
    source.fill(&mut bytes)?;
    let header = Header::parse(&bytes, format);
    let (size, components) = sizes(&header)?;
    let voxel_type = codes::voxel_type(header.datatype)?;
    let (geometry, mut warnings) = placement::geometry(&header, format, size)?;
    if usize::try_from(header.bitpix) != Ok(8 * voxel_type.bytes()) {
        let bitpix = header.bitpix;
        warnings.push(format!(
            "bitpix {bitpix} contradicts the datatype {voxel_type}, which is used"
        ));
    }
    let offset = offset(&header, length)?;
    let place = if header.single {
        source
    } else {
        pair::companion(path)?
    };
    Ok(Plan {
        info: Info {
            format,
            encoding: if gzip { Encoding::Gzip } else { Encoding::Raw },
            is_detached: !header.single,
            geometry,
            voxel_type,
            components,
            scaling: scaling(&header)?,
            segments: Vec::new(),
            warnings,
        },
        data: Data {
            place: Place::Here(place),
            skip: Skip::bytes(offset),
            // What was gzip is inflated already.
            encoding: Encoding::Raw,
            swapped: header.big_endian != cfg!(target_endian = "big"),
            run: geometry.voxels(),
        },
    })
}

/// Size of the grid, and components of a voxel.
fn sizes(header: &Header) -> Result<([usize; 3], usize), Fault> {
    let rank = match header.dim[0] {
        rank @ 1..=7 => usize::try_from(rank).expect("it is at most 7"),
        rank => {
            return Err(bad(format!(
                "dim[0] is {rank}: from 1 to 7 dimensions are possible"
            )));
        }
    };
    let mut dims = [1; 7];
    for (axis, dim) in dims.iter_mut().enumerate().take(rank) {
        let declared = header.dim[axis + 1];
        *dim = usize::try_from(declared)
            .ok()
            .filter(|&dim| dim > 0)
            .ok_or_else(|| {
                bad(format!(
                    "dim[{}] is {declared}: an axis has at least one voxel",
                    axis + 1
                ))
            })?;
    }
    let [x, y, z, times, vectors, others @ ..] = dims;
    let components = if header.intent == VECTOR { vectors } else { 1 };
    if rank == 1 || times != 1 || others != [1; 2] || vectors != components {
        let sizes: Vec<String> = dims[..rank].iter().map(ToString::to_string).collect();
        let message = format!(
            "{} voxels in {rank} dimensions are not read: one volume of two or three dimensions is, \
             so take the volume out first",
            sizes.join(" x ")
        );
        return Err(Fault::new(Kind::Unsupported, message));
    }
    Ok(([x, y, z], components))
}

/// Bytes between header and voxels.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is whole and not negative, and what exceeds 64 bits saturates beyond any file"
)]
fn offset(header: &Header, length: usize) -> Result<u64, Fault> {
    let offset = header.vox_offset;
    // Four bytes that announce extensions follow the header.
    let first = if header.single { length + 4 } else { 0 };
    // Written so that NaN fails too.
    if !(offset >= first as f64 && offset.fract() == 0.0) {
        return Err(bad(format!(
            "vox_offset is {offset}: voxels begin at byte {first} or later"
        )));
    }
    let before = if header.single { length as u64 } else { 0 };
    Ok(offset as u64 - before)
}

/// Slope and intercept, where they change anything.
#[expect(clippy::float_cmp, reason = "only exactly 1 and 0 change nothing")]
fn scaling(header: &Header) -> Result<Option<[f64; 2]>, Fault> {
    let (slope, intercept) = (header.slope, header.intercept);
    if slope == 0.0 || !slope.is_finite() || (slope == 1.0 && intercept == 0.0) {
        return Ok(None);
    }
    if !intercept.is_finite() {
        return Err(bad(format!(
            "scl_inter is {intercept}, with scl_slope {slope}: it must be finite"
        )));
    }
    Ok(Some([slope, intercept]))
}

fn bad(message: String) -> Fault {
    Fault::new(Kind::BadHeader, message)
}
