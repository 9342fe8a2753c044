//! Settings with their types.

use voxomics_volume::resample::Interpolator;

use crate::discretise::Binning;
use crate::weighting::Norm;

use super::given::{Reader, defaults};
use super::schema::INTERPOLATORS;
use super::value::Value;

/// What an extraction, or the features of one image type, go by.
///
/// Each field names the key of the parameter file and `PyRadiomics`' default.
///
/// ```
/// use voxomics_features::discretise::Binning;
/// use voxomics_features::params::Params;
///
/// let params = Params::from_yaml("setting: {binWidth: 12.5, force2D: true}")?;
/// let settings = params.settings();
/// assert_eq!(settings.binning, Binning::Width(12.5));
/// assert_eq!(settings.flat_axis, Some(2));
/// # Ok::<(), voxomics_features::params::Error>(())
/// ```
#[expect(
    clippy::struct_excessive_bools,
    reason = "PyRadiomics has so many switches"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// `label`, 1: the value of the mask's voxels that are the region of interest.
    pub label: u32,
    /// `label_channel`, 0: the component of a mask that has several.
    pub label_channel: usize,
    /// `minimumROIDimensions`, 2: axes along which the region must span more than one voxel.
    pub minimum_roi_dimensions: usize,
    /// `minimumROISize`, off: the region must have more voxels than this.
    pub minimum_roi_size: Option<usize>,
    /// `geometryTolerance`, off: how far the grids of image and mask may lie apart; off, ITK's 1e-6 of
    /// a voxel for positions and 1e-6 for directions.
    pub geometry_tolerance: Option<f64>,
    /// `correctMask`, false: resample a mask on another grid instead of refusing it.
    pub correct_mask: bool,
    /// `additionalInfo`, true: report `diagnostics_` beside the features.
    pub additional_info: bool,
    /// `normalize`, `normalizeScale` and `removeOutliers`, off.
    pub normalize: Option<Normalize>,
    /// `resampledPixelSpacing` and `interpolator`, off.
    pub resample: Option<Resample>,
    /// `preCrop`, false: crop to the region and [`pad_distance`](Self::pad_distance) before filters.
    pub pre_crop: bool,
    /// `padDistance`, 5: voxels kept around the region when resampling or cropping.
    pub pad_distance: usize,
    /// `resegmentRange` and `resegmentMode`, off.
    pub resegment: Option<Resegment>,
    /// `resegmentShape`, false: shape too is that of the resegmented region.
    pub resegment_shape: bool,
    /// `binWidth`, 25, and `binCount`, which wins where it is given.
    pub binning: Binning,
    /// `force2D`, false, and `force2Ddimension`, 0: the axis along which nothing is a neighbour, 0 = x,
    /// 1 = y, 2 = z. `force2Ddimension` counts the other way round, 0 = z.
    pub flat_axis: Option<usize>,
    /// `distances`, \[1\]: how far apart neighbours are, in voxels; see
    /// [`Neighbourhood`](crate::neighbours::Neighbourhood) for one given twice.
    pub distances: Vec<usize>,
    /// `voxelArrayShift`, 0: added to intensities before energies are taken.
    pub array_shift: f64,
    /// `symmetricalGLCM`, true: count each pair in both directions.
    pub symmetrical_glcm: bool,
    /// `weightingNorm`, off: how directions are weighted.
    pub weighting: Option<Norm>,
    /// `gldm_a`, 0: largest difference of grey levels between dependent voxels.
    pub gldm_alpha: u32,
    /// `voxomics`: what `PyRadiomics` does not have.
    pub extensions: Extensions,
}

/// What `PyRadiomics` does not have; the section `voxomics`. The defaults are what `PyRadiomics` does.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Extensions {
    /// `gridAlignment`, edge: which points of the old and the new grid coincide in resampling.
    pub grid_alignment: GridAlignment,
    /// `maskInterpolator`, nearest: how a mask is resampled.
    pub mask_interpolator: MaskInterpolator,
    /// `roundResampled`, false: resampled intensities are rounded to the nearest whole number, as IBSI
    /// does with HU.
    pub round_resampled: bool,
    /// `outlierSigma`, off: intensities further from the region's mean than so many standard deviations
    /// are left out, after `resegmentRange`.
    pub outlier_sigma: Option<f64>,
    /// `shapeAsDrawn`, false: shape is that of all that was drawn, not of what lies in the box of the
    /// resegmented region.
    pub shape_as_drawn: bool,
    /// `flatKurtosis`, off: the value of `lbp-3D-k` where all samples are equal; `PyRadiomics` has -3 or
    /// NaN, on which it fails or which it leaves out.
    pub flat_kurtosis: Option<f64>,
}

/// `gridAlignment`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum GridAlignment {
    /// `edge`: the outer corner of the first voxel, and only the region's surroundings are resampled.
    #[default]
    Edge,
    /// `centre`: the centres of the grids, IBSI's rule; the whole image is resampled.
    Centre,
}

/// `maskInterpolator`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MaskInterpolator {
    /// `nearest` voxel.
    #[default]
    Nearest,
    /// `linear`: inside is where at least half of the surroundings are.
    Linear,
}

/// Intensities to mean 0 and standard deviation `scale`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Normalize {
    /// `normalizeScale`, 1.
    pub scale: f64,
    /// `removeOutliers`, off: standard deviations from the mean at which intensities are clipped.
    pub clip: Option<f64>,
}

/// Another grid, before anything else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resample {
    /// `resampledPixelSpacing`, mm, `[x, y, z]`; 0 keeps the mask's.
    pub spacing: [f64; 3],
    /// How many numbers it has: 3, or 2 for two-dimensional images.
    pub dimensions: usize,
    /// `interpolator`, `sitkBSpline`.
    pub interpolator: Interpolator,
}

/// A region made smaller by intensity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resegment {
    /// The lower threshold, itself included.
    pub lower: f64,
    /// The upper threshold, itself included.
    pub upper: Option<f64>,
    /// `resegmentMode`, absolute: what the thresholds count.
    pub mode: ResegmentMode,
}

/// What thresholds of a [`Resegment`] count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResegmentMode {
    /// Intensities.
    Absolute,
    /// Shares of the region's largest intensity.
    Relative,
    /// Standard deviations from the region's mean.
    Sigma,
}

/// How maps of features are made; `voxelSetting`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VoxelSettings {
    /// `kernelRadius`, 1: voxels from the centre of the cube to its faces.
    pub kernel_radius: usize,
    /// `maskedKernel`, true: only voxels of the region count.
    pub masked_kernel: bool,
    /// `initValue`, 0: the value outside the region.
    pub init_value: f64,
    /// `voxelBatch`, all: voxels computed at a time.
    pub voxel_batch: Option<usize>,
}

impl Default for Settings {
    fn default() -> Self {
        Self::read(Reader(&defaults()))
    }
}

impl Settings {
    /// The settings for an image of `rank` dimensions.
    ///
    /// `force2Ddimension` counts numpy's axes, of which a two-dimensional image has two, y before x.
    pub(crate) fn in_dimensions(&self, rank: usize) -> Self {
        let mut settings = self.clone();
        if rank < 3 {
            settings.flat_axis = settings.flat_axis.and_then(|axis| axis.checked_sub(1));
        }
        settings
    }

    pub(super) fn read(given: Reader<'_>) -> Self {
        let number_of_bins = given.whole("binCount").map(Binning::Count);
        let width = given.number("binWidth");
        let width = match (width, given.number("binOrigin")) {
            (None, None) => Binning::default(),
            (width, Some(origin)) => Binning::WidthFrom {
                origin,
                width: width.unwrap_or(25.0),
            },
            (Some(width), None) => Binning::Width(width),
        };
        Self {
            label: given.whole("label").unwrap_or(1),
            label_channel: given.whole("label_channel").unwrap_or(0),
            minimum_roi_dimensions: given.whole("minimumROIDimensions").unwrap_or(2),
            minimum_roi_size: given.whole("minimumROISize"),
            geometry_tolerance: given.number("geometryTolerance"),
            correct_mask: given.flag("correctMask", false),
            additional_info: given.flag("additionalInfo", true),
            normalize: normalize(given),
            resample: resample(given),
            pre_crop: given.flag("preCrop", false),
            pad_distance: given.whole("padDistance").unwrap_or(5),
            resegment: resegment(given),
            resegment_shape: given.flag("resegmentShape", false),
            binning: number_of_bins.unwrap_or(width),
            flat_axis: given.flag("force2D", false).then(|| forced_axis(given)),
            distances: distances(given),
            array_shift: given.number("voxelArrayShift").unwrap_or(0.0),
            symmetrical_glcm: given.flag("symmetricalGLCM", true),
            weighting: given
                .text("weightingNorm")
                .and_then(|name| name.parse().ok()),
            gldm_alpha: given.whole("gldm_a").unwrap_or(0),
            extensions: Extensions::read(given),
        }
    }
}

impl Extensions {
    fn read(given: Reader<'_>) -> Self {
        Self {
            grid_alignment: match given.text("gridAlignment") {
                Some("centre") => GridAlignment::Centre,
                _ => GridAlignment::Edge,
            },
            mask_interpolator: match given.text("maskInterpolator") {
                Some("linear") => MaskInterpolator::Linear,
                _ => MaskInterpolator::Nearest,
            },
            round_resampled: given.flag("roundResampled", false),
            outlier_sigma: given.number("outlierSigma"),
            shape_as_drawn: given.flag("shapeAsDrawn", false),
            flat_kurtosis: given.number("flatKurtosis"),
        }
    }
}

/// The axis that `force2Ddimension` names, 0 = x, whether or not `force2D` is on.
pub(super) fn forced_axis(given: Reader<'_>) -> usize {
    2 - given.whole::<usize>("force2Ddimension").unwrap_or(0)
}

fn distances(given: Reader<'_>) -> Vec<usize> {
    let whole = |value: &Value| match value {
        Value::Int(value) => usize::try_from(*value).ok(),
        _ => None,
    };
    match given.list("distances") {
        Some(items) => items.iter().filter_map(whole).collect(),
        None => vec![1],
    }
}

fn normalize(given: Reader<'_>) -> Option<Normalize> {
    given.flag("normalize", false).then(|| Normalize {
        scale: given.number("normalizeScale").unwrap_or(1.0),
        clip: given.number("removeOutliers"),
    })
}

fn resample(given: Reader<'_>) -> Option<Resample> {
    let mut spacing = given.numbers("resampledPixelSpacing")?;
    let interpolator = interpolator(given.value("interpolator")?)?;
    let dimensions = spacing.len();
    spacing.resize(3, 0.0);
    Some(Resample {
        spacing: spacing.try_into().ok()?,
        dimensions,
        interpolator,
    })
}

/// By name, or by the number that SimpleITK 2.3 has for it: B-spline, once 3, has none from 1 to 10.
fn interpolator(value: &Value) -> Option<Interpolator> {
    use Interpolator as I;
    let by_name = [
        I::NearestNeighbor,
        I::Linear,
        I::BSpline,
        I::Gaussian,
        I::LabelGaussian,
        I::HammingWindowedSinc,
        I::CosineWindowedSinc,
        I::WelchWindowedSinc,
        I::LanczosWindowedSinc,
        I::BlackmanWindowedSinc,
    ];
    let index = match value {
        Value::Text(name) => INTERPOLATORS.iter().position(|known| known == name)?,
        Value::Int(number) if *number != 3 => usize::try_from(number - 1).ok()?,
        _ => return None,
    };
    by_name.get(index).copied()
}

fn resegment(given: Reader<'_>) -> Option<Resegment> {
    let mut range = given.numbers("resegmentRange")?;
    range.sort_by(f64::total_cmp);
    Some(Resegment {
        lower: *range.first()?,
        upper: range.get(1).copied(),
        mode: match given.text("resegmentMode") {
            Some("relative") => ResegmentMode::Relative,
            Some("sigma") => ResegmentMode::Sigma,
            _ => ResegmentMode::Absolute,
        },
    })
}

impl VoxelSettings {
    pub(super) fn read(given: Reader<'_>) -> Self {
        Self {
            kernel_radius: given.whole("kernelRadius").unwrap_or(1),
            masked_kernel: given.flag("maskedKernel", true),
            init_value: given.number("initValue").unwrap_or(0.0),
            voxel_batch: given.whole("voxelBatch"),
        }
    }
}
