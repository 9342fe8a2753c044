//! What a way to convolve must know: how to arrange its input, and how to make outputs of the products.

use super::level::Level;
use super::lowered::Row;
use super::product::Panel;

/// A square of outputs of an image, the unit of a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tile {
    pub(super) image: usize,
    /// Of its first output.
    pub(super) row: usize,
    /// Of its first output.
    pub(super) column: usize,
}

/// A way to convolve; `SIDE` is that of its tiles.
pub(super) trait Method<const SIDE: usize>: Sync {
    /// Matrices.
    const POSITIONS: usize;

    /// Blocks of sixteen columns in the matrices.
    fn depth(&self) -> usize;

    /// Rows and columns of the output.
    fn outputs(&self) -> [usize; 2];

    /// Writes the row of a tile.
    fn lower<L: Level>(&self, level: L, tile: Tile, row: &mut Row<'_>);

    /// The outputs of a tile, sixteen channels: its products are every `step`th.
    fn outcome<L: Level>(
        level: L,
        products: &[Panel],
        step: usize,
        column: usize,
    ) -> [[L::Vector; SIDE]; SIDE];
}
