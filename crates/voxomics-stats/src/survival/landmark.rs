//! Landmark analysis: comparing by what is known at a given time, of those who got there.

use serde::{Deserialize, Serialize};

use super::Error;
use crate::input;

/// Those under observation and free of the event after the landmark, their time counted from it.
///
/// Groups that form over time, such as responders, must not be compared from the start: to respond one has to live long enough
/// (immortal time bias). At the landmark everybody's group is known; who had the event or was censored up to and at it is left
/// out.
///
/// ```
/// use voxomics_stats::survival::{FollowUp, Landmark, log_rank};
///
/// let months = [1.0, 4.0, 6.0, 8.0, 9.0, 12.0];
/// let died = [true, true, true, false, true, false];
/// let responded_by_month_3 = [0, 0, 0, 1, 0, 1];
///
/// let landmark = Landmark::new(&months, &died, 3.0)?;
/// assert_eq!(landmark.times, [1.0, 3.0, 5.0, 6.0, 9.0]);
/// let groups = landmark.select(&responded_by_month_3)?;
/// let follow_up = FollowUp::new(&landmark.times, &landmark.events)?;
/// let test = log_rank::compare(&follow_up, &groups, &log_rank::Options::default())?.test()?;
/// assert!((test.statistic - 2.6486).abs() < 1e-4);
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
///
/// # References
///
/// Anderson JR, Cain KC, Gelber RD. *J Clin Oncol* 1983;1:710-719.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Landmark {
    /// The landmark.
    pub at: f64,
    /// How many rows there were.
    pub subjects: usize,
    /// Which rows are left, ascending.
    pub rows: Vec<usize>,
    /// Their times since the landmark, above 0.
    pub times: Vec<f64>,
    /// Whether they had the event then.
    pub events: Vec<bool>,
}

impl Landmark {
    /// Of `times` with `events`, those after the landmark `at`.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] for unequal lengths and times that are not finite, [`Error::Landmark`] for one that is not finite or
    /// that nobody passes.
    pub fn new(times: &[f64], events: &[bool], at: f64) -> Result<Self, Error> {
        input::finite("times", times, 1)?;
        input::same_length(("events", events.len()), ("times", times.len()))?;
        let rows: Vec<usize> = (0..times.len()).filter(|&row| times[row] > at).collect();
        if rows.is_empty() || !at.is_finite() {
            return Err(Error::Landmark {
                at,
                last: times.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            });
        }
        Ok(Self {
            at,
            subjects: times.len(),
            times: rows.iter().map(|&row| times[row] - at).collect(),
            events: rows.iter().map(|&row| events[row]).collect(),
            rows,
        })
    }

    /// The entries of a column for the rows that are left.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] unless the column has an entry for each row there was.
    pub fn select<T: Clone>(&self, column: &[T]) -> Result<Vec<T>, Error> {
        input::same_length(("column", column.len()), ("times", self.subjects))?;
        let entries = self.rows.iter().filter_map(|&row| column.get(row));
        Ok(entries.cloned().collect())
    }
}
