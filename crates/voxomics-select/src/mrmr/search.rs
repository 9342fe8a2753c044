//! The greedy search that all schemes share.

use super::{Choice, End, Ranking};
use crate::{Dropped, Reason};

/// What a scheme knows of columns.
pub(super) trait Scheme: Sync {
    /// Relevance of every column; NaN for those that cannot be chosen.
    fn relevance(&self) -> &[f64];

    /// Redundancy of the wanted columns with a chosen one. NaN and infinity bar a column.
    fn redundancy(&self, chosen: usize, wanted: &[bool]) -> Vec<f64>;

    /// The score of a relevance and a pooled redundancy.
    fn score(&self, relevance: f64, redundancy: f64) -> f64;

    /// Why a column without relevance cannot be chosen.
    fn flaw(&self, column: usize) -> Reason;

    /// Which of equal scores wins, and how redundancies are pooled.
    fn habits(&self) -> Habits;
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Habits {
    pub(super) last_of_equals: bool,
    pub(super) maximum: bool,
}

/// So many columns; several solutions differ in their first, and no two have the same columns.
///
/// Solutions grow together, one column at a time, the first solution first: that decides which of two keeps a set.
pub(super) fn search(scheme: &impl Scheme, count: usize, solutions: usize) -> Vec<Ranking> {
    let root = Path::new(scheme);
    let mut firsts = Vec::new();
    let mut paths = Vec::new();
    while paths.len() < solutions {
        let Some(first) = root.best(scheme, &firsts) else {
            break;
        };
        firsts.push(first.column);
        paths.push(root.clone().with(first));
    }
    if paths.is_empty() {
        paths.push(root);
    }
    for _ in 1..count {
        let mut sets = Vec::new();
        for path in paths.iter_mut().filter(|path| !path.chosen.is_empty()) {
            path.grow(scheme, &mut sets);
        }
    }
    let ranking = |path: Path| path.ranking(scheme, count);
    paths.into_iter().map(ranking).collect()
}

#[derive(Clone)]
struct Path {
    chosen: Vec<Choice>,
    /// Sum or maximum of redundancies.
    pooled: Vec<f64>,
    open: Vec<bool>,
    /// How many of the chosen are in `pooled`.
    seen: usize,
    barred: Vec<Dropped>,
}

impl Path {
    fn new(scheme: &impl Scheme) -> Self {
        let relevance = scheme.relevance();
        let open: Vec<bool> = relevance.iter().map(|value| !value.is_nan()).collect();
        let flaw = |column| Dropped {
            column,
            reason: scheme.flaw(column),
        };
        Self {
            chosen: Vec::new(),
            pooled: vec![0.0; relevance.len()],
            barred: (0..open.len())
                .filter(|&column| !open[column])
                .map(flaw)
                .collect(),
            open,
            seen: 0,
        }
    }

    fn with(mut self, choice: Choice) -> Self {
        self.push(choice);
        self
    }

    fn push(&mut self, choice: Choice) {
        self.open[choice.column] = false;
        self.chosen.push(choice);
    }

    /// One more column, unless there is none whose set is new.
    fn grow(&mut self, scheme: &impl Scheme, sets: &mut Vec<Vec<usize>>) {
        self.pool(scheme);
        let mut taken = Vec::new();
        while let Some(choice) = self.best(scheme, &taken) {
            let mut set: Vec<usize> = self.chosen.iter().map(|choice| choice.column).collect();
            set.push(choice.column);
            set.sort_unstable();
            if !sets.contains(&set) {
                sets.push(set);
                return self.push(choice);
            }
            taken.push(choice.column);
        }
    }

    /// Takes redundancy with the columns chosen last into account.
    fn pool(&mut self, scheme: &impl Scheme) {
        let maximum = scheme.habits().maximum;
        for choice in &self.chosen[self.seen..] {
            let with = choice.column;
            let row = scheme.redundancy(with, &self.open);
            for (column, redundancy) in row.into_iter().enumerate() {
                if !self.open[column] {
                    continue;
                }
                if redundancy.is_finite() {
                    let pooled = self.pooled[column];
                    self.pooled[column] = if maximum {
                        pooled.max(redundancy)
                    } else {
                        pooled + redundancy
                    };
                    continue;
                }
                self.open[column] = false;
                let reason = if redundancy.is_nan() {
                    Reason::UndefinedWith { column: with }
                } else {
                    Reason::Duplicate { of: with }
                };
                self.barred.push(Dropped { column, reason });
            }
        }
        self.seen = self.chosen.len();
    }

    /// The open column of the highest score, but for some.
    fn best(&self, scheme: &impl Scheme, except: &[usize]) -> Option<Choice> {
        let Habits {
            last_of_equals,
            maximum,
        } = scheme.habits();
        let divisor = if maximum { 1.0 } else { self.seen as f64 };
        let mut best: Option<Choice> = None;
        for (column, &relevance) in scheme.relevance().iter().enumerate() {
            if !self.open[column] || except.contains(&column) {
                continue;
            }
            let redundancy = (self.seen > 0).then(|| self.pooled[column] / divisor);
            let score = redundancy.map_or(relevance, |found| scheme.score(relevance, found));
            let better = best
                .is_none_or(|best| score > best.score || (last_of_equals && score == best.score));
            if better && score.is_finite() {
                best = Some(Choice {
                    column,
                    score,
                    relevance,
                    redundancy,
                });
            }
        }
        best
    }

    fn ranking(self, scheme: &impl Scheme, count: usize) -> Ranking {
        let mut path = self;
        if path.chosen.len() < count {
            path.pool(scheme);
        }
        let end = if path.chosen.len() == count {
            End::Count
        } else {
            End::Exhausted
        };
        Ranking {
            chosen: path.chosen,
            end,
            dropped: path.barred,
        }
    }
}
