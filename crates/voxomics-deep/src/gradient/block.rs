//! A basic block, forwards and backwards.

use ndarray::{Array3, Zip};

use super::convolution::Convolution;
use crate::network;

pub(super) struct Block<'n> {
    first: Convolution<'n>,
    second: Convolution<'n>,
    shortcut: Option<Convolution<'n>>,
}

/// What the way back needs of the way forth.
pub(super) struct Trace {
    /// Rows and columns of the input.
    size: [usize; 2],
    /// `relu(first(x))`.
    between: Array3<f64>,
    pub(super) output: Array3<f64>,
}

impl<'n> Block<'n> {
    pub(super) fn new(block: &'n network::Block) -> Self {
        Self {
            first: Convolution::new(&block.first),
            second: Convolution::new(&block.second),
            shortcut: block.shortcut.as_ref().map(Convolution::new),
        }
    }

    pub(super) fn traced(&self, input: &Array3<f64>) -> Trace {
        let (_, rows, columns) = input.dim();
        let between = relu(self.first.forward(input));
        let through = self.second.forward(&between);
        let output = match &self.shortcut {
            Some(shortcut) => through + shortcut.forward(input),
            None => through + input,
        };
        Trace {
            size: [rows, columns],
            between,
            output: relu(output),
        }
    }

    /// The gradient at the block's input, from the gradient at its output.
    pub(super) fn backward(&self, slope: Array3<f64>, trace: &Trace) -> Array3<f64> {
        let (_, rows, columns) = trace.between.dim();
        let slope = where_positive(slope, &trace.output);
        let between = self.second.backward(&slope, [rows, columns]);
        let between = where_positive(between, &trace.between);
        let through = self.first.backward(&between, trace.size);
        let around = match &self.shortcut {
            Some(shortcut) => shortcut.backward(&slope, trace.size),
            None => slope,
        };
        through + around
    }
}

/// NaN stays, to be found at the end.
pub(super) fn relu(map: Array3<f64>) -> Array3<f64> {
    map.mapv_into(|value| if value <= 0.0 { 0.0 } else { value })
}

/// The gradient before a `ReLU` whose output is given: 0 where that is 0.
fn where_positive(mut slope: Array3<f64>, output: &Array3<f64>) -> Array3<f64> {
    Zip::from(&mut slope)
        .and(output)
        .for_each(|slope, &output| {
            if output <= 0.0 {
                *slope = 0.0;
            }
        });
    slope
}

/// 3 x 3, stride 2, a border of one that never is the largest.
pub(super) fn max_pool(map: &Array3<f64>) -> Array3<f64> {
    let (channels, rows, columns) = map.dim();
    let window = |at: usize, end: usize| (2 * at).saturating_sub(1)..(2 * at + 2).min(end);
    let shape = (channels, rows.div_ceil(2), columns.div_ceil(2));
    Array3::from_shape_fn(shape, |(channel, row, column)| {
        let mut largest = f64::NEG_INFINITY;
        for row in window(row, rows) {
            for column in window(column, columns) {
                largest = largest.max(map[[channel, row, column]]);
            }
        }
        largest
    })
}
