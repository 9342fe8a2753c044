//! Headers whose voxels lie in a file beside them.

use std::path::Path;

use crate::error::{Fault, Kind};
use crate::source::Source;

/// The `.img` or `.img.gz` of a `.hdr` or `.hdr.gz`, inflated if need be.
pub(super) fn companion(header: &Path) -> Result<Source, Fault> {
    let Some(stem) = stem(header) else {
        let message = "the header's voxels lie in an .img file, which is not found because the \
                       header's own name does not end in .hdr or .hdr.gz";
        return Err(Fault::new(Kind::MissingCompanion, message));
    };
    let plain = header.with_file_name(format!("{stem}.img"));
    let packed = header.with_file_name(format!("{stem}.img.gz"));
    let names = if header
        .extension()
        .is_some_and(|extension| extension == "gz")
    {
        [packed, plain]
    } else {
        [plain, packed]
    };
    let Some(found) = names.iter().find(|name| name.exists()) else {
        let [first, second] = names.map(|name| name_of(&name));
        let message =
            format!("neither `{first}` nor `{second}`, the header's voxels, is beside it");
        return Err(Fault::new(Kind::MissingCompanion, message));
    };
    let opened = Source::sniffed(found);
    opened
        .map(|(source, ..)| source)
        .map_err(|fault| fault.within(&name_of(found)))
}

/// The name without `.hdr` or `.hdr.gz`.
fn stem(header: &Path) -> Option<&str> {
    let name = header.file_name()?.to_str()?;
    name.strip_suffix(".gz")
        .unwrap_or(name)
        .strip_suffix(".hdr")
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
