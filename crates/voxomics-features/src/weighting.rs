//! Weights of directions, by the length of their step.

use crate::neighbours::Offset;

/// How the length of a step between neighbours is measured, in mm; `weightingNorm`.
///
/// With a norm, the matrices of all directions are added up with weights that depend on it, and
/// features come from the one sum; without, features of the directions are averaged.
///
/// ```
/// use voxomics_features::weighting::Norm;
///
/// assert_eq!("manhattan".parse(), Ok(Norm::Manhattan));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Norm {
    /// The longest component.
    Infinity,
    /// The root of the sum of squares.
    Euclidean,
    /// The sum of the components.
    Manhattan,
    /// Every step weighs 1; `no_weighting`.
    NoWeighting,
}

impl Norm {
    /// Every norm.
    pub const ALL: &'static [Self] = &[
        Self::Infinity,
        Self::Euclidean,
        Self::Manhattan,
        Self::NoWeighting,
    ];

    /// The name in a parameter file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Infinity => "infinity",
            Self::Euclidean => "euclidean",
            Self::Manhattan => "manhattan",
            Self::NoWeighting => "no_weighting",
        }
    }

    /// Length of a step, mm; `None` if every step weighs 1.
    pub(crate) fn length(self, offset: Offset, spacing: [f64; 3]) -> Option<f64> {
        let mm: [f64; 3] =
            std::array::from_fn(|axis| offset[axis].unsigned_abs() as f64 * spacing[axis]);
        match self {
            Self::Infinity => Some(mm.into_iter().fold(0.0, f64::max)),
            Self::Euclidean => Some(mm.into_iter().map(|mm| mm * mm).sum::<f64>().sqrt()),
            Self::Manhattan => Some(mm.into_iter().sum()),
            Self::NoWeighting => None,
        }
    }
}

/// A name that no [`Norm`] has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "weighting norm `{0}` is not known: write `infinity`, `euclidean`, `manhattan` or `no_weighting`"
)]
pub struct UnknownNorm(pub String);

impl std::str::FromStr for Norm {
    type Err = UnknownNorm;

    fn from_str(name: &str) -> Result<Self, UnknownNorm> {
        let norm = Self::ALL.iter().find(|norm| norm.name() == name);
        norm.copied().ok_or_else(|| UnknownNorm(name.to_owned()))
    }
}
