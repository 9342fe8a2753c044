use super::{Curve, Direction, Error};
use crate::input;
use crate::sort::{Keyed, sort};

/// Scores of cases and controls, sorted: what everything about ROC curves starts from.
///
/// Sorting takes O(n log n) at most and is done once; everything else is one pass. Equal scores are ties; 0 and -0 are
/// equal. 16 bytes for each distinct score and 5 for each row.
///
/// ```
/// use voxomics_stats::roc::{Direction, Marker};
///
/// let marker = Marker::new(&[false, true, true], &[1.0, 1.0, 2.0])?;
/// assert_eq!((marker.cases(), marker.controls()), (2, 1));
/// assert_eq!(marker.auc(Direction::Higher), 0.75);
/// assert_eq!(marker.auc(Direction::Lower), 0.25);
/// # Ok::<(), voxomics_stats::roc::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Marker {
    cases: usize,
    controls: usize,
    labels: Vec<bool>,
    /// Rows by ascending score.
    rows: Vec<u32>,
    groups: Vec<Group>,
}

/// Rows with one score.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group {
    pub(crate) score: f64,
    pub(crate) cases: u32,
    pub(crate) controls: u32,
}

impl Group {
    pub(crate) fn len(self) -> usize {
        (self.cases + self.controls) as usize
    }
}

impl Marker {
    /// Sorts the scores.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] unless there are cases and controls and a finite score for each (pROC drops missing scores
    /// silently and answers NaN to infinite ones: replace infinities by anything beyond the other scores, since only
    /// their order counts); [`Error::TooManyRows`] from 2³¹ rows on.
    pub fn new(labels: &[bool], scores: &[f64]) -> Result<Self, Error> {
        let (cases, controls) = input::both_classes("labels", labels)?;
        input::same_length(("scores", scores.len()), ("labels", labels.len()))?;
        input::finite("scores", scores, 2)?;
        let rows = u32::try_from(labels.len())
            .ok()
            .filter(|rows| rows >> 31 == 0);
        let rows = rows.ok_or(Error::TooManyRows(labels.len()))?;
        // The lowest bit says whether it is a case, so that no label is looked up in the order of the scores.
        let tag = |row: u32, case: bool| row << 1 | u32::from(case);
        let keyed = scores.iter().zip(labels).zip(0..rows);
        let keyed = keyed.map(|((&score, &case), row)| Keyed::new(score, tag(row, case)));
        let sorted = sort(keyed.collect());
        let mut groups: Vec<Group> = Vec::with_capacity(sorted.len());
        let mut last = None;
        for keyed in &sorted {
            let case = keyed.tag & 1;
            if last.is_some_and(|last: Keyed| last.ties(keyed))
                && let Some(group) = groups.last_mut()
            {
                group.cases += case;
                group.controls += 1 - case;
            } else {
                groups.push(Group {
                    score: keyed.value(),
                    cases: case,
                    controls: 1 - case,
                });
            }
            last = Some(*keyed);
        }
        Ok(Self {
            cases,
            controls,
            labels: labels.to_vec(),
            rows: sorted.iter().map(|keyed| keyed.tag >> 1).collect(),
            groups,
        })
    }

    /// Number of cases.
    #[must_use]
    pub fn cases(&self) -> usize {
        self.cases
    }

    /// Number of controls.
    #[must_use]
    pub fn controls(&self) -> usize {
        self.controls
    }

    /// Labels in the order given.
    #[must_use]
    pub fn labels(&self) -> &[bool] {
        &self.labels
    }

    /// Distinct scores, ascending.
    pub(crate) fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Each distinct score with its rows, ascending.
    pub(crate) fn tied_rows(&self) -> impl Iterator<Item = (Group, &[u32])> {
        let mut rest = &self.rows[..];
        self.groups.iter().map(move |&group| {
            let (rows, after) = rest.split_at(group.len());
            rest = after;
            (group, rows)
        })
    }

    /// Area under the curve: the share of pairs of a case and a control in which the case scores higher (or lower),
    /// ties counting half; counted, so exact up to the one division.
    ///
    /// The number of pairs is the statistic of Mann and Whitney.
    ///
    /// # References
    ///
    /// Bamber D. *J Math Psychol* 1975;12:387-415.
    #[must_use]
    #[doc(alias("roc_auc_score", "c-statistic"))]
    pub fn auc(&self, direction: Direction) -> f64 {
        let pairs = self.cases as u128 * self.controls as u128;
        // Twice the pairs, so that ties are whole.
        let (mut doubled, mut below) = (0_u128, 0_u128);
        for group in &self.groups {
            let (cases, controls) = (u128::from(group.cases), u128::from(group.controls));
            doubled += cases * (2 * below + controls);
            below += controls;
        }
        let doubled = match direction {
            Direction::Higher => doubled,
            Direction::Lower => 2 * pairs - doubled,
        };
        doubled as f64 / (2 * pairs) as f64
    }

    /// The direction that pROC's `direction = "auto"` takes: [`Direction::Higher`] if the median of the controls is
    /// at most that of the cases.
    ///
    /// It looks at the outcome, so use it to explore and not to validate, and never anew within resamples.
    #[must_use]
    pub fn auto_direction(&self) -> Direction {
        let controls = self.median(self.controls, |group| group.controls);
        let cases = self.median(self.cases, |group| group.cases);
        if controls <= cases {
            Direction::Higher
        } else {
            Direction::Lower
        }
    }

    fn median(&self, len: usize, count: impl Fn(&Group) -> u32) -> f64 {
        let at = |place: usize| {
            let mut through = 0;
            let group = self.groups.iter().find(|group| {
                through += count(group) as usize;
                through > place
            });
            group.map_or(f64::NAN, |group| group.score)
        };
        f64::midpoint(at((len - 1) / 2), at(len / 2))
    }

    /// The curve, in one pass; see [`Curve`].
    #[must_use]
    #[doc(alias = "roc")]
    pub fn curve(&self, direction: Direction) -> Curve {
        Curve::new(self, direction)
    }
}
