use serde::{Deserialize, Serialize};

use super::{Direction, Marker};
use crate::extended;

/// A ROC curve with the points and thresholds of pROC.
///
/// With `K` distinct scores there are `K + 1` points: thresholds lie midway between neighbouring scores, with infinities at
/// the ends, and ascend for [`Direction::Higher`], descend for [`Direction::Lower`], so that sensitivities fall from
/// 1 to 0 and specificities rise from 0 to 1. Where no double lies between two scores, the threshold is the one of
/// them that parts them rightly.
///
/// Infinite thresholds are `"inf"` and `"-inf"` in files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[doc(alias = "roc")]
pub struct Curve {
    /// Which side of a threshold is positive.
    pub direction: Direction,
    /// Number of cases.
    pub cases: usize,
    /// Number of controls.
    pub controls: usize,
    /// Area under it; see [`Marker::auc`].
    pub auc: f64,
    /// Where the points are.
    #[serde(with = "extended::array")]
    pub thresholds: Vec<f64>,
    /// Share of the cases that are positive.
    pub sensitivities: Vec<f64>,
    /// Share of the controls that are negative.
    pub specificities: Vec<f64>,
}

impl Curve {
    pub(super) fn new(marker: &Marker, direction: Direction) -> Self {
        let (cases, controls) = (marker.cases(), marker.controls());
        let points = marker.groups().len() + 1;
        let mut curve = Self {
            direction,
            cases,
            controls,
            auc: marker.auc(direction),
            thresholds: Vec::with_capacity(points),
            sensitivities: Vec::with_capacity(points),
            specificities: Vec::with_capacity(points),
        };
        match direction {
            Direction::Higher => {
                let scores = marker.groups().iter();
                curve.push_all(scores.map(|group| (group.score, group.cases, group.controls)));
            }
            Direction::Lower => {
                let scores = marker.groups().iter().rev();
                curve.push_all(scores.map(|group| (group.score, group.cases, group.controls)));
            }
        }
        curve
    }

    /// Points from scores with their cases and controls, in the order in which a test turns negative.
    fn push_all(&mut self, scores: impl Iterator<Item = (f64, u32, u32)>) {
        let [m, k] = [self.cases, self.controls].map(|count| count as f64);
        let (mut positive, mut negative) = (self.cases, 0);
        let end = match self.direction {
            Direction::Higher => f64::INFINITY,
            Direction::Lower => f64::NEG_INFINITY,
        };
        let mut last = -end;
        for (score, cases, controls) in scores {
            self.push(
                between(last, score),
                positive as f64 / m,
                negative as f64 / k,
            );
            positive -= cases as usize;
            negative += controls as usize;
            last = score;
        }
        self.push(end, 0.0, 1.0);
    }

    fn push(&mut self, threshold: f64, sensitivity: f64, specificity: f64) {
        self.thresholds.push(threshold);
        self.sensitivities.push(sensitivity);
        self.specificities.push(specificity);
    }
}

/// The threshold past `last`, at which `next` is still positive; pROC's rule, infinite if `last` is.
fn between(last: f64, next: f64) -> f64 {
    let middle = f64::midpoint(last, next);
    if middle == last && last.is_finite() {
        next
    } else {
        middle
    }
}
