//! Radiomics features equal to PyRadiomics'.

pub mod params;
pub mod roi;
pub mod shape;
pub mod shape2d;

mod feature_set;

pub use feature_set::FeatureSet;
