//! Area and perimeter of the outline.

use crate::shape::{Bits, for_surface_cells};

/// What the outline encloses, mm², and its length, mm.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline {
    pub(super) area: f64,
    pub(super) perimeter: f64,
}

/// The corners `[x, y]` of a square, by their bit, in the order of walking around it; edge `i` leads
/// from corner `i` to the next.
const CORNERS: [[usize; 2]; 4] = [[0, 0], [1, 0], [1, 1], [0, 1]];

/// The midpoints `[x, y]` of the edges, in half pixels.
const MIDPOINTS: [[isize; 2]; 4] = [[1, 0], [2, 1], [1, 2], [0, 1]];

/// Marching squares with vertices at the midpoints of edges, in the one slice of `bits`.
///
/// As with marching cubes, the area is a sum of integers, the length a sum over the kinds of square.
pub(super) fn outline(bits: &Bits, [dx, dy]: [f64; 2]) -> Outline {
    let kinds: Vec<Vec<[[isize; 2]; 2]>> = (0..16).map(lines).collect();
    let mut counts = [0_u64; 16];
    let mut determinant = 0;
    let [_, ny, _] = bits.size();
    for y in 0..ny - 1 {
        let corners = CORNERS.map(|[dx, dy]| (bits.row(y + dy, 1), dx));
        for_surface_cells(corners, |x, inside| {
            counts[inside] += 1;
            for line in &kinds[inside] {
                let [[ax, ay], [bx, by]] =
                    line.map(|[mx, my]| [mx + 2 * x.cast_signed(), my + 2 * y.cast_signed()]);
                determinant += ay * bx - ax * by;
            }
        });
    }
    let length = |&[[ax, ay], [bx, by]]: &[[isize; 2]; 2]| {
        let [x, y] = [(ax - bx) as f64 / 2.0 * dx, (ay - by) as f64 / 2.0 * dy];
        (y * y + x * x).sqrt()
    };
    let lengths = kinds
        .iter()
        .map(|lines| lines.iter().map(length).sum::<f64>());
    Outline {
        // A determinant is twice an area, here in half pixels.
        area: determinant as f64 / 8.0 * (dx * dy),
        perimeter: lengths
            .zip(counts)
            .map(|(length, count)| length * count as f64)
            .sum(),
    }
}

/// The lines through a square by its corners inside: one around each run of them, so that corners
/// across a diagonal are not joined.
fn lines(corners: usize) -> Vec<[[isize; 2]; 2]> {
    let inside = |corner: usize| corners >> (corner % 4) & 1 == 1;
    let starts = (0..4).filter(|&corner| inside(corner) && !inside(corner + 3));
    starts
        .map(|start| {
            let end = (start..start + 4).find(|&corner| !inside(corner + 1));
            let end = end.expect("the corner before the start is outside");
            [MIDPOINTS[(start + 3) % 4], MIDPOINTS[end % 4]]
        })
        .collect()
}
