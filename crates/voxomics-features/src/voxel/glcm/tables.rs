//! Pairs counted, and the lists that features are computed from.

use crate::glcm::Cell;
use crate::voxel::kernel::Kernel;
use crate::voxel::logs::Logs;

/// Pairs by the numbers of both levels, by the number of the first and of the second, by the sum and the
/// difference of the levels. All 0 between two directions.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    /// Whether each pair counts in both orders.
    symmetrical: bool,
    width: usize,
    joint: Vec<u32>,
    rows: Vec<u32>,
    columns: Vec<u32>,
    sum: Vec<u32>,
    difference: Vec<u32>,
}

/// What is not 0 in the tables.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    /// Sum of all counts.
    pub(super) n: u32,
    /// Every entry of the matrix.
    pub(super) entries: Vec<Entry>,
    /// Number and count of the levels of rows and of columns, ascending, ...
    pub(super) along: [Vec<(u16, u32)>; 2],
    /// ... share and level.
    pub(super) levels: [Vec<(f64, f64)>; 2],
    /// Share and value of sums of levels.
    pub(super) sum: Vec<(f64, f64)>,
    /// Share and value of differences of levels.
    pub(super) difference: Vec<(f64, f64)>,
    pub(super) entropies: Entropies,
}

/// An entry of the matrix: the numbers of its levels, and its count.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entry {
    pub(super) row: u16,
    pub(super) column: u16,
    pub(super) count: u32,
}

/// Entropies, bits.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entropies {
    pub(super) joint: f64,
    pub(super) along: [f64; 2],
    pub(super) sum: f64,
    pub(super) difference: f64,
}

impl Tables {
    /// For kernels with up to `levels` levels, of which `largest` is the largest.
    pub(super) fn new(levels: usize, largest: u16, symmetrical: bool) -> Self {
        let (width, largest) = (levels + 1, usize::from(largest));
        Self {
            symmetrical,
            width,
            joint: vec![0; width * width],
            rows: vec![0; width],
            columns: vec![0; width],
            sum: vec![0; 2 * largest + 1],
            difference: vec![0; largest + 1],
        }
    }

    /// Counts `pairs` of numbers of levels.
    pub(super) fn count(&mut self, pairs: &[[u16; 2]], kernel: &Kernel) {
        for pair in pairs {
            let [from, to] = pair.map(usize::from);
            let [low, high] = [kernel.grey[from], kernel.grey[to]];
            self.joint[from * self.width + to] += 1;
            self.rows[from] += 1;
            self.columns[to] += 1;
            self.sum[usize::from(low) + usize::from(high)] += 1;
            self.difference[usize::from(low.abs_diff(high))] += 1;
            if self.symmetrical {
                self.joint[to * self.width + from] += 1;
            }
        }
        if self.symmetrical {
            let present = kernel.present();
            for (row, column) in self.rows[1..=present]
                .iter_mut()
                .zip(&mut self.columns[1..])
            {
                *row += *column;
                *column = *row;
            }
        }
    }

    /// Moves what was counted, the same `pairs`, into `lists`.
    pub(super) fn list(
        &mut self,
        pairs: &[[u16; 2]],
        kernel: &Kernel,
        logs: &Logs,
        lists: &mut Lists,
    ) {
        let half = u32::try_from(pairs.len()).expect("kernels that large are refused");
        lists.n = half << u32::from(self.symmetrical);
        self.list_entries(pairs, logs, lists);
        let tables = [&mut self.rows, &mut self.columns];
        for (axis, table) in tables.into_iter().enumerate() {
            let counts = &mut lists.along[axis];
            let sum = list_numbers(&mut table[1..=kernel.present()], logs, counts);
            lists.entropies.along[axis] = logs.entropy(lists.n, counts.len(), sum);
            lists.levels[axis].clear();
            lists.levels[axis].extend(counts.iter().map(|&(number, count)| {
                let share = f64::from(count) / f64::from(lists.n);
                (share, kernel.levels[usize::from(number)])
            }));
        }
        let values = |pair: &[u16; 2]| pair.map(|number| kernel.grey[usize::from(number)]);
        let sums = pairs
            .iter()
            .map(values)
            .map(|[i, j]| usize::from(i) + usize::from(j));
        lists.entropies.sum = list_values(&mut self.sum, sums, logs, half, &mut lists.sum);
        let differences = pairs
            .iter()
            .map(values)
            .map(|[i, j]| usize::from(i.abs_diff(j)));
        lists.entropies.difference = list_values(
            &mut self.difference,
            differences,
            logs,
            half,
            &mut lists.difference,
        );
    }

    fn list_entries(&mut self, pairs: &[[u16; 2]], logs: &Logs, lists: &mut Lists) {
        let orders = 1 + usize::from(self.symmetrical);
        lists
            .entries
            .resize(orders * pairs.len() + 1, Entry::default());
        let (mut used, mut sum) = (0, 0.0);
        let mut take = |[row, column]: [u16; 2]| {
            let at = usize::from(row) * self.width + usize::from(column);
            let count = std::mem::take(&mut self.joint[at]);
            // No branch: which pairs repeat others is anybody's guess.
            lists.entries[used] = Entry { row, column, count };
            used += usize::from(count > 0);
            sum += logs.of(count);
        };
        for &[from, to] in pairs {
            take([from, to]);
            if self.symmetrical {
                take([to, from]);
            }
        }
        lists.entries.truncate(used);
        lists.entropies.joint = logs.entropy(lists.n, used, sum);
    }
}

impl Lists {
    /// The entries as shares of levels.
    pub(super) fn cells(&self, kernel: &Kernel) -> impl Iterator<Item = Cell> {
        // Divided, not multiplied with 1/n: the share of all pairs is 1 to the last bit.
        let n = f64::from(self.n);
        self.entries.iter().map(move |entry| Cell {
            p: f64::from(entry.count) / n,
            i: kernel.levels[usize::from(entry.row)],
            j: kernel.levels[usize::from(entry.column)],
        })
    }
}

/// Lists the numbers, from 1, that occur in `table`, and adds up the logarithms of their counts.
fn list_numbers(table: &mut [u32], logs: &Logs, counts: &mut Vec<(u16, u32)>) -> f64 {
    counts.clear();
    let mut sum = 0.0;
    for (number, count) in (1..).zip(table) {
        let count = std::mem::take(count);
        if count > 0 {
            counts.push((number, count));
            sum += logs.of(count);
        }
    }
    sum
}

/// Lists the `values` that occur in `table`, and gives their entropy.
fn list_values(
    table: &mut [u32],
    values: impl ExactSizeIterator<Item = usize>,
    logs: &Logs,
    n: u32,
    shares: &mut Vec<(f64, f64)>,
) -> f64 {
    let (mut used, mut sum) = (0, 0.0);
    shares.resize(values.len() + 1, (0.0, 0.0));
    for value in values {
        let count = std::mem::take(&mut table[value]);
        // No branch, as above.
        shares[used] = (f64::from(count) / f64::from(n), value as f64);
        used += usize::from(count > 0);
        sum += logs.of(count);
    }
    shares.truncate(used);
    logs.entropy(n, used, sum)
}
