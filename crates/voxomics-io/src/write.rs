//! Writing images: where to, in which format, and all or nothing.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use voxomics_volume::{AnyVolume, for_any};

use crate::error::{Fault, Kind};
use crate::nifti::Layout;
use crate::staged::Staged;
use crate::{Encoding, Error, Format, metaimage, nifti, nrrd};

/// What the name of a file leaves open.
///
/// ```
/// use voxomics_io::{Encoding, Options};
///
/// let options = Options { encoding: Some(Encoding::Raw), ..Options::default() };
/// assert_eq!(options.format, None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The format; by default NIfTI-1, NRRD or `MetaImage` by the name, and NIfTI-2 beyond NIfTI-1's 32767 voxels
    /// along an axis.
    pub format: Option<Format>,
    /// The encoding of an NRRD's voxels, by default gzip, or of a `MetaImage`'s, by default raw. NIfTI is gzip when its
    /// name ends in `.gz`.
    pub encoding: Option<Encoding>,
}

/// Writes a volume, in the format that the name's extension says.
///
/// | name               | format                                                      |
/// |--------------------|-------------------------------------------------------------|
/// | `.nii`, `.nii.gz`  | NIfTI-1 (NIfTI-2 beyond its limits), one file               |
/// | `.hdr`, `.hdr.gz`  | the same, voxels in `.img` or `.img.gz` beside it           |
/// | `.nrrd`            | NRRD, one file                                              |
/// | `.nhdr`            | NRRD, voxels in `.raw`, `.raw.gz`, `.txt` or `.hex` beside it |
/// | `.mha`             | `MetaImage`, one file                                       |
/// | `.mhd`             | `MetaImage`, voxels in `.raw` or `.txt` beside it           |
///
/// The file is written beside its place, synced and renamed, so that a failure leaves what was there
/// before. NIfTI-1 keeps geometry in single precision; the others keep all of it.
///
/// # Errors
///
/// [`Kind::Unsupported`] for other names, and for geometry that the format cannot hold;
/// [`Kind::NonOrthonormalDirection`] for sheared axes; [`Kind::Io`] from the operating system.
///
/// ```
/// use voxomics_volume::{AnyVolume, Geometry, Volume};
///
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("ct.nrrd");
/// let geometry = Geometry::axis_aligned([2, 2, 1], [0.5, 0.5, 3.0])?;
/// let volume = AnyVolume::from(Volume::new(geometry, vec![1_i16, -2, 3, -4])?);
/// voxomics_io::write(&path, &volume)?;
/// assert_eq!(voxomics_io::read(&path)?.into_volume()?, volume);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias("WriteImage", "save"))]
pub fn write(path: impl AsRef<Path>, volume: &AnyVolume) -> Result<(), Error> {
    write_with(path, volume, &Options::default())
}

/// As [`write()`], with what the name leaves open.
///
/// # Errors
///
/// As [`write()`]; [`Kind::Unsupported`] for options that do not go with the name.
pub fn write_with(
    path: impl AsRef<Path>,
    volume: &AnyVolume,
    options: &Options,
) -> Result<(), Error> {
    let path = path.as_ref();
    let parts = parts(path, volume, options);
    parts
        .and_then(|parts| publish(&parts, volume))
        .map_err(|fault| fault.at(path))
}

/// What a name can ask for.
#[derive(Clone, Copy)]
enum Shape {
    Nifti(Layout),
    Nrrd,
    DetachedNrrd,
    MetaImage,
    DetachedMetaImage,
}

/// Extensions, with what they ask for and whether that is gzip.
const EXTENSIONS: [(&str, Shape, bool); 8] = [
    (".nii", Shape::Nifti(Layout::Single), false),
    (".nii.gz", Shape::Nifti(Layout::Single), true),
    (".hdr", Shape::Nifti(Layout::Pair), false),
    (".hdr.gz", Shape::Nifti(Layout::Pair), true),
    (".nrrd", Shape::Nrrd, false),
    (".nhdr", Shape::DetachedNrrd, false),
    (".mha", Shape::MetaImage, false),
    (".mhd", Shape::DetachedMetaImage, false),
];

/// A file to write, in this order: header, then what is encoded.
struct Part {
    path: PathBuf,
    header: Vec<u8>,
    encoding: Encoding,
    encoded_header: Vec<u8>,
    has_voxels: bool,
}

impl Part {
    fn new(path: PathBuf, encoding: Encoding) -> Self {
        Self {
            path,
            header: Vec::new(),
            encoding,
            encoded_header: Vec::new(),
            has_voxels: true,
        }
    }
}

/// The files that a name asks for, the one with the header last.
fn parts(path: &Path, volume: &AnyVolume, options: &Options) -> Result<Vec<Part>, Fault> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let lower = name.to_ascii_lowercase();
    let found = EXTENSIONS
        .iter()
        .find(|(extension, ..)| lower.ends_with(extension));
    let Some(&(extension, shape, gzip)) = found else {
        let message = "the name's extension says no format that is written: .nii, .nii.gz, .hdr, \
                       .nrrd, .nhdr, .mha and .mhd do";
        return Err(Fault::new(Kind::Unsupported, message));
    };
    let companion = |extension_of_data: &str| {
        // Cut from the name itself, whose case is kept.
        let stem = &name[..name.len() - extension.len()];
        format!("{stem}{extension_of_data}")
    };
    match shape {
        Shape::Nifti(layout) => {
            let (format, encoding) = nifti_options(volume, options, gzip)?;
            let mut header = Part::new(path.to_owned(), encoding);
            header.encoded_header = nifti::header_bytes(volume, format, layout)?;
            let data = match layout {
                Layout::Single => return Ok(vec![header]),
                Layout::Pair => companion(if gzip { ".img.gz" } else { ".img" }),
            };
            header.has_voxels = false;
            Ok(vec![Part::new(path.with_file_name(data), encoding), header])
        }
        Shape::Nrrd => {
            let mut part = Part::new(path.to_owned(), nrrd_encoding(options)?);
            part.header = nrrd::header(volume, part.encoding, None)?;
            Ok(vec![part])
        }
        Shape::DetachedNrrd => {
            let encoding = nrrd_encoding(options)?;
            let data = companion(data_extension(encoding));
            let header = nrrd::header(volume, encoding, Some(&data))?;
            Ok(detached(path, &data, encoding, header))
        }
        Shape::MetaImage => {
            let mut part = Part::new(path.to_owned(), metaimage_encoding(options)?);
            part.header = metaimage::header(volume, part.encoding, None)?;
            Ok(vec![part])
        }
        Shape::DetachedMetaImage => {
            let encoding = metaimage_encoding(options)?;
            let data = companion(data_extension(encoding));
            let header = metaimage::header(volume, encoding, Some(&data))?;
            Ok(detached(path, &data, encoding, header))
        }
    }
}

/// A header and, before it, the file `data` with its voxels.
fn detached(path: &Path, data: &str, encoding: Encoding, header: Vec<u8>) -> Vec<Part> {
    let voxels = Part::new(path.with_file_name(data), encoding);
    let mut part = Part::new(path.to_owned(), Encoding::Raw);
    part.header = header;
    part.has_voxels = false;
    vec![voxels, part]
}

fn data_extension(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Raw | Encoding::Bzip2 | Encoding::Zlib | Encoding::Dicom(_) => ".raw",
        Encoding::Gzip => ".raw.gz",
        Encoding::Text => ".txt",
        Encoding::Hex => ".hex",
    }
}

fn nifti_options(
    volume: &AnyVolume,
    options: &Options,
    gzip: bool,
) -> Result<(Format, Encoding), Fault> {
    let encoding = if gzip { Encoding::Gzip } else { Encoding::Raw };
    if let Some(other) = options.encoding.filter(|asked| *asked != encoding) {
        return Err(mismatch(&format!("encoding {other}")));
    }
    let is_large = volume
        .geometry()
        .size()
        .iter()
        .any(|&size| i16::try_from(size).is_err());
    match options.format {
        None if is_large => Ok((Format::Nifti2, encoding)),
        None => Ok((Format::Nifti1, encoding)),
        Some(Format::Nifti1) if is_large => {
            let message = "NIfTI-1 holds at most 32767 voxels along an axis: write NIfTI-2 or NRRD";
            Err(Fault::new(Kind::Unsupported, message))
        }
        Some(format @ (Format::Nifti1 | Format::Nifti2)) => Ok((format, encoding)),
        Some(other) => Err(mismatch(&format!("format {other}"))),
    }
}

fn nrrd_encoding(options: &Options) -> Result<Encoding, Fault> {
    chosen(options, Format::Nrrd, Encoding::Gzip, &NRRD_ENCODINGS)
}

fn metaimage_encoding(options: &Options) -> Result<Encoding, Fault> {
    chosen(
        options,
        Format::MetaImage,
        Encoding::Raw,
        &METAIMAGE_ENCODINGS,
    )
}

/// What each format is written with.
const NRRD_ENCODINGS: [Encoding; 4] =
    [Encoding::Raw, Encoding::Gzip, Encoding::Text, Encoding::Hex];
const METAIMAGE_ENCODINGS: [Encoding; 2] = [Encoding::Raw, Encoding::Text];

/// The encoding asked for, if the format has it.
fn chosen(
    options: &Options,
    format: Format,
    default: Encoding,
    written: &[Encoding],
) -> Result<Encoding, Fault> {
    if let Some(other) = options.format.filter(|asked| *asked != format) {
        return Err(mismatch(&format!("format {other}")));
    }
    let encoding = options.encoding.unwrap_or(default);
    if written.contains(&encoding) {
        return Ok(encoding);
    }
    let names: Vec<String> = written.iter().map(ToString::to_string).collect();
    let names = names.join(", ");
    let message = format!("encoding {encoding} is not written in {format}: {names} are");
    Err(Fault::new(Kind::Unsupported, message))
}

fn mismatch(what: &str) -> Fault {
    Fault::new(
        Kind::Unsupported,
        format!("{what} does not go with the name's extension"),
    )
}

/// Writes every part beside its place, and only then puts them there.
fn publish(parts: &[Part], volume: &AnyVolume) -> Result<(), Fault> {
    let mut staged = Vec::with_capacity(parts.len());
    for part in parts {
        let mut file = Staged::new(&part.path)?;
        let written = emit(&mut file, part, volume).and_then(|()| file.finish());
        written.map_err(|error| Fault::io("written", &error))?;
        staged.push(file);
    }
    let published = staged.into_iter().try_for_each(Staged::publish);
    published.map_err(|error| Fault::io("written", &error))
}

fn emit(out: &mut impl Write, part: &Part, volume: &AnyVolume) -> io::Result<()> {
    out.write_all(&part.header)?;
    let bytes = if part.has_voxels {
        volume.native_bytes()
    } else {
        &[]
    };
    match part.encoding {
        Encoding::Raw | Encoding::Bzip2 | Encoding::Zlib | Encoding::Dicom(_) => {
            out.write_all(&part.encoded_header)?;
            out.write_all(bytes)
        }
        Encoding::Gzip => {
            let mut out = GzEncoder::new(out, Compression::default());
            out.write_all(&part.encoded_header)?;
            out.write_all(bytes)?;
            out.finish().map(|_| ())
        }
        Encoding::Text => emit_text(out, volume),
        Encoding::Hex => emit_hex(out, bytes),
    }
}

/// The shortest digits that read back as the same numbers, a line of the grid a line.
fn emit_text(out: &mut impl Write, volume: &AnyVolume) -> io::Result<()> {
    let [width, ..] = volume.geometry().size();
    for_any!(volume, volume => {
        for line in volume.voxels().chunks(width) {
            let numbers: Vec<String> = line.iter().map(|voxel| format!("{voxel:?}")).collect();
            writeln!(out, "{}", numbers.join(" "))?;
        }
    });
    Ok(())
}

fn emit_hex(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    for line in bytes.chunks(32) {
        for byte in line {
            write!(out, "{byte:02x}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::OpenOptions;
    use std::io::Write;

    use voxomics_volume::{AnyVolume, Geometry, Volume};

    use super::{Options, emit, parts};
    use crate::error::Fault;

    /// A disk without room takes the file's name and nothing else.
    #[test]
    fn full_disk_is_an_error() {
        let geometry = Geometry::axis_aligned([64, 64, 64], [1.0; 3]).unwrap();
        let volume = AnyVolume::from(Volume::from_fn(geometry, |[x, y, z]| (x ^ y ^ z) as f64));
        for name in ["a.nii", "a.nii.gz", "a.nrrd"] {
            let parts = parts(name.as_ref(), &volume, &Options::default()).unwrap();
            let mut full = OpenOptions::new().write(true).open("/dev/full").unwrap();
            let written = emit(&mut full, &parts[0], &volume).and_then(|()| full.flush());
            let fault = Fault::io("written", &written.unwrap_err());
            assert_eq!(
                fault.at(name.as_ref()).to_string(),
                format!("{name}: cannot be written: No space left on device (os error 28)")
            );
        }
    }
}
