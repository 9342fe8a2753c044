//! mRMR with information of discrete states, as Peng and colleagues published it.

mod states;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use voxomics_core::math;

use super::search::{Habits, Scheme, search};
use super::{Error, Ranking};
use crate::Reason;
use crate::input::{at_least_one, same_length, within};

pub use states::{Discretisation, States};

/// How relevance and redundancy make a score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// MID, `V - W`.
    Difference,
    /// MIQ, `V / (W + offset)`; the published programs have an offset of 0.01, which together with bits as the unit
    /// decides what is chosen.
    Quotient {
        /// What keeps the quotient finite, above 0.
        offset: f64,
    },
}

impl Form {
    /// The quotient of the published programs.
    pub const MIQ: Self = Self::Quotient { offset: 0.01 };
}

/// The `count` columns of highest score: MID or MIQ.
///
/// `I = Σ p(a, b) log₂(p(a, b) / (p(a) p(b)))` in bits, with shares of rows for probabilities; relevance is that of states and
/// classes, redundancy its mean with the states of columns chosen before. Of equal scores the first column wins. Columns of a
/// single state are dropped as constant.
///
/// The discretisation is part of the method: other thresholds give another order.
///
/// ```
/// use voxomics_select::mrmr::discrete::{Discretisation, Form, States, select};
/// use voxomics_select::ndarray::array;
///
/// let table = array![[1.0, 2.0], [2.0, 1.0], [3.0, 2.0], [4.0, 1.0]];
/// let states = States::new(table.view(), Discretisation::Deviations(0.0))?;
/// let ranking = select(&states, &[0, 0, 1, 1], 1, Form::Difference)?;
/// assert_eq!(ranking.columns(), [0]);
/// assert_eq!(ranking.chosen[0].relevance, 1.0);
/// # Ok::<(), voxomics_select::mrmr::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for classes that are not one for each row, a count of 0, and an offset that is not above 0;
/// [`Error::ConstantOutcome`] for a single class.
#[doc(alias("MID", "MIQ", "mrmr_d", "mrmr_q"))]
pub fn select(
    states: &States,
    classes: &[u32],
    count: usize,
    form: Form,
) -> Result<Ranking, Error> {
    at_least_one("count", count)?;
    if let Form::Quotient { offset } = form {
        let range = (f64::MIN_POSITIVE, f64::MAX);
        within("offset", offset, range, "above 0")?;
    }
    same_length(("classes", classes.len()), ("rows", states.rows()))?;
    let mut distinct = classes.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    if let [only] = distinct[..] {
        let value = f64::from(only);
        return Err(Error::ConstantOutcome { value });
    }
    let number = |class: &u32| distinct.partition_point(|other| other < class);
    let classes: Vec<usize> = classes.iter().map(number).collect();
    let relevance = (0..states.len()).into_par_iter().map(|column| {
        if states.only_state(column) {
            return f64::NAN;
        }
        let pairs = states.column(column).iter().zip(&classes);
        let pairs = pairs.map(|(&state, &class)| (usize::from(state), class));
        information(pairs, states.levels(), distinct.len())
    });
    let scheme = Discrete {
        states,
        relevance: relevance.collect(),
        form,
    };
    Ok(search(&scheme, count, 1).swap_remove(0))
}

/// Information of two discrete variables in bits.
fn information(pairs: impl Iterator<Item = (usize, usize)>, rows: usize, columns: usize) -> f64 {
    let mut table = vec![0_u32; rows * columns];
    for (row, column) in pairs {
        table[row * columns + column] += 1;
    }
    let row = |at: usize| table[at * columns..][..columns].iter().sum::<u32>();
    let column = |at: usize| table[at..].iter().step_by(columns).sum::<u32>();
    let of_rows: Vec<u32> = (0..rows).map(row).collect();
    let of_columns: Vec<u32> = (0..columns).map(column).collect();
    let n = f64::from(of_rows.iter().sum::<u32>());
    let mut sum = 0.0;
    for (at, &count) in table.iter().enumerate().filter(|(_, count)| **count > 0) {
        let expected = f64::from(of_rows[at / columns]) * f64::from(of_columns[at % columns]) / n;
        let count = f64::from(count);
        sum += count / n * math::log2(count / expected);
    }
    sum
}

struct Discrete<'a> {
    states: &'a States,
    relevance: Vec<f64>,
    form: Form,
}

impl Scheme for Discrete<'_> {
    fn relevance(&self) -> &[f64] {
        &self.relevance
    }

    fn redundancy(&self, chosen: usize, wanted: &[bool]) -> Vec<f64> {
        let levels = self.states.levels();
        let chosen = self.states.column(chosen);
        let one = |at: usize| {
            if !wanted[at] {
                return f64::NAN;
            }
            let pairs = self.states.column(at).iter().zip(chosen);
            let pairs = pairs.map(|(&a, &b)| (usize::from(a), usize::from(b)));
            information(pairs, levels, levels)
        };
        (0..wanted.len()).into_par_iter().map(one).collect()
    }

    fn score(&self, relevance: f64, redundancy: f64) -> f64 {
        match self.form {
            Form::Difference => relevance - redundancy,
            Form::Quotient { offset } => relevance / (redundancy + offset),
        }
    }

    fn flaw(&self, column: usize) -> Reason {
        self.states.flaw(column)
    }

    fn habits(&self) -> Habits {
        Habits {
            last_of_equals: false,
            maximum: false,
        }
    }
}
