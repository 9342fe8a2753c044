//! What the images say that a segmentation of them repeats: whom they show, in which study, and their own UIDs.

use std::collections::BTreeMap;

use dicom_core::Tag;
use dicom_encoding::text::{SpecificCharacterSet, TextCodec};

use super::attributes::{Element, Object, empty, has, item, items};
use crate::dicom::dataset::{Dataset, required};
use crate::dicom::file::Head;
use crate::dicom::gather::no_dicom;
use crate::dicom::pixels::Store;
use crate::dicom::stack::Frame;
use crate::dicom::tags;
use crate::error::{Fault, Kind};
use crate::{Error, Limits};

/// Attributes of patient and study. They go from file to file, and nowhere else.
const PATIENT_AND_STUDY: [Tag; 9] = [
    tags::PATIENT_NAME,
    tags::PATIENT_ID,
    tags::PATIENT_BIRTH_DATE,
    tags::PATIENT_SEX,
    tags::STUDY_DATE,
    tags::STUDY_TIME,
    tags::STUDY_ID,
    tags::ACCESSION_NUMBER,
    tags::REFERRING_PHYSICIAN_NAME,
];

/// Whether and how pixels were compressed with loss, which a segmentation of them hands on.
const LOSS: [Tag; 3] = [
    tags::LOSSY_IMAGE_COMPRESSION,
    tags::LOSSY_IMAGE_COMPRESSION_RATIO,
    tags::LOSSY_IMAGE_COMPRESSION_METHOD,
];

/// Dates with times, the best for the content of a segmentation first.
const MOMENTS: [[Tag; 2]; 3] = [
    [tags::CONTENT_DATE, tags::CONTENT_TIME],
    [tags::SERIES_DATE, tags::SERIES_TIME],
    [tags::STUDY_DATE, tags::STUDY_TIME],
];

/// The images of a volume.
pub(super) struct Source {
    /// Each slice's.
    slices: Vec<Reference>,
    series: String,
    /// Date and time of the images.
    moment: [String; 2],
    loss: Vec<Element>,
    patient: Vec<Element>,
}

/// An image, or a frame of one.
#[derive(Clone)]
struct Reference {
    class: String,
    instance: String,
    /// Its number in the image, from 1 on, if that has several.
    frame: Option<usize>,
}

impl Source {
    /// Reads the heads of the files again, each once.
    pub(super) fn read(frames: &[Frame], limits: &Limits) -> Result<Self, Error> {
        let mut known: BTreeMap<*const Store, Reference> = BTreeMap::new();
        let mut source = Self {
            slices: Vec::with_capacity(frames.len()),
            series: String::new(),
            moment: Default::default(),
            loss: Vec::new(),
            patient: Vec::new(),
        };
        for frame in frames {
            let store = &frame.store;
            let address: *const Store = std::sync::Arc::as_ptr(store);
            if !known.contains_key(&address) {
                let read = with_head(store, limits, |data| {
                    if known.is_empty() {
                        source.repeat(data)?;
                    }
                    Reference::of(data)
                });
                let reference = read.map_err(|fault| store.origin.error(fault))?;
                known.insert(address, reference);
            }
            source.slices.push(Reference {
                frame: (store.frames > 1).then_some(frame.number + 1),
                ..known[&address].clone()
            });
        }
        Ok(source)
    }

    /// Takes what all files of a series say.
    fn repeat(&mut self, data: &Dataset<'_>) -> Result<(), Fault> {
        self.series = uid(data, tags::SERIES_INSTANCE_UID)?;
        self.moment = moment(data);
        let is_lossy = data.text(tags::LOSSY_IMAGE_COMPRESSION) == Some("01");
        self.loss = if is_lossy {
            let stated = LOSS.into_iter().filter(|&tag| data.text(tag).is_some());
            let repeated = stated.map(|tag| has(tag, data.text(tag).unwrap_or_default()));
            repeated.collect()
        } else {
            vec![has(tags::LOSSY_IMAGE_COMPRESSION, "00")]
        };
        self.patient = vec![has(
            tags::STUDY_INSTANCE_UID,
            uid(data, tags::STUDY_INSTANCE_UID)?,
        )];
        for tag in PATIENT_AND_STUDY {
            let text = decoded(data, tag)?;
            self.patient
                .push(text.map_or_else(|| empty(tag), |text| has(tag, text)));
        }
        Ok(())
    }

    /// Attributes of patient and study.
    pub(super) fn patient(&self) -> Vec<Element> {
        self.patient.clone()
    }

    /// What else is repeated: date, time, loss.
    pub(super) fn repeated(&self) -> Vec<Element> {
        let [date, time] = &self.moment;
        let mut elements = vec![
            has(tags::CONTENT_DATE, date.as_str()),
            has(tags::CONTENT_TIME, time.as_str()),
        ];
        elements.extend(self.loss.clone());
        elements
    }

    /// The series and its images (PS3.3, C.12.2).
    pub(super) fn series(&self) -> Element {
        let mut images: Vec<&Reference> = self.slices.iter().collect();
        images.sort_by_key(|image| &image.instance);
        images.dedup_by_key(|image| &image.instance);
        let images = images
            .into_iter()
            .map(|image| Object::from_element_iter(image.elements()));
        item(
            tags::REFERENCED_SERIES_SEQUENCE,
            [
                has(tags::SERIES_INSTANCE_UID, self.series.as_str()),
                items(tags::REFERENCED_INSTANCE_SEQUENCE, images.collect()),
            ],
        )
    }

    /// The image of a slice as the source of a frame (PS3.3, C.7.6.16.2.6).
    pub(super) fn image(&self, slice: usize) -> Object {
        let image = &self.slices[slice];
        let mut object = Object::from_element_iter(image.elements());
        if let Some(number) = image.frame {
            object.put(has(tags::REFERENCED_FRAME_NUMBER, number.to_string()));
        }
        object
    }
}

impl Reference {
    fn of(data: &Dataset<'_>) -> Result<Self, Fault> {
        Ok(Self {
            class: uid(data, tags::SOP_CLASS_UID)?,
            instance: uid(data, tags::SOP_INSTANCE_UID)?,
            frame: None,
        })
    }

    fn elements(&self) -> [Element; 2] {
        [
            has(tags::REFERENCED_SOP_CLASS_UID, self.class.as_str()),
            has(tags::REFERENCED_SOP_INSTANCE_UID, self.instance.as_str()),
        ]
    }
}

fn with_head<T>(
    store: &Store,
    limits: &Limits,
    take: impl FnOnce(&Dataset<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let head = Head::read(&store.origin, limits)?.ok_or_else(no_dicom)?;
    take(&head.parse()?.0)
}

fn uid(data: &Dataset<'_>, tag: Tag) -> Result<String, Fault> {
    required(tag, data.text(tag)).map(str::to_owned)
}

/// The first date that is one, with its time: the clock would make other bytes of the same masks.
fn moment(data: &Dataset<'_>) -> [String; 2] {
    let dates = MOMENTS.into_iter().filter_map(|[date, time]| {
        let date = data.text(date).filter(|date| is_numeral(date, 8))?;
        let time = data.text(time);
        let time = time.filter(|time| is_numeral(time.split('.').next().unwrap_or_default(), 6));
        Some([date.to_owned(), time.unwrap_or("000000").to_owned()])
    });
    let unknown = || ["19000101", "000000"].map(str::to_owned);
    dates.into_iter().next().unwrap_or_else(unknown)
}

fn is_numeral(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A text in whatever character set the file declares. Names must not come out wrong: a set that is not known is an
/// error where it matters.
fn decoded(data: &Dataset<'_>, tag: Tag) -> Result<Option<String>, Fault> {
    const ESCAPE: u8 = 0x1b;
    let declared = data.text(tags::SPECIFIC_CHARACTER_SET);
    let set = declared.map(SpecificCharacterSet::from_code);
    let bytes = data.bytes(tag).unwrap_or_default();
    let is_plain = bytes.iter().all(|&byte| byte.is_ascii() && byte != ESCAPE);
    let is_known = match set {
        None => true,
        Some(None) => false,
        Some(Some(set)) => set.decode(bytes).is_ok(),
    };
    if is_plain || is_known {
        return Ok(data.decoded(tag, None));
    }
    let message = format!(
        "{} is written in character set `{}`, which is not known here",
        tags::name(tag),
        declared.unwrap_or_default()
    );
    Err(Fault::new(Kind::Unsupported, message))
}
