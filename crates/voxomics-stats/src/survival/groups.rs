//! Labels of groups as places in a table.

use crate::input;
use crate::survival::Error;

/// Groups by place: the distinct labels ascending, and where each row's label stands among them.
#[derive(Debug, Clone)]
pub(crate) struct Groups {
    pub(crate) labels: Vec<u32>,
    pub(crate) of_row: Vec<u32>,
}

impl Groups {
    /// Of one label for each of `rows`.
    pub(crate) fn new(
        what: &'static str,
        labels: &[u32],
        rows: usize,
    ) -> Result<Self, input::Error> {
        input::same_length((what, labels.len()), ("times", rows))?;
        let most = labels.iter().max().map_or(0, |&label| label as usize);
        if most <= rows {
            return Ok(Self::dense(labels, most));
        }
        let mut distinct = labels.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        let place = |label: &u32| distinct.partition_point(|other| other < label) as u32;
        Ok(Self {
            of_row: labels.iter().map(place).collect(),
            labels: distinct,
        })
    }

    /// At least two and at most `most`, to be compared.
    pub(crate) fn to_compare(labels: &[u32], rows: usize, most: usize) -> Result<Self, Error> {
        let groups = Self::new("groups", labels, rows)?;
        match groups.labels[..] {
            [group] => Err(Error::OneGroup { group, rows }),
            ref labels if labels.len() > most => Err(Error::TooManyGroups {
                groups: labels.len(),
                most,
            }),
            _ => Ok(groups),
        }
    }

    /// Of strata, or of one that is everybody.
    pub(crate) fn strata(labels: Option<&[u32]>, rows: usize) -> Result<Self, input::Error> {
        match labels {
            None => Ok(Self::one(rows)),
            Some(strata) => Self::new("strata", strata, rows),
        }
    }

    /// Of labels few enough for a table: no sort.
    fn dense(labels: &[u32], most: usize) -> Self {
        let mut places = vec![0; most + 1];
        for &label in labels {
            places[label as usize] = 1;
        }
        let occurring = (0..).zip(&places).filter(|&(_, &occurs)| occurs == 1);
        let distinct: Vec<u32> = occurring.map(|(label, _)| label).collect();
        for (place, &label) in (0..).zip(&distinct) {
            places[label as usize] = place;
        }
        Self {
            of_row: labels.iter().map(|&label| places[label as usize]).collect(),
            labels: distinct,
        }
    }

    /// Everybody in one group, with label 0.
    pub(crate) fn one(rows: usize) -> Self {
        Self {
            labels: vec![0],
            of_row: vec![0; rows],
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    /// The place of a row's group.
    pub(crate) fn of(&self, row: u32) -> usize {
        self.of_row[row as usize] as usize
    }

    /// Rows in each group.
    pub(crate) fn sizes(&self) -> Vec<u32> {
        let mut sizes = vec![0; self.len()];
        for &place in &self.of_row {
            sizes[place as usize] += 1;
        }
        sizes
    }
}
