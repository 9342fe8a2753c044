//! One of each set of correlated columns.

mod caret;
mod sums;

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};

use crate::association::{Pearson, Rows};
use crate::columns::Columns;
use crate::input::{Error, within};
use crate::{Dropped, Reason, Selection};

use sums::Sums;

/// Which of two correlated columns goes.
///
/// "Mean" is the mean of `|r|` with other columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The pair of the largest `|r|` among the columns that remain loses its member of the larger mean with the columns that
    /// remain, of equal means the later; and so on until no pair is above the cut-off. Of equal pairs the first counts.
    #[default]
    LargerMean,
    /// `findCorrelation(exact = TRUE)`, caret's default below 100 columns: columns are visited by falling mean; a pair above the
    /// cut-off loses its first if that one's mean is above the mean of the whole remaining matrix without the row of the second, else the
    /// second.
    CaretExact,
    /// `findCorrelation(exact = FALSE)`: every pair above the cut-off loses its member of the larger mean over all columns, of
    /// means equal to 15 digits the first; pairs whose other member is gone too.
    CaretFast,
}

/// What is correlated, and how much is too much.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Pairs whose `|r|` is above are correlated; 0.9 by default, as caret's.
    pub cutoff: f64,
    /// Which of two goes.
    pub rule: Rule,
    /// Whether to correlate ranks (Spearman) instead of values (Pearson).
    pub ranks: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            cutoff: 0.9,
            rule: Rule::default(),
            ranks: false,
        }
    }
}

/// Drops columns until no two that remain have `|r|` above the cut-off.
///
/// Missing values leave pairs of columns row by row. An undefined correlation, such as that of a constant column, is never above the
/// cut-off and in no mean; caret stops there. Means that differ by less than 1e-12 of their size are equal.
///
/// Cost: `p²n` for the means, and again at most for columns that go; memory for `p` numbers and, with
/// [`Rule::LargerMean`] and [`Rule::CaretFast`], for the pairs above the cut-off.
///
/// ```
/// use voxomics_select::correlation::{Options, prune};
/// use voxomics_select::ndarray::array;
///
/// let table = array![[1.0, 1.1, 4.0], [2.0, 2.0, 1.0], [3.0, 2.9, 3.0], [4.0, 4.2, 2.0]];
/// let selection = prune(table.view(), &Options::default())?;
/// assert_eq!(selection.kept, [1, 2]);
/// assert_eq!(selection.dropped[0].to_string(), "column 0: correlation 0.995 with column 1");
/// # Ok::<(), voxomics_select::input::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Empty`], [`Error::Infinite`], and [`Error::Option`] for a cut-off outside of 0 to 1.
#[doc(alias = "findCorrelation")]
pub fn prune(table: ArrayView2<'_, f64>, options: &Options) -> Result<Selection, Error> {
    within("cutoff", options.cutoff, (0.0, 1.0), "from 0 to 1")?;
    let columns = Columns::new(table)?;
    let rows = Rows::plain(columns.rows());
    let links = Links(Pearson::new(columns, &rows, options.ranks));
    let dropped = match options.rule {
        Rule::LargerMean => larger_mean(&links, options.cutoff),
        Rule::CaretExact => caret::exact(&links, options.cutoff),
        Rule::CaretFast => caret::fast(&links, options.cutoff),
    };
    Ok(Selection::of_dropped(links.len(), dropped))
}

/// Correlations, row by row as they are asked for.
struct Links<'a>(Pearson<'a>);

/// Columns whose correlation is above the cut-off.
#[derive(Debug, Clone, Copy)]
struct Pair {
    first: usize,
    second: usize,
    correlation: f64,
}

impl Pair {
    fn size(&self) -> f64 {
        self.correlation.abs()
    }

    /// The first goes, because of the second.
    fn drop_first(self) -> Dropped {
        self.exchanged().drop_second()
    }

    fn drop_second(self) -> Dropped {
        Dropped {
            column: self.second,
            reason: Reason::Correlated {
                with: self.first,
                correlation: self.correlation,
            },
        }
    }

    fn exchanged(self) -> Self {
        let Self { first, second, .. } = self;
        Self {
            first: second,
            second: first,
            ..self
        }
    }
}

impl Links<'_> {
    fn len(&self) -> usize {
        self.0.columns().len()
    }

    /// Of a column with the wanted; NaN with itself.
    fn row(&self, at: usize, wanted: &[bool]) -> Vec<f64> {
        let mut row = self.0.with_column(at, wanted);
        row[at] = f64::NAN;
        row
    }
}

fn larger_mean(links: &Links<'_>, cutoff: f64) -> Vec<Dropped> {
    let (mut sums, mut pairs) = Sums::with_pairs(links, cutoff);
    // Stable: of equal pairs the first stays first.
    pairs.sort_by(|a, b| b.size().total_cmp(&a.size()));
    let mut dropped = Vec::new();
    for pair in pairs {
        if !sums.remains(pair.first) || !sums.remains(pair.second) {
            continue;
        }
        let [first, second] = [pair.first, pair.second].map(|column| sums.mean(column));
        let gone = if is_above(first, second) {
            pair.drop_first()
        } else {
            pair.drop_second()
        };
        sums.remove(links, gone.column);
        dropped.push(gone);
    }
    dropped
}

/// Above by more than rounding of sums can be.
fn is_above(a: f64, b: f64) -> bool {
    a - b > 1e-12 * a.abs().max(b.abs())
}
