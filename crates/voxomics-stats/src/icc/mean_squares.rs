//! The analysis of variance behind every form.

use serde::{Deserialize, Serialize};

use super::Error;
use crate::input;

/// Mean squares of a table of ratings, subjects by raters.
///
/// What is smaller than rounding of the ratings themselves is 0. Its fields may also be filled in from a published analysis
/// of variance; [`icc`](Self::icc) checks them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MeanSquares {
    /// Between subjects, `R`.
    pub subjects: f64,
    /// Between raters, `C`.
    pub raters: f64,
    /// Within subjects, `W`.
    pub within: f64,
    /// Residual of both, `E`.
    pub residual: f64,
    /// Subjects.
    pub subject_count: usize,
    /// Raters.
    pub rater_count: usize,
}

impl MeanSquares {
    /// Of ratings, one slice for each rater with a value for each subject.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] for fewer than two raters or subjects, unequal lengths, values that are not finite, or squares
    /// beyond the doubles.
    pub fn new(raters: &[&[f64]]) -> Result<Self, Error> {
        let subjects = checked(raters)?;
        let (n, k) = (subjects as f64, raters.len() as f64);
        let grand = grand_mean(raters, n * k);
        let mean_of_subject =
            |i: usize| raters.iter().map(|rater| rater[i] - grand).sum::<f64>() / k;
        let subject_means: Vec<f64> = (0..subjects).map(mean_of_subject).collect();
        let rater_means: Vec<f64> = (raters.iter())
            .map(|rater| rater.iter().map(|x| x - grand).sum::<f64>() / n)
            .collect();
        let squares = |off: &dyn Fn(usize, usize) -> f64| -> f64 {
            let each = (0..raters.len()).flat_map(|j| (0..subjects).map(move |i| (i, j)));
            each.map(|(i, j)| off(i, j) * off(i, j)).sum()
        };
        let sum = |means: &[f64]| means.iter().map(|mean| mean * mean).sum::<f64>();
        let noise = 8.0 * f64::EPSILON * largest(raters);
        let real = |square: f64| if square <= noise * noise { 0.0 } else { square };
        let within = squares(&|i, j| raters[j][i] - grand - subject_means[i]);
        let residual = squares(&|i, j| raters[j][i] - grand - subject_means[i] - rater_means[j]);
        let squares = Self {
            subjects: real(k * sum(&subject_means) / (n - 1.0)),
            raters: real(n * sum(&rater_means) / (k - 1.0)),
            within: real(within / (n * (k - 1.0))),
            residual: real(residual / ((n - 1.0) * (k - 1.0))),
            subject_count: subjects,
            rater_count: raters.len(),
        };
        input::finite("squares of ratings", &squares.all(), 1)?;
        Ok(squares)
    }

    fn all(&self) -> [f64; 4] {
        [self.subjects, self.raters, self.within, self.residual]
    }

    /// Refuses what no ratings have.
    pub(super) fn check(&self) -> Result<(), Error> {
        let all = self.all();
        input::finite("mean squares", &all, 1)?;
        if let Some(row) = all.iter().position(|&square| square < 0.0) {
            return Err(Error::Input(input::Error::OutOfRange {
                what: "mean squares",
                row,
                value: all[row],
                range: "0 or more",
            }));
        }
        for (what, count) in [
            ("subjects", self.subject_count),
            ("raters", self.rater_count),
        ] {
            if count < 2 {
                return Err(too_few(what, count));
            }
        }
        Ok(())
    }

    pub(super) fn n(&self) -> f64 {
        self.subject_count as f64
    }

    pub(super) fn k(&self) -> f64 {
        self.rater_count as f64
    }

    pub(super) fn df_subjects(&self) -> f64 {
        self.n() - 1.0
    }

    pub(super) fn df_within(&self) -> f64 {
        self.n() * (self.k() - 1.0)
    }

    pub(super) fn df_residual(&self) -> f64 {
        (self.n() - 1.0) * (self.k() - 1.0)
    }
}

fn too_few(what: &'static str, found: usize) -> Error {
    input::Error::TooFew {
        what,
        found,
        least: 2,
    }
    .into()
}

/// Refuses what is no table of numbers; gives the number of subjects.
fn checked(raters: &[&[f64]]) -> Result<usize, Error> {
    let [first, _, ..] = raters else {
        return Err(too_few("raters", raters.len()));
    };
    for rater in raters {
        input::same_length(("rater", rater.len()), ("first rater", first.len()))?;
        input::finite("ratings", rater, 0)?;
    }
    if first.len() < 2 {
        return Err(too_few("subjects", first.len()));
    }
    Ok(first.len())
}

/// Twice, so that a large offset does not remain as a rounded mean.
fn grand_mean(raters: &[&[f64]], count: f64) -> f64 {
    let all = || raters.iter().flat_map(|rater| rater.iter());
    let rough = all().map(|x| x / count).sum::<f64>();
    rough + all().map(|x| (x - rough) / count).sum::<f64>()
}

fn largest(raters: &[&[f64]]) -> f64 {
    let all = raters.iter().flat_map(|rater| rater.iter());
    all.fold(0.0_f64, |most, x| most.max(x.abs()))
}
