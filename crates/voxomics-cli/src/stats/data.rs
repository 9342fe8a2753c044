//! The columns that a statistic needs.

use voxomics::table::{Column, Error, Problem, Sheet};

use crate::args::stats::{Common, Direction, Missing, Outcome};
use crate::exit::Stop;
use crate::report::Report;

/// Rows of a table in which no column that is needed is missing.
pub(super) struct Data<'a> {
    common: &'a Common,
    sheet: Sheet,
    /// Rows that were left out.
    pub(super) omitted: usize,
}

impl<'a> Data<'a> {
    pub(super) fn read(common: &'a Common, names: &[&str], report: &Report) -> Result<Self, Stop> {
        let sheet = Sheet::read(&common.table, names).map_err(Stop::refused)?;
        let mut data = Self {
            common,
            sheet,
            omitted: 0,
        };
        if common.na == Missing::Omit {
            let complete = data.sheet.complete(names);
            (data.sheet, data.omitted) = complete.map_err(|problem| data.refused(problem))?;
            if data.omitted > 0 {
                let (rows, table) = (data.omitted, common.table.display());
                report.warning(&format!(
                    "{table}: incomplete rows that are left out: {rows}"
                ));
            }
        }
        Ok(data)
    }

    pub(super) fn rows(&self) -> usize {
        self.sheet.rows().len()
    }

    pub(super) fn numbers(&self, name: &str) -> Result<Vec<f64>, Stop> {
        self.column(name, |column| column.numbers())
    }

    pub(super) fn labels(&self, outcome: &Outcome) -> Result<Vec<bool>, Stop> {
        let positive = outcome.positive.as_deref();
        self.column(&outcome.outcome, |column| column.labels(positive))
    }

    fn column<T>(
        &self,
        name: &str,
        of: impl Fn(Column<'_>) -> Result<T, Problem>,
    ) -> Result<T, Stop> {
        let values = self.sheet.column(name).and_then(of);
        values.map_err(|problem| self.refused(problem))
    }

    fn refused(&self, problem: Problem) -> Stop {
        let hint = match problem {
            Problem::Missing { .. } => Some("`--na omit` leaves incomplete rows out"),
            Problem::NotALabel { .. } => Some("`--positive VALUE` names it"),
            _ => None,
        };
        let stop = Stop::refused(Error::Refused {
            path: self.common.table.clone(),
            problem,
        });
        match hint {
            Some(hint) => stop.hint(hint),
            None => stop,
        }
    }
}

impl Direction {
    /// Of a marker, whose medians tell where nothing else is said.
    pub(super) fn of(
        self,
        marker: &voxomics::stats::roc::Marker,
    ) -> voxomics::stats::roc::Direction {
        use voxomics::stats::roc;
        match self {
            Self::Higher => roc::Direction::Higher,
            Self::Lower => roc::Direction::Lower,
            Self::Auto => marker.auto_direction(),
        }
    }
}
