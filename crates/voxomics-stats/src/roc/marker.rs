use super::curve::area;
use super::{Curve, Direction, Error};
use crate::input;
use crate::radix;

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
        let rows = labels.len();
        if rows >> 31 != 0 {
            return Err(Error::TooManyRows(rows));
        }
        let sorted = radix::sorted(scores);
        let mut groups: Vec<Group> = Vec::with_capacity(rows);
        for tied in sorted.chunk_by(|a, b| a.0 == b.0) {
            let cases = tied.iter().map(|&(_, row)| u32::from(labels[row as usize]));
            let cases = cases.sum();
            groups.push(Group {
                score: radix::value(tied[0].0),
                cases,
                controls: tied.len() as u32 - cases,
            });
        }
        Ok(Self {
            cases,
            controls,
            labels: labels.to_vec(),
            rows: sorted.iter().map(|&(_, row)| row).collect(),
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
        let groups = self.groups.iter();
        let counts = groups.map(|group| (group.score, group.cases.into(), group.controls.into()));
        area(direction, counts)
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
