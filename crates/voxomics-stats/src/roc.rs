//! ROC curves, as pROC draws them and as scikit-learn does.
//!
//! A [`Marker`] is sorted once; from it come the [`Curve`] with its thresholds, partial areas, best cut-offs and
//! coordinates, the view of scikit-learn ([`Marker::score_curve`]), the placements of [`delong`](crate::delong) and the
//! curve of [`precision_recall`](crate::precision_recall).
//!
//! The [`Direction`] is stated, never guessed: data decide it only if asked ([`Marker::auto_direction`]), since a choice
//! that looks at the data inflates the area, above all within a bootstrap.
//!
//! ```
//! use voxomics_stats::roc::{Criterion, Direction, Marker};
//!
//! let labels = [false, false, true, true];
//! let marker = Marker::new(&labels, &[0.1, 0.4, 0.35, 0.8])?;
//! let curve = marker.curve(Direction::Higher);
//! assert_eq!(curve.auc, 0.75);
//! let best = curve.best(Criterion::youden());
//! assert_eq!(best.iter().map(|cut| cut.threshold).collect::<Vec<_>>(), [0.22499999999999998, 0.6000000000000001]);
//! # Ok::<(), voxomics_stats::roc::Error>(())
//! ```

mod bands;
mod best;
mod bootstrap;
mod coordinates;
mod curve;
mod direction;
mod error;
mod marker;
mod partial;
mod score_curve;

pub use bands::{Band, Bands, ThresholdBands};
pub use best::{Criterion, CutOffMethod};
pub use bootstrap::{bootstrap_auc, bootstrap_difference};
pub use coordinates::CutOff;
pub use curve::Curve;
pub use direction::Direction;
pub use error::Error;
pub use marker::Marker;
pub use partial::{Focus, PartialAuc};
pub use score_curve::ScoreCurve;
