//! From a header that was understood to the voxels: the part that all formats share.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use voxomics_volume::{AnyVolume, Geometry, Volume, Voxel, VoxelType};

use crate::error::{Fault, Kind};
use crate::source::{Codec, Source};
use crate::{Encoding, Image, Info, Limits, binary, text};

/// What a format's header reader hands over.
pub(crate) struct Plan {
    pub(crate) info: Info,
    pub(crate) data: Data,
}

/// Where the voxels are and how they are laid out.
pub(crate) struct Data {
    pub(crate) place: Place,
    pub(crate) skip: Skip,
    /// How the stream is encoded from the place on.
    pub(crate) encoding: Encoding,
    /// Whether bytes stand in the other order than this machine's.
    pub(crate) swapped: bool,
    /// Voxels of a component that lie together: 1 where components are fastest.
    pub(crate) run: usize,
}

pub(crate) enum Place {
    /// Behind the header, or in its only companion.
    Here(Source),
    /// In files of equal shares, in this order.
    Files(Vec<DataFile>),
}

pub(crate) struct DataFile {
    pub(crate) path: PathBuf,
    /// As the header names it.
    pub(crate) name: String,
}

/// What lies before the voxels.
#[derive(Clone, Copy)]
pub(crate) struct Skip {
    /// Lines, before anything is decompressed.
    pub(crate) lines: u64,
    pub(crate) bytes: SkipBytes,
}

#[derive(Clone, Copy)]
pub(crate) enum SkipBytes {
    /// So many, after decompression.
    Count(u64),
    /// All that leave just the voxels.
    UntilTheEnd,
}

/// Runs code with `$T` the type that a [`VoxelType`] stands for.
macro_rules! for_type {
    ($voxel_type:expr, $T:ident => $body:expr) => {
        match $voxel_type {
            VoxelType::U8 => {
                type $T = u8;
                $body
            }
            VoxelType::I8 => {
                type $T = i8;
                $body
            }
            VoxelType::U16 => {
                type $T = u16;
                $body
            }
            VoxelType::I16 => {
                type $T = i16;
                $body
            }
            VoxelType::U32 => {
                type $T = u32;
                $body
            }
            VoxelType::I32 => {
                type $T = i32;
                $body
            }
            VoxelType::U64 => {
                type $T = u64;
                $body
            }
            VoxelType::I64 => {
                type $T = i64;
                $body
            }
            VoxelType::F32 => {
                type $T = f32;
                $body
            }
            VoxelType::F64 => {
                type $T = f64;
                $body
            }
        }
    };
}
pub(crate) use for_type;

impl Plan {
    /// The voxels, within `limits`.
    pub(crate) fn load(mut self, path: &Path, limits: &Limits) -> Result<Image, Fault> {
        let Info {
            geometry,
            voxel_type,
            components,
            scaling,
            ..
        } = self.info;
        let declared = (geometry.voxels() as u64).saturating_mul(components as u64);
        self.data.require(declared, voxel_type)?;
        let kept = if scaling.is_some() {
            VoxelType::F64
        } else {
            voxel_type
        };
        let count = limits.check(declared, kept)?;
        let run = self.data.run;
        let warnings = &mut self.info.warnings;
        let components = for_type!(voxel_type, T => match scaling {
            None => volumes(self.data.voxels::<T>(count, warnings)?, geometry, components, run),
            Some(scaling) => {
                let values = self.data.scaled::<T>(count, scaling, warnings)?;
                volumes(values, geometry, components, run)
            }
        });
        Ok(Image::new(path, self.info, components))
    }
}

impl Data {
    /// Refuses at once what the only stream cannot hold; several files are checked one by one.
    fn require(&self, voxels: u64, voxel_type: VoxelType) -> Result<(), Fault> {
        let bytes = voxels.saturating_mul(voxel_type.bytes() as u64);
        let skipped = match self.skip.bytes {
            SkipBytes::Count(count) => count,
            SkipBytes::UntilTheEnd => 0,
        };
        match (&self.place, self.encoding) {
            (Place::Here(source), Encoding::Raw) => source.require(bytes, skipped),
            _ => Ok(()),
        }
    }

    fn voxels<T: Voxel + FromStr>(
        self,
        count: usize,
        warnings: &mut Vec<String>,
    ) -> Result<Vec<T>, Fault> {
        let mut voxels = Vec::new();
        let (encoding, swapped) = (self.encoding, self.swapped);
        self.for_each_part(
            count,
            size_of::<T>(),
            warnings,
            |source, share| match encoding {
                Encoding::Text => text::append(&mut voxels, source, share),
                Encoding::Hex => text::append_hex(&mut voxels, source, share),
                Encoding::Raw
                | Encoding::Gzip
                | Encoding::Bzip2
                | Encoding::Zlib
                | Encoding::Dicom(_) => binary::append(&mut voxels, source, share),
            },
        )?;
        if swapped && encoding != Encoding::Text {
            binary::swap(&mut voxels);
        }
        Ok(voxels)
    }

    /// `slope · voxel + intercept`, product and sum rounded each, as the formats define it.
    fn scaled<T: Voxel>(
        self,
        count: usize,
        [slope, intercept]: [f64; 2],
        warnings: &mut Vec<String>,
    ) -> Result<Vec<f64>, Fault> {
        let mut values = Vec::new();
        let swapped = self.swapped;
        self.for_each_part(count, size_of::<T>(), warnings, |source, share| {
            binary::append_converted(&mut values, source, share, |voxel: T| {
                let voxel = if swapped { voxel.swap_bytes() } else { voxel };
                voxel.to_f64() * slope + intercept
            })
        })?;
        Ok(values)
    }

    /// Opens, positions and closes the parts, and hands each over with its share of the voxels.
    fn for_each_part(
        self,
        count: usize,
        voxel_bytes: usize,
        warnings: &mut Vec<String>,
        mut take: impl FnMut(&mut Source, usize) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let (skip, encoding) = (self.skip, self.encoding);
        let mut part = |source: Source, share: usize, name: Option<&str>| {
            let mut source = skip.apply(source, encoding, (share * voxel_bytes) as u64)?;
            take(&mut source, share)?;
            warnings.extend(trailing(&mut source, encoding, name)?);
            Ok(())
        };
        match self.place {
            Place::Here(source) => part(source, count, None),
            Place::Files(files) => {
                let share = count / files.len().max(1);
                files.iter().try_for_each(|file| {
                    let taken = Source::plain(&file.path)
                        .and_then(|source| part(source, share, Some(&file.name)));
                    taken.map_err(|fault: Fault| fault.within(&file.name))
                })
            }
        }
    }
}

impl Skip {
    pub(crate) fn bytes(count: u64) -> Self {
        Self {
            lines: 0,
            bytes: SkipBytes::Count(count),
        }
    }

    /// The stream from the first voxel on, decompressed; `bytes` is what the voxels take.
    fn apply(self, mut source: Source, encoding: Encoding, bytes: u64) -> Result<Source, Fault> {
        source.skip_lines(self.lines)?;
        let mut source = match encoding {
            Encoding::Gzip => source.unpacked(Codec::Gzip),
            Encoding::Bzip2 => source.unpacked(Codec::Bzip2),
            Encoding::Zlib => source.unpacked_zlib()?,
            Encoding::Raw | Encoding::Text | Encoding::Hex | Encoding::Dicom(_) => source,
        };
        match (self.bytes, source.left()) {
            (SkipBytes::Count(count), _) => source.skip(count)?,
            (SkipBytes::UntilTheEnd, Some(left)) => {
                source.require(bytes, 0)?;
                source.skip(left - bytes)?;
            }
            (SkipBytes::UntilTheEnd, None) => {
                let message =
                    "a skip of -1 bytes needs a file whose length is known, not a compressed one";
                return Err(Fault::new(Kind::Unsupported, message));
            }
        }
        Ok(source)
    }
}

/// Checks what follows the voxels, checksums included, and what to say of it.
fn trailing(
    source: &mut Source,
    encoding: Encoding,
    name: Option<&str>,
) -> Result<Option<String>, Fault> {
    let count = source.trailing()?;
    // Text ends in line ends, as many as its writer liked.
    if count == 0 || matches!(encoding, Encoding::Text | Encoding::Hex) {
        return Ok(None);
    }
    let place = name.map(|name| format!(" in `{name}`")).unwrap_or_default();
    Ok(Some(format!(
        "{count} bytes after the voxels{place} are ignored"
    )))
}

/// One volume a component, of which `run` voxels lie together.
fn volumes<T: Voxel>(
    voxels: Vec<T>,
    geometry: Geometry,
    components: usize,
    run: usize,
) -> Vec<AnyVolume>
where
    AnyVolume: From<Volume<T>>,
{
    let volume = |voxels| {
        Volume::new(geometry, voxels)
            .expect("as many voxels were read as the grid has")
            .into()
    };
    if components == 1 {
        return vec![volume(voxels)];
    }
    let component = |index: usize| {
        let blocks = voxels.chunks_exact(run * components);
        volume(
            blocks
                .flat_map(|block| &block[index * run..(index + 1) * run])
                .copied()
                .collect(),
        )
    };
    (0..components).map(component).collect()
}
