//! The training rows, and what they say about others.

use ndarray::{Array2, ArrayView2};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::metric::{Points, distance};
use super::nearest::{Near, Nearest};
use super::vote::{votes, winner};
use super::{Error, Options, Ties};

/// What is stored of a model: from it everything else follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Training {
    rows: Vec<Vec<f64>>,
    classes: Vec<u32>,
    options: Options,
}

/// Training rows with their classes.
///
/// Stored as `{"rows": [[..]], "classes": [..], "options": {..}}` and checked when it is read.
///
/// ```
/// use ndarray::array;
/// use voxomics_regress::knn::{Model, Options};
///
/// let training = array![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [5.0, 5.0], [5.0, 6.0], [6.0, 5.0]];
/// let model = Model::fit(training.view(), &[0, 0, 0, 1, 1, 1], &Options { k: 3, ..Options::default() })?;
/// let new = array![[0.2, 0.1], [5.0, 4.0], [2.6, 2.6]];
/// assert_eq!(model.predict(new.view())?, [0, 1, 0]);
/// // Of the last row's three neighbours, two are of class 0.
/// assert_eq!(model.probabilities(new.view())?.row(2).to_vec(), [2.0 / 3.0, 1.0 / 3.0]);
/// # Ok::<(), voxomics_regress::knn::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Training", into = "Training")]
pub struct Model {
    training: Training,
    points: Points,
    /// Distinct classes, ascending, and the place of each row's among them.
    labels: Vec<u32>,
    of_row: Vec<usize>,
}

/// A training row that votes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Neighbour {
    /// Counted from 0.
    pub row: usize,
    /// How far it is away.
    pub distance: f64,
}

impl Model {
    /// Keeps the rows of a table and their classes, which are any numbers.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Value`], [`Error::Classes`] for a table that is none; [`Error::K`] for a `k` of 0, and with
    /// [`Ties::Sklearn`] and [`Ties::First`] for one above the number of rows; [`Error::Power`]; [`Error::NoDirection`] for rows
    /// that [`Metric::Cosine`](super::Metric::Cosine) and [`Metric::Correlation`](super::Metric::Correlation) cannot compare.
    #[doc(alias("knn", "KNeighborsClassifier"))]
    pub fn fit(x: ArrayView2<'_, f64>, classes: &[u32], options: &Options) -> Result<Self, Error> {
        let labels = labels(classes);
        Self::among(x, classes, labels, options)
    }

    /// The same where some of the labels may have no row.
    pub(super) fn among(
        x: ArrayView2<'_, f64>,
        classes: &[u32],
        labels: Vec<u32>,
        options: &Options,
    ) -> Result<Self, Error> {
        let points = Points::new(x, options.metric)?;
        let (k, rows) = (options.k, points.rows());
        if classes.len() != rows {
            return Err(Error::Classes {
                found: classes.len(),
                rows,
            });
        }
        if k == 0 || (k > rows && options.ties != Ties::Class) {
            return Err(Error::K { k, rows });
        }
        let of_row = classes
            .iter()
            .map(|class| labels.partition_point(|label| label < class))
            .collect();
        let training = Training {
            rows: x.outer_iter().map(|row| row.to_vec()).collect(),
            classes: classes.to_vec(),
            options: *options,
        };
        Ok(Self {
            training,
            points,
            labels,
            of_row,
        })
    }

    /// The distinct classes, ascending: columns of [`Self::probabilities`].
    #[must_use]
    pub fn classes(&self) -> &[u32] {
        &self.labels
    }

    /// How the model decides.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.training.options
    }

    /// The class of each row: that of most votes, of several the smallest.
    ///
    /// # Errors
    ///
    /// [`Error::Columns`] for other columns than those of the training rows; [`Error::Value`], [`Error::NoDirection`] as with
    /// them; [`Error::TooFar`].
    pub fn predict(&self, x: ArrayView2<'_, f64>) -> Result<Vec<u32>, Error> {
        self.each(x, |near| self.labels[winner(&self.shares(near))])
    }

    /// Each class's share of the votes: a row for each row, a column for each of [`Self::classes`].
    ///
    /// # Errors
    ///
    /// As [`Self::predict`].
    #[doc(alias("predict_proba"))]
    pub fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>, Error> {
        let shares = self.each(x, |near| self.shares(near))?;
        let shape = (shares.len(), self.labels.len());
        Ok(Array2::from_shape_fn(shape, |(row, class)| {
            shares[row][class]
        }))
    }

    /// The training rows that vote for each row, the nearest first, of equals by their order.
    ///
    /// # Errors
    ///
    /// As [`Self::predict`].
    #[doc(alias("kneighbors"))]
    pub fn neighbours(&self, x: ArrayView2<'_, f64>) -> Result<Vec<Vec<Neighbour>>, Error> {
        let metric = self.options().metric;
        self.each(x, |near| {
            let neighbour = |&(span, row): &Near| Neighbour {
                row,
                distance: distance(span, metric),
            };
            near.iter().map(neighbour).collect()
        })
    }

    /// Something of the neighbours of each row.
    fn each<T: Send>(
        &self,
        x: ArrayView2<'_, f64>,
        of: impl Fn(&[Near]) -> T + Sync,
    ) -> Result<Vec<T>, Error> {
        let Options { k, ties, .. } = *self.options();
        self.nearest(x, k, |nearest| of(&nearest.take(k, ties)))
    }

    /// Something of the nearest rows of each row, `most` of them and more that are equally far.
    pub(super) fn nearest<T: Send>(
        &self,
        x: ArrayView2<'_, f64>,
        most: usize,
        of: impl Fn(&Nearest) -> T + Sync,
    ) -> Result<Vec<T>, Error> {
        if x.nrows() == 0 {
            return Ok(Vec::new());
        }
        let metric = self.options().metric;
        let others = Points::new(x, metric)?;
        let (found, expected) = (others.columns(), self.points.columns());
        if found != expected {
            return Err(Error::Columns { found, expected });
        }
        let row = |row: usize| {
            let spans = self.points.spans(&others, row, metric);
            match spans.iter().position(|span| span.is_infinite()) {
                Some(training) => Err(Error::TooFar { row, training }),
                None => Ok(of(&Nearest::new(spans, most))),
            }
        };
        // Gathered in order first, so that the first error is the same on any number of threads.
        let all: Vec<Result<T, Error>> = (0..others.rows()).into_par_iter().map(row).collect();
        all.into_iter().collect()
    }

    /// Each class's share of the votes.
    pub(super) fn shares(&self, near: &[Near]) -> Vec<f64> {
        let Options {
            metric, weights, ..
        } = *self.options();
        let mut votes = votes(near, &self.of_row, self.labels.len(), (metric, weights));
        let all: f64 = votes.iter().sum();
        for votes in &mut votes {
            *votes /= all;
        }
        votes
    }
}

/// Distinct classes, ascending.
pub(super) fn labels(classes: &[u32]) -> Vec<u32> {
    let mut labels = classes.to_vec();
    labels.sort_unstable();
    labels.dedup();
    labels
}

impl From<Model> for Training {
    fn from(model: Model) -> Self {
        model.training
    }
}

impl TryFrom<Training> for Model {
    type Error = Error;

    fn try_from(training: Training) -> Result<Self, Error> {
        let columns = training.rows.first().map_or(0, Vec::len);
        if let Some(row) = training.rows.iter().find(|row| row.len() != columns) {
            return Err(Error::Columns {
                found: row.len(),
                expected: columns,
            });
        }
        let shape = (training.rows.len(), columns);
        let x = Array2::from_shape_fn(shape, |(row, column)| training.rows[row][column]);
        Self::fit(x.view(), &training.classes, &training.options)
    }
}
