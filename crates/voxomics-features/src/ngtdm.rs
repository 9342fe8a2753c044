//! Neighbouring grey-tone difference matrices.

use voxomics_core::vectorised;

use crate::discretise::{Levels, for_ranks};
use crate::feature_set::feature_set;
use crate::grid::{Grid, Rank};
use crate::neighbours::Neighbourhood;

/// Which voxels are compared with their surroundings; the defaults are `PyRadiomics`'.
///
/// ```
/// assert_eq!(voxomics_features::ngtdm::Options::default().neighbourhood.distances, [1]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Which voxels are neighbours.
    pub neighbourhood: Neighbourhood,
}

feature_set! {
    /// NGTDM features of `p_i`, the share of the `N` voxels that have grey level `i`, and `s_i`, the sum of
    /// their absolute differences from the mean of their neighbours inside the mask; `n` is the number of
    /// levels present, sums run over ordered pairs of them.
    ///
    /// A voxel without a neighbour counts in `p_i` and adds nothing to `s_i`: that is what `PyRadiomics`
    /// does, whatever its documentation says.
    pub struct Features {
        /// `Σ p_i s_i / Σ |i p_i - j p_j|`; 0 where the divisor is 0.
        busyness: "Busyness",
        /// `1 / Σ p_i s_i`; 10⁶ where the sum is 0.
        coarseness: "Coarseness",
        /// `Σ |i - j| (p_i s_i + p_j s_j) / (p_i + p_j) / N`.
        complexity: "Complexity",
        /// `Σ p_i p_j (i - j)² Σ s_i / (n (n - 1) N)`; 0 for a single level.
        contrast: "Contrast",
        /// `Σ (p_i + p_j) (i - j)² / Σ s_i`; 0 where the divisor is 0.
        strength: "Strength",
    }
}

/// NGTDM features of a region in grey levels.
///
/// Time is proportional to voxels times neighbours, plus levels squared.
///
/// # References
///
/// Amadasun M, King R. *IEEE Trans Syst Man Cybern* 1989;19:1264-1274.
///
/// # Example
///
/// ```
/// use voxomics_features::discretise::{Binning, Levels};
/// use voxomics_features::ngtdm::{Options, features};
/// use voxomics_features::roi::{Roi, RoiMask};
///
/// // 1 3: each differs from its only neighbour by 2, so that s = (2, 2) and p = (1/2, 1/2).
/// let mask = RoiMask::new([2, 1, 1], [1.0; 3], vec![1; 2]).expect("a byte per voxel");
/// let roi = Roi::new(mask, vec![1.0, 3.0]).expect("a value per voxel");
/// let levels = Levels::new(&roi, Binning::Width(1.0))?;
/// assert_eq!(features(&levels, &Options::default()).coarseness, 0.5);
/// # Ok::<(), voxomics_features::discretise::Error>(())
/// ```
#[must_use]
pub fn features(levels: &Levels, options: &Options) -> Features {
    let n = levels.voxels() as f64;
    let sums = differences(levels, &options.neighbourhood);
    let greys = levels.grey_f64();
    let rows = greys.iter().zip(levels.counts()).zip(&sums);
    let rows: Vec<Row> = rows
        .map(|((&i, &count), &s)| Row {
            i,
            p: count as f64 / n,
            s,
        })
        .collect();
    of_rows(&rows, n)
}

/// The features of a matrix, row by row, and the `n` voxels that it counts.
pub(crate) fn of_rows(rows: &[Row], n: f64) -> Features {
    let pairs = |term: fn(&Row, &Row) -> f64| -> f64 {
        let of = |a| rows.iter().map(|b| term(a, b)).sum::<f64>();
        rows.iter().map(of).sum()
    };
    let products: f64 = rows.iter().map(|row| row.p * row.s).sum();
    let total: f64 = rows.iter().map(|row| row.s).sum();
    let present = rows.len() as f64;
    let or_zero = |numerator: f64, divisor: f64| {
        if divisor == 0.0 {
            0.0
        } else {
            numerator / divisor
        }
    };
    let square = |a: &Row, b: &Row| (a.i - b.i) * (a.i - b.i);
    Features {
        busyness: or_zero(products, pairs(|a, b| (a.i * a.p - b.i * b.p).abs())),
        coarseness: if products == 0.0 { 1e6 } else { 1.0 / products },
        complexity: pairs(|a, b| (a.i - b.i).abs() * (a.p * a.s + b.p * b.s) / (a.p + b.p)) / n,
        contrast: or_zero(
            pairs(|a, b| a.p * b.p * (a.i - b.i) * (a.i - b.i)) * total / n,
            present * (present - 1.0),
        ),
        strength: or_zero(
            rows.iter()
                .map(|a| rows.iter().map(|b| (a.p + b.p) * square(a, b)).sum::<f64>())
                .sum(),
            total,
        ),
    }
}

/// A grey level that is present, its share and its sum of differences.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) i: f64,
    pub(crate) p: f64,
    pub(crate) s: f64,
}

/// `s_i` by rank.
///
/// The level of a voxel and the mean of the `count` around it, which add up to `sum`, differ by
/// `|level count - sum| / count`. Numerators are whole numbers, added up by rank and count without rounding.
fn differences(levels: &Levels, neighbourhood: &Neighbourhood) -> Vec<f64> {
    for_ranks!(levels.grid(), grid => {
        let grid = grid.with_margin(neighbourhood.reach(levels.size()));
        let offsets = neighbourhood.offsets(levels.size());
        let steps: Vec<isize> = offsets.iter().map(|&offset| grid.step(offset)).collect();
        let numerators = numerators(&grid, &levels.grey_grid(&grid), &steps, levels.grey().len());
        let of_rank = |numerators: &[u64]| {
            let terms = (1..).zip(&numerators[1..]);
            terms.map(|(count, &numerator)| numerator as f64 / f64::from(count)).sum()
        };
        numerators.chunks_exact(steps.len() + 1).map(of_rank).collect()
    })
}

/// By rank, from 0, and count.
fn numerators<T: Rank>(
    ranks: &Grid<T>,
    grey: &Grid<u16>,
    steps: &[isize],
    levels: usize,
) -> Vec<u64> {
    let counts = steps.len() + 1;
    // Ranks from 0, so that voxels outside need no question.
    let mut numerators = vec![0_u64; (levels + 1) * counts];
    let (mut sums, mut around) = (Vec::new(), Vec::new());
    for line in ranks.lines() {
        sums.clear();
        sums.resize(line.len(), 0_u32);
        around.clear();
        around.resize(line.len(), 0_u16);
        for &step in steps {
            add_neighbours(&mut sums, &mut around, grey.beside(&line, step));
        }
        let voxels = ranks.cells()[line.clone()].iter().zip(&grey.cells()[line]);
        for ((&rank, &level), (&sum, &count)) in voxels.zip(sums.iter().zip(&around)) {
            let difference = (u32::from(level) * u32::from(count)).abs_diff(sum);
            let at = Into::<usize>::into(rank) * counts + usize::from(count);
            numerators[at] += u64::from(difference);
        }
    }
    numerators.split_off(counts)
}

vectorised! {
    /// Adds a neighbour of every voxel to the sum of the levels around and to their number.
    fn add_neighbours(sums: &mut [u32], counts: &mut [u16], neighbours: &[u16]) {
        for ((sum, count), &neighbour) in sums.iter_mut().zip(counts).zip(neighbours) {
            *sum += u32::from(neighbour);
            *count += u16::from(neighbour != 0);
        }
    }
}
