//! A volume that was found, and reading it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use voxomics_volume::{AnyVolume, Volume, Voxel, VoxelType};

use super::codec::Codec;
use super::instance;
use super::origin::Origin;
use super::pet::{Factor, Pet};
use super::phase::Phase;
use super::pixels::{self, Frames, Part, Rescale};
use super::seg_write::{self, NewSegment, Target};
use super::stack::{Frame, Stack};
use super::syntax::Coding;
use crate::error::{Fault, Kind};
use crate::plan::for_type;
use crate::{Compression, Encoding, Error, Format, Image, Info, Limits, binary};

/// A volume of a [`Collection`](super::Collection): a series, or one phase of it.
///
/// Its text is a line for a person to choose by: number, modality, size, spacing, phase.
pub struct Scan {
    path: PathBuf,
    number: usize,
    modality: String,
    is_localizer: bool,
    is_slices: bool,
    frame_of_reference: Option<String>,
    phase: Option<Phase>,
    frames: Vec<Frame>,
    info: Result<Info, Error>,
    limits: Limits,
}

impl Scan {
    pub(super) fn new(path: &Path, number: usize, stack: Stack, limits: &Limits) -> Self {
        let Stack {
            series,
            frames,
            phase,
            outcome,
        } = stack;
        let info = outcome.map(|grid| Info {
            format: Format::Dicom,
            encoding: encoding(&frames[0]),
            is_detached: matches!(&frames[0].store.origin, Origin::File(file) if file != path),
            geometry: grid.geometry,
            voxel_type: frames[0].store.format.voxel_type(),
            components: 1,
            scaling: scaling(&frames),
            segments: Vec::new(),
            warnings: grid.warnings,
        });
        let reference = series.frame_of_reference;
        Self {
            path: path.to_owned(),
            number,
            modality: series.modality,
            is_localizer: series.is_localizer,
            is_slices: instance::is_slice(&series.class),
            frame_of_reference: (!reference.is_empty()).then_some(reference),
            phase,
            frames,
            info,
            limits: limits.clone(),
        }
    }

    /// With a warning that concerns all of its collection.
    pub(super) fn warned(mut self, warning: Option<String>) -> Self {
        if let Ok(info) = &mut self.info {
            info.warnings.extend(warning);
        }
        self
    }

    /// Its number in the collection, from 1 on.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// `CT`, `MR`, `PT`, ...; empty if the files do not say.
    #[must_use]
    pub fn modality(&self) -> &str {
        &self.modality
    }

    /// Whether the images are there to plan others by.
    #[must_use]
    pub fn is_localizer(&self) -> bool {
        self.is_localizer
    }

    /// The lower, the likelier it is what is meant where nothing says.
    pub(super) fn rank(&self) -> u8 {
        match (self.is_localizer, self.is_slices) {
            (false, true) => 0,
            (false, false) => 1,
            (true, _) => 2,
        }
    }

    /// Which of its series' phases this is, from 1 on, and how many there are; nothing if there is one.
    #[must_use]
    pub fn phase(&self) -> Option<[usize; 2]> {
        self.phase.map(|phase| [phase.number, phase.count])
    }

    /// What the files say, their pixels not read.
    ///
    /// # Errors
    ///
    /// Why these images make no volume: slices missing ([`Kind::MissingSlice`]), uneven ([`Kind::UnevenSpacing`]), in
    /// the same place ([`Kind::DuplicatePosition`]), sheared ([`Kind::GantryTilt`]), an attribute that is absent or
    /// cannot be.
    pub fn info(&self) -> Result<&Info, Error> {
        self.info.as_ref().map_err(Clone::clone)
    }

    /// Reads the volume.
    ///
    /// # Errors
    ///
    /// As [`info`](Self::info), and what is wrong with the pixels.
    pub fn read(&self) -> Result<Image, Error> {
        let mut info = self.info()?.clone();
        let frames = self.frames.iter();
        let kind =
            pixels::voxel_type(frames.map(|frame| (&frame.store.format, &frame.facts.rescale)));
        let volume = for_type!(kind, T => self.load::<T>(&info)?.into());
        info.warnings.extend(self.padding(&volume));
        Ok(self.image(info, volume))
    }

    /// Reads a PET volume as standardised uptake values by body weight: the values, in doubles, times the factor of each
    /// slice.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read); [`Kind::Unsupported`] if this is no PET or its values cannot be turned into SUV,
    /// [`Kind::MissingAttribute`] if weight, dose, half-life or a time is absent.
    pub fn read_suv(&self) -> Result<Image, Error> {
        let factors = self.factors()?;
        let mut info = self.info()?.clone();
        info.scaling = None;
        let activity = self.load::<f64>(&info)?;
        for warning in factors.iter().flat_map(|factor| &factor.warnings) {
            if !info.warnings.contains(warning) {
                info.warnings.push(warning.clone());
            }
        }
        let uptake = times(activity, factors.iter().map(|factor| factor.factor));
        Ok(self.image(info, uptake.into()))
    }

    /// By what the values of each slice become SUV by body weight, `weight [g] / dose at the reference time [Bq]`.
    ///
    /// # Errors
    ///
    /// As [`read_suv`](Self::read_suv).
    pub fn suv(&self) -> Result<Vec<f64>, Error> {
        let factors = self.factors()?.into_iter();
        Ok(factors.map(|factor| factor.factor).collect())
    }

    /// The factor of each slice, those of one file alike.
    fn factors(&self) -> Result<Vec<Factor>, Error> {
        self.info()?;
        let pets = self.frames.iter().map(|frame| frame.pet.as_ref());
        let pets: Vec<&Arc<Pet>> = pets.collect::<Option<_>>().ok_or_else(|| {
            let message = format!("SUV is told from PET, and this is `{}`", self.modality);
            Fault::new(Kind::Unsupported, message).at(&self.path)
        })?;
        let mut all: Vec<&Pet> = pets.iter().map(|pet| &***pet).collect();
        all.dedup_by(|a, b| std::ptr::eq(*a, *b));
        let mut factors: Vec<Factor> = Vec::with_capacity(pets.len());
        for (at, (frame, pet)) in self.frames.iter().zip(&pets).enumerate() {
            let is_known = at > 0 && Arc::ptr_eq(pets[at - 1], pet);
            let known = factors.last().filter(|_| is_known).cloned();
            factors.push(match known {
                Some(factor) => factor,
                None => pet
                    .factor(&all)
                    .map_err(|fault| frame.store.origin.error(fault))?,
            });
        }
        Ok(factors)
    }

    fn image(&self, info: Info, volume: AnyVolume) -> Image {
        Image::new(&self.path, info, vec![volume]).in_frame(self.frame_of_reference.clone())
    }

    /// Writes segments drawn on this volume as a DICOM SEG, which a viewer opens on top of it: binary, explicit little
    /// endian, the slices that hold something. Segments may overlap and are numbered from 1 on.
    ///
    /// Patient and study are repeated from the first image's file, whose head is read again, and so are date and time:
    /// the same masks give the same bytes. UIDs are `2.25.` and a hash of the content. The file is written beside its
    /// place, synced and renamed.
    ///
    /// # Errors
    ///
    /// As [`info`](Self::info); [`Kind::EmptyMask`] if there is no segment, or one without a voxel;
    /// [`Kind::Inconsistent`] if a mask is not on the volume's grid; [`Kind::Unsupported`] for more than 65535 segments,
    /// and for texts that are empty or longer than DICOM allows; [`Kind::LimitExceeded`] beyond 100000 frames or 4 GiB;
    /// [`Kind::MissingAttribute`] if an image lacks its UIDs; [`Kind::Io`] from the operating system.
    ///
    /// ```no_run
    /// use voxomics_io::dicom::{Collection, NewSegment};
    /// use voxomics_volume::Volume;
    ///
    /// let study = Collection::open("patient/")?;
    /// let scan = study.only_scan()?;
    /// let bright = scan.read()?.volume().to_f64();
    /// let mask = bright.iter().map(|&value| u8::from(value > 300.0)).collect();
    /// let mask = Volume::new(scan.info()?.geometry, mask)?;
    /// scan.write_segmentation("bone.dcm", &[NewSegment::new("bone", mask)])?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_segmentation(
        &self,
        path: impl AsRef<Path>,
        segments: &[NewSegment],
    ) -> Result<(), Error> {
        let target = Target {
            frames: &self.frames,
            grid: &self.info()?.geometry,
            frame_of_reference: self.frame_of_reference.as_deref(),
            limits: &self.limits,
        };
        seg_write::write(path.as_ref(), &target, segments)
    }

    fn load<T: Voxel>(&self, info: &Info) -> Result<Volume<T>, Error> {
        let named = |fault: Fault| fault.at(&self.path);
        let count = info.geometry.voxels() as u64;
        let count = self.limits.check(count, T::TYPE).map_err(named)?;
        let mut voxels: Vec<T> = Vec::new();
        binary::grow(&mut voxels, count).map_err(named)?;
        pixels::fill(self.shares(&mut voxels), self.limits.bytes)?;
        Ok(Volume::new(info.geometry, voxels).expect("a voxel for each of the grid"))
    }

    /// The frames of each file, each with the voxels of its slice.
    fn shares<'a, T: Voxel>(&'a self, voxels: &'a mut [T]) -> Vec<Frames<'a, T>> {
        let area = voxels.len() / self.frames.len();
        let mut files: BTreeMap<*const pixels::Store, Frames<'a, T>> = BTreeMap::new();
        for (frame, voxels) in self.frames.iter().zip(voxels.chunks_exact_mut(area)) {
            let file = files
                .entry(Arc::as_ptr(&frame.store))
                .or_insert_with(|| Frames {
                    store: Arc::clone(&frame.store),
                    parts: Vec::new(),
                });
            file.parts.push(Part {
                frame: frame.number,
                rescale: &frame.facts.rescale,
                voxels,
            });
        }
        files.into_values().collect()
    }

    /// How many voxels hold the value that stands for nothing, slice by slice as each is rescaled.
    fn padding(&self, volume: &AnyVolume) -> Option<String> {
        let padding = self.frames[0].padding?;
        let area = volume.geometry().voxels() / self.frames.len();
        #[expect(clippy::float_cmp, reason = "the very value, not one near it")]
        let count: usize = voxomics_volume::for_any!(volume, volume => {
            let slices = volume.voxels().chunks_exact(area).zip(&self.frames);
            slices.map(|(slice, frame)| {
                let value = frame.facts.rescale.apply(padding);
                slice.iter().filter(|voxel| voxel.to_f64() == value).count()
            }).sum()
        });
        let value = self.frames[0].facts.rescale.apply(padding);
        (count > 0)
            .then(|| format!("voxels that hold {value}, the value that pads the image: {count}"))
    }
}

/// What [`Display`](fmt::Display) says: dates and identifiers are in no log.
impl fmt::Debug for Scan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Scan({self})")
    }
}

impl fmt::Display for Scan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.number, self.modality)?;
        match &self.info {
            Ok(info) => {
                let [x, y, z] = info.geometry.size();
                let [dx, dy, dz] = info.geometry.spacing();
                write!(
                    formatter,
                    ", {x} x {y} x {z} voxels of {dx:.3} x {dy:.3} x {dz:.3} mm"
                )?;
            }
            Err(error) => write!(formatter, ", refused ({})", error.kind())?,
        }
        if let Some(Phase { number, count, by }) = self.phase {
            write!(formatter, ", phase {number} of {count} by {by}")?;
        }
        if self.is_localizer {
            formatter.write_str(", localizer")?;
        }
        Ok(())
    }
}

/// Every slice times its factor.
fn times(volume: Volume<f64>, factors: impl Iterator<Item = f64>) -> Volume<f64> {
    let geometry = *volume.geometry();
    let [columns, rows, _] = geometry.size();
    let mut values = volume.into_voxels();
    for (slice, factor) in values.chunks_exact_mut(columns * rows).zip(factors) {
        for value in slice {
            *value *= factor;
        }
    }
    Volume::new(geometry, values).expect("no voxel was added")
}

fn encoding(frame: &Frame) -> Encoding {
    let syntax = &frame.store.syntax;
    let compression = match syntax.pixels {
        Coding::Encapsulated(Codec::Rle) => Compression::Rle,
        Coding::Encapsulated(Codec::Jpeg) => Compression::Jpeg,
        Coding::Encapsulated(Codec::JpegLs) => Compression::JpegLs,
        Coding::Encapsulated(Codec::Jpeg2000) => Compression::Jpeg2000,
        Coding::Encapsulated(Codec::JpegXl) => Compression::JpegXl,
        Coding::Native | Coding::Unknown(_) if syntax.is_deflated => Compression::Deflate,
        Coding::Encapsulated(Codec::Uncompressed) | Coding::Native | Coding::Unknown(_) => {
            return Encoding::Raw;
        }
    };
    Encoding::Dicom(compression)
}

/// Slope and intercept, where all slices share them and they do something.
fn scaling(frames: &[Frame]) -> Option<[f64; 2]> {
    let first = &frames[0].facts.rescale;
    let is_shared = frames.iter().all(|frame| frame.facts.rescale == *first);
    let is_scaled = is_shared && *first != Rescale::NONE;
    is_scaled.then(|| first.linear()).flatten()
}
