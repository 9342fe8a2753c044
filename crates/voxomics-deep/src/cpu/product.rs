//! Matrix products: where nearly all of the time goes.

use super::lanes::{LANES, Lanes};
use super::level::{Level, Work};
use super::lowered::{FEW, MANY, Shape, groups};

/// Outputs that are computed together, in [`Lanes`].
pub(super) const WIDTH: usize = 2;

/// A panel of outputs: of one input, or of one row.
pub(super) type Panel = [Lanes; WIDTH];

/// Every row of every matrix times a panel of the weights.
///
/// Inputs are added up in their order, in single precision, one after the other: the sum of an output depends neither on the
/// blocking nor on the rows beside it.
#[derive(Debug)]
pub(super) struct Products<'a> {
    pub(super) shape: Shape,
    pub(super) lowered: &'a [Lanes],
    /// Of each matrix, a row of outputs for every input.
    pub(super) weights: &'a [Panel],
    /// Of each matrix, a row of outputs for every row.
    pub(super) out: &'a mut [Panel],
}

impl Work for Products<'_> {
    #[inline(always)]
    fn run<L: Level>(self, level: L) {
        let Self {
            shape,
            lowered,
            weights,
            out,
        } = self;
        let (inputs, rows) = (shape.depth * LANES, shape.padded());
        for position in 0..shape.positions {
            let (weights, _) = weights[position * inputs..][..inputs].as_chunks::<LANES>();
            let out = &mut out[position * rows..][..rows];
            for group in groups(shape.rows) {
                let part = shape.part(lowered, position, group);
                let out = &mut out[group.start..];
                if group.rows == MANY {
                    many(
                        level,
                        part.as_chunks().0,
                        weights,
                        out.first_chunk_mut().expect("rows are padded"),
                    );
                } else {
                    few(
                        level,
                        part.as_chunks().0,
                        weights,
                        out.first_chunk_mut().expect("rows are padded"),
                    );
                }
            }
        }
    }
}

#[inline(always)]
fn many<L: Level>(
    level: L,
    left: &[[Lanes; MANY]],
    right: &[[Panel; LANES]],
    out: &mut [Panel; MANY],
) {
    if L::WIDE {
        tile::<L, MANY, WIDTH, MANY>(level, left, right, (out, [0, 0]));
    } else {
        for row in [0, 6] {
            for column in 0..WIDTH {
                tile::<L, 6, 1, MANY>(level, left, right, (out, [row, column]));
            }
        }
    }
}

#[inline(always)]
fn few<L: Level>(
    level: L,
    left: &[[Lanes; FEW]],
    right: &[[Panel; LANES]],
    out: &mut [Panel; FEW],
) {
    if L::WIDE {
        tile::<L, FEW, WIDTH, FEW>(level, left, right, (out, [0, 0]));
    } else {
        for column in 0..WIDTH {
            tile::<L, FEW, 1, FEW>(level, left, right, (out, [0, column]));
        }
    }
}

/// So many rows times so many vectors, from a row and a column on; their sums are held in registers.
#[inline(always)]
fn tile<L: Level, const ROWS: usize, const VECTORS: usize, const OF: usize>(
    level: L,
    left: &[[Lanes; OF]],
    right: &[[Panel; LANES]],
    (out, [row, column]): (&mut [Panel; OF], [usize; 2]),
) {
    let mut sums = [[level.splat(0.0); VECTORS]; ROWS];
    for (left, right) in left.iter().zip(right) {
        for (input, right) in right.iter().enumerate() {
            let mut vectors = [level.splat(0.0); VECTORS];
            for (vector, lanes) in vectors.iter_mut().zip(&right[column..]) {
                *vector = level.load(lanes);
            }
            for (sums, left) in sums.iter_mut().zip(&left[row..row + ROWS]) {
                let left = level.splat(left[input]);
                for (sum, right) in sums.iter_mut().zip(vectors) {
                    *sum = level.fused(left, right, *sum);
                }
            }
        }
    }
    for (out, sums) in out[row..row + ROWS].iter_mut().zip(sums) {
        for (out, sum) in out[column..].iter_mut().zip(sums) {
            level.store(sum, out);
        }
    }
}
