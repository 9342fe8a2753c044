//! Which settings there are, and what each accepts.

use super::error::Error;
use super::place::Place;
use super::value::{Entry, Value};
use super::wavelets;
use voxomics_core::hint::{did_you_mean, listed};

/// Whole numbers go through 32-bit integers in `PyRadiomics`.
const MOST: i128 = i32::MAX as i128;

/// More levels than any image has size for: each makes eight images.
const MOST_LEVELS: i128 = 100;

/// A setting: its key, what it accepts, and whether `null` stands for "off".
pub(super) struct Definition {
    pub(super) key: &'static str,
    pub(super) kind: Kind,
    null: bool,
}

/// What a setting accepts.
pub(super) enum Kind {
    Bool,
    Whole { least: i128, most: i128 },
    Number(Range),
    Wholes { least: i128 },
    Numbers { range: Range, lengths: [usize; 2] },
    Choice(&'static [&'static str]),
    Interpolator,
    Wavelet,
}

/// Numbers that are accepted.
#[derive(Clone, Copy)]
pub(super) enum Range {
    Positive,
    PositiveOrInfinite,
    NotNegative,
    NotNan,
    Finite,
    Any,
}

impl Range {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::Positive => value > 0.0 && value.is_finite(),
            Self::PositiveOrInfinite => value > 0.0,
            Self::NotNegative => value >= 0.0 && value.is_finite(),
            Self::NotNan => !value.is_nan(),
            Self::Finite => value.is_finite(),
            Self::Any => true,
        }
    }

    fn noun(self, number: &str) -> String {
        match self {
            Self::Positive => format!("finite {number} above 0"),
            Self::PositiveOrInfinite => format!("{number} above 0"),
            Self::NotNegative => format!("finite {number} of at least 0"),
            Self::Finite => format!("finite {number}"),
            Self::NotNan | Self::Any => number.to_owned(),
        }
    }
}

const fn off(key: &'static str, kind: Kind) -> Definition {
    let null = true;
    Definition { key, kind, null }
}

const fn on(key: &'static str, kind: Kind) -> Definition {
    let null = false;
    Definition { key, kind, null }
}

const fn whole(least: i128, most: i128) -> Kind {
    Kind::Whole { least, most }
}

const fn numbers(range: Range, lengths: [usize; 2]) -> Kind {
    Kind::Numbers { range, lengths }
}

/// What `setting`, and every image type, may hold.
pub(super) const SETTINGS: &[Definition] = &[
    on("minimumROIDimensions", whole(1, 3)),
    off("minimumROISize", whole(1, MOST)),
    off("geometryTolerance", Kind::Number(Range::PositiveOrInfinite)),
    off("correctMask", Kind::Bool),
    off("additionalInfo", Kind::Bool),
    on("label", whole(1, u32::MAX as i128)),
    off("label_channel", whole(0, MOST)),
    off("binWidth", Kind::Number(Range::Positive)),
    off("binCount", whole(1, MOST)),
    off("normalize", Kind::Bool),
    on("normalizeScale", Kind::Number(Range::Positive)),
    off("removeOutliers", Kind::Number(Range::Positive)),
    off("resampledPixelSpacing", numbers(Range::NotNegative, [2, 3])),
    off("interpolator", Kind::Interpolator),
    on("padDistance", whole(0, MOST)),
    on("distances", Kind::Wholes { least: 1 }),
    on("force2D", Kind::Bool),
    on("force2Ddimension", whole(0, 2)),
    off("resegmentRange", numbers(Range::NotNan, [1, 2])),
    on(
        "resegmentMode",
        Kind::Choice(&["absolute", "relative", "sigma"]),
    ),
    off("resegmentShape", Kind::Bool),
    off("preCrop", Kind::Bool),
    on("sigma", numbers(Range::Positive, [0, usize::MAX])),
    on("start_level", whole(0, MOST_LEVELS)),
    on("level", whole(1, MOST_LEVELS)),
    on("wavelet", Kind::Wavelet),
    on("gradientUseSpacing", Kind::Bool),
    on("lbp2DRadius", Kind::Number(Range::Positive)),
    on("lbp2DSamples", whole(1, MOST)),
    on(
        "lbp2DMethod",
        Kind::Choice(&["default", "ror", "uniform", "var"]),
    ),
    on("lbp3DLevels", whole(2, MOST_LEVELS)),
    on("lbp3DIcosphereRadius", Kind::Number(Range::Positive)),
    on("lbp3DIcosphereSubdivision", whole(0, MOST)),
    on("voxelArrayShift", whole(i64::MIN as i128, i64::MAX as i128)),
    off("symmetricalGLCM", Kind::Bool),
    off(
        "weightingNorm",
        Kind::Choice(&["infinity", "euclidean", "manhattan", "no_weighting"]),
    ),
    on("gldm_a", whole(0, MOST)),
];

/// What `voxelSetting` may hold.
pub(super) const VOXEL_SETTINGS: &[Definition] = &[
    on("kernelRadius", whole(1, MOST)),
    off("maskedKernel", Kind::Bool),
    on("initValue", Kind::Number(Range::Any)),
    on("voxelBatch", whole(1, MOST)),
];

/// What `voxomics` may hold: what `PyRadiomics` does not have.
pub(super) const EXTENSIONS: &[Definition] = &[
    on("gridAlignment", Kind::Choice(&["edge", "centre"])),
    on("maskInterpolator", Kind::Choice(&["nearest", "linear"])),
    on("roundResampled", Kind::Bool),
    off("outlierSigma", Kind::Number(Range::Positive)),
    off("binOrigin", Kind::Number(Range::Finite)),
    on("shapeAsDrawn", Kind::Bool),
    off("flatKurtosis", Kind::Number(Range::Finite)),
];

/// The interpolators, by the names of SimpleITK.
pub(super) const INTERPOLATORS: &[&str] = &[
    "sitkNearestNeighbor",
    "sitkLinear",
    "sitkBSpline",
    "sitkGaussian",
    "sitkLabelGaussian",
    "sitkHammingWindowedSinc",
    "sitkCosineWindowedSinc",
    "sitkWelchWindowedSinc",
    "sitkLanczosWindowedSinc",
    "sitkBlackmanWindowedSinc",
];

/// The sections that hold settings.
pub(super) const SECTIONS: [(&str, &[Definition]); 3] = [
    ("setting", SETTINGS),
    ("voxelSetting", VOXEL_SETTINGS),
    ("voxomics", EXTENSIONS),
];

/// The definition of a setting.
pub(super) fn find(key: &str, definitions: &'static [Definition]) -> Option<&'static Definition> {
    definitions.iter().find(|definition| definition.key == key)
}

/// Checks every entry of a section of settings.
pub(super) fn check_section(
    entries: &[Entry],
    section: &Place,
    definitions: &'static [Definition],
) -> Result<(), Error> {
    for entry in entries {
        let place = section.key(&entry.key, entry.line);
        let Some(definition) = find(&entry.key, definitions) else {
            return Err(unknown(&entry.key, place, definitions));
        };
        definition.check(&entry.value, &place)?;
    }
    Ok(())
}

/// The error for a key that is not among `definitions`.
pub(super) fn unknown(key: &str, place: Place, definitions: &'static [Definition]) -> Error {
    let elsewhere = SECTIONS
        .iter()
        .find(|(_, definitions)| find(key, definitions).is_some());
    let hint = match elsewhere {
        Some((section, _)) => format!("it belongs under `{section}`"),
        None => did_you_mean(key, definitions.iter().map(|definition| definition.key)),
    };
    let what = match place.section() {
        "voxomics" => "a setting of voxomics".to_owned(),
        _ => "a setting of PyRadiomics".to_owned(),
    };
    Error::Unknown { place, what, hint }
}

impl Definition {
    /// Checks a value: its type and range as the schema does, and what `PyRadiomics` fails on later.
    pub(super) fn check(&self, value: &Value, place: &Place) -> Result<(), Error> {
        match (&self.kind, value) {
            (_, Value::Null) if self.null => Ok(()),
            (Kind::Wholes { .. } | Kind::Numbers { .. }, Value::List(items)) => {
                self.check_items(items, value, place)
            }
            (kind, value) if kind.accepts(value) => Ok(()),
            (_, value) => Err(invalid(place, value, self.wanted(value))),
        }
    }

    fn check_items(&self, items: &[Value], value: &Value, place: &Place) -> Result<(), Error> {
        let (item_kind, [least, most]) = match self.kind {
            Kind::Numbers { range, lengths } => (Kind::Number(range), lengths),
            Kind::Wholes { least } => (whole(least, MOST), [1, usize::MAX]),
            _ => unreachable!("only lists have items"),
        };
        if items.len() < least || items.len() > most {
            return Err(invalid(place, value, self.wanted(value)));
        }
        for (index, item) in items.iter().enumerate() {
            if !item_kind.accepts(item) {
                return Err(invalid(&place.item(index), item, item_kind.wanted(item)));
            }
        }
        Ok(())
    }

    fn wanted(&self, value: &Value) -> String {
        let wanted = self.kind.wanted(value);
        match value {
            Value::Null => format!("{wanted}, or leave it out for the default"),
            _ => wanted,
        }
    }
}

/// The error for a value at `place`.
pub(super) fn invalid(place: &Place, value: &Value, wanted: impl Into<String>) -> Error {
    Error::Invalid {
        place: place.clone(),
        value: value.abridged(),
        wanted: wanted.into(),
    }
}

impl Kind {
    /// Whether a single value fits.
    fn accepts(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Bool, Value::Bool(_)) => true,
            (&Self::Whole { least, most }, Value::Int(value)) => (least..=most).contains(value),
            // NumPy has no whole numbers beyond 64 bits.
            (Self::Number(range), Value::Int(whole)) => {
                i64::try_from(*whole).is_ok() && range.holds(*whole as f64)
            }
            (Self::Number(range), Value::Float(value)) => range.holds(*value),
            (Self::Choice(names), Value::Text(name)) => names.contains(&name.as_str()),
            (Self::Interpolator, Value::Text(name)) => INTERPOLATORS.contains(&name.as_str()),
            (Self::Interpolator, Value::Int(number)) => (1..=10).contains(number),
            (Self::Wavelet, Value::Text(name)) => wavelets::is_discrete(name),
            _ => false,
        }
    }

    /// What to write instead of `value`.
    fn wanted(&self, value: &Value) -> String {
        let wanted = match self {
            Self::Bool => "write true or false".to_owned(),
            Self::Whole { least, most } if *most == MOST => {
                format!("write a whole number of at least {least}")
            }
            Self::Whole { least, most } => format!("write a whole number from {least} to {most}"),
            Self::Number(range) => format!("write a {}", range.noun("number")),
            Self::Wholes { least } => {
                format!("write a list of whole numbers of at least {least}, such as [1, 2]")
            }
            Self::Numbers { range, lengths } => numbers_wanted(*range, *lengths),
            Self::Choice(names) => return choice_wanted(names, value),
            Self::Interpolator => return choice_wanted(INTERPOLATORS, value),
            Self::Wavelet => return wavelet_wanted(value),
        };
        match value {
            Value::Text(text) if is_number(text) => format!("{wanted}, without quotes"),
            _ => wanted,
        }
    }
}

fn is_number(text: &str) -> bool {
    super::scalar::resolve(text).number().is_some()
}

fn numbers_wanted(range: Range, lengths: [usize; 2]) -> String {
    let count = match lengths {
        [least, most] if least == most => format!("{least} "),
        [_, usize::MAX] => String::new(),
        [least, most] => format!("{least} or {most} "),
    };
    format!("write a list of {count}{}", range.noun("numbers"))
}

fn choice_wanted(names: &[&str], value: &Value) -> String {
    match value {
        Value::Text(name) => did_you_mean(name, names.iter().copied()),
        _ => format!("write one of {}", listed(names)),
    }
}

fn wavelet_wanted(value: &Value) -> String {
    match value {
        Value::Text(name) if wavelets::is_continuous(name) => {
            "a continuous wavelet cannot decompose an image: write a discrete one, such as `coif1`"
                .to_owned()
        }
        Value::Text(name) => {
            let names = wavelets::discrete();
            did_you_mean(name, names.iter().map(String::as_str))
        }
        _ => "write the name of a wavelet, such as `coif1`".to_owned(),
    }
}
