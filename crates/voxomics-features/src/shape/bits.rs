//! The mask as bits.

use crate::roi::RoiMask;

/// The box of a region, a bit per voxel, with one voxel outside the mask around it.
///
/// Sixty-four voxels in a word: the surface, where the bits of neighbours differ, is found a word at
/// a time, and the border costs next to nothing.
#[derive(Debug)]
pub(crate) struct Bits {
    size: [usize; 3],
    row_words: usize,
    words: Vec<u64>,
}

impl Bits {
    pub(crate) fn new(roi: &RoiMask) -> Self {
        let size = roi.size().map(|n| n + 2);
        let row_words = size[0].div_ceil(64);
        let mut words = vec![0; row_words * size[1] * size[2]];
        let [nx, ny, _] = roi.size();
        for (line, voxels) in roi.inside().chunks_exact(nx.max(1)).enumerate() {
            let (y, z) = (line % ny + 1, line / ny + 1);
            let row = &mut words[(z * size[1] + y) * row_words..][..row_words];
            set_row(row, voxels);
        }
        Self {
            size,
            row_words,
            words,
        }
    }

    /// Voxels along each axis, `[x, y, z]`, the border included.
    pub(crate) fn size(&self) -> [usize; 3] {
        self.size
    }

    /// The voxels of a row, the lowest bit first.
    pub(crate) fn row(&self, y: usize, z: usize) -> &[u64] {
        &self.words[(z * self.size[1] + y) * self.row_words..][..self.row_words]
    }
}

/// Sets bit `x + 1` for every voxel `x` that is inside.
fn set_row(row: &mut [u64], voxels: &[u8]) {
    let mut carry = 0;
    let mut words = row.iter_mut();
    for (voxels, word) in voxels.chunks(64).zip(words.by_ref()) {
        let bits = pack(voxels);
        *word = bits << 1 | carry;
        carry = bits >> 63;
    }
    if let Some(word) = words.next() {
        *word = carry;
    }
}

/// Up to 64 bytes, each 0 or 1, as bits.
fn pack(voxels: &[u8]) -> u64 {
    // The product moves the lowest bit of byte i to bit 56 + i, and no two terms meet.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let eights = voxels.chunks_exact(8);
    let rest = eights.remainder();
    let mut bits = 0;
    for (i, eight) in eights.enumerate() {
        let bytes = u64::from_le_bytes(eight.try_into().expect("chunks of eight"));
        bits |= (bytes.wrapping_mul(GATHER) >> 56) << (8 * i);
    }
    let start = voxels.len() - rest.len();
    let rest = rest.iter().enumerate();
    rest.fold(bits, |bits, (i, &voxel)| {
        bits | u64::from(voxel) << (start + i)
    })
}

/// The word whose bit `x` is voxel `x + 1` of the row.
pub(crate) fn next_voxels(row: &[u64], word: usize) -> u64 {
    let carry = row.get(word + 1).map_or(0, |next| next << 63);
    row[word] >> 1 | carry
}

/// Calls `visit` for every cell of a row of cells that has corners on either side of the surface,
/// with its x and which corners are inside, a bit each.
///
/// A corner is a row of voxels and the offset of x from the cell's, 0 or 1.
pub(crate) fn for_surface_cells<const N: usize>(
    corners: [(&[u64], usize); N],
    mut visit: impl FnMut(usize, usize),
) {
    for word in 0..corners[0].0.len() {
        let corners = corners.map(|(row, dx)| match dx {
            0 => row[word],
            _ => next_voxels(row, word),
        });
        let any = corners.iter().fold(0, |any, corner| any | corner);
        let all = corners.iter().fold(u64::MAX, |all, corner| all & corner);
        for bit in ones(any & !all) {
            let corners = corners.iter().rev().map(|corner| corner >> bit & 1 == 1);
            let inside = corners.fold(0, |inside, corner| inside << 1 | usize::from(corner));
            visit(64 * word + bit, inside);
        }
    }
}

/// The positions of the bits set in `word`, ascending.
pub(crate) fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = (word != 0).then_some(word.trailing_zeros() as usize);
        word &= word.wrapping_sub(1);
        at
    })
}

#[cfg(test)]
mod tests {
    use super::{Bits, ones};
    use crate::roi::RoiMask;

    #[test]
    fn every_voxel_has_its_bit() {
        for nx in [1, 7, 8, 61, 62, 63, 64, 65, 127, 130] {
            let inside: Vec<u8> = (0..nx * 6).map(|i| u8::from(i * i % 7 < 3)).collect();
            let roi = RoiMask::new([nx, 3, 2], [1.0; 3], inside.clone()).unwrap();
            let bits = Bits::new(&roi);
            let mut unpacked = vec![0; inside.len()];
            for z in 0..4 {
                for y in 0..5 {
                    for (word, &row) in bits.row(y, z).iter().enumerate() {
                        for bit in ones(row) {
                            let x = 64 * word + bit;
                            unpacked[((z - 1) * 3 + y - 1) * nx + x - 1] = 1;
                        }
                    }
                }
            }
            assert_eq!(unpacked, inside);
        }
    }
}
