//! Parameter files of `PyRadiomics`.
//!
//! A file names the image types, the feature classes and the settings of an extraction; whatever
//! `PyRadiomics` refuses is refused here, at once what it would fail on later, and in a few cases what it
//! takes in silence and does not use (numbers in quotes, `null` for a setting that cannot be off).
//!
//! ```
//! use voxomics_features::params::Params;
//!
//! let mut params = Params::from_yaml(
//!     "
//! imageType: {Original: {}}
//! featureClass: {firstorder: [Mean, Entropy], shape: [MeshVolume]}
//! setting: {binWidth: 25}
//! ",
//! )?;
//! params.set("binWidth", "12.5")?;
//! assert_eq!(
//!     params.feature_names(),
//!     ["original_shape_MeshVolume", "original_firstorder_Mean", "original_firstorder_Entropy"]
//! );
//! # Ok::<(), voxomics_features::params::Error>(())
//! ```

mod class;
mod error;
mod file;
mod given;
mod image_type;
mod json;
mod overrides;
mod place;
pub mod preset;
mod scalar;
mod schema;
mod sections;
mod settings;
mod value;
mod warning;
mod wavelets;
mod yaml;

use std::path::Path;

pub use class::EnabledClass;
pub use error::Error;
pub use image_type::{Filter, ImageType, LbpMethod, Sigma};
pub use place::Place;
pub use settings::{
    Extensions, GridAlignment, MaskInterpolator, Normalize, Resample, Resegment, ResegmentMode,
    Settings, VoxelSettings,
};
pub use voxomics_volume::resample::Interpolator;
pub use warning::Warning;

use crate::catalog::Class;

use given::Reader;
use sections::Sections;
use value::{Entry, Value};

/// What is extracted, and how.
///
/// [`Params::default`] is `PyRadiomics` without a parameter file: the original image and every class but
/// `shape2D`. An empty file, `{}`, enables `shape2D` too.
#[derive(Debug, Clone)]
pub struct Params {
    /// Defaults, `setting`, `voxelSetting`, `voxomics` and what was set since, in `PyRadiomics`' order.
    given: Vec<Entry>,
    /// `imageType` as given.
    given_image_types: Vec<Entry>,
    settings: Settings,
    voxel_settings: VoxelSettings,
    image_types: Vec<ImageType>,
    feature_classes: Vec<EnabledClass>,
}

impl Default for Params {
    fn default() -> Self {
        let classes = Class::ALL.iter().filter(|&&class| class != Class::Shape2d);
        let classes = classes.map(|&class| EnabledClass::whole(class)).collect();
        let params = Self::new(given::defaults(), sections::original(), classes);
        params.expect("the defaults fit together")
    }
}

impl Params {
    /// From the text of a YAML file; YAML 1.2, as `PyRadiomics` reads it.
    ///
    /// # Errors
    ///
    /// [`Error`] with the line for anything that `PyRadiomics` refuses or fails on; also tags, merge keys
    /// and texts of unreasonable size, depth or number of aliases.
    pub fn from_yaml(text: &str) -> Result<Self, Error> {
        file::check_size(text.len() as u64)?;
        Self::from_value(&yaml::parse(text)?)
    }

    /// From the text of a JSON file.
    ///
    /// # Errors
    ///
    /// [`Error`] for anything that `PyRadiomics` refuses or fails on.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        file::check_size(text.len() as u64)?;
        Self::from_value(&json::parse(text)?)
    }

    /// From a `.yaml`, `.yml` or `.json` file.
    ///
    /// # Errors
    ///
    /// [`Error`] with the path, for a file that cannot be read and as for [`from_yaml`](Self::from_yaml).
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        file::load(path.as_ref())
    }

    fn from_value(document: &Value) -> Result<Self, Error> {
        let Sections {
            setting,
            voxel_setting,
            extensions,
            image_types,
            classes,
        } = Sections::read(document)?;
        let mut given = given::defaults();
        given::update(&mut given, &setting);
        given::update(&mut given, &voxel_setting);
        given::update(&mut given, &extensions);
        Self::new(given, image_types, classes)
    }

    fn new(
        given: Vec<Entry>,
        given_image_types: Vec<Entry>,
        feature_classes: Vec<EnabledClass>,
    ) -> Result<Self, Error> {
        let reader = Reader(&given);
        sections::check_together(reader, &given_image_types, &feature_classes)?;
        Ok(Self {
            settings: Settings::read(reader),
            voxel_settings: VoxelSettings::read(reader),
            image_types: sections::image_types(&given, &given_image_types),
            given,
            given_image_types,
            feature_classes,
        })
    }

    /// Overrides a global setting, or one of `voxelSetting` or `voxomics`, as `--setting NAME:VALUE` of the
    /// command does.
    ///
    /// `text` is taken by the type of the setting, as `PyRadiomics`' command takes it: `25` is 25.0 for
    /// `binWidth`, which accepts any number, and `1,2` or `[1, 2]` is a list. What image types set for
    /// themselves stays.
    ///
    /// # Errors
    ///
    /// [`Error::Unknown`] for a name that is not a setting, [`Error::Invalid`] for a value that it cannot
    /// have; the parameters are unchanged then.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let mut sections = schema::SECTIONS.iter();
        let found = sections
            .find_map(|(section, definitions)| Some((section, schema::find(name, definitions)?)));
        let Some((section, definition)) = found else {
            let place = Place::new("setting", None).key(name, None);
            return Err(schema::unknown(name, place, schema::SETTINGS));
        };
        let place = Place::new(*section, None).key(name, None);
        let change = Entry {
            key: name.to_owned(),
            line: None,
            value: overrides::parse(definition, text, &place)?,
        };
        let mut given = self.given.clone();
        given::update(&mut given, &[change]);
        let image_types = self.given_image_types.clone();
        *self = Self::new(given, image_types, self.feature_classes.clone())?;
        Ok(())
    }

    /// The global settings, which hold for everything before filters and for shape.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// `voxelSetting`: how maps of features are made.
    #[must_use]
    pub fn voxel_settings(&self) -> &VoxelSettings {
        &self.voxel_settings
    }

    /// The enabled image types, in the file's order.
    #[must_use]
    pub fn image_types(&self) -> &[ImageType] {
        &self.image_types
    }

    /// The enabled feature classes, in the file's order.
    #[must_use]
    pub fn feature_classes(&self) -> &[EnabledClass] {
        &self.feature_classes
    }

    /// The name of every column for a three-dimensional image, in `PyRadiomics`' order, without
    /// `diagnostics_`: shape, then each image type with each class.
    ///
    /// A function of the parameters alone: images that a filter leaves out because a case is too small
    /// for it are named, and so is shape2D where `force2D` is on, but for `force2Ddimension` 1, for which
    /// `PyRadiomics` never computes it.
    #[must_use]
    pub fn feature_names(&self) -> Vec<String> {
        self.feature_names_in(3)
    }

    /// [`feature_names`](Self::feature_names) for images of `rank` dimensions, 2 or 3.
    ///
    /// Those of two have no `shape`, and `shape2D` without `force2D`; their wavelets have a letter less.
    #[must_use]
    pub fn feature_names_in(&self, rank: usize) -> Vec<String> {
        let mut names = Vec::new();
        if rank == 3 {
            self.push_names(&mut names, "original", |class| class == Class::Shape);
        }
        if rank == 2 || self.has_shape2d() {
            self.push_names(&mut names, "original", |class| class == Class::Shape2d);
        }
        let images = self.image_types.iter();
        for image in images.flat_map(|image_type| image_type.image_names_in(rank)) {
            self.push_names(&mut names, &image, |class| !class.is_shape());
        }
        names
    }

    /// The name of every map of images of `rank` dimensions, in order: the features but shape.
    #[must_use]
    pub fn map_names_in(&self, rank: usize) -> Vec<String> {
        let mut names = self.feature_names_in(rank);
        names.retain(|name| !name.starts_with("original_shape"));
        names
    }

    /// Across y, `PyRadiomics` leaves a single slice out, and fails on more than one.
    fn has_shape2d(&self) -> bool {
        matches!(self.settings.flat_axis, Some(axis) if axis != 1)
    }

    fn push_names(&self, names: &mut Vec<String>, image: &str, wanted: impl Fn(Class) -> bool) {
        for enabled in &self.feature_classes {
            if wanted(enabled.class()) {
                let class = enabled.class().name();
                let features = enabled.features().into_iter();
                names.extend(features.map(|feature| format!("{image}_{class}_{feature}")));
            }
        }
    }

    /// `diagnostics_Configuration_Settings`: the settings as `PyRadiomics` prints them for an extraction
    /// of `label`.
    #[must_use]
    pub fn settings_text(&self, label: u32) -> String {
        let mut given = self.given.clone();
        let label = Entry {
            key: "label".to_owned(),
            line: None,
            value: Value::Int(label.into()),
        };
        given::update(&mut given, &[label]);
        value::dict(&given)
    }

    /// `diagnostics_Configuration_EnabledImageTypes`, as `PyRadiomics` prints it.
    #[must_use]
    pub fn image_types_text(&self) -> String {
        value::dict(&self.given_image_types)
    }
}
