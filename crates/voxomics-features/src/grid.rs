//! Ranks in a box with a margin around it, so that a step to a neighbour is one distance in memory.

use std::borrow::Cow;
use std::ops::Range;

use voxomics_core::vectorised;

use crate::neighbours::Offset;
use crate::roi::RoiMask;

/// The number of a grey level, from 1; 0 outside the mask.
pub(crate) trait Rank: Copy + Eq + Default + Into<usize> + Into<u32> + Send + Sync {}

impl Rank for u8 {}

impl Rank for u16 {}

/// A value per voxel of a box and of a margin around it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Grid<T> {
    cells: Vec<T>,
    lines: Vec<Line>,
    /// Of the box.
    size: [usize; 3],
    margin: usize,
    /// Distance in memory to the next voxel along each axis.
    steps: [usize; 3],
}

/// The part of a line along x from its first to its last voxel inside the mask.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    /// Position of its first voxel among the cells.
    start: usize,
    /// The same in the box.
    in_box: usize,
    len: usize,
}

impl<T: Copy + Default> Grid<T> {
    /// The box of a mask, everything outside; `margin` is as far as neighbours are.
    pub(crate) fn new(mask: &RoiMask, margin: usize) -> Self {
        let spans = mask.spans().iter().map(|span| (span.start, span.len));
        Self::of_lines(mask.size(), margin, spans)
    }

    /// `lines` are given by their starts in the box and their lengths.
    fn of_lines(
        size: [usize; 3],
        margin: usize,
        lines: impl Iterator<Item = (usize, usize)>,
    ) -> Self {
        let row = size[0] + margin;
        let steps = [1, row, row * (size[1] + margin)];
        let border: usize = steps.iter().map(|step| margin * step).sum();
        let line = |(in_box, len)| {
            let (row, x) = (in_box / size[0], in_box % size[0]);
            let start = border + x + row % size[1] * steps[1] + row / size[1] * steps[2];
            Line { start, in_box, len }
        };
        let last: usize = (0..3)
            .map(|axis| size[axis].saturating_sub(1) * steps[axis])
            .sum();
        Self {
            cells: vec![T::default(); border + last + 1 + border],
            lines: lines.map(line).collect(),
            size,
            margin,
            steps,
        }
    }

    /// The same with a margin of at least `margin`.
    pub(crate) fn with_margin(&self, margin: usize) -> Cow<'_, Self> {
        if margin <= self.margin {
            return Cow::Borrowed(self);
        }
        let lines = self.lines.iter().map(|line| (line.in_box, line.len));
        let mut wider = Self::of_lines(self.size, margin, lines);
        for (to, from) in wider.lines.iter().zip(&self.lines) {
            wider.cells[to.start..][..to.len]
                .copy_from_slice(&self.cells[from.start..][..from.len]);
        }
        Cow::Owned(wider)
    }

    /// Distance in memory of a step.
    pub(crate) fn step(&self, offset: Offset) -> isize {
        let steps = self.steps.map(usize::cast_signed);
        (0..3).map(|axis| offset[axis] * steps[axis]).sum()
    }

    /// Every value; those of the margin are the default.
    pub(crate) fn cells(&self) -> &[T] {
        &self.cells
    }

    /// Where the lines that meet the mask lie, from their first to their last voxel inside.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        self.lines
            .iter()
            .map(|line| line.start..line.start + line.len)
    }

    /// Every line to be written, with its place in the box.
    pub(crate) fn lines_mut(&mut self) -> impl Iterator<Item = (&mut [T], usize)> {
        let Self { cells, lines, .. } = self;
        let mut rest = cells.as_mut_slice();
        let mut done = 0;
        lines.iter().map(move |line| {
            let taken = std::mem::take(&mut rest);
            let (line_cells, behind) = taken[line.start - done..].split_at_mut(line.len);
            rest = behind;
            done = line.start + line.len;
            (line_cells, line.in_box)
        })
    }

    /// What `of` makes of every value on the lines.
    pub(crate) fn map<U: Copy + Default>(&self, of: impl Fn(T) -> U) -> Grid<U> {
        let mut cells = vec![U::default(); self.cells.len()];
        for line in self.lines() {
            for (to, &from) in cells[line.clone()].iter_mut().zip(&self.cells[line]) {
                *to = of(from);
            }
        }
        Grid {
            cells,
            lines: self.lines.clone(),
            size: self.size,
            margin: self.margin,
            steps: self.steps,
        }
    }

    /// The values of the box, without margin.
    pub(crate) fn to_box(&self) -> Vec<T> {
        let mut values = vec![T::default(); self.size.iter().product()];
        for line in &self.lines {
            values[line.in_box..][..line.len]
                .copy_from_slice(&self.cells[line.start..][..line.len]);
        }
        values
    }
}

impl<T: Rank> Grid<T> {
    /// The line that an offset leads to from `line`.
    pub(crate) fn beside(&self, line: &Range<usize>, step: isize) -> &[T] {
        &self.cells[line.start.wrapping_add_signed(step)..][..line.len()]
    }
}

vectorised! {
/// A bit per voxel of a line: whether two lines hold the same rank there, outside the mask apart.
pub(crate) fn alike[T: Rank](left: &[T], right: &[T], bits: &mut Vec<u64>) {
        bits.clear();
        bits.resize(left.len().div_ceil(WORD), 0);
        let (lefts, left_rest) = left.as_chunks::<WORD>();
        let (rights, right_rest) = right.as_chunks::<WORD>();
        for ((bits, left), right) in bits.iter_mut().zip(lefts).zip(rights) {
            *bits = same(left, right);
        }
        if let Some(bits) = bits.get_mut(lefts.len()) {
            let (mut left, mut right) = ([T::default(); WORD], [T::default(); WORD]);
            left[..left_rest.len()].copy_from_slice(left_rest);
            right[..right_rest.len()].copy_from_slice(right_rest);
            *bits = same(&left, &right);
        }
    }
}

/// Bits of a word.
const WORD: usize = 64;

/// The bits of a word of voxels.
#[inline(always)]
#[expect(clippy::inline_always, reason = "part of a vectorised function")]
fn same<T: Rank>(left: &[T; WORD], right: &[T; WORD]) -> u64 {
    let mut bytes = [0; WORD];
    for x in 0..WORD {
        bytes[x] = u8::from((left[x] == right[x]) & (left[x] != T::default()));
    }
    packed(&bytes)
}

/// Bytes that are 0 or 1 as bits.
#[inline(always)]
#[expect(clippy::inline_always, reason = "part of a vectorised function")]
fn packed(bytes: &[u8; 64]) -> u64 {
    // The product moves the lowest bits of eight bytes side by side into the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (eights, _) = bytes.as_chunks::<8>();
    let mut bits = 0;
    for (at, &eight) in eights.iter().enumerate() {
        bits |= (u64::from_le_bytes(eight).wrapping_mul(GATHER) >> 56) << (8 * at);
    }
    bits
}

/// Calls `found` with the place of every bit that is 1.
pub(crate) fn for_each_bit(bits: impl IntoIterator<Item = u64>, mut found: impl FnMut(usize)) {
    for (word, mut bits) in bits.into_iter().enumerate() {
        while bits != 0 {
            found(word * 64 + bits.trailing_zeros() as usize);
            bits &= bits - 1;
        }
    }
}
