//! What the features of a class have in common.

/// The features of one class, with `PyRadiomics`' names.
///
/// ```
/// use voxomics_features::{FeatureSet, shape};
///
/// assert!(shape::Features::NAMES.contains(&"Sphericity"));
/// ```
pub trait FeatureSet: Sized {
    /// Every feature that has a value, by `PyRadiomics`' name, deprecated ones included; in the order
    /// of [`values`](Self::values).
    const NAMES: &'static [&'static str];

    /// The value of every feature, in the order of [`NAMES`](Self::NAMES); NaN where `PyRadiomics` has
    /// NaN.
    fn values(&self) -> Vec<f64>;

    /// The inverse of [`values`](Self::values).
    ///
    /// `None` if there are not as many values as names.
    fn from_values(values: &[f64]) -> Option<Self>;

    /// The value of one feature, by name.
    fn get(&self, name: &str) -> Option<f64> {
        let at = Self::NAMES.iter().position(|known| *known == name)?;
        self.values().get(at).copied()
    }
}

/// A struct with a field per feature, each named once, and its [`FeatureSet`].
macro_rules! feature_set {
    (
        $(#[$meta:meta])*
        pub struct $set:ident {
            $($(#[$field_meta:meta])* $field:ident: $name:literal,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct $set {
            $($(#[$field_meta])* #[doc(alias = $name)] pub $field: f64,)*
        }

        impl $set {
            /// The value of every feature, without an allocation.
            pub(crate) fn array(&self) -> [f64; [$($name),*].len()] {
                [$(self.$field),*]
            }
        }

        impl $crate::FeatureSet for $set {
            const NAMES: &'static [&'static str] = &[$($name),*];

            fn values(&self) -> Vec<f64> {
                self.array().to_vec()
            }

            fn from_values(values: &[f64]) -> Option<Self> {
                let mut values = values.iter().copied();
                let set = Self { $($field: values.next()?,)* };
                values.next().is_none().then_some(set)
            }
        }
    };
}

pub(crate) use feature_set;
