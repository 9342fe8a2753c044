//! Tables beyond two by two.
//!
//! Tables are built column by column. After some columns only what is left of the rows matters, in any order, and the product of
//! the factorials so far: tables that agree in both are one. The second half of the columns is laid out once for each rest, sorted
//! by likelihood, and joined to the first half by bisection.

use std::collections::BTreeMap;

use voxomics_core::math;

use super::AS_LIKELY;
use crate::hypothesis::Error;

/// Logarithm of one over the product of factorials, and how many tables have it.
type Tables = (f64, f64);

/// Tables by what is left of the rows, sorted.
type Partial = BTreeMap<Vec<u64>, Vec<Tables>>;

/// Logarithms nearer than this are of one likelihood: far below what [`AS_LIKELY`] tells apart.
const SAME: f64 = 1e-11;

/// Partial tables at one time, and all that are looked at, some seconds.
const LARGEST: usize = 2_000_000;
const LONGEST: usize = 50 * LARGEST;

pub(super) fn p_value(table: &[Vec<u64>]) -> Result<f64, Error> {
    let (rows, columns) = sorted_margins(table);
    let total = rows
        .iter()
        .fold(0, |sum: u64, &row| sum.saturating_add(row));
    if total > LARGEST as u64 {
        return Err(Error::TooLarge { what: "fisher" });
    }
    let mut count = Count::of(total);
    let observed: f64 = table.iter().map(|row| count.likelihood(row)).sum();
    // Of all tables together: n! over the factorials of the margins.
    let all =
        count.factorials[total as usize] + count.likelihood(&rows) + count.likelihood(&columns);
    let limit = observed + math::ln(AS_LIKELY);
    let (first, second) = columns.split_at(columns.len() / 2);
    let mut p = 0.0;
    for (rest, tables) in count.extended(Partial::from([(rows, vec![(0.0, 1.0)])]), first)? {
        let start = Partial::from([(rest, vec![(0.0, 1.0)])]);
        let completions = count.extended(start, second)?.into_values().flatten();
        // Ascending by likelihood, with running sums relative to the largest.
        let completions: Vec<Tables> = completions.collect();
        let Some(&(largest, _)) = completions.last() else {
            continue;
        };
        let mut sum = 0.0;
        let running: Vec<f64> = completions
            .iter()
            .map(|(likelihood, number)| {
                sum += number * math::exp(likelihood - largest);
                sum
            })
            .collect();
        for (likelihood, number) in tables {
            let end = completions.partition_point(|(other, _)| likelihood + other <= limit);
            if end > 0 {
                p += running[end - 1] * number * math::exp(likelihood + largest - all);
            }
        }
    }
    Ok(p.min(1.0))
}

/// Sums of the shorter side, and of the longer one ascending: a first half of small columns leaves few rests.
fn sorted_margins(table: &[Vec<u64>]) -> (Vec<u64>, Vec<u64>) {
    let add = |sum: u64, count: u64| sum.saturating_add(count);
    let mut rows: Vec<u64> = table
        .iter()
        .map(|row| row.iter().copied().fold(0, add))
        .collect();
    let column = |column: usize| table.iter().map(|row| row[column]).fold(0, add);
    let mut columns: Vec<u64> = (0..table[0].len()).map(column).collect();
    rows.sort_unstable();
    columns.sort_unstable();
    if rows.len() <= columns.len() {
        (rows, columns)
    } else {
        (columns, rows)
    }
}

/// Logarithms of factorials, and the work so far.
struct Count {
    factorials: Vec<f64>,
    work: usize,
}

impl Count {
    fn of(total: u64) -> Self {
        let factorials = (0..=total)
            .map(|n| math::ln_gamma(n as f64 + 1.0))
            .collect();
        Self {
            factorials,
            work: 0,
        }
    }

    fn likelihood(&self, counts: &[u64]) -> f64 {
        counts.iter().map(|&n| -self.factorials[n as usize]).sum()
    }

    /// The tables with more columns, those of a rest ascending by likelihood.
    fn extended(&mut self, mut partial: Partial, columns: &[u64]) -> Result<Partial, Error> {
        for &column in columns {
            let mut next = Partial::new();
            let before = self.work;
            for (rest, tables) in &partial {
                let mut failed = false;
                compositions(column, rest, &mut Vec::new(), &mut |counts| {
                    self.work += tables.len();
                    if self.work > LONGEST || self.work - before > LARGEST {
                        failed = true;
                        return false;
                    }
                    let likelihood = self.likelihood(counts);
                    let mut left: Vec<u64> = rest.iter().zip(counts).map(|(r, c)| r - c).collect();
                    left.sort_unstable();
                    let grown = tables
                        .iter()
                        .map(|(other, number)| (likelihood + other, *number));
                    next.entry(left).or_default().extend(grown);
                    true
                });
                if failed {
                    return Err(Error::TooLarge { what: "fisher" });
                }
            }
            next.values_mut().for_each(merge);
            partial = next;
        }
        Ok(partial)
    }
}

/// Sorts, and makes one of tables as likely.
fn merge(tables: &mut Vec<Tables>) {
    tables.sort_by(|a, b| a.0.total_cmp(&b.0));
    tables.dedup_by(|next, kept| {
        let same = next.0 - kept.0 < SAME;
        if same {
            kept.1 += next.1;
        }
        same
    });
}

/// All ways to take `column` from the rest of the rows; stops where `take` says no.
fn compositions(
    column: u64,
    rest: &[u64],
    counts: &mut Vec<u64>,
    take: &mut impl FnMut(&[u64]) -> bool,
) -> bool {
    if counts.len() == rest.len() {
        return take(counts);
    }
    let (this, later) = (rest[counts.len()], &rest[counts.len() + 1..]);
    let least = column.saturating_sub(later.iter().sum());
    for count in least..=this.min(column) {
        counts.push(count);
        let goes_on = compositions(column - count, rest, counts, take);
        counts.pop();
        if !goes_on {
            return false;
        }
    }
    true
}
