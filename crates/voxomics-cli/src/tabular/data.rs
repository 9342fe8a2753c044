//! The columns that a statistic needs.

use voxomics::table::{Column, Error, Groups, Problem, Sheet};

use crate::args::stats::{Common, Comparison, Direction, Missing, Outcome};
use crate::exit::Stop;
use crate::report::Report;

/// Rows of a table in which no column that is needed is missing.
pub(crate) struct Data<'a> {
    common: &'a Common,
    sheet: Sheet,
    /// Rows that were left out.
    pub(crate) omitted: usize,
}

impl<'a> Data<'a> {
    pub(crate) fn read(common: &'a Common, names: &[&str], report: &Report) -> Result<Self, Stop> {
        Self::needing(common, names, names, report)
    }

    /// The same where only the first of the columns is needed in every row.
    pub(crate) fn of_group(
        common: &'a Common,
        names: &[&str],
        report: &Report,
    ) -> Result<Self, Stop> {
        Self::needing(common, names, &names[..1], report)
    }

    fn needing(
        common: &'a Common,
        names: &[&str],
        needed: &[&str],
        report: &Report,
    ) -> Result<Self, Stop> {
        if let Some((_, twice)) =
            (names.iter().enumerate()).find(|&(place, name)| names[..place].contains(name))
        {
            return Err(Stop::refused(format!(
                "column `{twice}` is named twice: each may serve for one thing only"
            )));
        }
        let sheet = super::read_sheet(&common.table, names)?;
        Self::of_sheet(common, sheet, needed, report)
    }

    /// The rows of a table that is read already in which these columns are not missing.
    pub(crate) fn of_sheet(
        common: &'a Common,
        sheet: Sheet,
        needed: &[&str],
        report: &Report,
    ) -> Result<Self, Stop> {
        let mut data = Self {
            common,
            sheet,
            omitted: 0,
        };
        if common.na == Missing::Omit {
            let complete = data.sheet.complete(needed);
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

    pub(crate) fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    pub(crate) fn rows(&self) -> usize {
        self.sheet.rows().len()
    }

    /// The line of the file on which a row stands.
    pub(crate) fn line(&self, row: usize) -> u64 {
        self.sheet.rows().get(row).map_or(0, |row| row.line)
    }

    pub(crate) fn numbers(&self, name: &str) -> Result<Vec<f64>, Stop> {
        self.column(name, |column| column.numbers())
    }

    /// Risks from 0 to 1.
    pub(crate) fn risks(&self, name: &str) -> Result<Vec<f64>, Stop> {
        let is_risk = |number: f64| (0.0..=1.0).contains(&number);
        self.numbers_that_are(name, "risk between 0 and 1", is_risk)
    }

    /// p values.
    pub(crate) fn p_values(&self, name: &str) -> Result<Vec<f64>, Stop> {
        let is_p = |number: f64| (0.0..=1.0).contains(&number);
        self.numbers_that_are(name, "p value between 0 and 1", is_p)
    }

    /// Times from 0 on.
    pub(crate) fn times(&self, name: &str) -> Result<Vec<f64>, Stop> {
        self.numbers_that_are(name, "time from 0 on", |number| number >= 0.0)
    }

    /// The library would refuse others too, but knows neither line nor column.
    fn numbers_that_are(
        &self,
        name: &str,
        what: &str,
        is_one: impl Fn(f64) -> bool,
    ) -> Result<Vec<f64>, Stop> {
        let numbers = self.numbers(name)?;
        let mut rows = numbers.iter().zip(self.sheet.rows());
        match rows.find(|&(&number, _)| !is_one(number)) {
            None => Ok(numbers),
            Some((number, row)) => Err(Stop::refused(format!(
                "table `{}`, line {}: column `{name}` is {number}, no {what}",
                self.common.table.display(),
                row.line
            ))),
        }
    }

    pub(crate) fn labels(&self, outcome: &Outcome) -> Result<Vec<bool>, Stop> {
        self.answers(&outcome.outcome, outcome.positive.as_deref(), "--positive")
    }

    /// The same of any column, with the flag that names the value of a case.
    pub(crate) fn answers(
        &self,
        name: &str,
        positive: Option<&str>,
        flag: &str,
    ) -> Result<Vec<bool>, Stop> {
        let labels = self
            .sheet
            .column(name)
            .and_then(|column| column.labels(positive));
        labels.map_err(|problem| match problem {
            Problem::NotALabel { .. } => self
                .refused(problem)
                .hint(format!("`{flag} VALUE` names it")),
            _ => self.refused(problem),
        })
    }

    pub(crate) fn groups(&self, name: &str) -> Result<Groups, Stop> {
        self.column(name, |column| column.groups())
    }

    /// The same of a column that need not be named.
    pub(crate) fn groups_if(&self, name: Option<&str>) -> Result<Option<Groups>, Stop> {
        name.map(|name| self.groups(name)).transpose()
    }

    pub(crate) fn column<T>(
        &self,
        name: &str,
        of: impl Fn(Column<'_>) -> Result<T, Problem>,
    ) -> Result<T, Stop> {
        let values = self.sheet.column(name).and_then(of);
        values.map_err(|problem| self.refused(problem))
    }

    /// What is wrong, with the name of the table.
    pub(crate) fn of_table(&self, problem: Problem) -> Error {
        Error::Refused {
            path: self.common.table.clone(),
            problem,
        }
    }

    pub(crate) fn refused(&self, problem: Problem) -> Stop {
        let hint = match problem {
            Problem::Missing { .. } => Some("`--na omit` leaves incomplete rows out"),
            _ => None,
        };
        let stop = Stop::refused(self.of_table(problem));
        match hint {
            Some(hint) => stop.hint(hint),
            None => stop,
        }
    }
}

impl Comparison {
    /// The columns that it names.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        self.group.iter().chain(&self.strata).map(String::as_str)
    }
}

impl Direction {
    /// Of a marker, whose medians tell where nothing else is said.
    pub(crate) fn of(
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
