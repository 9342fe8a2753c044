//! Matrices of grey level against size, and the features that runs, zones and dependences share.

use crate::average::entropy_term;

/// How often each grey level occurs with each size: runs by length, zones by voxels, voxels by
/// dependence. Sparse, rank by rank, sizes ascending.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SizeMatrix {
    cells: Vec<Cell>,
}

/// An entry that is not zero.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cell {
    /// Rank of the grey level, from 0.
    rank: usize,
    size: usize,
    count: f64,
}

/// The quantities that the three classes have in common, with `i` the grey level, `j` the size, `p`
/// the share of an entry in all of them, and the names of `PyRadiomics`' zone features.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Emphases {
    pub(crate) small: f64,
    pub(crate) large: f64,
    pub(crate) grey_non_uniformity: f64,
    pub(crate) grey_non_uniformity_normalized: f64,
    pub(crate) size_non_uniformity: f64,
    pub(crate) size_non_uniformity_normalized: f64,
    pub(crate) percentage: f64,
    pub(crate) grey_variance: f64,
    pub(crate) size_variance: f64,
    pub(crate) entropy: f64,
    pub(crate) low_grey: f64,
    pub(crate) high_grey: f64,
    pub(crate) small_low_grey: f64,
    pub(crate) small_high_grey: f64,
    pub(crate) large_low_grey: f64,
    pub(crate) large_high_grey: f64,
}

impl SizeMatrix {
    /// From counts by rank and size, `counts[rank * sizes + size]`.
    pub(crate) fn from_dense(counts: &[f64], sizes: usize) -> Self {
        let cells = counts
            .iter()
            .enumerate()
            .filter(|&(_, &count)| count != 0.0);
        let cells = cells.map(|(at, &count)| Cell {
            rank: at / sizes,
            size: at % sizes,
            count,
        });
        Self {
            cells: cells.collect(),
        }
    }

    /// From a list of things, each with the rank of its level and its size.
    pub(crate) fn from_list(mut things: Vec<(u32, u32)>) -> Self {
        things.sort_unstable();
        let cells = things
            .chunk_by(|left, right| left == right)
            .map(|equal| Cell {
                rank: equal[0].0 as usize,
                size: equal[0].1 as usize,
                count: equal.len() as f64,
            });
        Self {
            cells: cells.collect(),
        }
    }

    /// Sum of all entries.
    pub(crate) fn total(&self) -> f64 {
        self.cells.iter().map(|cell| cell.count).sum()
    }

    /// The features, all NaN if the matrix is empty.
    pub(crate) fn emphases(&self, grey: &[f64]) -> Emphases {
        let total = self.total();
        let by_grey = self.marginal(|cell| cell.rank);
        let by_size = self.marginal(|cell| cell.size);
        let greys: Vec<_> = by_grey
            .iter()
            .map(|&(rank, count)| (grey[rank], count))
            .collect();
        let sizes: Vec<_> = by_size
            .iter()
            .map(|&(size, count)| (size as f64, count))
            .collect();
        let entropy = self
            .cells
            .iter()
            .map(|cell| entropy_term(cell.count / total));
        let cells = self
            .cells
            .iter()
            .map(|cell| (grey[cell.rank], cell.size as f64, cell.count));
        let margins = Margins {
            greys: &greys,
            sizes: &sizes,
            total,
            // An empty sum is an entropy of 0 in floating point only.
            entropy: if total > 0.0 { entropy.sum() } else { f64::NAN },
        };
        margins.emphases(cells)
    }

    /// Counts by what `key` says of an entry, ascending, zeros left out.
    fn marginal(&self, key: impl Fn(&Cell) -> usize) -> Vec<(usize, f64)> {
        let mut entries: Vec<_> = self
            .cells
            .iter()
            .map(|cell| (key(cell), cell.count))
            .collect();
        // Stable, so that the order of addition is that of the cells.
        entries.sort_by_key(|&(key, _)| key);
        let groups = entries.chunk_by(|left, right| left.0 == right.0);
        groups
            .map(|group| (group[0].0, group.iter().map(|entry| entry.1).sum()))
            .collect()
    }
}

/// What follows from a matrix besides its entries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Margins<'a> {
    /// Grey levels and how often each occurs.
    pub(crate) greys: &'a [(f64, f64)],
    /// Sizes and how often each occurs.
    pub(crate) sizes: &'a [(f64, f64)],
    /// Sum of all entries.
    pub(crate) total: f64,
    /// Of the entries, bits.
    pub(crate) entropy: f64,
}

impl Margins<'_> {
    /// The features of a matrix with these margins and `cells`: grey level, size and count of every
    /// entry.
    pub(crate) fn emphases(&self, cells: impl Iterator<Item = (f64, f64, f64)>) -> Emphases {
        let Self {
            greys,
            sizes,
            total,
            entropy,
        } = *self;
        let joint = cells.fold([0.0; 4], |sums: [f64; 4], (i, j, count)| {
            let (i2, j2) = (i * i, j * j);
            let terms = [1.0 / (i2 * j2), i2 / j2, j2 / i2, i2 * j2];
            std::array::from_fn(|at| sums[at] + count * terms[at])
        });
        let [
            small_low_grey,
            small_high_grey,
            large_low_grey,
            large_high_grey,
        ] = joint.map(|sum| sum / total);
        let squares = |marginal: &[(f64, f64)]| marginal.iter().map(|&(_, n)| n * n).sum::<f64>();
        let (grey_squares, size_squares) = (squares(greys), squares(sizes));
        Emphases {
            small: weighted(sizes, |j| 1.0 / (j * j)) / total,
            large: weighted(sizes, |j| j * j) / total,
            grey_non_uniformity: grey_squares / total,
            grey_non_uniformity_normalized: grey_squares / (total * total),
            size_non_uniformity: size_squares / total,
            size_non_uniformity_normalized: size_squares / (total * total),
            percentage: total / weighted(sizes, |size| size),
            grey_variance: variance(greys, total),
            size_variance: variance(sizes, total),
            entropy,
            low_grey: weighted(greys, |i| 1.0 / (i * i)) / total,
            high_grey: weighted(greys, |i| i * i) / total,
            small_low_grey,
            small_high_grey,
            large_low_grey,
            large_high_grey,
        }
    }
}

fn weighted(marginal: &[(f64, f64)], weight: impl Fn(f64) -> f64) -> f64 {
    marginal
        .iter()
        .map(|&(value, count)| count * weight(value))
        .sum()
}

/// `Σ p (v - μ)²`.
fn variance(marginal: &[(f64, f64)], total: f64) -> f64 {
    let mean = weighted(marginal, |value| value) / total;
    weighted(marginal, |value| (value - mean) * (value - mean)) / total
}
