//! The sections of a parameter file.

use crate::catalog::Class;

use super::class::EnabledClass;
use super::error::Error;
use super::given::{self, Reader};
use super::image_type::{ImageType, NAMES};
use super::place::Place;
use super::schema::{EXTENSIONS, SECTIONS, SETTINGS, VOXEL_SETTINGS, check_section, find, invalid};
use super::value::{Entry, Value};
use voxomics_core::hint::did_you_mean;

/// A parameter file, each section checked by itself.
pub(super) struct Sections {
    pub(super) setting: Vec<Entry>,
    pub(super) voxel_setting: Vec<Entry>,
    pub(super) extensions: Vec<Entry>,
    pub(super) image_types: Vec<Entry>,
    pub(super) classes: Vec<EnabledClass>,
}

impl Sections {
    pub(super) fn read(document: &Value) -> Result<Self, Error> {
        let top = Place::new("", None);
        let mut sections = Self {
            setting: Vec::new(),
            voxel_setting: Vec::new(),
            extensions: Vec::new(),
            image_types: Vec::new(),
            classes: Vec::new(),
        };
        for entry in entries(document)? {
            let place = top.key(&entry.key, entry.line);
            match entry.key.as_str() {
                "setting" => sections.setting = settings(entry, &place, SETTINGS)?,
                "voxelSetting" => {
                    sections.voxel_setting = settings(entry, &place, VOXEL_SETTINGS)?;
                }
                "voxomics" => sections.extensions = settings(entry, &place, EXTENSIONS)?,
                "imageType" => sections.image_types = checked_image_types(entry, &place)?,
                "featureClass" => sections.classes = classes(entry, &place)?,
                _ => return Err(unknown_section(&entry.key, place)),
            }
        }
        if sections.image_types.is_empty() {
            sections.image_types = original();
        }
        if sections.classes.is_empty() {
            sections.classes = Class::ALL
                .iter()
                .map(|&class| EnabledClass::whole(class))
                .collect();
        }
        Ok(sections)
    }
}

/// `imageType` where none is given.
pub(super) fn original() -> Vec<Entry> {
    vec![Entry {
        key: "Original".to_owned(),
        line: None,
        value: Value::Map(Vec::new()),
    }]
}

fn entries(document: &Value) -> Result<&[Entry], Error> {
    match document {
        Value::Null => Err(Error::Empty),
        Value::Map(entries) => Ok(entries),
        value => {
            let wanted = "write the sections `setting`, `imageType` and `featureClass`";
            Err(invalid(&Place::new("the whole text", None), value, wanted))
        }
    }
}

fn unknown_section(key: &str, place: Place) -> Error {
    let mut sections = SECTIONS.iter();
    let setting = sections.find(|(_, definitions)| find(key, definitions).is_some());
    let belongs = if let Some((section, _)) = setting {
        Some(*section)
    } else if NAMES.contains(&key) {
        Some("imageType")
    } else if Class::from_name(key).is_some() {
        Some("featureClass")
    } else {
        None
    };
    let sections = [
        "setting",
        "voxelSetting",
        "imageType",
        "featureClass",
        "voxomics",
    ];
    Error::Unknown {
        place,
        what: "a section of a parameter file".to_owned(),
        hint: match belongs {
            Some(section) => format!("it belongs under `{section}`"),
            None => did_you_mean(key, sections),
        },
    }
}

fn map<'entry>(entry: &'entry Entry, place: &Place) -> Result<&'entry [Entry], Error> {
    match &entry.value {
        Value::Map(entries) => Ok(entries),
        value => {
            let wanted = "write keys with values, or `{}` for none";
            Err(invalid(place, value, wanted))
        }
    }
}

fn settings(
    entry: &Entry,
    place: &Place,
    definitions: &'static [super::schema::Definition],
) -> Result<Vec<Entry>, Error> {
    let entries = map(entry, place)?;
    check_section(entries, place, definitions)?;
    Ok(entries.to_vec())
}

fn checked_image_types(entry: &Entry, section: &Place) -> Result<Vec<Entry>, Error> {
    let image_types = map(entry, section)?;
    for image_type in image_types {
        let place = section.key(&image_type.key, image_type.line);
        if !NAMES.contains(&image_type.key.as_str()) {
            let hint = did_you_mean(&image_type.key, NAMES.iter().copied());
            let what = "an image type of PyRadiomics".to_owned();
            return Err(Error::Unknown { place, what, hint });
        }
        check_section(map(image_type, &place)?, &place, SETTINGS)?;
    }
    Ok(image_types.to_vec())
}

fn classes(entry: &Entry, section: &Place) -> Result<Vec<EnabledClass>, Error> {
    let classes = map(entry, section)?.iter();
    classes
        .map(|class| EnabledClass::read(class, section))
        .collect()
}

/// The image types with the settings that hold for each.
pub(super) fn image_types(global: &[Entry], image_types: &[Entry]) -> Vec<ImageType> {
    let read = |image_type: &Entry| {
        let given = merged(global, image_type);
        let read = ImageType::read(&image_type.key, Reader(&given), Reader(own(image_type)));
        read.expect("names were checked")
    };
    image_types.iter().map(read).collect()
}

fn merged(global: &[Entry], image_type: &Entry) -> Vec<Entry> {
    let mut given = global.to_vec();
    given::update(&mut given, own(image_type));
    given
}

/// The settings that stand under an image type.
pub(super) fn own(image_type: &Entry) -> &[Entry] {
    match &image_type.value {
        Value::Map(own) => own,
        _ => &[],
    }
}

/// What each setting's own check cannot see.
pub(super) fn check_together(
    global: Reader<'_>,
    image_types: &[Entry],
    classes: &[EnabledClass],
) -> Result<(), Error> {
    check_interpolator(global)?;
    // Shape alone needs no bins.
    if classes.iter().any(|enabled| !enabled.class().is_shape()) {
        for image_type in image_types {
            check_binning(global.0, image_type)?;
        }
    }
    Ok(())
}

fn check_interpolator(global: Reader<'_>) -> Result<(), Error> {
    let resampled = global.value("resampledPixelSpacing").is_some();
    match global.entry("interpolator") {
        Some(entry) if resampled && entry.value == Value::Int(3) => {
            let place = Place::new("setting", None).key(&entry.key, entry.line);
            let wanted =
                "SimpleITK has no interpolator of this number any more: write `sitkBSpline`";
            Err(invalid(&place, &entry.value, wanted))
        }
        _ => Ok(()),
    }
}

fn check_binning(global: &[Entry], image_type: &Entry) -> Result<(), Error> {
    let given = merged(global, image_type);
    let width = given.iter().find(|entry| entry.key == "binWidth");
    let unset = width.filter(|entry| entry.value == Value::Null);
    let (Some(entry), None) = (unset, Reader(&given).entry("binCount")) else {
        return Ok(());
    };
    let section = if own(image_type).contains(entry) {
        Place::new("imageType", None).key(&image_type.key, None)
    } else {
        Place::new("setting", None)
    };
    let place = section.key(&entry.key, entry.line);
    Err(invalid(
        &place,
        &entry.value,
        "write a number above 0, or give a binCount",
    ))
}
