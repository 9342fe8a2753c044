//! Every feature class and feature of `PyRadiomics`, by name and in its order.

/// A class of features.
///
/// ```
/// use voxomics_features::catalog::{Class, Status};
///
/// let shape = Class::from_name("shape").expect("a class of PyRadiomics");
/// assert_eq!(shape.standard().count(), 14);
/// assert_eq!(shape.find("Compactness1").map(|feature| feature.status), Some(Status::Deprecated));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// `firstorder`: statistics of intensities.
    FirstOrder,
    /// `glcm`: grey-level co-occurrence.
    Glcm,
    /// `gldm`: grey-level dependence.
    Gldm,
    /// `glrlm`: runs of a grey level.
    Glrlm,
    /// `glszm`: zones of a grey level.
    Glszm,
    /// `ngtdm`: differences from neighbours' mean.
    Ngtdm,
    /// `shape`: of the region, in three dimensions.
    Shape,
    /// `shape2D`: of a region within one slice.
    Shape2d,
}

/// A feature of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Feature {
    /// Its name, as in columns: `MeshVolume`.
    pub name: &'static str,
    /// How it stands with `PyRadiomics`.
    pub status: Status,
}

/// How a feature stands with `PyRadiomics`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Computed when a class is enabled as a whole.
    Standard,
    /// Computed only if named, with a warning.
    Deprecated,
    /// May be named, with a warning, but gives no column: another feature equals it.
    Retired,
}

impl Class {
    /// Every class, in the order in which `PyRadiomics` enables them by default.
    pub const ALL: &'static [Self] = &[
        Self::FirstOrder,
        Self::Glcm,
        Self::Gldm,
        Self::Glrlm,
        Self::Glszm,
        Self::Ngtdm,
        Self::Shape,
        Self::Shape2d,
    ];

    /// The class of a name, as parameter files and columns have it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.name() == name)
    }

    /// The name in parameter files and columns.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstOrder => "firstorder",
            Self::Glcm => "glcm",
            Self::Gldm => "gldm",
            Self::Glrlm => "glrlm",
            Self::Glszm => "glszm",
            Self::Ngtdm => "ngtdm",
            Self::Shape => "shape",
            Self::Shape2d => "shape2D",
        }
    }

    /// Every feature that may be named, sorted as `PyRadiomics` does: by the bytes of the name followed
    /// by `FeatureValue`, so that `MeanAbsoluteDeviation` precedes `Mean`.
    #[must_use]
    pub fn features(self) -> &'static [Feature] {
        match self {
            Self::FirstOrder => FIRSTORDER,
            Self::Glcm => GLCM,
            Self::Gldm => GLDM,
            Self::Glrlm => GLRLM,
            Self::Glszm => GLSZM,
            Self::Ngtdm => NGTDM,
            Self::Shape => SHAPE,
            Self::Shape2d => SHAPE2D,
        }
    }

    /// The features that are computed when the class is enabled as a whole.
    pub fn standard(self) -> impl Iterator<Item = Feature> {
        let features = self.features().iter().copied();
        features.filter(|feature| feature.status == Status::Standard)
    }

    /// The feature of a name.
    #[must_use]
    pub fn find(self, name: &str) -> Option<Feature> {
        self.features()
            .iter()
            .copied()
            .find(|feature| feature.name == name)
    }

    /// Whether it describes the region alone, and so is computed once and not per image.
    #[must_use]
    pub fn is_shape(self) -> bool {
        matches!(self, Self::Shape | Self::Shape2d)
    }
}

const fn standard(name: &'static str) -> Feature {
    let status = Status::Standard;
    Feature { name, status }
}

const fn deprecated(name: &'static str) -> Feature {
    let status = Status::Deprecated;
    Feature { name, status }
}

const fn retired(name: &'static str) -> Feature {
    let status = Status::Retired;
    Feature { name, status }
}

const FIRSTORDER: &[Feature] = &[
    standard("10Percentile"),
    standard("90Percentile"),
    standard("Energy"),
    standard("Entropy"),
    standard("InterquartileRange"),
    standard("Kurtosis"),
    standard("Maximum"),
    standard("MeanAbsoluteDeviation"),
    standard("Mean"),
    standard("Median"),
    standard("Minimum"),
    standard("Range"),
    standard("RobustMeanAbsoluteDeviation"),
    standard("RootMeanSquared"),
    standard("Skewness"),
    deprecated("StandardDeviation"),
    standard("TotalEnergy"),
    standard("Uniformity"),
    standard("Variance"),
];

const GLCM: &[Feature] = &[
    standard("Autocorrelation"),
    standard("ClusterProminence"),
    standard("ClusterShade"),
    standard("ClusterTendency"),
    standard("Contrast"),
    standard("Correlation"),
    standard("DifferenceAverage"),
    standard("DifferenceEntropy"),
    standard("DifferenceVariance"),
    retired("Dissimilarity"),
    retired("Homogeneity1"),
    retired("Homogeneity2"),
    standard("Id"),
    standard("Idm"),
    standard("Idmn"),
    standard("Idn"),
    standard("Imc1"),
    standard("Imc2"),
    standard("InverseVariance"),
    standard("JointAverage"),
    standard("JointEnergy"),
    standard("JointEntropy"),
    standard("MCC"),
    standard("MaximumProbability"),
    standard("SumAverage"),
    standard("SumEntropy"),
    standard("SumSquares"),
    retired("SumVariance"),
];

const GLDM: &[Feature] = &[
    standard("DependenceEntropy"),
    standard("DependenceNonUniformity"),
    standard("DependenceNonUniformityNormalized"),
    retired("DependencePercentage"),
    standard("DependenceVariance"),
    standard("GrayLevelNonUniformity"),
    retired("GrayLevelNonUniformityNormalized"),
    standard("GrayLevelVariance"),
    standard("HighGrayLevelEmphasis"),
    standard("LargeDependenceEmphasis"),
    standard("LargeDependenceHighGrayLevelEmphasis"),
    standard("LargeDependenceLowGrayLevelEmphasis"),
    standard("LowGrayLevelEmphasis"),
    standard("SmallDependenceEmphasis"),
    standard("SmallDependenceHighGrayLevelEmphasis"),
    standard("SmallDependenceLowGrayLevelEmphasis"),
];

const GLRLM: &[Feature] = &[
    standard("GrayLevelNonUniformity"),
    standard("GrayLevelNonUniformityNormalized"),
    standard("GrayLevelVariance"),
    standard("HighGrayLevelRunEmphasis"),
    standard("LongRunEmphasis"),
    standard("LongRunHighGrayLevelEmphasis"),
    standard("LongRunLowGrayLevelEmphasis"),
    standard("LowGrayLevelRunEmphasis"),
    standard("RunEntropy"),
    standard("RunLengthNonUniformity"),
    standard("RunLengthNonUniformityNormalized"),
    standard("RunPercentage"),
    standard("RunVariance"),
    standard("ShortRunEmphasis"),
    standard("ShortRunHighGrayLevelEmphasis"),
    standard("ShortRunLowGrayLevelEmphasis"),
];

const GLSZM: &[Feature] = &[
    standard("GrayLevelNonUniformity"),
    standard("GrayLevelNonUniformityNormalized"),
    standard("GrayLevelVariance"),
    standard("HighGrayLevelZoneEmphasis"),
    standard("LargeAreaEmphasis"),
    standard("LargeAreaHighGrayLevelEmphasis"),
    standard("LargeAreaLowGrayLevelEmphasis"),
    standard("LowGrayLevelZoneEmphasis"),
    standard("SizeZoneNonUniformity"),
    standard("SizeZoneNonUniformityNormalized"),
    standard("SmallAreaEmphasis"),
    standard("SmallAreaHighGrayLevelEmphasis"),
    standard("SmallAreaLowGrayLevelEmphasis"),
    standard("ZoneEntropy"),
    standard("ZonePercentage"),
    standard("ZoneVariance"),
];

const NGTDM: &[Feature] = &[
    standard("Busyness"),
    standard("Coarseness"),
    standard("Complexity"),
    standard("Contrast"),
    standard("Strength"),
];

const SHAPE: &[Feature] = &[
    deprecated("Compactness1"),
    deprecated("Compactness2"),
    standard("Elongation"),
    standard("Flatness"),
    standard("LeastAxisLength"),
    standard("MajorAxisLength"),
    standard("Maximum2DDiameterColumn"),
    standard("Maximum2DDiameterRow"),
    standard("Maximum2DDiameterSlice"),
    standard("Maximum3DDiameter"),
    standard("MeshVolume"),
    standard("MinorAxisLength"),
    deprecated("SphericalDisproportion"),
    standard("Sphericity"),
    standard("SurfaceArea"),
    standard("SurfaceVolumeRatio"),
    standard("VoxelVolume"),
];

const SHAPE2D: &[Feature] = &[
    standard("Elongation"),
    standard("MajorAxisLength"),
    standard("MaximumDiameter"),
    standard("MeshSurface"),
    standard("MinorAxisLength"),
    standard("Perimeter"),
    standard("PerimeterSurfaceRatio"),
    standard("PixelSurface"),
    deprecated("SphericalDisproportion"),
    standard("Sphericity"),
];
