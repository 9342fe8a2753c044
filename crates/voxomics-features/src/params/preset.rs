//! Parameters that come with this crate.

use super::Params;
use super::error::Error;
use super::place::Place;
use voxomics_core::hint::did_you_mean;

/// Parameters by name.
///
/// ```
/// use voxomics_features::params::{Params, preset};
///
/// let params = Params::preset("leiomyosarcoma1834")?;
/// assert_eq!(params.feature_names().len(), 1834);
/// assert_eq!(preset::ALL[0].name, "leiomyosarcoma1834");
/// # Ok::<(), voxomics_features::params::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// What it is called.
    pub name: &'static str,
    /// What it is for, in a line.
    pub about: &'static str,
    /// The parameter file, with comments.
    pub yaml: &'static str,
}

/// Every preset.
pub const ALL: &[Preset] = &[
    Preset {
        name: "leiomyosarcoma1834",
        about: "1,834 features of 20 images, the study of retroperitoneal leiomyosarcoma",
        yaml: include_str!("../../presets/leiomyosarcoma1834.yaml"),
    },
    Preset {
        name: "ibsi",
        about: "IBSI 1's processing of CT: 2 mm, linear, rounded, -1000 to 400 HU, bins of 25 HU",
        yaml: include_str!("../../presets/ibsi.yaml"),
    },
];

impl Params {
    /// The parameters of a preset.
    ///
    /// # Errors
    ///
    /// [`Error::Unknown`] with the names that there are.
    pub fn preset(name: &str) -> Result<Self, Error> {
        let Some(preset) = ALL.iter().find(|preset| preset.name == name) else {
            return Err(Error::Unknown {
                place: Place::new(name.to_owned(), None),
                what: "a preset".to_owned(),
                hint: did_you_mean(name, ALL.iter().map(|preset| preset.name)),
            });
        };
        Self::from_yaml(preset.yaml)
    }
}
