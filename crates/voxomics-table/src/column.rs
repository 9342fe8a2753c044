//! One column, and what its cells mean.

use std::collections::HashMap;

use crate::{Problem, Row};

/// A column of a [`Sheet`](crate::Sheet).
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    name: &'a str,
    rows: &'a [Row],
    index: usize,
}

/// To which of several groups each row belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Groups {
    /// For each row the place of its group in [`names`](Self::names).
    pub codes: Vec<u32>,
    /// The groups: ascending as numbers if all are, else as text.
    pub names: Vec<String>,
}

impl Groups {
    /// The groups that labels name; if all are numbers, `1` and `1.0` are one group.
    ///
    /// ```
    /// let groups = voxomics_table::Groups::of(&["10", "9", "9.0"]);
    /// assert_eq!((groups.codes, groups.names), (vec![1, 0, 0], vec!["9".to_owned(), "10".to_owned()]));
    /// ```
    #[must_use]
    pub fn of<T: AsRef<str>>(labels: &[T]) -> Self {
        let mut texts: Vec<&str> = labels.iter().map(AsRef::as_ref).collect();
        texts.sort_unstable();
        texts.dedup();
        let numbers = texts.iter().map(|text| text.parse::<f64>().ok());
        let numbers = numbers.collect::<Option<Vec<f64>>>();
        let mut names: Vec<String> = Vec::new();
        let mut codes: HashMap<&str, u32> = HashMap::new();
        let mut last = None;
        for (number, text) in in_order(numbers, texts) {
            if names.is_empty() || number.is_none() || number != last {
                names.push(text.to_owned());
            }
            last = number;
            codes.insert(text, u32::try_from(names.len() - 1).unwrap_or(u32::MAX));
        }
        Self {
            codes: labels.iter().map(|label| codes[label.as_ref()]).collect(),
            names,
        }
    }
}

/// Whether a cell says that there is nothing: empty, `NA`, `NaN`, `.`.
pub(crate) fn is_missing(cell: &str) -> bool {
    let cell = cell.trim();
    matches!(cell, "" | ".") || cell.eq_ignore_ascii_case("na") || cell.eq_ignore_ascii_case("nan")
}

impl<'a> Column<'a> {
    pub(crate) fn new(name: &'a str, rows: &'a [Row], index: usize) -> Self {
        Self { name, rows, index }
    }

    pub(crate) fn index(&self) -> usize {
        self.index
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Its cells, blanks around them removed.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let index = self.index;
        self.rows.iter().map(move |row| row.cells[index].trim())
    }

    /// Its cells, none where they are missing.
    pub fn values(&self) -> impl Iterator<Item = Option<&'a str>> + use<'a> {
        self.cells().map(|cell| (!is_missing(cell)).then_some(cell))
    }

    /// Its cells as numbers.
    ///
    /// # Errors
    ///
    /// [`Problem::Missing`] with the count of cells that are missing, [`Problem::NotANumber`] for any other that is no
    /// finite number.
    pub fn numbers(&self) -> Result<Vec<f64>, Problem> {
        self.check_missing()?;
        self.each(|line, cell| self.number(line, cell))
    }

    fn number(&self, line: u64, cell: &str) -> Result<f64, Problem> {
        match cell.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => Err(Problem::NotANumber {
                line,
                column: self.name.to_owned(),
                cell: cell.to_owned(),
            }),
        }
    }

    /// The same, none where a cell is missing.
    ///
    /// # Errors
    ///
    /// [`Problem::NotANumber`].
    pub fn numbers_or_missing(&self) -> Result<Vec<Option<f64>>, Problem> {
        self.each(|line, cell| {
            if is_missing(cell) {
                return Ok(None);
            }
            self.number(line, cell).map(Some)
        })
    }

    /// Its cells as text.
    ///
    /// # Errors
    ///
    /// [`Problem::Missing`].
    pub fn texts(&self) -> Result<Vec<String>, Problem> {
        self.check_missing()?;
        Ok(self.cells().map(str::to_owned).collect())
    }

    /// Its cells as cases and controls: `positive` is a case and the one other value a control; without it 1, `true` or
    /// `yes` is a case and 0, `false` or `no` a control.
    ///
    /// # Errors
    ///
    /// [`Problem::Missing`]; [`Problem::Classes`] if `positive` is nowhere or there are several other values,
    /// [`Problem::NotALabel`] for anything else without it.
    pub fn labels(&self, positive: Option<&str>) -> Result<Vec<bool>, Problem> {
        self.check_missing()?;
        let Some(positive) = positive else {
            return self.each(|line, cell| self.label(line, cell));
        };
        let Groups { codes, names } = self.groups()?;
        let place = names.iter().position(|name| name == positive);
        match (
            place.and_then(|place| u32::try_from(place).ok()),
            names.len(),
        ) {
            (Some(case), 1 | 2) => Ok(codes.into_iter().map(|code| code == case).collect()),
            _ => Err(Problem::Classes {
                column: self.name.to_owned(),
                positive: positive.to_owned(),
                found: names,
            }),
        }
    }

    fn label(&self, line: u64, cell: &str) -> Result<bool, Problem> {
        let is = |names: [&str; 2], number: f64| {
            names.iter().any(|name| cell.eq_ignore_ascii_case(name)) || cell.parse() == Ok(number)
        };
        match (is(["true", "yes"], 1.0), is(["false", "no"], 0.0)) {
            (true, _) => Ok(true),
            (_, true) => Ok(false),
            _ => Err(Problem::NotALabel {
                line,
                column: self.name.to_owned(),
                cell: cell.to_owned(),
            }),
        }
    }

    /// Its cells as groups; if all are numbers, `1` and `1.0` are one group.
    ///
    /// # Errors
    ///
    /// [`Problem::Missing`].
    pub fn groups(&self) -> Result<Groups, Problem> {
        self.check_missing()?;
        let cells: Vec<&str> = self.cells().collect();
        Ok(Groups::of(&cells))
    }

    fn check_missing(&self) -> Result<(), Problem> {
        let mut missing = self
            .rows
            .iter()
            .filter(|row| is_missing(&row.cells[self.index]));
        match missing.next() {
            None => Ok(()),
            Some(first) => Err(Problem::Missing {
                line: first.line,
                column: self.name.to_owned(),
                rows: 1 + missing.count(),
            }),
        }
    }

    fn each<T>(&self, of: impl Fn(u64, &str) -> Result<T, Problem>) -> Result<Vec<T>, Problem> {
        let rows = self.rows.iter();
        rows.map(|row| of(row.line, row.cells[self.index].trim()))
            .collect()
    }
}

/// Texts by their numbers, where all have one, and as they are otherwise.
fn in_order(numbers: Option<Vec<f64>>, texts: Vec<&str>) -> Vec<(Option<f64>, &str)> {
    let Some(numbers) = numbers else {
        return texts.into_iter().map(|text| (None, text)).collect();
    };
    let mut numbered: Vec<(f64, &str)> = numbers.into_iter().zip(texts).collect();
    numbered.sort_by(|a, b| a.0.total_cmp(&b.0));
    let numbered = numbered.into_iter();
    numbered
        .map(|(number, text)| (Some(number), text))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::Sheet;

    fn groups(cells: &[&str]) -> (Vec<u32>, Vec<String>) {
        let rows = cells.iter().map(|cell| [*cell]);
        let sheet = Sheet::from_rows(["group"], rows).unwrap();
        let groups = sheet.column("group").unwrap().groups().unwrap();
        (groups.codes, groups.names)
    }

    #[test]
    fn groups_of_numbers_ascend() {
        let (codes, names) = groups(&["10", "9", "9.0", " 10"]);
        assert_eq!(
            (codes, names),
            (vec![1, 0, 0, 1], vec!["9".to_owned(), "10".to_owned()])
        );
    }

    #[test]
    fn values_that_are_missing_are_none() {
        let sheet = Sheet::from_rows(["age"], [["61"], [" na "], [""], ["young"]]).unwrap();
        let column = sheet.column("age").unwrap();
        let values: Vec<_> = column.values().collect();
        assert_eq!(values, [Some("61"), None, None, Some("young")]);
    }

    #[test]
    fn groups_of_text_are_sorted_as_text() {
        let (codes, names) = groups(&["b", "10", "a", "9"]);
        assert_eq!(codes, [3, 0, 2, 1]);
        assert_eq!(names, ["10", "9", "a", "b"]);
    }
}
