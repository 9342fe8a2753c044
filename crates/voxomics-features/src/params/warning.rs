//! What is accepted but may not be meant.

use crate::catalog::Class;

use super::Params;
use super::class::EnabledClass;
use super::given::Reader;
use super::image_type::{Filter, ImageType};
use super::sections::own;

/// What a user should know about parameters that are accepted: what `PyRadiomics` logs, and settings
/// that it ignores in silence.
///
/// ```
/// use voxomics_features::params::Params;
///
/// let params = Params::from_yaml("{setting: {removeOutliers: 3}, featureClass: {shape: }}")?;
/// assert_eq!(
///     params.warnings()[0].to_string(),
///     "setting.removeOutliers has no effect without normalize"
/// );
/// # Ok::<(), voxomics_features::params::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Warning {
    /// `binCount` is set.
    #[error("binCount fixes the number of bins: a fixed binWidth is recommended instead")]
    BinCount,

    /// A deprecated feature is asked for by name.
    #[error("{}: {feature} is deprecated, use with caution", class.name())]
    Deprecated {
        /// Its class.
        class: Class,
        /// Its name.
        feature: &'static str,
    },

    /// A feature is asked for by name that has no value any more.
    #[error("{}: {feature} is deprecated and gives no column", class.name())]
    Retired {
        /// Its class.
        class: Class,
        /// Its name.
        feature: &'static str,
    },

    /// `shape2D` is enabled, but `force2D` is not.
    #[error("shape2D gives no columns without force2D")]
    Shape2dWithoutForce2d,

    /// `shape2D` is enabled with `force2Ddimension` 1.
    #[error(
        "shape2D gives no columns with force2Ddimension 1: PyRadiomics computes it for 0 and 2"
    )]
    Shape2dAcrossY,

    /// `LBP2D` is enabled for features in three dimensions.
    #[error("LBP2D works in planes, but features are taken in three dimensions: use with caution")]
    Lbp2dWithoutForce2d,

    /// `LBP3D` is enabled for features in planes.
    #[error("LBP3D works in three dimensions, but features are taken in planes: use with caution")]
    Lbp3dWithForce2d,

    /// `LoG` has no `sigma`.
    #[error("LoG gives no images without sigma")]
    LogWithoutSigma,

    /// A setting that acts only together with another one.
    #[error("setting.{setting} has no effect without {needs}")]
    NoEffect {
        /// The setting.
        setting: &'static str,
        /// What would make it act.
        needs: &'static str,
    },

    /// A setting under an image type that acts before filters.
    #[error("imageType.{image_type}.{setting} has no effect: it acts only under `setting`")]
    GlobalOnly {
        /// The image type.
        image_type: &'static str,
        /// The setting.
        setting: String,
    },
}

/// Settings that act before filters, whatever an image type says.
const BEFORE_FILTERS: &[&str] = &[
    "additionalInfo",
    "correctMask",
    "geometryTolerance",
    "interpolator",
    "label_channel",
    "minimumROIDimensions",
    "minimumROISize",
    "normalize",
    "normalizeScale",
    "padDistance",
    "preCrop",
    "removeOutliers",
    "resampledPixelSpacing",
    "resegmentMode",
    "resegmentRange",
    "resegmentShape",
];

impl Params {
    /// What a user should know about these parameters; nothing is printed.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = self.ineffective();
        if Reader(&self.given).value("binCount").is_some() {
            warnings.push(Warning::BinCount);
        }
        let classes = self.feature_classes();
        warnings.extend(classes.iter().flat_map(EnabledClass::warnings));
        let shape2d = classes
            .iter()
            .any(|enabled| enabled.class() == Class::Shape2d);
        match self.settings().flat_axis {
            None if shape2d => warnings.push(Warning::Shape2dWithoutForce2d),
            Some(1) if shape2d => warnings.push(Warning::Shape2dAcrossY),
            _ => {}
        }
        warnings.extend(self.image_types().iter().filter_map(of_filter));
        warnings
    }

    fn ineffective(&self) -> Vec<Warning> {
        let given = Reader(&self.given);
        let settings = self.settings();
        let normalized = settings.normalize.is_some();
        let spaced = given.value("resampledPixelSpacing").is_some();
        let alone = [
            (
                "normalizeScale",
                "normalize",
                normalized || given.number("normalizeScale") == Some(1.0),
            ),
            (
                "removeOutliers",
                "normalize",
                normalized || given.value("removeOutliers").is_none(),
            ),
            (
                "resampledPixelSpacing",
                "interpolator",
                !spaced || settings.resample.is_some(),
            ),
        ];
        let alone = alone.into_iter().filter(|&(_, _, acts)| !acts);
        let alone = alone.map(|(setting, needs, _)| Warning::NoEffect { setting, needs });
        alone.chain(self.misplaced()).collect()
    }

    fn misplaced(&self) -> impl Iterator<Item = Warning> {
        self.image_types
            .iter()
            .zip(&self.given_image_types)
            .flat_map(|(image_type, entry)| {
                let early = own(entry)
                    .iter()
                    .filter(|own| BEFORE_FILTERS.contains(&own.key.as_str()));
                early.map(|own| Warning::GlobalOnly {
                    image_type: image_type.name(),
                    setting: own.key.clone(),
                })
            })
    }
}

fn of_filter(image_type: &ImageType) -> Option<Warning> {
    let flat = image_type.settings.flat_axis.is_some();
    match &image_type.filter {
        Filter::LoG { sigma } if sigma.is_empty() => Some(Warning::LogWithoutSigma),
        Filter::Lbp2d { .. } if !flat => Some(Warning::Lbp2dWithoutForce2d),
        Filter::Lbp3d { .. } if flat => Some(Warning::Lbp3dWithForce2d),
        _ => None,
    }
}
