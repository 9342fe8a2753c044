//! The images that features are taken from.

use voxomics_core::number;

use super::given::Reader;
use super::settings::{Settings, forced_axis};
use super::value::Value;

/// An enabled image type, with its options and the settings of its features.
///
/// ```
/// use voxomics_features::params::{Filter, Params};
///
/// let params = Params::from_yaml("imageType: {Original: {}, LoG: {sigma: [1.0, 2]}}")?;
/// let [original, log] = params.image_types() else { unreachable!() };
/// assert_eq!(original.filter, Filter::Original);
/// assert_eq!(log.image_names(), ["log-sigma-1-0-mm-3D", "log-sigma-2-mm-3D"]);
/// # Ok::<(), voxomics_features::params::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ImageType {
    /// How its images come from the preprocessed one.
    pub filter: Filter,
    /// Settings of the features on its images: the global ones, overridden by those under the image
    /// type. What happens before filters, such as resampling, follows the global ones alone.
    pub settings: Settings,
    /// A `label` under the image type: its features are those of the voxels of this label within the box
    /// of the case's label, as `PyRadiomics` takes it.
    pub label: Option<u32>,
}

/// How an image type's images come from the preprocessed image.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// `Original`: no filter.
    Original,
    /// `LoG`: Laplacian of Gaussian.
    LoG {
        /// `sigma`, none: an image each.
        sigma: Vec<Sigma>,
    },
    /// `Wavelet`: stationary wavelet decomposition.
    Wavelet {
        /// `wavelet`, `coif1`.
        wavelet: String,
        /// `start_level`, 0: the first level that gives images.
        start_level: usize,
        /// `level`, 1: how many levels give images.
        levels: usize,
    },
    /// `Square`.
    Square,
    /// `SquareRoot`.
    SquareRoot,
    /// `Logarithm`.
    Logarithm,
    /// `Exponential`.
    Exponential,
    /// `Gradient`: its magnitude.
    Gradient {
        /// `gradientUseSpacing`, true: per mm, not per voxel.
        use_spacing: bool,
    },
    /// `LBP2D`: local binary pattern in planes.
    Lbp2d {
        /// `lbp2DRadius`, 1, voxels.
        radius: f64,
        /// `lbp2DSamples`, 8.
        samples: usize,
        /// `lbp2DMethod`, `uniform`.
        method: LbpMethod,
        /// The axis across the planes, 0 = x: `force2Ddimension`, without `force2D` too.
        axis: usize,
    },
    /// `LBP3D`: local binary pattern on spheres.
    Lbp3d {
        /// `lbp3DLevels`, 2.
        levels: usize,
        /// `lbp3DIcosphereRadius`, 1, voxels.
        radius: f64,
        /// `lbp3DIcosphereSubdivision`, 1.
        subdivision: usize,
    },
}

/// A width of [`Filter::LoG`].
#[derive(Debug, Clone, PartialEq)]
pub struct Sigma {
    /// Standard deviation of the Gaussian, mm.
    pub mm: f64,
    /// How it appears in names: `1` if it was written so, `1-0` for `1.0`.
    pub name: String,
}

/// `lbp2DMethod`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LbpMethod {
    /// `default`: the pattern as a number.
    Default,
    /// `ror`: the smallest number among the pattern's rotations.
    Ror,
    /// `uniform`: number of ones of patterns with at most two changes, one more than samples for others.
    Uniform,
    /// `var`: variance of the samples.
    Var,
}

/// Image types by name, in the order of `PyRadiomics`' list.
pub(super) const NAMES: &[&str] = &[
    "Exponential",
    "Gradient",
    "LBP2D",
    "LBP3D",
    "LoG",
    "Logarithm",
    "Original",
    "Square",
    "SquareRoot",
    "Wavelet",
];

impl ImageType {
    /// By the name of the image type, the settings that hold for it and those among them that stand under
    /// it; `None` for an unknown name.
    pub(super) fn read(name: &str, given: Reader<'_>, own: Reader<'_>) -> Option<Self> {
        let filter = match name {
            "Original" => Filter::Original,
            "LoG" => Filter::LoG {
                sigma: sigmas(given),
            },
            "Wavelet" => Filter::Wavelet {
                wavelet: given.text("wavelet").unwrap_or("coif1").to_owned(),
                start_level: given.whole("start_level").unwrap_or(0),
                levels: given.whole("level").unwrap_or(1),
            },
            "Square" => Filter::Square,
            "SquareRoot" => Filter::SquareRoot,
            "Logarithm" => Filter::Logarithm,
            "Exponential" => Filter::Exponential,
            "Gradient" => Filter::Gradient {
                use_spacing: given.flag("gradientUseSpacing", true),
            },
            "LBP2D" => lbp2d(given),
            "LBP3D" => Filter::Lbp3d {
                levels: given.whole("lbp3DLevels").unwrap_or(2),
                radius: given.number("lbp3DIcosphereRadius").unwrap_or(1.0),
                subdivision: given.whole("lbp3DIcosphereSubdivision").unwrap_or(1),
            },
            _ => return None,
        };
        Some(Self {
            filter,
            settings: Settings::read(given),
            label: own.whole("label"),
        })
    }

    /// The name in a parameter file.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.filter {
            Filter::Original => "Original",
            Filter::LoG { .. } => "LoG",
            Filter::Wavelet { .. } => "Wavelet",
            Filter::Square => "Square",
            Filter::SquareRoot => "SquareRoot",
            Filter::Logarithm => "Logarithm",
            Filter::Exponential => "Exponential",
            Filter::Gradient { .. } => "Gradient",
            Filter::Lbp2d { .. } => "LBP2D",
            Filter::Lbp3d { .. } => "LBP3D",
        }
    }

    /// The images that it gives of a three-dimensional image, by the name that starts their columns, in
    /// order.
    #[must_use]
    pub fn image_names(&self) -> Vec<String> {
        self.image_names_in(3)
    }

    /// The images that it gives of an image of `rank` dimensions, 2 or 3.
    #[must_use]
    pub fn image_names_in(&self, rank: usize) -> Vec<String> {
        match &self.filter {
            Filter::LoG { sigma } => {
                let name = |sigma: &Sigma| format!("log-sigma-{}-mm-3D", sigma.name);
                sigma.iter().map(name).collect()
            }
            Filter::Wavelet { levels, .. } => {
                let flat = self.settings.in_dimensions(rank).flat_axis;
                wavelet_names(*levels, rank - usize::from(flat.is_some()))
            }
            Filter::Lbp2d { .. } => vec!["lbp-2D".to_owned()],
            Filter::Lbp3d { .. } if rank < 3 => Vec::new(),
            Filter::Lbp3d { levels, .. } => {
                let levels = (1..=*levels).map(|level| format!("lbp-3D-m{level}"));
                levels.chain(["lbp-3D-k".to_owned()]).collect()
            }
            _ => vec![self.name().to_lowercase()],
        }
    }
}

/// Each level's details, then the last level's approximation; `L` and `H` stand for x, y, z in turn.
fn wavelet_names(levels: usize, axes: usize) -> Vec<String> {
    let name = |level: usize, highs: usize| {
        let level = if level > 1 {
            level.to_string()
        } else {
            String::new()
        };
        let letters: String = (0..axes)
            .rev()
            .map(|bit| if highs >> bit & 1 == 1 { 'H' } else { 'L' })
            .collect();
        format!("wavelet{level}-{letters}")
    };
    let details =
        (1..=levels).flat_map(|level| (1..1 << axes).map(move |highs| name(level, highs)));
    details.chain([name(levels, 0)]).collect()
}

fn sigmas(given: Reader<'_>) -> Vec<Sigma> {
    let sigma = |value: &Value| {
        let mm = value.number()?;
        let spelled = match value {
            Value::Int(whole) => whole.to_string(),
            _ => number::repr(mm),
        };
        let name = spelled.replace('.', "-");
        Some(Sigma { mm, name })
    };
    let mut sigmas: Vec<Sigma> = Vec::new();
    for sigma in given
        .list("sigma")
        .unwrap_or_default()
        .iter()
        .filter_map(sigma)
    {
        // Given twice, it is still one image, with one name.
        if !sigmas.contains(&sigma) {
            sigmas.push(sigma);
        }
    }
    sigmas
}

fn lbp2d(given: Reader<'_>) -> Filter {
    Filter::Lbp2d {
        radius: given.number("lbp2DRadius").unwrap_or(1.0),
        samples: given.whole("lbp2DSamples").unwrap_or(8),
        method: match given.text("lbp2DMethod") {
            Some("default") => LbpMethod::Default,
            Some("ror") => LbpMethod::Ror,
            Some("var") => LbpMethod::Var,
            _ => LbpMethod::Uniform,
        },
        axis: forced_axis(given),
    }
}
