//! Ranks in a box with a margin around it, so that a step to a neighbour is one distance in memory.

use std::borrow::Cow;
use std::ops::Range;

use voxomics_core::vectorised;

use crate::neighbours::Offset;
use crate::roi::RoiMask;

/// The number of a grey level, from 1; 0 outside the mask.
pub(crate) trait Rank:
    Copy + Eq + Default + Into<u16> + Into<u32> + Into<usize> + Send + Sync
{
    /// [`Grid::alike`], a word of voxels at a time.
    fn alike(left: &[[Self; WORD]], right: &[[Self; WORD]], bits: &mut [u64]) {
        portable(left, right, bits);
    }
}

impl Rank for u8 {
    #[cfg(target_arch = "x86_64")]
    fn alike(left: &[[Self; WORD]], right: &[[Self; WORD]], bits: &mut [u64]) {
        if voxomics_core::simd::is_wide() {
            // SAFETY: the processor has AVX2, says `is_wide`.
            #[expect(unsafe_code, reason = "instructions that not every processor has")]
            return unsafe { wide::alike(left, right, bits) };
        }
        portable(left, right, bits);
    }
}

impl Rank for u16 {}

/// Bits of a word.
pub(crate) const WORD: usize = 64;

/// Words looked at together.
pub(crate) const BLOCK: usize = 32;

/// A value per voxel of a box and of a margin around it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Grid<T> {
    cells: Vec<T>,
    lines: Vec<Line>,
    /// Words of [`WORD`] cells that hold every voxel of the lines.
    blocks: Vec<Range<usize>>,
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

/// The words that lines lie in, together where they touch, [`BLOCK`] at most.
fn blocks(lines: &[Line]) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for line in lines {
        let done = blocks.last().map_or(0, |block| block.end);
        for word in done.max(line.start / WORD)..(line.start + line.len).div_ceil(WORD) {
            match blocks.last_mut() {
                Some(block) if block.end == word && block.len() < BLOCK => block.end += 1,
                _ => blocks.push(word..word + 1),
            }
        }
    }
    blocks
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
        // The word that the first line begins in reaches as far before it.
        let before = WORD + steps.iter().map(|step| margin * step).sum::<usize>();
        let line = |(in_box, len)| {
            let (row, x) = (in_box / size[0], in_box % size[0]);
            let start = before + x + row % size[1] * steps[1] + row / size[1] * steps[2];
            Line { start, in_box, len }
        };
        let lines: Vec<Line> = lines.map(line).collect();
        let last: usize = (0..3)
            .map(|axis| size[axis].saturating_sub(1) * steps[axis])
            .sum();
        Self {
            cells: vec![T::default(); before + last + 1 + before],
            blocks: blocks(&lines),
            lines,
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
            blocks: self.blocks.clone(),
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
    /// The words of 64 cells, counted from the first cell, that hold every voxel of the mask; [`BLOCK`] at most at
    /// a time, so that what is made of them stays in the cache.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = Range<usize>> {
        self.blocks.iter().cloned()
    }

    /// A bit per cell of `words`: whether it holds the same rank as the cell a step away, outside the mask apart.
    pub(crate) fn alike(&self, step: isize, words: Range<usize>, bits: &mut [u64]) {
        let len = words.len() * WORD;
        let cells = |start: usize| self.cells[start..start + len].as_chunks().0;
        let here = words.start * WORD;
        T::alike(cells(here), cells(here.wrapping_add_signed(step)), bits);
    }

    /// The line that an offset leads to from `line`.
    pub(crate) fn beside(&self, line: &Range<usize>, step: isize) -> &[T] {
        &self.cells[line.start.wrapping_add_signed(step)..][..line.len()]
    }
}

/// `N` cells, for a vector; behind the last line there are enough of them.
#[inline(always)]
#[expect(clippy::inline_always, reason = "part of vectorised functions")]
pub(crate) fn lanes<T, const N: usize>(cells: &[T], start: usize) -> &[T; N] {
    cells[start..]
        .first_chunk()
        .expect("a word behind the last line")
}

vectorised! {
    /// The bits of words of voxels.
    fn portable[T: Rank](left: &[[T; WORD]], right: &[[T; WORD]], bits: &mut [u64]) {
        for ((bits, left), right) in bits.iter_mut().zip(left).zip(right) {
            let mut bytes = [0; WORD];
            for x in 0..WORD {
                bytes[x] = u8::from((left[x] == right[x]) & (left[x] != T::default()));
            }
            *bits = packed(&bytes);
        }
    }
}

/// The same for bytes, with the instruction that moves a bit of every byte into a word: no compiler finds it.
#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::{
        __m256i, _mm256_andnot_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8,
        _mm256_setzero_si256,
    };

    use super::WORD;

    #[target_feature(enable = "avx2")]
    pub(super) fn alike(left: &[[u8; WORD]], right: &[[u8; WORD]], bits: &mut [u64]) {
        for ((bits, left), right) in bits.iter_mut().zip(left).zip(right) {
            let low = half(&left[..WORD / 2], &right[..WORD / 2]);
            let high = half(&left[WORD / 2..], &right[WORD / 2..]);
            *bits = u64::from(low) | u64::from(high) << 32;
        }
    }

    /// Of 32 voxels.
    #[target_feature(enable = "avx2")]
    fn half(left: &[u8], right: &[u8]) -> u32 {
        let (left, right) = (load(&left[..32]), load(&right[..32]));
        let outside = _mm256_cmpeq_epi8(left, _mm256_setzero_si256());
        let alike = _mm256_andnot_si256(outside, _mm256_cmpeq_epi8(left, right));
        _mm256_movemask_epi8(alike).cast_unsigned()
    }

    #[target_feature(enable = "avx2")]
    fn load(bytes: &[u8]) -> __m256i {
        assert!(bytes.len() == 32, "half a word");
        // SAFETY: there are 32 bytes, which need not be aligned.
        #[expect(unsafe_code, reason = "vectors are loaded through pointers")]
        unsafe {
            _mm256_loadu_si256(bytes.as_ptr().cast())
        }
    }
}

/// Bytes that are 0 or 1 as bits.
#[inline(always)]
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
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "else what `found` holds is loaded again for every bit"
)]
pub(crate) fn for_each_bit(bits: impl IntoIterator<Item = u64>, mut found: impl FnMut(usize)) {
    for (word, mut bits) in bits.into_iter().enumerate() {
        while bits != 0 {
            found(word * 64 + bits.trailing_zeros() as usize);
            bits &= bits - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use voxomics_core::Seed;

    use super::{Grid, WORD, for_each_bit, portable};
    use crate::roi::RoiMask;

    /// Of voxels in a line, two words and some, a step of one.
    #[test]
    fn bits_say_where_ranks_are_alike() {
        let mut stream = Seed(11).stream("grid", 0);
        for len in [1, 63, 64, 65, 150] {
            let ranks: Vec<u8> = (0..len).map(|_| stream.below(3).to_le_bytes()[0]).collect();
            let inside = ranks.iter().map(|&rank| u8::from(rank > 0)).collect();
            let mask = RoiMask::new([len, 1, 1], [1.0; 3], inside).unwrap();
            let mut grid = Grid::<u8>::new(&mask, 1);
            for (line, in_box) in grid.lines_mut() {
                line.copy_from_slice(&ranks[in_box..][..line.len()]);
            }
            assert_eq!(grid.to_box(), ranks);
            let wide = grid.map(u16::from);
            let words = grid.blocks().next().unwrap();
            let (mut bits, mut wide_bits) = (vec![0; words.len()], vec![0; words.len()]);
            grid.alike(1, words.clone(), &mut bits);
            wide.alike(1, words.clone(), &mut wide_bits);
            assert_eq!(bits, wide_bits);
            let first = ranks.iter().position(|&rank| rank > 0).unwrap();
            let start = words.start * WORD + first - grid.lines().next().unwrap().start;
            let mut found = Vec::new();
            for_each_bit(bits, |cell| found.push(start + cell));
            let alike = |x: &usize| ranks[*x] > 0 && ranks[*x] == ranks[x + 1];
            let want: Vec<usize> = (0..len - 1).filter(alike).collect();
            assert_eq!(found, want);
        }
    }

    #[test]
    fn bits_of_bytes_do_not_depend_on_the_processor() {
        let mut stream = Seed(12).stream("grid", 1);
        let mut word =
            || -> [u8; WORD] { std::array::from_fn(|_| stream.below(4).to_le_bytes()[0]) };
        let (left, right) = ([word(), word()], [word(), word()]);
        let (mut bits, mut want) = ([0; 2], [0; 2]);
        super::Rank::alike(&left, &right, &mut bits);
        portable(&left, &right, &mut want);
        assert_eq!(bits, want);
        assert!(want[0] != 0);
    }
}
