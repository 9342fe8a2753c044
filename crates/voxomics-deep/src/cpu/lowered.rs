//! What a convolution reads, arranged as the left side of matrix products.

use super::lanes::Lanes;

/// Rows of a large group.
pub(super) const MANY: usize = 12;
/// Rows of a small group.
pub(super) const FEW: usize = 4;

/// Rows that are multiplied together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    /// The first.
    pub(super) start: usize,
    /// [`MANY`] or [`FEW`].
    pub(super) rows: usize,
}

/// The groups of so many rows; the last may reach beyond them.
pub(super) fn groups(rows: usize) -> impl Iterator<Item = Group> {
    let many = rows / MANY;
    let few = (rows % MANY).div_ceil(FEW);
    let large = (0..many).map(|index| Group {
        start: index * MANY,
        rows: MANY,
    });
    large.chain((0..few).map(move |index| Group {
        start: many * MANY + index * FEW,
        rows: FEW,
    }))
}

/// Several matrices of the same size: a row per tile, a column per input.
///
/// Groups of rows; in each, every matrix; in each, blocks of sixteen columns; in each, the rows of the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// How many matrices.
    pub(super) positions: usize,
    /// Blocks of sixteen columns.
    pub(super) depth: usize,
    /// Rows that are used.
    pub(super) rows: usize,
}

impl Shape {
    /// Rows with those that fill the last group.
    pub(super) fn padded(&self) -> usize {
        self.rows.next_multiple_of(FEW)
    }

    /// Lanes of all.
    pub(super) fn length(&self) -> usize {
        self.padded() * self.positions * self.depth
    }

    /// A group of a matrix.
    pub(super) fn part<'a>(
        &self,
        lowered: &'a [Lanes],
        position: usize,
        group: Group,
    ) -> &'a [Lanes] {
        let before = group.start * self.positions + position * group.rows;
        &lowered[before * self.depth..][..group.rows * self.depth]
    }
}

/// Where a method writes one row of every matrix.
#[derive(Debug)]
pub(super) struct Row<'a> {
    /// The group.
    pub(super) lanes: &'a mut [Lanes],
    /// Rows of the group.
    pub(super) rows: usize,
    /// Which one.
    pub(super) index: usize,
    /// Blocks of sixteen columns.
    pub(super) depth: usize,
}

impl Row<'_> {
    /// Sixteen columns of a matrix.
    #[inline(always)]
    pub(super) fn at(&mut self, position: usize, block: usize) -> &mut Lanes {
        &mut self.lanes[(position * self.depth + block) * self.rows + self.index]
    }
}
