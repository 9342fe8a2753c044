use crate::association::{Rows, Survivors};
use crate::input::{self, same_length};
use crate::mrmr::Error;

/// What columns are to be relevant to, one value for each row.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Outcome<'a> {
    /// Numbers, compared with columns by the estimator; NaN is missing. 0 and 1 can be given here as well.
    Continuous(&'a [f64]),
    /// Ordered classes, `ordered` of R: Somers' D of a column given the classes, whatever the estimator.
    Ordered(&'a [u32]),
    /// Survival times and whether each ended with the event, `Surv` of R: `2C - 1` of the concordance of high values with short times,
    /// whatever the estimator.
    Survival {
        /// Finite times.
        times: &'a [f64],
        /// Whether the event was seen.
        events: &'a [bool],
    },
}

/// An outcome to which something can be relevant, in the order of the rows.
#[derive(Debug)]
pub(super) enum Checked {
    Continuous(Vec<f64>),
    Ordered(Vec<f64>),
    Survival(Survivors),
}

impl Outcome<'_> {
    pub(super) fn checked(self, rows: &Rows) -> Result<Checked, Error> {
        match self {
            Self::Continuous(values) => numbers(values, rows).map(Checked::Continuous),
            Self::Ordered(classes) => {
                let classes: Vec<f64> = classes.iter().copied().map(f64::from).collect();
                numbers(&classes, rows).map(Checked::Ordered)
            }
            Self::Survival { times, events } => survival(times, events, rows),
        }
    }
}

fn numbers(values: &[f64], rows: &Rows) -> Result<Vec<f64>, Error> {
    same_length(("outcome", values.len()), ("rows", rows.weights.len()))?;
    refuse(
        "outcome",
        values,
        f64::is_infinite,
        "a finite number or missing (NaN)",
    )?;
    let mut present = values.iter().filter(|value| !value.is_nan());
    let &value = present.next().ok_or(Error::NoOutcome)?;
    if present.all(|&other| other == value) {
        return Err(Error::ConstantOutcome { value });
    }
    Ok(rows.arranged(values))
}

fn survival(times: &[f64], events: &[bool], rows: &Rows) -> Result<Checked, Error> {
    same_length(("times", times.len()), ("rows", rows.weights.len()))?;
    same_length(("events", events.len()), ("rows", rows.weights.len()))?;
    refuse("times", times, |time| !time.is_finite(), "a finite number")?;
    let longest = times.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let orders = |(time, event): (&f64, &bool)| *event && *time < longest;
    if !times.iter().zip(events).any(orders) {
        return Err(Error::NoEvents);
    }
    Ok(Checked::Survival(Survivors {
        times: rows.arranged(times),
        events: rows.arranged(events),
    }))
}

fn refuse(
    what: &'static str,
    values: &[f64],
    bad: impl Fn(f64) -> bool,
    range: &'static str,
) -> Result<(), input::Error> {
    match values.iter().position(|&value| bad(value)) {
        None => Ok(()),
        Some(row) => Err(input::Error::OutOfRange {
            what,
            row,
            value: values[row],
            range,
        }),
    }
}
