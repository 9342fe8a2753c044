//! 3 x 3 convolution of stride 1 with a quarter of the multiplications.
//!
//! A tile of 4 x 4 outputs `Y` reads 6 x 6 inputs `d`. With the matrices of [`points`],
//!
//! ```text
//! Y = Aᵀ [ (G g Gᵀ) ⊙ (Bᵀ d B) ] A
//! ```
//!
//! so that the sum over input channels is one product of matrices for each of the 36 positions. `G g Gᵀ` is computed once, in
//! double precision.
//!
//! # References
//!
//! Winograd S. *Arithmetic Complexity of Computations*. SIAM 1980. Lavin A, Gray S. CVPR 2016:4013-4021.

mod points;

use super::lanes::{Lanes, ZERO, blocks};
use super::level::Level;
use super::lowered::Row;
use super::maps::Maps;
use super::method::{Method, Tile};
use super::product::Panel;
use crate::network::Conv;
use points::{IN, OUT, TAPS};

/// Outputs along the side of a tile.
pub(super) const SIDE: usize = OUT;
/// Matrices.
pub(super) const POSITIONS: usize = IN * IN;

/// 3 x 3, stride 1, padding 1.
#[derive(Debug)]
pub(super) struct Winograd<'a> {
    pub(super) input: &'a Maps,
}

impl Method<SIDE> for Winograd<'_> {
    const POSITIONS: usize = POSITIONS;

    fn depth(&self) -> usize {
        blocks(self.input.size.channels)
    }

    fn outputs(&self) -> [usize; 2] {
        [self.input.size.rows, self.input.size.columns]
    }

    #[inline(always)]
    fn lower<L: Level>(&self, level: L, tile: Tile, row: &mut Row<'_>) {
        let pitch = self.input.size.pitch();
        for block in 0..self.depth() {
            // One row and one column of zeros lie before the image, as the padding wants.
            let plane = &self.input.plane(block, tile.image)[tile.row * pitch + tile.column..];
            let mut half = [[ZERO; IN]; IN];
            for x in 0..IN {
                let mut column = [level.splat(0.0); IN];
                for (y, vector) in column.iter_mut().enumerate() {
                    *vector = level.load(&plane[y * pitch + x]);
                }
                for (half, vector) in half.iter_mut().zip(points::input(level, column)) {
                    level.store(vector, &mut half[x]);
                }
            }
            for (y, half) in half.iter().enumerate() {
                let line = points::input(level, loaded(level, half));
                for (x, vector) in line.into_iter().enumerate() {
                    level.store(vector, row.at(y * IN + x, block));
                }
            }
        }
    }

    #[inline(always)]
    fn outcome<L: Level>(
        level: L,
        products: &[Panel],
        step: usize,
        column: usize,
    ) -> [[L::Vector; SIDE]; SIDE] {
        let mut half = [[ZERO; IN]; OUT];
        for x in 0..IN {
            let mut line = [level.splat(0.0); IN];
            for (y, vector) in line.iter_mut().enumerate() {
                *vector = level.load(&products[(y * IN + x) * step][column]);
            }
            for (half, vector) in half.iter_mut().zip(points::output(level, line)) {
                level.store(vector, &mut half[x]);
            }
        }
        let mut whole = [[level.splat(0.0); OUT]; OUT];
        for (whole, half) in whole.iter_mut().zip(&half) {
            *whole = points::output(level, loaded(level, half));
        }
        whole
    }
}

// Not a closure: those are not compiled with the caller's instructions.
#[inline(always)]
fn loaded<L: Level>(level: L, lanes: &[Lanes; IN]) -> [L::Vector; IN] {
    let mut vectors = [level.splat(0.0); IN];
    for (vector, lanes) in vectors.iter_mut().zip(lanes) {
        *vector = level.load(lanes);
    }
    vectors
}

/// `G g Gᵀ` of every input and output, rounded once; zero where there is no input.
pub(super) fn weights(conv: &Conv) -> impl Fn(usize, usize) -> [f32; POSITIONS] + Sync {
    |input, output| {
        if input >= conv.inputs {
            return [0.0; POSITIONS];
        }
        let start = (output * conv.inputs + input) * TAPS * TAPS;
        points::kernel(conv.weight[start..].as_chunks().0)
    }
}
