//! What a DICOM file is, as far as this crate reads it.

use std::path::PathBuf;
use std::sync::Arc;

use dicom_dictionary_std::uids;

use super::dataset::Dataset;
use super::file::Head;
use super::frame::{self, FrameFacts};
use super::origin::Origin;
use super::parse::PixelElement;
use super::pet::Pet;
use super::pixels::{Format, Store};
use super::rtstruct::StructureSet;
use super::seg::Segmentation;
use super::tags;
use crate::error::{Fault, Kind};
use crate::{Error, Limits};

/// A DICOM file.
#[derive(Debug)]
pub(super) enum Instance {
    Image(ImageFile),
    Segmentation(Segmentation),
    Structures(StructureSet),
    /// A segmentation or a structure set that cannot be read, which is no harm to images beside it.
    RefusedOutlines(Error),
    /// A DICOMDIR, and the files that it names, relative to it.
    Directory(Vec<PathBuf>),
    /// Anything without pixels: reports, plans, presentation states.
    Other,
}

/// A file with pixels.
#[derive(Debug)]
pub(super) struct ImageFile {
    pub(super) series: Series,
    pub(super) pet: Option<Arc<Pet>>,
    /// The pixel value that stands for nothing.
    pub(super) padding: Option<f64>,
    pub(super) content: Result<Content, Error>,
}

/// What images must share to be slices of the same volume, besides their planes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Series {
    pub(super) uid: String,
    pub(super) modality: String,
    pub(super) class: String,
    pub(super) frame_of_reference: String,
    pub(super) size: [u16; 2],
    pub(super) is_localizer: bool,
}

/// Pixels and frames.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) store: Arc<Store>,
    pub(super) frames: Vec<FrameFacts>,
}

impl Instance {
    /// Reads a file's attributes; `None` if it is no DICOM file.
    pub(super) fn read(origin: &Origin, limits: &Limits) -> Result<Option<Self>, Error> {
        let named = |fault| origin.error(fault);
        let Some(head) = Head::read(origin, limits).map_err(named)? else {
            return Ok(None);
        };
        let (data, pixels) = head.parse().map_err(named)?;
        let class = data.text(tags::SOP_CLASS_UID).unwrap_or_default();
        let instance = match class {
            uids::RT_STRUCTURE_SET_STORAGE => match StructureSet::read(&data, origin) {
                Ok(structures) => Self::Structures(structures),
                Err(fault) => Self::RefusedOutlines(named(fault)),
            },
            uids::SEGMENTATION_STORAGE | uids::LABEL_MAP_SEGMENTATION_STORAGE => {
                match segmentation(&data, pixels, &head, origin, limits) {
                    Ok(segmentation) => Self::Segmentation(segmentation),
                    Err(fault) => Self::RefusedOutlines(named(fault)),
                }
            }
            _ if !data
                .items(tags::DIRECTORY_RECORD_SEQUENCE)
                .map_err(named)?
                .is_empty() =>
            {
                Self::Directory(referenced_files(&data).map_err(named)?)
            }
            _ if pixels.is_none() && data.bytes(tags::ROWS).is_none() && !is_slice(class) => {
                Self::Other
            }
            _ => Self::Image(ImageFile::read(&data, pixels, &head, origin)),
        };
        Ok(Some(instance))
    }
}

/// Whether files of a class are slices of a volume, not pictures of a screen, doses or projections.
pub(super) fn is_slice(class: &str) -> bool {
    matches!(
        class,
        uids::CT_IMAGE_STORAGE
            | uids::ENHANCED_CT_IMAGE_STORAGE
            | uids::LEGACY_CONVERTED_ENHANCED_CT_IMAGE_STORAGE
            | uids::MR_IMAGE_STORAGE
            | uids::ENHANCED_MR_IMAGE_STORAGE
            | uids::LEGACY_CONVERTED_ENHANCED_MR_IMAGE_STORAGE
            | uids::POSITRON_EMISSION_TOMOGRAPHY_IMAGE_STORAGE
            | uids::ENHANCED_PET_IMAGE_STORAGE
            | uids::LEGACY_CONVERTED_ENHANCED_PET_IMAGE_STORAGE
    )
}

impl ImageFile {
    fn read(
        data: &Dataset<'_>,
        pixels: Option<PixelElement>,
        head: &Head,
        origin: &Origin,
    ) -> Self {
        let text = |tag| data.text(tag).unwrap_or_default().to_owned();
        let size =
            [tags::COLUMNS, tags::ROWS].map(|tag| data.short(tag).ok().flatten().unwrap_or(0));
        let image_type = text(tags::IMAGE_TYPE);
        let series = Series {
            uid: text(tags::SERIES_INSTANCE_UID),
            modality: text(tags::MODALITY),
            class: text(tags::SOP_CLASS_UID),
            frame_of_reference: text(tags::FRAME_OF_REFERENCE_UID),
            size,
            is_localizer: image_type
                .split('\\')
                .any(|word| word.trim() == "LOCALIZER"),
        };
        let content = content(data, pixels, head, origin).map_err(|fault| origin.error(fault));
        Self {
            pet: (series.modality == "PT").then(|| Arc::new(Pet::read(data))),
            padding: padding(data),
            series,
            content,
        }
    }
}

fn content(
    data: &Dataset<'_>,
    pixels: Option<PixelElement>,
    head: &Head,
    origin: &Origin,
) -> Result<Content, Fault> {
    super::dataset::required(
        tags::SERIES_INSTANCE_UID,
        data.text(tags::SERIES_INSTANCE_UID),
    )?;
    let store = store(data, pixels, head, origin)?;
    let frames = frame::read(data, &store.format)?;
    Ok(Content {
        store: Arc::new(store),
        frames,
    })
}

/// Where the pixels of a file are, checked against the bytes that are there.
fn store(
    data: &Dataset<'_>,
    pixels: Option<PixelElement>,
    head: &Head,
    origin: &Origin,
) -> Result<Store, Fault> {
    let element = super::dataset::required(tags::PIXEL_DATA, pixels)?;
    let store = Store {
        origin: origin.clone(),
        syntax: head.syntax,
        format: Format::read(data, element.tag != tags::PIXEL_DATA)?,
        element,
        frames: frame::count(data)?,
        extended: data.bytes(tags::EXTENDED_OFFSET_TABLE).map(|bytes| {
            let offsets = bytes.as_chunks::<8>().0.iter();
            offsets.map(|eight| u64::from_le_bytes(*eight)).collect()
        }),
        deflated_from: head.deflated_from,
        total: head.total,
    };
    store.check()?;
    Ok(store)
}

fn segmentation(
    data: &Dataset<'_>,
    pixels: Option<PixelElement>,
    head: &Head,
    origin: &Origin,
    limits: &Limits,
) -> Result<Segmentation, Fault> {
    let Content { store, frames } = content(data, pixels, head, origin)?;
    Segmentation::read(data, store, frames, limits)
}

fn padding(data: &Dataset<'_>) -> Option<f64> {
    let value = data.short(tags::PIXEL_PADDING_VALUE).ok()??;
    let is_signed = data.short(tags::PIXEL_REPRESENTATION).ok()? == Some(1);
    Some(if is_signed {
        f64::from(value.cast_signed())
    } else {
        f64::from(value)
    })
}

/// The files of a DICOMDIR; their names are upper case, parted by backslashes, and must stay beside it.
fn referenced_files(data: &Dataset<'_>) -> Result<Vec<PathBuf>, Fault> {
    let records = data.items(tags::DIRECTORY_RECORD_SEQUENCE)?;
    let names = records
        .iter()
        .filter_map(|record| record.text(tags::REFERENCED_FILE_ID));
    names
        .map(|name| {
            let parts: Vec<&str> = name.split('\\').map(str::trim).collect();
            let is_plain = |part: &&str| {
                !part.is_empty() && *part != "." && *part != ".." && !part.contains(['/', ':'])
            };
            if parts.iter().all(is_plain) {
                return Ok(parts.iter().collect());
            }
            let message = format!("the file `{name}` that it names does not lie in its folder");
            Err(Fault::new(Kind::UnsafePath, message))
        })
        .collect()
}
