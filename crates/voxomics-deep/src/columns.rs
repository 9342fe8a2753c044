//! The columns of a table of deep features: their names, and those that say nothing.

use ndarray::{ArrayView2, Axis};

const PREFIX: &str = "deep_resnet18_";

/// `deep_resnet18_0`, `deep_resnet18_1`, …: a name for each of `count` features, in the network's order.
///
/// ```
/// let names = voxomics_deep::columns::names(512);
/// assert_eq!((names[0].as_str(), names[511].as_str()), ("deep_resnet18_0", "deep_resnet18_511"));
/// ```
#[must_use]
pub fn names(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("{PREFIX}{index}")).collect()
}

/// The feature that a column is named after, `deep_resnet18_12` being feature 12.
///
/// ```
/// use voxomics_deep::columns::index;
///
/// assert_eq!(index("deep_resnet18_12"), Some(12));
/// assert_eq!(index("deep_resnet18_012"), None);
/// assert_eq!(index("deep_resnet18_logit_12"), None);
/// ```
#[must_use]
pub fn index(name: &str) -> Option<usize> {
    let digits = name.strip_prefix(PREFIX)?;
    let index: usize = digits.parse().ok()?;
    (index.to_string() == digits).then_some(index)
}

/// The null features of a cohort, `[patients, features]`: columns with the same value in every row, ascending.
///
/// A network that ends in ReLU has channels that never fire on images of one kind; which ones depends on the cohort, so ask the
/// training rows and keep the answer with the model. Of a single row all columns are constant, of none none.
///
/// ```
/// use ndarray::array;
/// use voxomics_deep::columns::null_features;
///
/// let cohort = array![[0.0, 1.5, 0.0], [0.0, 0.25, 0.5]];
/// assert_eq!(null_features(cohort.view()), [0]);
/// ```
#[must_use]
#[doc(alias("VarianceThreshold", "nearZeroVar"))]
pub fn null_features(features: ArrayView2<'_, f32>) -> Vec<usize> {
    let columns = features.axis_iter(Axis(1)).enumerate();
    let constant = columns.filter(|(_, column)| {
        let first = column.first();
        first.is_some() && column.iter().all(|value| Some(value) == first)
    });
    constant.map(|(index, _)| index).collect()
}
