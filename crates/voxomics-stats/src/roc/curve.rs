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
    /// Threshold of each point; from below all scores to above them for [`Direction::Higher`], the other way for `Lower`.
    #[serde(with = "extended::array")]
    pub thresholds: Vec<f64>,
    /// Share of the cases that are positive.
    pub sensitivities: Vec<f64>,
    /// Share of the controls that are negative.
    pub specificities: Vec<f64>,
}

impl Curve {
    pub(super) fn new(marker: &Marker, direction: Direction) -> Self {
        let groups = marker.groups().iter();
        let scores = groups.map(|group| (group.score, group.cases.into(), group.controls.into()));
        Self::of_scores(direction, scores, [marker.cases(), marker.controls()])
    }

    /// From ascending scores with their cases and controls, of whom there are so many in all.
    pub(super) fn of_scores(
        direction: Direction,
        scores: impl DoubleEndedIterator<Item = (f64, u64, u64)> + Clone,
        [cases, controls]: [usize; 2],
    ) -> Self {
        let points = scores.size_hint().0 + 1;
        let mut curve = Self {
            direction,
            cases,
            controls,
            auc: area(direction, scores.clone()),
            thresholds: Vec::with_capacity(points),
            sensitivities: Vec::with_capacity(points),
            specificities: Vec::with_capacity(points),
        };
        match direction {
            Direction::Higher => curve.push_all(scores),
            Direction::Lower => curve.push_all(scores.rev()),
        }
        curve
    }

    /// Points from scores with their cases and controls, in the order in which a test turns negative.
    fn push_all(&mut self, scores: impl Iterator<Item = (f64, u64, u64)>) {
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

/// Share of the pairs of a case and a control that the case wins, ties counting half; from ascending scores.
pub(super) fn area(direction: Direction, scores: impl Iterator<Item = (f64, u64, u64)>) -> f64 {
    // Twice the pairs, so that ties are whole.
    let (mut doubled, mut cases, mut controls) = (0_u128, 0_u64, 0_u64);
    for (_, tied_cases, tied_controls) in scores {
        doubled += u128::from(tied_cases) * u128::from(2 * controls + tied_controls);
        cases += tied_cases;
        controls += tied_controls;
    }
    let pairs = u128::from(cases) * u128::from(controls);
    let doubled = match direction {
        Direction::Higher => doubled,
        Direction::Lower => 2 * pairs - doubled,
    };
    doubled as f64 / (2 * pairs) as f64
}
